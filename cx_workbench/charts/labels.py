"""Where names go beside their marks: inside the plot, over no other name and no named mark.

A small, deterministic search. Each name may stand around its mark or, if it must, anywhere in
the plot, from where a thin line leads back. Each place has a cost, in pixels of distance. The
names take the cheapest places in turn, and then move again once the others are known; that is
tried in several orders, and the cheapest outcome is taken.
"""

from __future__ import annotations

import math
import random
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from cx_workbench.charts.canvas import Box
from cx_workbench.charts.label_geometry import (
    CLEAR,
    Disc,
    Numbers,
    apart,
    as_rows,
    cross,
    enters,
    overlap,
    pierces,
    places_for,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


_Edges: TypeAlias = tuple[float, float, float, float]
#: Total cost, and the places of the names by number.
_Outcome: TypeAlias = tuple[float, dict[int, _Edges]]
#: What a name chose, given where the others stand.
_Known: TypeAlias = dict[tuple[int, tuple[tuple[int, _Edges], ...]], tuple[float, _Edges] | None]

#: A name further than this from its mark gets a leading line.
_NEARBY = 8.0
#: How many of the nearest places are weighed first, and how many times as many after that; of
#: these, how many of the cheapest are looked at first, and how many times as many after that;
#: orders tried, and rounds in each.
_NEAREST, _FURTHER, _FEW, _MORE = 200, 4, 8, 6
#: In haste, one of so many places further off is enough.
_SPARSE = 3
_ORDERS, _ROUNDS = 8, 4
#: So many of its cheapest places tell how hard it is to place a name.
_FIRST = 20
#: Costs, as so many pixels of distance: a pixel above or below the mark; a grey mark covered;
#: each pixel that another named mark is nearer than ``_APART``; the leading line through a named
#: mark, through a grey mark, across another name or line.
_BESIDE, _COVERED, _NEAR, _APART = 0.15, 60.0, 2.0, 16.0
_THROUGH_MARK, _THROUGH_GREY, _ACROSS = 80.0, 20.0, 1000.0
_TINY = 1e-9


def place_labels(
    marks: Sequence[Disc],
    sizes: Sequence[tuple[float, float]],
    others: Sequence[Disc],
    plot: Box,
    *,
    hasty: bool = False,
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
    hasty
        Take good places rather than look for the best, several times as fast: for a screen that
        follows a hand.

    Returns
    -------
    list of Box, or None
        A place for each name; ``None`` if the plot is too small for all of them.

    Examples
    --------
    >>> place_labels([Disc(50, 50, 5)], [(30, 16)], [], Box(0, 0, 100, 100))
    [Box(left=59.0, top=42.0, right=89.0, bottom=58.0)]
    """
    places = _placed(_Field(tuple(marks), tuple(others), plot, hasty), tuple(sizes))
    return None if places is None else list(places)


# The same picture is drawn in one colouring and another, here and on a page.
@lru_cache(maxsize=32)
def _placed(field: _Field, sizes: tuple[tuple[float, float], ...]) -> tuple[Box, ...] | None:
    names = [_Name(number, size, field) for number, size in enumerate(sizes)]
    outcomes = list(_outcomes(names, hasty=field.hasty))
    if not outcomes:
        return None
    _, chosen = min(outcomes, key=lambda outcome: round(outcome[0], 3))
    return tuple(Box(*chosen[number]) for number in range(len(names)))


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
    return room > _NEARBY or any(_room(other, box) < room + CLEAR for other in others)


def _room(mark: Disc, box: Box) -> float:
    x, y = nearest(mark, box)
    return math.hypot(x - mark.x, y - mark.y) - mark.radius


class _Field(NamedTuple):
    """All marks, with a name and without, where the names must stay, and the patience for it."""

    marks: tuple[Disc, ...]
    others: tuple[Disc, ...]
    plot: Box
    hasty: bool


class _Name:
    """A name, the places where it could stand, cheapest first, and what each costs by itself.

    Most names find theirs close to their marks, and no place costs less than its distance: so
    the further ones are weighed only if a name comes to look at them.
    """

    def __init__(self, number: int, size: tuple[float, float], field: _Field) -> None:
        marks, others, plot, self._hasty = field
        mark = marks[number]
        self.number = number
        self.centre = np.array([mark.x, mark.y])
        self._size = size
        self._least = mark.radius + CLEAR
        self._marks, self._grey = as_rows([*marks[:number], *marks[number + 1 :]]), as_rows(others)
        self._own = as_rows([mark])
        self._all = places_for(mark, size, plot)
        self._away = np.hypot(*(self.ends(self._all) - self.centre).T)
        self._by_distance = np.argsort(self._away, kind="stable")
        self._weigh(_NEAREST)

    def _weigh(self, many: int) -> None:
        """Weigh the nearest places, and keep those that no further one may undercut."""
        rest = self._by_distance[many:]
        nearest_ = self._by_distance[:many]
        if self._hasty:
            nearest_ = np.concatenate([nearest_[:_NEAREST], nearest_[_NEAREST::_SPARSE]])
        nearest_ = np.sort(nearest_)
        self._weighed, self._bound = many, float(self._away[rest[0]]) if len(rest) else math.inf
        places, away = self._all[nearest_], self._away[nearest_]
        reach = float(away.max(initial=0)) + math.hypot(*self._size) + _APART + CLEAR
        rivals, grey = self._within(self._marks, reach), self._within(self._grey, reach)
        room = apart(places, rivals)
        free = (room >= 0).all(axis=1) & (apart(places, self._own) >= 0).all(axis=1)
        places, away, room = places[free], away[free], room[free]
        ends, beside = self.ends(places), apart(places, grey)
        near = np.clip(_APART - room, 0, None).sum(axis=1)
        near += np.clip(_APART - beside, 0, _APART).sum(axis=1) / 2
        costs = (
            np.maximum(away, self._least)
            + _BESIDE * np.abs(places[:, 1::2].mean(axis=1) - self.centre[1])
            + _COVERED * (beside < 0).sum(axis=1)
            + _NEAR * near
            + _THROUGH_MARK * pierces(self.centre, ends, rivals).sum(axis=1)
        )
        if not self._hasty:
            costs += _THROUGH_GREY * pierces(self.centre, ends, grey).sum(axis=1)
        cheapest = np.argsort(costs.round(6), kind="stable")
        self.places, self.costs = places[cheapest], costs[cheapest]
        if not self._hasty:
            sure = int(np.searchsorted(self.costs, self._bound - _TINY))
            self.places, self.costs = self.places[:sure], self.costs[:sure]

    def _within(self, marks: Numbers, reach: float) -> Numbers:
        """Leave out marks that none of the nearest places comes close to."""
        way = marks[:, :2] - self.centre
        near = np.hypot(way[:, 0], way[:, 1]) - marks[:, 2] <= reach
        return np.asarray(marks[near])

    def ends(self, places: Numbers) -> Numbers:
        """Return where leading lines from the mark would end at the places."""
        return np.asarray(np.clip(self.centre, places[:, :2], places[:, 2:]))

    def effort(self) -> float:
        """Return how dear its first places are."""
        while len(self.costs) < _FIRST and self._bound < math.inf and not self._hasty:
            self._weigh(_FURTHER * self._weighed)
        return float(self.costs[:_FIRST].sum())

    def choose(self, starts: Numbers, taken: Numbers) -> tuple[float, _Edges] | None:
        """Return the cheapest place that the taken ones leave, and its cost."""
        chosen = self._among_known(starts, taken)
        while self._bound < math.inf and self._is_poor(chosen):
            self._weigh(_FURTHER * self._weighed)
            chosen = self._among_known(starts, taken)
        return chosen

    def _is_poor(self, chosen: tuple[float, _Edges] | None) -> bool:
        """Whether to look further: there might be a better place; in haste, once is enough."""
        if chosen is None:
            return True
        if self._hasty:
            return chosen[0] > _ACROSS and self._weighed == _NEAREST
        return chosen[0] > self._bound - _TINY

    def _among_known(self, starts: Numbers, taken: Numbers) -> tuple[float, _Edges] | None:
        chosen: tuple[float, _Edges] | None = None
        first, many = 0, _FEW
        while first < len(self.places):
            # No place further down the list costs less than this one by itself.
            if chosen is not None and chosen[0] <= self.costs[first]:
                break
            places, costs = self.places[first : first + many], self.costs[first : first + many]
            first, many = first + many, _MORE * many
            free = ~overlap(places, taken).any(axis=1)
            if not free.any():
                continue
            places = places[free]
            costs = (costs[free] + _ACROSS * self._conflicts(places, starts, taken)).round(6)
            best = int(np.argmin(costs))
            if chosen is None or costs[best] < chosen[0]:
                left, top, right, bottom = (float(edge) for edge in places[best])
                chosen = float(costs[best]), (left, top, right, bottom)
        return chosen

    def _conflicts(self, places: Numbers, starts: Numbers, taken: Numbers) -> Numbers:
        """Count the names and leading lines that each place would get in the way of."""
        ends, stops = self.ends(places), np.clip(starts, taken[:, :2], taken[:, 2:])
        through = enters(self.centre[None], ends, taken)
        under = enters(starts, stops, places).T
        crossed = cross(self.centre, ends, starts, stops)
        return np.asarray((through.astype(float) + under + crossed).sum(axis=1))


def _orders(names: Sequence[_Name], *, hasty: bool) -> Iterator[list[_Name]]:
    """Go through the names in the order given, the hardest first, and in some chance orders."""
    yield list(names)
    if len(names) > 1:
        chance = random.Random(0)  # noqa: S311  (the same picture every time)
        yield sorted(names, key=lambda name: -name.effort())
        for _ in range(0 if hasty else _ORDERS):
            yield chance.sample(names, len(names))


def _outcomes(names: Sequence[_Name], *, hasty: bool) -> Iterator[_Outcome]:
    """Settle the names in several orders, as long as a better outcome is possible."""
    known: _Known = {}
    cheapest = math.inf
    least = sum(float(name.costs[0]) if len(name.costs) else 0.0 for name in names)
    for order in _orders(names, hasty=hasty):
        outcome = _settle(order, known, cheapest)
        if outcome is not None:
            yield outcome
            cheapest = min(cheapest, outcome[0])
            if outcome[0] <= least + _TINY:
                return


def _settle(order: Sequence[_Name], known: _Known, cheapest: float) -> _Outcome | None:
    """Place the names in turn, let them move, and return the total cost and the places.

    An order is given up whose first round is dearer than a whole outcome: the names seldom make
    up for it (in one of 60 crowded plots, by a few pixels).
    """
    chosen: dict[int, _Edges] = {}
    centres = {name.number: name.centre for name in order}
    total, before = 0.0, None
    for number in range(1 + _ROUNDS):
        total, before = 0.0, dict(chosen)
        for name in order:
            rest = sorted(key for key in chosen if key != name.number)
            others = tuple((key, chosen[key]) for key in rest)
            # The same question comes up again and again, in one order and another.
            if (name.number, others) not in known:
                starts = np.array([centres[key] for key in rest]).reshape(-1, 2)
                taken = np.array([edges for _, edges in others]).reshape(-1, 4)
                known[name.number, others] = name.choose(starts, taken)
            best = known[name.number, others]
            if best is None:
                return None
            cost, chosen[name.number] = best
            total += cost
        if chosen == before:
            break
        if number == 0 and total > cheapest:
            return None
    return total, chosen
