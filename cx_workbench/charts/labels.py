"""Where names go beside their marks: inside the plot, over no other name and no named mark.

A small, deterministic search. Each name may stand around its mark or, if it must, anywhere in
the plot, from where a thin line leads back. Each place has a cost, in pixels of distance. The
names take the cheapest places in turn, and then move again once the others are known; that is
tried in several orders, and the cheapest outcome is taken.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from cx_workbench.charts.canvas import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_Numbers: TypeAlias = "NDArray[np.float64]"
_Flags: TypeAlias = "NDArray[np.bool_]"
_Edges: TypeAlias = tuple[float, float, float, float]

#: Room between a mark and its name, and between two names.
_CLEAR = 4.0
#: A name further than this from its mark gets a leading line.
_NEARBY = 8.0
#: Places all over the plot are this far apart.
_GRID = 12.0
#: How many of the cheapest places are weighed at a time, orders tried, and rounds in each.
_FEW, _ORDERS, _ROUNDS = 300, 8, 4
#: Costs, as so many pixels of distance: a pixel above or below the mark; a grey mark covered;
#: each pixel that another named mark is nearer than ``_APART``; the leading line through a named
#: mark, through a grey mark, across another name or line.
_BESIDE, _COVERED, _NEAR, _APART = 0.15, 60.0, 2.0, 16.0
_THROUGH_MARK, _THROUGH_GREY, _ACROSS = 80.0, 20.0, 1000.0
_TINY = 1e-9


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
    names = [_Name(number, size, marks, others, plot) for number, size in enumerate(sizes)]
    outcomes = [outcome for order in _orders(names) if (outcome := _settle(order)) is not None]
    if not outcomes:
        return None
    _, chosen = min(outcomes, key=lambda outcome: round(outcome[0], 3))
    return [Box(*chosen[number]) for number in range(len(marks))]


def nearest(mark: Disc, box: Box) -> tuple[float, float]:
    """Return the point of a box that is nearest to a mark: where a leading line ends.

    Examples
    --------
    >>> nearest(Disc(0, 5, 3), Box(10, 0, 20, 10))
    (10, 5)
    """
    x = min(max(mark.x, box.left), box.right)
    return x, min(max(mark.y, box.top), box.bottom)


def is_led(mark: Disc, box: Box, others: Sequence[Disc]) -> bool:
    """Whether a name needs a leading line: it is far from its mark, or as near to another.

    Examples
    --------
    >>> is_led(Disc(0, 5, 3), Box(10, 0, 20, 10), [])
    False
    >>> is_led(Disc(0, 5, 3), Box(10, 0, 20, 10), [Disc(15, 16, 4)])
    True
    """
    room = _room(mark, box)
    return room > _NEARBY or any(_room(other, box) < room + _CLEAR for other in others)


def _room(mark: Disc, box: Box) -> float:
    x, y = nearest(mark, box)
    return math.hypot(x - mark.x, y - mark.y) - mark.radius


class _Name:
    """A name, the places where it could stand, cheapest first, and what each costs by itself."""

    def __init__(
        self,
        number: int,
        size: tuple[float, float],
        marks: Sequence[Disc],
        others: Sequence[Disc],
        plot: Box,
    ) -> None:
        mark = marks[number]
        self.number = number
        self.centre = np.array([mark.x, mark.y])
        places = _places(mark, size, plot)
        named, grey = _discs(marks), _discs(others)
        places = places[(_apart(places, named) >= 0).all(axis=1)]
        ends = self.ends(places)
        rivals = np.delete(named, number, axis=0)
        near = np.clip(_APART - _apart(places, rivals), 0, None).sum(axis=1)
        near += np.clip(_APART - _apart(places, grey), 0, _APART).sum(axis=1) / 2
        costs = (
            np.maximum(np.hypot(*(ends - self.centre).T), mark.radius + _CLEAR)
            + _BESIDE * np.abs(places[:, 1::2].mean(axis=1) - mark.y)
            + _COVERED * (_apart(places, grey) < 0).sum(axis=1)
            + _NEAR * near
            + _THROUGH_MARK * _pierces(self.centre, ends, rivals).sum(axis=1)
            + _THROUGH_GREY * _pierces(self.centre, ends, grey).sum(axis=1)
        )
        cheapest = np.argsort(costs.round(6), kind="stable")
        self.places, self.costs = places[cheapest], costs[cheapest]

    def ends(self, places: _Numbers) -> _Numbers:
        """Return where leading lines from the mark would end at the places."""
        return np.asarray(np.clip(self.centre, places[:, :2], places[:, 2:]))

    def choose(self, starts: _Numbers, taken: _Numbers) -> tuple[float, _Edges] | None:
        """Return the cheapest place that the taken ones leave, and its cost."""
        chosen: tuple[float, _Edges] | None = None
        for first in range(0, len(self.places), _FEW):
            # No place further down the list costs less than this one by itself.
            if chosen is not None and chosen[0] <= self.costs[first]:
                break
            places = self.places[first : first + _FEW]
            free = ~_overlap(places, taken).any(axis=1)
            if not free.any():
                continue
            places, costs = places[free], self.costs[first : first + _FEW][free]
            costs = (costs + _ACROSS * self._conflicts(places, starts, taken)).round(6)
            best = int(np.argmin(costs))
            if chosen is None or costs[best] < chosen[0]:
                left, top, right, bottom = (float(edge) for edge in places[best])
                chosen = float(costs[best]), (left, top, right, bottom)
        return chosen

    def _conflicts(self, places: _Numbers, starts: _Numbers, taken: _Numbers) -> _Numbers:
        """Count the names and leading lines that each place would get in the way of."""
        ends, stops = self.ends(places), np.clip(starts, taken[:, :2], taken[:, 2:])
        through = _enters(self.centre[None], ends, taken)
        under = _enters(starts, stops, places).T
        crossed = _cross(self.centre, ends, starts, stops)
        return np.asarray((through.astype(float) + under + crossed).sum(axis=1))


def _orders(names: Sequence[_Name]) -> list[list[_Name]]:
    """Return the names in the order given, the hardest first, and in some chance orders."""
    chance = random.Random(0)  # noqa: S311  (the same picture every time)
    hardest = sorted(names, key=lambda name: -float(name.costs[:20].sum()))
    shuffled = [chance.sample(names, len(names)) for _ in range(_ORDERS)]
    return [list(names), hardest, *shuffled] if len(names) > 1 else [list(names)]


def _settle(order: Sequence[_Name]) -> tuple[float, dict[int, _Edges]] | None:
    """Place the names in turn, let them move, and return the total cost and the places."""
    chosen: dict[int, _Edges] = {}
    centres = {name.number: name.centre for name in order}
    total, before = 0.0, None
    for _ in range(1 + _ROUNDS):
        total, before = 0.0, dict(chosen)
        for name in order:
            rest = [key for key in chosen if key != name.number]
            starts = np.array([centres[key] for key in rest]).reshape(-1, 2)
            taken = np.array([chosen[key] for key in rest]).reshape(-1, 4)
            best = name.choose(starts, taken)
            if best is None:
                return None
            cost, chosen[name.number] = best
            total += cost
        if chosen == before:
            break
    return total, chosen


def _places(mark: Disc, size: tuple[float, float], plot: Box) -> _Numbers:
    """Return where a name could stand inside the plot: to the right of its mark first."""
    (width, height), away = size, mark.radius + _CLEAR
    middle, slide = mark.y - height / 2, np.arange(0, 6 * _GRID, _GRID / 2)
    tops = np.concatenate([[middle], middle + slide[1:], middle - slide[1:]])
    sides = [(left, top) for left in (mark.x + away, mark.x - away - width) for top in tops]
    lefts = np.linspace(mark.x - width, mark.x, 9)
    ends = [(left, top) for top in (mark.y - away - height, mark.y + away) for left in lefts]
    across = np.arange(plot.left, plot.right - width + 1, _GRID)
    down = np.arange(plot.top, plot.bottom - height + 1, _GRID)
    everywhere = np.array(np.meshgrid(across, down)).reshape(2, -1).T
    corners = np.concatenate([np.array([*sides, *ends], dtype=float), everywhere])
    inside = (corners >= [plot.left, plot.top]).all(axis=1)
    opposite = corners + np.array(size)
    inside &= (opposite <= [plot.right, plot.bottom]).all(axis=1)
    return np.asarray(np.hstack([corners, opposite])[inside])


def _discs(discs: Sequence[Disc]) -> _Numbers:
    rows = [(disc.x, disc.y, disc.radius) for disc in discs]
    return np.array(rows, dtype=float).reshape(-1, 3)


def _apart(boxes: _Numbers, discs: _Numbers) -> _Numbers:
    """Return the room between boxes (rows) and discs; less than nothing where they touch."""
    points = np.clip(discs[:, :2], boxes[:, None, :2], boxes[:, None, 2:])
    way = points - discs[:, :2]
    return np.asarray(np.hypot(way[..., 0], way[..., 1]) - discs[:, 2] - _CLEAR / 2)


def _overlap(boxes: _Numbers, taken: _Numbers) -> _Flags:
    """Return which boxes (rows) come too close to which of the taken ones."""
    low, high = boxes[:, None, :2] - _CLEAR, boxes[:, None, 2:] + _CLEAR
    return np.asarray(((low < taken[:, 2:]) & (taken[:, :2] < high)).all(axis=2))


def _pierces(start: _Numbers, ends: _Numbers, discs: _Numbers) -> _Flags:
    """Return which lines from one start (rows) run through which discs."""
    way, to = ends - start, discs[:, :2] - start
    length = np.maximum((way**2).sum(axis=1), _TINY)
    share = np.clip(way @ to.T / length[:, None], 0, 1)
    off = share[..., None] * way[:, None] - to
    return np.asarray(np.hypot(off[..., 0], off[..., 1]) < discs[:, 2])


def _enters(starts: _Numbers, ends: _Numbers, boxes: _Numbers) -> _Flags:
    """Return which lines (rows) come too close to which boxes, by the slabs of their edges."""
    way = ends - starts
    way = np.where(np.abs(way) < _TINY, _TINY, way)[:, None]
    low = (boxes[:, :2] - _CLEAR - starts[:, None]) / way
    high = (boxes[:, 2:] + _CLEAR - starts[:, None]) / way
    first = np.minimum(low, high).max(axis=2)
    last = np.maximum(low, high).min(axis=2)
    return np.asarray(np.maximum(first, 0) < np.minimum(last, 1))


def _cross(start: _Numbers, ends: _Numbers, starts: _Numbers, stops: _Numbers) -> _Flags:
    """Return which lines from one start (rows) cross which other lines."""
    one = _side(start, ends[:, None], starts) * _side(start, ends[:, None], stops) < 0
    other = _side(starts, stops, start) * _side(starts, stops, ends[:, None]) < 0
    return np.asarray(one & other)


def _side(start: _Numbers, end: _Numbers, point: _Numbers) -> _Numbers:
    """Return on which side of a line a point lies: the sign of the cross product."""
    along, to = end - start, point - start
    return np.asarray(along[..., 0] * to[..., 1] - along[..., 1] * to[..., 0])
