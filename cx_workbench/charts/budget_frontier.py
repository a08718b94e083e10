"""What every budget would buy: value of the best set against the budget."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from cx_workbench.charts.canvas import Box, Canvas, Meaning, Point, Symbol, Type
from cx_workbench.charts.drawing import Message
from cx_workbench.charts.label_geometry import Disc
from cx_workbench.charts.lettering import wrap
from cx_workbench.charts.plane import LEFT, Label, Plane, draw_label, placed, taller
from cx_workbench.charts.theme import LOOK, Look
from cx_workbench.charts.ticks import are_one, round_figures
from cx_workbench.charts.words import amount, clean, counted, listed, named, number, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from cx_workbench.charts.drawing import Drawing
    from cx_workbench.rank.portfolio.model import Portfolio

_WIDTH, _HEIGHT = 840.0, 380.0
_HEADING = 36.0
_MARK, _STEP = 7.0, 2.5
#: Width of a name, at most this share of the picture.
_NAME, _SHARE = 220.0, 0.45
#: Distance of the points of a line that names keep off, in pixels.
_NEARBY = 10.0
_TICKS = 6
_PERSON_DAYS = "person-days"
#: Points from here on are written with one decimal.
_COARSE_FROM = 10.0
#: Shares that have a name, and how near one must be to bear it.
_FRACTIONS = {
    1 / 10: "a tenth",
    1 / 5: "a fifth",
    1 / 4: "a quarter",
    1 / 3: "a third",
    2 / 5: "two fifths",
    1 / 2: "half",
    3 / 5: "three fifths",
    2 / 3: "two thirds",
    3 / 4: "three quarters",
    4 / 5: "four fifths",
    9 / 10: "nine tenths",
}
_AS_GOOD_AS = 0.0151


def frontier(portfolio: Portfolio, *, look: Look = LOOK) -> alt.LayerChart:
    """Draw the value of the best set against the budget, the chosen budget marked.

    A quiet second line shows what one gains who goes down the ranking and takes what still fits.

    Parameters
    ----------
    portfolio
        Its ``frontier`` is drawn.
    look
        Colours, sizes and width.

    Returns
    -------
    altair.LayerChart
        With the finding as title and a description for screen readers.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> plan = cx.portfolio(cx.rank(cx.example(), draws=0), budget=200, draws=0)
    >>> " ".join(frontier(plan).to_dict()["title"]["text"]).replace(chr(160), " ")
    '200 person-days gain a quarter of what 1,773 would'
    """
    return draw_frontier(portfolio, look=look).chart()


def draw_frontier(portfolio: Portfolio, *, look: Look = LOOK) -> Drawing:
    """Lay out what `frontier` draws; the parameters are the same."""
    return _Frontier(portfolio, look).drawing()


class _Frontier:
    """A frontier while it is laid out: two lines, the chosen budget, and their names."""

    def __init__(self, plan: Portfolio, look: Look) -> None:
        self.plan = plan
        self.look = look
        self.unit = clean(plan.unit)
        rows = plan.frontier.to_dict("records")
        self.budgets = [float(row["budget"]) for row in rows]
        self.best = [(float(row["used"]), float(row["value"])) for row in rows]
        self.listed = [(float(row["budget"]), float(row["by_ranking"])) for row in rows]
        self.end = (self.best or [(0.0, 0.0)])[-1]
        highs = [value for _, value in self.best]
        if not math.isnan(plan.value_high):
            highs.append(plan.value_high)
        self.width = look.width or _WIDTH
        box = Box(LEFT, _HEADING, self.width, _HEADING + _HEIGHT)
        across = _ticks(max([plan.budget, *self.budgets]))
        self.plane = Plane(look, box, across, _ticks(max(highs, default=0.0)))
        self.labels, self.places = self._grow() if plan.possible > 0 else ([], [])

    def drawing(self) -> Drawing:
        """Lay everything out, from the ground up."""
        look, plane = self.look, self.plane
        budget = f"Budget, {self.unit}"
        canvas = Canvas(self.width, plane.box.bottom + plane.below(budget), look)
        # The last figure would be cut in half by the edge of the picture.
        plane.draw(canvas, budget, align_last="right")
        heading = ["Value, points of the overall index"]
        canvas.words((0, plane.box.top - 32), heading, Type(look.small))
        if self.plan.possible > 0:
            self._draw_lines(canvas)
            self._draw_chosen(canvas)
            marks = [label.mark for label in self.labels]
            for label, box in zip(self.labels, self.places, strict=True):
                others = [mark for mark in marks if mark is not label.mark]
                draw_label(canvas, label, box, others)
        scales = {"budget": plane.scale("x"), "value": plane.scale("y")}
        return canvas.drawing(self.message(), scales)

    def _grow(self) -> tuple[list[Label], list[Box]]:
        """Make the plot taller until every name has its place."""
        while True:
            labels, box = self._labels(), self.plane.box
            lines = [*self._along(self.best), *self._along(self.listed)]
            inside = Box(box.left + 8, box.top, box.right, box.bottom)
            places = placed(labels, lines, inside, self.look)
            if places is not None:
                return labels, places
            self.plane.box = taller(box)

    def message(self) -> Message:
        """Return the finding and the main figures in words."""
        drawn = "Best set of improvements for each budget, in points of the overall index"
        if not math.isnan(self.plan.value_low):
            low, high = (_points(v) for v in (self.plan.value_low, self.plan.value_high))
            drawn += f"; the chosen set gains {low}\N{EN DASH}{high} in 90 of 100 draws"
        return Message(self._finding(), f"{drawn}. {clean(self.plan.study)}.", self._details())

    def _finding(self) -> str:
        plan = self.plan
        budget, most = self._amount(plan.budget), self.end[0]
        if plan.possible <= 0:
            return "No budget gains anything: there is no gap that a candidate would close"
        if plan.value <= 0:
            return f"{budget} buy nothing yet; {self._amount(most)} would gain the most"
        if plan.share >= 1 - _AS_GOOD_AS / 10:
            return f"{budget} gain all that can be gained"
        return f"{budget} gain {_fraction(plan.share)} of what {number(most)} would"

    def _details(self) -> str:
        plan = self.plan
        titles = [named(row["title"], row["improvement"]) for row in plan.chosen.to_dict("records")]
        chosen = f"Chosen for {self._amount(plan.budget)}: {listed(titles)}. " if titles else ""
        every = max(1, len(self.best) // 5)
        points = [
            f"{self._amount(budget)}: {_points(value)} points"
            for budget, (_, value) in list(zip(self.budgets, self.best, strict=True))[::every]
        ]
        return f"{chosen}Best value by budget: {'; '.join(points)}." if points else chosen

    def _at(self, point: Point) -> Point:
        return self.plane.x(point[0]), self.plane.y(point[1])

    def _amount(self, value: float) -> str:
        """Write what the budget counts; parts of a currency say nothing here."""
        return amount(value, self.unit, None if self.unit == _PERSON_DAYS else 0)

    def _draw_lines(self, canvas: Canvas) -> None:
        look = self.look
        listed_steps = [self._at(point) for point in _stairs(self.listed)]
        canvas.path(listed_steps, look.reference, dash=(4, 3))
        canvas.path([self._at(point) for point in _stairs(self.best)], look.chosen)
        for used, value in _distinct(self.best):
            said = f"{self._amount(used)}: {_points(value)} points"
            symbol = Symbol("circle", math.pi * _STEP**2, look.chosen)
            figures = {"budget": used, "value": value}
            canvas.mark(self._at((used, value)), symbol, Meaning(said, figures))

    def _draw_chosen(self, canvas: Canvas) -> None:
        """Mark the chosen set, with the interval of its value."""
        plan, look = self.plan, self.look
        x, y = self._at((plan.used, plan.value))
        if not math.isnan(plan.value_low):
            top, bottom = self.plane.y(plan.value_high), self.plane.y(plan.value_low)
            canvas.box(Box(x - 4, top, x + 4, bottom), look.tint(look.chosen, 0.35))
        said = f"Chosen: {counted(len(plan.chosen), 'improvement')}, {self._gain()}"
        figures = {"budget": plan.used, "value": plan.value}
        symbol = Symbol("circle", math.pi * _MARK**2, look.chosen)
        canvas.mark((x, y), symbol, Meaning(said, figures))

    def _gain(self) -> str:
        return f"{_points(self.plan.value)} points, {percent(self.plan.share)}"

    def _labels(self) -> list[Label]:
        """Return the chosen set's name, and the names of the two lines at a place of theirs."""
        plan, look = self.plan, self.look
        x, y = self._at((plan.used, plan.value))
        bought = counted(len(plan.chosen), "improvement")
        words = f"{self._amount(plan.used)}: {bought}, {self._gain()}"
        if plan.chosen.empty:
            words = f"nothing for {self._amount(plan.budget)}"
        wide = min(_NAME, _SHARE * self.width)
        labels = [Label(wrap(words, wide, look.body), look.body, Disc(x, y, _MARK), look.ink)]
        if len(_distinct(self.best)) > 1:
            apart = self._apart_from(x)
            mark = self._disc(self.best, apart)
            labels.append(Label(["best set"], look.small, mark, look.quiet))
            # Where both lines are one, the second needs no name.
            if any(abs(a[1] - b[1]) > self.plane.up[-1] / 100 for a, b in self._pairs()):
                widest = max(
                    range(len(self.best)), key=lambda k: self.best[k][1] - self.listed[k][1]
                )
                mark = self._disc(self.listed, widest)
                lines = wrap("down the ranking, what still fits", wide, look.small)
                labels.append(Label(lines, look.small, mark, look.quiet))
        return labels

    def _pairs(self) -> list[tuple[Point, Point]]:
        return list(zip(self.best, self.listed, strict=True))

    def _apart_from(self, x: float) -> int:
        """Return the step three quarters along the line, or a quarter if the mark is there."""
        count = len(self.best)
        late = (3 * count) // 4
        return late if abs(self.plane.x(self.best[late][0]) - x) > _NAME / 2 else count // 4

    def _disc(self, line: Sequence[Point], step: int) -> Disc:
        return Disc(*self._at(line[step]), _STEP)

    def _along(self, line: Sequence[Point]) -> list[Disc]:
        """Return a line as a row of small discs, so that names keep off it."""
        places = [self._at(point) for point in _stairs(line)]
        discs = [Disc(*place, 2.0) for place in places[:1]]
        for (x, y), (to_x, to_y) in pairwise(places):
            count = max(1, math.ceil(math.hypot(to_x - x, to_y - y) / _NEARBY))
            shares = [part / count for part in range(1, count + 1)]
            discs += [Disc(x + s * (to_x - x), y + s * (to_y - y), 2.0) for s in shares]
        return discs


def _distinct(line: Sequence[Point]) -> list[Point]:
    """Leave out budgets that buy the same as the one before."""
    return [point for k, point in enumerate(line) if k == 0 or point != line[k - 1]]


def _stairs(line: Sequence[Point]) -> list[Point]:
    """Go on level up to the next budget: between two of them, nothing more is bought."""
    stairs = list(line[:1])
    for (_, value), (budget, more) in pairwise(line):
        stairs += [(budget, value), (budget, more)]
    return _distinct(stairs)


def _points(value: float) -> str:
    return number(value, 1 if abs(value) >= _COARSE_FROM else 2)


def _fraction(share: float) -> str:
    near = min(_FRACTIONS, key=lambda fraction: abs(fraction - share))
    return _FRACTIONS[near] if abs(near - share) <= _AS_GOOD_AS else percent(share)


def _ticks(most: float) -> list[float]:
    """Return round figures from zero to the most or a little beyond."""
    if most <= 0 or are_one(most, 0.0):
        return [0.0, 1.0]
    return round_figures(0.0, most, _TICKS)
