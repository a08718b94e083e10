"""The journey of each persona: reality and reference from the first touchpoint to the last."""

from __future__ import annotations

import math
from itertools import groupby
from typing import TYPE_CHECKING

from cx_workbench.charts.canvas import NOT_MEASURED, Box, Canvas, Meaning, Message, Symbol, Type
from cx_workbench.charts.figures import basis, cells_of, mean_gap, people_of, said_of
from cx_workbench.charts.journey_rows import draw_rows, journey_rows
from cx_workbench.charts.lettering import wrap
from cx_workbench.charts.theme import LOOK, Look, line_height
from cx_workbench.charts.words import number, points, reference_of, signed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import altair as alt

    from cx_workbench.charts.figures import Cell, Person
    from cx_workbench.charts.journey_rows import Row
    from cx_workbench.rank.model import Ranking

_NAMES, _EMOTIONS, _GUTTER = 232, 96, 28
_ROW = 34
_LEAST_WIDTH = 640
#: Panels share this width, within bounds; data keep this far from a panel's edges.
_ALL_PANELS, _NARROWEST, _WIDEST, _INSET = 700, 108, 380, 12
_KEY_LINE = 22
_STEPS, _TICK_ROOM, _LEAST_SPAN = (10, 20, 25, 50, 100), 30, 20
_SYMBOL = 70
#: Emotions by shape and by word, so that they need no colour.
_SHAPES = {"negative": "triangle-down", "neutral": "circle", "positive": "triangle-up"}


def journey(ranking: Ranking, *, look: Look = LOOK) -> alt.LayerChart:
    """Draw reality and reference of every persona along the journey, with the emotion.

    The journey runs down the page, a panel for each persona, so that every name stays level.
    A curve breaks where nothing is measured, and says so.

    Parameters
    ----------
    ranking
        Its ``cells``, ``personas`` and ``touchpoints`` are drawn.
    look
        Colours and sizes.

    Returns
    -------
    altair.LayerChart
        With the finding as title and a description for screen readers.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> chart = journey(cx.rank(cx.example()))
    >>> " ".join(chart.to_dict()["title"]["text"])
    'Reality falls furthest below ...'
    """
    return _Journey(ranking, look).chart()


