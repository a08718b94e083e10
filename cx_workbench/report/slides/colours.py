"""What each colour stands for, as a reference to the theme: whoever changes it changes all."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pptx.enum.dml import MSO_THEME_COLOR

from cx_workbench.charts.theme import TEXT_CONTRAST, contrast, mix
from cx_workbench.report.slides.markup import Element, add, make, qn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pptx.dml.color import ColorFormat

#: Contrast that a bar or a line needs against what it stands on (WCAG 2.2, 1.4.11).
_SHAPE_CONTRAST = 3.0
_TEXT_COLOURS = ("tx1", "bg1", "tx2", "bg2")
_ACCENTS = tuple(f"accent{number}" for number in range(1, 7))
#: Shares of the ink that quiet text may have, the quietest first, and those of what is drawn.
_QUIET, _REFERENCE, _REST, _LINE, _WASH = (0.7, 0.8, 0.9), 0.55, 0.28, 0.16, 0.05
#: How much of its strength the palest of some shades keeps.
_PALEST = 0.25
#: What DrawingML counts as the whole.
_WHOLE = 100_000


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour of the theme, as it is or thinned.

    Attributes
    ----------
    slot
        ``tx1``, ``bg1``, ``accent1`` and so on.
    lighter
        How far it is brought to white (to 1) or to black (to -1), as PowerPoint's palette has it.
    strength
        Share of its saturation that it keeps.
    """

    slot: str
    lighter: float = 0.0
    strength: float = 1.0

    def paint(self, target: ColorFormat) -> None:
        """Give a fill, line or font this colour."""
        target.theme_color = MSO_THEME_COLOR.from_xml(self.slot)
        # python-pptx knows lighter and darker, but not weaker.
        self._thin(target._xFill.find(qn("a:schemeClr")))  # noqa: SLF001

    def fill(self) -> Element:
        """Return it as a fill, for what python-pptx does not colour."""
        fill = make("a:solidFill")
        self._thin(add(fill, "a:schemeClr", {"val": self.slot}))
        return fill

    def _thin(self, element: Element) -> None:
        kept = round(_WHOLE * (1 - abs(self.lighter)))
        strength = round(_WHOLE * self.strength)
        for name, share in (
            ("satMod", strength),
            ("lumMod", kept),
            ("lumOff", _WHOLE - kept if self.lighter > 0 else _WHOLE),
        ):
            if share != _WHOLE:
                add(element, f"a:{name}", {"val": str(share)})


@dataclass(frozen=True)
class Palette:
    """The colours of a slide by what they stand for.

    Attributes
    ----------
    slots
        The colour of each slot of the theme, as ``#RRGGBB``.
    ground
        What everything stands on.
    """

    slots: Mapping[str, str]
    ground: str

    @cached_property
    def ink(self) -> Colour:
        """Text."""
        return Colour(self._most_legible(self.ground))

    @cached_property
    def quiet(self) -> Colour:
        """Text that steps back, as far as it still reads."""
        tried = (self.tint(self.ink, share) for share in _QUIET)
        reads = (each for each in tried if contrast(self.shown(each), self.ground) >= TEXT_CONTRAST)
        return next(reads, self.ink)

    @property
    def chosen(self) -> Colour:
        """The TOP N, and how it was."""
        return self._accents[0]

    @property
    def gap(self) -> Colour:
        """Reality below the reference."""
        return self._accents[1]

    @property
    def over(self) -> Colour:
        """Reality above the reference."""
        return self._accents[2]

    @cached_property
    def reference(self) -> Colour:
        """What reality is held against."""
        return self.tint(self.ink, _REFERENCE)

    @cached_property
    def rest(self) -> Colour:
        """What is not in the TOP N."""
        return self.tint(self.ink, _REST)

    @cached_property
    def line(self) -> Colour:
        """Thin lines."""
        return self.tint(self.ink, _LINE)

    @cached_property
    def wash(self) -> Colour:
        """A part of the ground that is set off."""
        return self.tint(self.ink, _WASH)

    def tint(self, colour: Colour, share: float) -> Colour:
        """Thin a colour of the theme with the ground: 0 is the ground, 1 the colour itself.

        Examples
        --------
        >>> palette = Palette({"tx1": "#000000", "bg1": "#FFFFFF", "accent1": "#0072B2"}, "#FFFFFF")
        >>> palette.shown(palette.tint(Colour("accent1"), 0.5))
        '#80B9D9'
        """
        _, light, strength = _parts(self.slots[colour.slot])
        _, wanted, kept = _parts(mix(self.ground, self.slots[colour.slot], share))
        lighter = (wanted - light) / (1 - light) if wanted > light else wanted / light - 1
        return Colour(
            colour.slot,
            round(lighter, 4) if light != wanted else 0.0,
            round(kept / strength, 4) if strength else 1.0,
        )

    def shades(self, colour: Colour, count: int) -> Iterator[Colour]:
        """Return so many shades of one hue, the strongest first, told apart in grey too."""
        for place in range(count):
            yield self.tint(colour, 1 - (1 - _PALEST) * place / max(1, count - 1))

    def ink_on(self, ground: Colour) -> Colour:
        """Return the colour of text that reads on another one."""
        return Colour(self._most_legible(self.shown(ground)))

    def shown(self, colour: Colour) -> str:
        """Return a colour as it is seen.

        Examples
        --------
        >>> Palette({"tx1": "#000000", "bg1": "#FFFFFF"}, "#FFFFFF").shown(Colour("tx1", 0.5))
        '#808080'
        """
        hue, light, strength = _parts(self.slots[colour.slot])
        by = colour.lighter
        light = light * (1 - by) + by if by > 0 else light * (1 + by)
        parts = colorsys.hls_to_rgb(hue, light, min(1.0, strength * colour.strength))
        return "#" + "".join(f"{round(255 * part):02X}" for part in parts)

    @cached_property
    def _accents(self) -> list[Colour]:
        """The theme's accents that are seen on the ground; or else its text."""
        found = [
            Colour(slot)
            for slot in _ACCENTS
            if slot in self.slots and contrast(self.slots[slot], self.ground) >= _SHAPE_CONTRAST
        ]
        return [*found, *[self.ink] * 3]

    def _most_legible(self, ground: str) -> str:
        """Return the first colour of text that reads, or else the one that reads best."""
        known = [slot for slot in _TEXT_COLOURS if slot in self.slots]
        reads = (slot for slot in known if contrast(self.slots[slot], ground) >= TEXT_CONTRAST)
        return next(reads, max(known, key=lambda slot: contrast(self.slots[slot], ground)))


def _parts(colour: str) -> tuple[float, float, float]:
    """Return hue, lightness and saturation."""
    digits = colour.removeprefix("#")
    red, green, blue = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    return colorsys.rgb_to_hls(red, green, blue)
