"""A client's words as a spreadsheet may hold them, and the room that they take."""

from __future__ import annotations

import re

from cx_workbench.charts.lettering import wrap
from cx_workbench.charts.theme import line_height
from cx_workbench.errors import visible

#: So many letters a cell holds; Excel takes a file with a longer text for broken.
_MOST_LETTERS = 32_000
#: So many the line above or below a printed page holds, with room for the page number.
_MOST_IN_MARGIN = 100
#: Points of code that no XML may hold.
_NO_LETTERS = re.compile("[\ud800-\udfff\ufffe\uffff]")
_SIDES, _ABOVE_AND_BELOW = 10, 8
#: Excel makes no row higher, in pixels.
_HIGHEST = 540


def plain(text: object) -> str:
    r"""One line of text as a cell may hold it.

    Examples
    --------
    >>> plain("Bill\x07 and\nroaming")
    'Bill␇ and roaming'
    """
    shown = _NO_LETTERS.sub("\N{REPLACEMENT CHARACTER}", visible(text))
    return shortened(shown, _MOST_LETTERS)


def in_margin(text: object) -> str:
    """Return a text for the margin of a printed page, where ``&`` begins a command.

    Examples
    --------
    >>> in_margin("A&B")
    'A&&B'
    """
    return shortened(plain(text), _MOST_IN_MARGIN).replace("&", "&&")


def shortened(text: str, most: int) -> str:
    """Cut a text that is too long for its place, and show that it goes on.

    Examples
    --------
    >>> shortened("Parking", 5)
    'Park…'
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


def height(text: str, width: int, size: int, *, bold: bool = False) -> int:
    """Return how high a row must be for a text, in pixels.

    Counted with the letters of the shipped font: they are wider than those of Arial.

    Parameters
    ----------
    text
        As `plain` gives it, or several lines of it.
    width
        Of the column or the merged columns, in pixels.
    size
        Of the letters, in pixels.
    bold
        Whether they are bold.

    Examples
    --------
    >>> height("Parking guidance and shuttle", 130, 12), height("Parking", 130, 12)
    (40, 24)
    """
    lines = sum(
        max(len(wrap(line, width - _SIDES, size, bold=bold, even=False)), 1)
        for line in text.split("\n")
    )
    return min(lines * line_height(size) + _ABOVE_AND_BELOW, _HIGHEST)
