"""How pictures share out the width that they have: columns, blocks of columns, keys, ticks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from cx_workbench.charts.lettering import text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cx_workbench.charts.theme import Look

_Thing = TypeVar("_Thing")

#: Pictures narrower than this set names above what they name, not beside it.
_BESIDE = 700
#: Share of a given width that a column of touchpoints' names takes, and its bounds.
_NAMES, _NARROW_NAMES, _WIDE_NAMES = 0.28, 112.0, 232.0


@dataclass(frozen=True, slots=True)
class Blocks:
    """Columns of equal width, in one block or, where they do not all fit, in several.

    Attributes
    ----------
    left
        Where the first column begins; the names stand to the left of it.
    column, gutter
        Width of a column, and the room between two.
    each
        How many columns a block holds at most.
    """

    left: float
    column: float
    gutter: float
    each: int

    def lefts(self, count: int) -> list[float]:
        """Return where so many columns of a block begin."""
        return [self.left + place * (self.column + self.gutter) for place in range(count)]

    def right(self, count: int) -> float:
        """Return where the last of so many columns ends."""
        return self.left + count * (self.column + self.gutter) - self.gutter

    def split(self, things: Sequence[_Thing]) -> list[list[_Thing]]:
        """Share things out among the blocks; one block, even if there is nothing."""
        starts = range(0, max(1, len(things)), self.each)
        return [list(things[start : start + self.each]) for start in starts]


def blocks(
    count: int, ends: tuple[float, float], *, least: float, most: float, gutter: float
) -> Blocks:
    """Share the width between two ends out among columns: in few blocks, evenly filled.

    Examples
    --------
    >>> blocks(5, (100, 400), least=90, most=200, gutter=10)
    Blocks(left=100, column=93.33333333333333, gutter=10, each=3)
    """
    left, right = ends
    room, count = right - left + gutter, max(1, count)
    fit = max(1, min(count, math.floor(room / (least + gutter))))
    each = math.ceil(count / math.ceil(count / fit))
    return Blocks(left, min(most, room / each - gutter), gutter, each)


def is_stacked(look: Look) -> bool:
    """Whether names stand above what they name, since there is no room beside it."""
    return look.width is not None and look.width < _BESIDE


def names_width(look: Look) -> float:
    """Return the width of the column in which the names of touchpoints stand."""
    if look.width is None:
        return _WIDE_NAMES
    return min(_WIDE_NAMES, max(_NARROW_NAMES, _NAMES * look.width))


def flow(widths: Sequence[float], room: float) -> list[tuple[float, int]]:
    """Place entries of a key one after the other, in as many rows as they take.

    Returns
    -------
    list
        Where each begins, and in which row.

    Examples
    --------
    >>> flow([50, 40, 30], 100)
    [(0.0, 0), (50.0, 0), (0.0, 1)]
    """
    places: list[tuple[float, int]] = []
    x, row = 0.0, 0
    for wide in widths:
        if x > 0 and x + wide > room:
            x, row = 0.0, row + 1
        places.append((x, row))
        x += wide
    return places


def every(texts: Sequence[str], apart: float, size: int) -> int:
    """Return which ticks to write so that their figures do not touch: every one, two, three ...

    Examples
    --------
    >>> every(["0", "1,000", "2,000"], 30, 12)
    2
    """
    needed = max(text_width(text, size) for text in texts) + size
    return max(1, math.ceil(needed / apart))
