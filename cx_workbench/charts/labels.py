"""Where names go beside their marks: inside the plot, over no other name and no chosen mark.

A small, deterministic search. Each name tries the places around its mark and, if those are
taken, places all over the plot, where a thin line leads back to the mark. Each place has a
cost; the names take the cheapest places in turn, and a few rounds more let
each move once the others are known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from cx_workbench.charts.canvas import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_Numbers: TypeAlias = "NDArray[np.float64]"

#: Room between a mark and its name, and between two names.
_CLEAR = 4.0
#: Places all over the plot are this far apart.
_GRID = 12.0
_ROUNDS = 4
_SAMPLES = 12
#: What a pixel of distance, a covered grey mark, a line through a name, a line through a
#: chosen mark and a crossing of two lines cost.
_DISTANCE, _COVERED, _THROUGH_NAME, _THROUGH_MARK, _CROSSING = 1.0, 25.0, 2000.0, 150.0, 300.0


@dataclass(frozen=True, slots=True)
class Disc:
    """A round mark: centre and radius in pixels."""

    x: float
    y: float
    radius: float


def place_labels(
    marks: Sequence[Disc],
    sizes: Sequence[tuple[float, float]],
    others: Sequence[Disc],
    plot: Box,
) -> list[Box] | None:
    """Find a place for the name of each mark.

    Parameters
    ----------
    marks
        The marks that get a name; no name covers any of them.
    sizes
        Width and height of each name, in pixels.
    others
        Marks without a name, covered only if it must be.
    plot
        Where the names must stay.

    Returns
    -------
    list of Box, or None
        A place for each name; ``None`` if the plot is too small for all of them.

    Examples
    --------
    >>> place_labels([Disc(50, 50, 5)], [(30, 16)], [], Box(0, 0, 100, 100))
    [Box(left=59.0, top=42.0, right=89.0, bottom=58.0)]
    """
    search = _Search(marks, sizes, others, plot)
    if not all(search.settle(number) for number in range(len(marks))):
        return None
    for _ in range(_ROUNDS):
        before = dict(search.chosen)
        for number in range(len(marks)):
            search.settle(number)
        if search.chosen == before:
            break
    return [Box(*search.chosen[number]) for number in range(len(marks))]


def nearest(mark: Disc, box: Box) -> tuple[float, float]:
    """Return the point of a box that is nearest to a mark: where a leading line ends.

    Examples
    --------
    >>> nearest(Disc(0, 5, 3), Box(10, 0, 20, 10))
    (10, 5)
    """
    x = min(max(mark.x, box.left), box.right)
    return x, min(max(mark.y, box.top), box.bottom)


class _Search:
    """The places chosen so far, and what any other place would cost."""

    def __init__(
        self,
        marks: Sequence[Disc],
        sizes: Sequence[tuple[float, float]],
        others: Sequence[Disc],
        plot: Box,
    ) -> None:
        self.marks = [(mark.x, mark.y, mark.radius) for mark in marks]
        self.others = _table([(mark.x, mark.y, mark.radius) for mark in others], 3)
        self.plot = plot
        self.places = [
            self._places(*mark, *size) for mark, size in zip(self.marks, sizes, strict=True)
        ]
        self.chosen: dict[int, tuple[float, float, float, float]] = {}

    def settle(self, number: int) -> bool:
        """Give a name the cheapest place that the other names leave; say whether there is one."""
        taken = _table([box for key, box in self.chosen.items() if key != number], 4)
        places = self.places[number]
        places = places[~_overlap(places, taken, _CLEAR).any(axis=1)]
        if not len(places):
            return False
        best = places[int(np.argmin(self._costs(number, places, taken).round(6)))]
        self.chosen[number] = (float(best[0]), float(best[1]), float(best[2]), float(best[3]))
        return True

    def _places(
        self, x: float, y: float, radius: float, width: float, height: float
    ) -> _Numbers:
        """Return where a name could stand at all: the best first, so that it wins a draw."""
        away = radius + _CLEAR
        slide = np.arange(0, 6 * _GRID, _GRID / 2)
        heights = np.concatenate([[y - height / 2], y - height / 2 + slide, y - height / 2 - slide])
        near = [(left, top) for left in (x + away, x - away - width) for top in heights]
        widths = np.linspace(x - width, x, 9)
        near += [(left, top) for top in (y - away - height, y + away) for left in widths]
        lefts = np.arange(self.plot.left, self.plot.right - width + 1, _GRID)
        tops = np.arange(self.plot.top, self.plot.bottom - height + 1, _GRID)
        everywhere = np.array(np.meshgrid(lefts, tops)).reshape(2, -1).T
        corners = np.concatenate([_table(near, 2), everywhere])
        boxes = np.hstack([corners, corners + [width, height]])
        inside = (boxes[:, :2] >= [self.plot.left, self.plot.top]).all(axis=1)
        inside &= (boxes[:, 2:] <= [self.plot.right, self.plot.bottom]).all(axis=1)
        free = ~_covers(boxes, _table(self.marks, 3), 2).any(axis=1)
        return np.asarray(boxes[inside & free])

    def _costs(self, number: int, places: _Numbers, taken: _Numbers) -> _Numbers:
        mark = _table([self.marks[number]], 3)[0]
        ends = np.clip(mark[:2], places[:, :2], places[:, 2:])
        distance = np.hypot(*(ends - mark[:2]).T) - mark[2]
        keys = [key for key in self.chosen if key != number]
        starts = _table([self.marks[key][:2] for key in keys], 2)
        stops = np.clip(starts, taken[:, :2], taken[:, 2:])
        line, lines = _between(mark[:2], ends), _between(starts, stops)
        others = [disc for key, disc in enumerate(self.marks) if key != number]
        through = _inside(line, taken).sum(axis=1) + _inside(lines, places).sum(axis=0)
        pierced = _pierces(line, _table(others, 3)).sum(axis=1)
        crossed = _cross(mark[:2], ends, starts, stops).sum(axis=1)
        covered = _covers(places, self.others, 0).sum(axis=1)
        return np.asarray(
            _DISTANCE * distance
            + _COVERED * covered
            + _THROUGH_NAME * through
            + _THROUGH_MARK * pierced
            + _CROSSING * crossed
        )


def _table(rows: Sequence[Sequence[float]], columns: int) -> _Numbers:
    return np.array(rows, dtype=float).reshape(-1, columns)


def _overlap(boxes: _Numbers, taken: _Numbers, room: float) -> NDArray[np.bool_]:
    """Return which of the boxes (rows) come closer than ``room`` to which of the taken ones."""
    low, high = boxes[:, None, :2] - room, boxes[:, None, 2:] + room
    return np.asarray(((low < taken[:, 2:]) & (taken[:, :2] < high)).all(axis=2))


def _covers(boxes: _Numbers, discs: _Numbers, room: float) -> NDArray[np.bool_]:
    """Return which of the boxes (rows) touch which of the discs."""
    centres = discs[:, :2]
    nearest_points = np.clip(centres, boxes[:, None, :2], boxes[:, None, 2:])
    distance = np.hypot(*np.moveaxis(nearest_points - centres, 2, 0))
    return np.asarray(distance < discs[:, 2] + room)


def _between(starts: _Numbers, ends: _Numbers) -> _Numbers:
    """Return points on the way from starts to ends: (lines, samples, 2)."""
    way = np.linspace(0, 1, _SAMPLES)[1:-1, None]
    starts = np.broadcast_to(starts, ends.shape)
    return np.asarray(starts[:, None] + way * (ends - starts)[:, None])


def _inside(lines: _Numbers, boxes: _Numbers) -> NDArray[np.bool_]:
    """Return which of the lines (rows) run through which of the boxes."""
    points = lines[:, :, None]
    return np.asarray(((points > boxes[:, :2]) & (points < boxes[:, 2:])).all(axis=3).any(axis=1))


def _pierces(lines: _Numbers, discs: _Numbers) -> NDArray[np.bool_]:
    """Return which of the lines (rows) run through which of the discs."""
    apart = lines[:, :, None] - discs[:, :2]
    return np.asarray((np.hypot(apart[..., 0], apart[..., 1]) < discs[:, 2]).any(axis=1))


def _cross(
    start: _Numbers, ends: _Numbers, starts: _Numbers, stops: _Numbers
) -> NDArray[np.bool_]:
    """Return which of the lines from one start (rows) cross which of the other lines."""
    one = _side(start, ends[:, None], starts) * _side(start, ends[:, None], stops) < 0
    other = _side(starts, stops, start) * _side(starts, stops, ends[:, None]) < 0
    return np.asarray(one & other)


def _side(start: _Numbers, end: _Numbers, point: _Numbers) -> _Numbers:
    """Return on which side of a line a point lies: the sign of the cross product."""
    along, to = end - start, point - start
    return np.asarray(along[..., 0] * to[..., 1] - along[..., 1] * to[..., 0])
