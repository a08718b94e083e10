"""How much room words take on a slide, and which of the sizes fits."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cx_workbench.charts.lettering import text_width, wrap
from cx_workbench.charts.theme import LOOK
from cx_workbench.errors import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The only sizes, in points.
TITLE, LEAD, BODY, SMALL = LOOK.title, LOOK.lead, LOOK.body, LOOK.small
#: Blanks that a line may break at. No-break spaces hold, so they are not among them.
_BLANKS = re.compile(r"[ \t\n\r\f\v\u2028\u2029]+")
#: Half of a pair, and code points that are no letters: neither may stand in XML.
_BROKEN = ("Cs", "Cn")
#: Format characters turn the direction of text or hide; those that join letters stay.
_JOINERS = "\u200c\u200d"
#: Fonts that run no wider than the shipped one, whose widths are known; the rest may.
_NO_WIDER = {
    *("arial", "arial narrow", "helvetica", "helvetica neue", "liberation sans"),
    *("calibri", "calibri light", "carlito", "candara", "corbel"),
    *("cambria", "georgia", "garamond", "times new roman", "liberation serif"),
    *("lato", "noto sans", "open sans", "roboto", "segoe ui", "source sans pro", "tahoma"),
}
#: Of these the distance from line to line is known to be less than that of any other.
_TIGHT = {"arial", "helvetica", "liberation sans", "times new roman", "liberation serif"}
_WIDER, _LEADING, _TIGHT_LEADING = 1.15, 1.4, 1.2
#: Programs round letter widths, each in its own way.
_SLACK = 1.02


@dataclass(frozen=True, slots=True)
class Face:
    """A font as far as room goes.

    Attributes
    ----------
    wider
        How much wider than the shipped font it may run.
    leading
        Distance from line to line, as a multiple of the size.
    """

    wider: float = _SLACK
    leading: float = _TIGHT_LEADING

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Width of a line of text, in points."""
        return self.wider * text_width(text, size, bold=bold)

    def lines(self, text: str, width: float, size: int, *, bold: bool = False) -> list[str]:
        """Break a text into the lines that it takes.

        Examples
        --------
        >>> Face().lines("Parking guidance and shuttle", 120, 12)
        ['Parking guidance', 'and shuttle']
        """
        return wrap(text, width / self.wider, size, bold=bold, even=False) or [""]

    def height(self, lines: int, size: float) -> float:
        """Height of so many lines, in points."""
        return lines * size * self.leading

    def fitting(
        self, text: str, width: float, height: float, sizes: Iterable[int], *, bold: bool = False
    ) -> int | None:
        """Return the largest of the sizes at which a text fits; ``None`` if none does."""
        return next(
            (
                size
                for size in sizes
                if self.height(len(self.lines(text, width, size, bold=bold)), size) <= height
            ),
            None,
        )

    def shortened(self, text: str, width: float, size: int, most: int, *, bold: bool) -> str:
        """Return as much of a text as so many lines hold, with an ellipsis if that is not all.

        Examples
        --------
        >>> Face().shortened("Parking guidance and shuttle", 120, 12, 1, bold=False)
        'Parking guidance…'
        """
        words = text.split(" ")

        def fits(shown: str) -> bool:
            return len(self.lines(shown, width, size, bold=bold)) <= most

        if fits(text):
            return text
        kept = bisect_right(
            range(len(words)), x=0, key=lambda count: not fits(f"{' '.join(words[:count])}…")
        )
        shown = " ".join(words[: kept - 1]) or words[0]
        while len(shown) > 1 and not fits(f"{shown}…"):
            shown = shown[:-1]
        return f"{shown}…"


def face_of(*fonts: str) -> Face:
    """Return how much room fonts may take, known or not.

    Examples
    --------
    >>> face_of("Arial").leading, face_of("Arial", "Client Grotesk").leading
    (1.2, 1.4)
    """
    names = {font.strip().casefold() for font in fonts}
    wider = _SLACK if names <= _NO_WIDER else _WIDER
    return Face(wider, _TIGHT_LEADING if names <= _TIGHT else _LEADING)


def said(text: object) -> str:
    r"""Make one line of text that any slide can hold; no-break spaces stay.

    Examples
    --------
    >>> said(" First\n bill\x07 \ud800"), said("=HYPERLINK(1)")
    ('First bill␇', '=HYPERLINK(1)')
    """
    kept = str(text)
    if not kept.replace("\N{NO-BREAK SPACE}", "").isprintable():
        kept = "".join(each for each in kept if each in _JOINERS or not _is_broken(each))
    one_line = _BLANKS.sub(" ", kept).strip(" ")
    return visible(unicodedata.normalize("NFC", one_line))


def _is_broken(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category in _BROKEN or category == "Cf"