class _Journey:
    """A journey while it is laid out: names, emotions, then a panel for each persona."""

    def __init__(self, ranking: Ranking, look: Look) -> None:
        self.ranking = ranking
        self.look = look
        self.people = people_of(ranking)
        self.cells = cells_of(ranking)
        self.domain = _domain(self.cells.values())
        shared = _ALL_PANELS / max(1, len(self.people)) - _GUTTER
        self.panel = max(_NARROWEST, min(_WIDEST, shared))
        self.heads = [wrap(person.name, self.panel, look.body, bold=True) for person in self.people]
        lines = max([2, *(len(head) for head in self.heads)])
        self.top = lines * line_height(look.body) + 2 * line_height(look.small) + 16
        self.rows = journey_rows(ranking, look, top=self.top + 8, width=_NAMES, least=_ROW)
        self.has_emotions = any(row.emotion for row in self.rows.rows)
        self.left = _NAMES + _GUTTER + (_EMOTIONS if self.has_emotions else 0)
        self.low_point = self._low_point()

    def chart(self) -> alt.LayerChart:
        """Lay everything out, from the ground up."""
        step = self.panel + _GUTTER
        width = max(_LEAST_WIDTH, self.left + step * len(self.people) - _GUTTER)
        canvas = Canvas(width, self.rows.bottom + line_height(self.look.small) + 8, self.look)
        self._draw_low_point(canvas)
        self._draw_key(canvas)
        self._draw_emotions(canvas)
        for number_, (person, head) in enumerate(zip(self.people, self.heads, strict=True)):
            left = self.left + step * number_
            self._draw_head(canvas, left, person, head)
            self._draw_axis(canvas, left)
            self._draw_curves(canvas, left, person)
        draw_rows(canvas, self.rows, frozenset(row.touchpoint for row in self.low_point))
        return canvas.chart(self.message())

    def message(self) -> Message:
        """Return the finding and the main figures in words."""
        drawn = (
            f"Reality and {reference_of(self.ranking)} along the journey, in points of the "
            f"0\N{EN DASH}100 index. {basis(self.ranking, self.cells.values())}"
        )
        return Message(self._finding(), drawn, self._details())

    def _finding(self) -> str:
        reference = reference_of(self.ranking)
        if not self.cells:
            return "Nothing is measured along this journey yet"
        if not self.low_point:
            return f"On average, reality keeps up with {reference} all along the journey"
        row = self.low_point[0]
        place = f"in {row.stage}" if self._by_stage() else f"at {row.name}"
        gap = points(self._gap(self.low_point)).removeprefix("+")
        return f"Reality falls furthest below {reference} {place}: {gap} on average"

    def _details(self) -> str:
        sentences = [
            f"{'; '.join(row.stage if self._by_stage() else row.name for row in rows[:1])}: "
            f"{signed(self._gap(rows))}"
            for rows in self._parts()
            if self._measured(rows)
        ]
        gaps = f"Average gap: {', '.join(sentences)}." if sentences else ""
        emotions = [f"{row.name} {row.emotion}" for row in self.rows.rows if row.emotion]
        felt = f" Emotion: {', '.join(emotions)}." if emotions else ""
        return f"{gaps}{felt}".strip()

    def _by_stage(self) -> bool:
        return len({row.stage for row in self.rows.rows}) > 1

    def _parts(self) -> list[list[Row]]:
        """Return the journey's stages, or its single touchpoints where it has no stages."""
        if not self._by_stage():
            return [[row] for row in self.rows.rows]
        stages: dict[str, list[Row]] = {}
        for row in self.rows.rows:
            stages.setdefault(row.stage, []).append(row)
        return list(stages.values())

    def _measured(self, rows: Sequence[Row], people: Sequence[Person] = ()) -> list[Cell]:
        ids = [person.persona for person in people or self.people]
        pairs = ((persona, row.touchpoint) for persona in ids for row in rows)
        return [self.cells[pair] for pair in pairs if pair in self.cells]

    def _gap(self, rows: Sequence[Row], people: Sequence[Person] = ()) -> float:
        weights = {person.persona: person.weight for person in self.people}
        return mean_gap(self._measured(rows, people), weights)

    def _low_point(self) -> list[Row]:
        """Return the part of the journey that falls short most, if any does."""
        parts = [rows for rows in self._parts() if self._measured(rows)]
        if not parts:
            return []
        worst = max(parts, key=self._gap)
        return worst if round(self._gap(worst), 1) > 0 else []

    def _draw_low_point(self, canvas: Canvas) -> None:
        """Shade the low point, with the heading of each stretch that it has."""
        headings = {heading.bottom: heading.top - 4 for heading in self.rows.headings}
        for row in self.low_point:
            top = headings.get(row.top, row.top)
            canvas.box(Box(-8, top, canvas.width + 8, row.bottom), self.look.wash)

    def _draw_key(self, canvas: Canvas) -> None:
        """Show what the lines are, in the corner that the headings leave free."""
        look = self.look
        ends = [(0.0, 8.0), (36.0, 8.0)]
        canvas.band([(1, 0, 36), (15, 0, 36)], look.tint(look.reality, 0.2))
        canvas.path(ends, look.reality)
        canvas.mark((18, 8), Symbol("circle", _SYMBOL, look.reality))
        reality = ["reality (band: 95 % interval)"]
        canvas.words((46, 0), reality, Type(look.small, colour=look.quiet))
        y = float(_KEY_LINE)
        canvas.path([(0, y + 8), (36, y + 8)], look.reference, dash=(4, 3))
        canvas.mark((18, y + 8), Symbol("diamond", _SYMBOL, look.reference))
        name = reference_of(self.ranking).removeprefix("the ")
        reference = wrap(name, _NAMES - 46, look.small)
        canvas.words((46, y), reference, Type(look.small, colour=look.quiet))

    def _draw_emotions(self, canvas: Canvas) -> None:
        if not self.has_emotions:
            return
        look = self.look
        left, high = _NAMES + _GUTTER / 2, line_height(look.small)
        quiet = Type(look.small, look.quiet)
        canvas.words((left, self.top - high), ["emotion"], quiet)
        for row in self.rows.rows:
            if row.emotion:
                shape = _SHAPES.get(row.emotion, "square")
                fill = look.paper if row.emotion == "neutral" else look.quiet
                canvas.mark((left + 6, row.middle), Symbol(shape, _SYMBOL, fill, look.quiet))
            place = (left + 18, row.middle - high / 2)
            canvas.words(place, [row.emotion or "not given"], quiet)

    def _draw_head(self, canvas: Canvas, left: float, person: Person, lines: Sequence[str]) -> None:
        look = self.look
        y = self.top - 2 * line_height(look.small) - 6
        place = (left, y - len(lines) * line_height(look.body))
        canvas.words(place, lines, Type(look.body, bold=True))
        if self.low_point:
            there = self._measured(self.low_point, [person])
            gap = f"gap there {signed(self._gap(self.low_point, [person]))}"
            text = [gap if there else NOT_MEASURED]
            canvas.words((left, y), text, Type(look.small, colour=look.quiet))

    def _draw_axis(self, canvas: Canvas, left: float) -> None:
        look = self.look
        for tick in _ticks(self.domain, self.panel):
            x = self._x(left, tick)
            canvas.line((x, self.top + 4), (x, self.rows.bottom), look.line)
            for y in (self.top - line_height(look.small), self.rows.bottom + 6):
                text = [number(tick)]
                canvas.words((x, y), text, Type(look.small, colour=look.quiet, align="center"))

    def _draw_curves(self, canvas: Canvas, left: float, person: Person) -> None:
        known = [(row, self.cells.get((person.persona, row.touchpoint))) for row in self.rows.rows]
        for measured, group in groupby(known, key=lambda pair: pair[1] is not None):
            run = list(group)
            if measured:
                self._draw_run(canvas, left, person, [(row, cell) for row, cell in run if cell])
            else:
                for row, _ in run:
                    box = Box(left, row.top + 5, left + self.panel, row.bottom - 5)
                    canvas.missing(box, f"{row.name}, {person.name}: {NOT_MEASURED}")

    def _draw_run(
        self, canvas: Canvas, left: float, person: Person, run: Sequence[tuple[Row, Cell]]
    ) -> None:
        """Draw a stretch of the journey that is measured without a break."""
        look = self.look
        tint = look.tint(look.reality, 0.2)
        edges = [(row.middle, self._x(left, c.low), self._x(left, c.high)) for row, c in run]
        first, last = edges[0], edges[-1]
        # The band goes a little beyond its ends: else a single cell would have none.
        canvas.band(
            [(first[0] - 6, *first[1:]), *edges, (last[0] + 6, *last[1:])],
            tint,
        )
        reality = [(self._x(left, cell.reality), row.middle) for row, cell in run]
        reference = [(self._x(left, cell.reference), row.middle) for row, cell in run]
        canvas.path(reference, look.reference, dash=(4, 3))
        canvas.path(reality, look.reality)
        for place, other, (row, cell) in zip(reality, reference, run, strict=True):
            if row in self.low_point and cell.gap > 0:
                canvas.line(place, other, look.gap, width=3)
            canvas.mark(other, Symbol("diamond", _SYMBOL, look.reference))
            said = f"{row.name}, {person.name}: {said_of(cell)}"
            figures = {"reality": cell.reality, "reference": cell.reference, "n": cell.n}
            canvas.mark(place, Symbol("circle", _SYMBOL, look.reality), Meaning(said, figures))

    def _x(self, left: float, index: float) -> float:
        low, high = self.domain
        inner = self.panel - 2 * _INSET
        return left + _INSET + inner * (index - low) / (high - low)


def _domain(cells: Iterable[Cell]) -> tuple[float, float]:
    """Return round bounds of all that is drawn."""
    figures = [f for cell in cells for f in (cell.low, cell.high, cell.reality, cell.reference)]
    known = [figure for figure in figures if math.isfinite(figure)] or [0.0, 100.0]
    low, high = 10 * math.floor(min(known) / 10), 10 * math.ceil(max(known) / 10)
    return min(low, high - _LEAST_SPAN), high


def _ticks(domain: tuple[float, float], width: float) -> list[float]:
    """Return round figures, far enough apart to be read."""
    low, high = domain
    per_point = (width - 2 * _INSET) / (high - low)
    step = next((step for step in _STEPS if step * per_point >= _TICK_ROOM), _STEPS[-1])
    return [float(tick) for tick in range(math.ceil(low / step) * step, int(high) + 1, step)]
