"""How pictures look: every colour, size and font in one place, replaceable as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

#: Contrast that text needs against what it stands on (WCAG 2.2, 1.4.3).
TEXT_CONTRAST = 4.5

_LINE_HEIGHTS = {12: 16, 14: 20, 18: 24, 24: 32}
_LINEAR_BELOW = 0.04045


@dataclass(frozen=True, slots=True)
class Look:
    """Colours, sizes and font of every picture.

    The defaults come from the Okabe-Ito family, safe for colour-blind eyes and for grey
    print. A client's colours are another instance: ``Look(chosen="#7A1FA2")``.

    Attributes
    ----------
    reality, reference
        The two sides of a gap.
    gap, over
        Reality below the reference, and reality above it.
    chosen, rest
        The TOP N, and the improvements that did not make it.
    ink, quiet
        Text, and text that steps back; both at least 4.5:1 on ``paper``.
    paper, wash, line
        The ground, a tint that marks a part of it, and thin lines.
    font, fallback
        The shipped font, and what a viewer without it may take. Words are placed by the
        letter widths of the shipped font; one that runs wider makes them touch.
    small, body, lead, title
        The only font sizes, in pixels.
    width
        What pictures are laid out for, in pixels from 320 on, without their margins: they stay
        within it, however many columns there are. ``None`` gives each the width that suits it
        (840 or, for many columns, more), as files have it.

    Examples
    --------
    >>> Look(chosen="#7A1FA2").chosen
    '#7A1FA2'
    """

    reality: str = "#0072B2"
    reference: str = "#8A8A8A"
    gap: str = "#D55E00"
    over: str = "#009E73"
    chosen: str = "#0072B2"
    rest: str = "#B8BEC6"
    ink: str = "#1F2328"
    quiet: str = "#57606A"
    paper: str = "#FFFFFF"
    wash: str = "#F1F3F5"
    line: str = "#D0D7DE"
    font: str = "CX Workbench Sans"
    fallback: str = "Noto Sans, Segoe UI, Helvetica Neue, Arial, sans-serif"
    small: int = 12
    body: int = 14
    lead: int = 18
    title: int = 24
    width: int | None = None

    @property
    def fonts(self) -> str:
        """The font and its fallbacks, as CSS lists them."""
        return f"{self.font}, {self.fallback}"

    def tint(self, colour: str, share: float) -> str:
        """Thin a colour with the paper: 0 is paper, 1 the colour itself.

        Examples
        --------
        >>> Look().tint("#0072B2", 0.5)
        '#80B9D9'
        """
        return mix(self.paper, colour, share)

    def ink_on(self, ground: str) -> str:
        """Return ink or paper, whichever reads on that ground, or else black or white.

        Examples
        --------
        >>> Look().ink_on("#0072B2"), Look().ink_on("#F1F3F5")
        ('#FFFFFF', '#1F2328')
        """
        tried = (self.ink, self.paper, "#000000", "#FFFFFF")
        reads = (colour for colour in tried if contrast(colour, ground) >= TEXT_CONTRAST)
        return next(reads)


def line_height(size: int) -> int:
    """Distance from one line to the next at a font size, in pixels.

    Examples
    --------
    >>> line_height(14)
    20
    """
    return _LINE_HEIGHTS[size]


@lru_cache(4096)
def mix(ground: str, colour: str, share: float) -> str:
    """Blend two colours: share 0 is the ground, 1 the colour.

    Examples
    --------
    >>> mix("#FFFFFF", "#000000", 1)
    '#000000'
    """
    pairs = zip(_channels(ground), _channels(colour), strict=True)
    return "#" + "".join(f"{int(a + (b - a) * share + 0.5):02X}" for a, b in pairs)


@lru_cache(4096)
def contrast(colour: str, ground: str) -> float:
    """Contrast of two colours, 1 (none) to 21, as WCAG 2.2 defines it.

    Examples
    --------
    >>> contrast("#000000", "#FFFFFF")
    21.0
    """
    dark, light = sorted((_luminance(colour), _luminance(ground)))
    return round((light + 0.05) / (dark + 0.05), 2)


def _channels(colour: str) -> tuple[int, int, int]:
    digits = colour.removeprefix("#")
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    if channel <= _LINEAR_BELOW:
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)


#: The look that is used unless a client brings another.
LOOK = Look()

#: The same hues on a dark ground, light enough to be seen there.
DARK = Look(
    reality="#4BA3DC",
    reference="#9AA3AD",
    gap="#F0803C",
    over="#2DBE91",
    chosen="#4BA3DC",
    rest="#6F7883",
    ink="#E8EBEE",
    quiet="#AEB6BF",
    paper="#15181C",
    wash="#22272D",
    line="#3B434C",
)
