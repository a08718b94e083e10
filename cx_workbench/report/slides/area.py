"""Places on a slide, in points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pptx.util import Emu

if TYPE_CHECKING:
    from pptx.util import Length

POINT = 12_700


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle, in points from the slide's upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends on the right."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.top + self.height

    @property
    def lengths(self) -> tuple[Length, Length, Length, Length]:
        """Left, top, width and height as python-pptx takes them."""
        left, top, width, height = (
            Emu(round(POINT * each)) for each in (self.left, self.top, self.width, self.height)
        )
        return left, top, width, height

    def first(self, height: float) -> Area:
        """Return its upper part."""
        return Area(self.left, self.top, self.width, height)

    def after(self, height: float) -> Area:
        """Return what is left below its upper part."""
        return Area(self.left, self.top + height, self.width, self.height - height)

    def columns(self, *shares: float, gutter: float) -> list[Area]:
        """Share its width out.

        Examples
        --------
        >>> [column.left for column in Area(0, 0, 110, 50).columns(1, 1, gutter=10)]
        [0.0, 60.0]
        """
        room = self.width - gutter * (len(shares) - 1)
        columns, left = [], float(self.left)
        for share in shares:
            width = room * share / sum(shares)
            columns.append(Area(left, self.top, width, self.height))
            left += width + gutter
        return columns


def area_of(left: int, top: int, width: int, height: int) -> Area:
    """Return an area given in English Metric Units, as files have it."""
    return Area(left / POINT, top / POINT, width / POINT, height / POINT)
