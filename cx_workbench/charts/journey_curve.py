"""The journey of each persona: reality and reference from the first touchpoint to the last."""

from __future__ import annotations

import math
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from cx_workbench.charts.canvas import NOT_MEASURED, Box, Canvas, Meaning, Symbol, Type
from cx_workbench.charts.drawing import Message
from cx_workbench.charts.figures import (
    basis,
    cells_of,
    columns,
    mean_gap,
    people_of,
    said_of,
    touched_by,
)
from cx_workbench.charts.journey_rows import draw_rows
from cx_workbench.charts.kept import kept
from cx_workbench.charts.layout import flow
from cx_workbench.charts.lettering import block_width, wrap
from cx_workbench.charts.panels import panels
from cx_workbench.charts.theme import LOOK, Look, line_height
from cx_workbench.charts.words import clean, points, reference_of, signed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import altair as alt

    from cx_workbench.charts.canvas import Point
    from cx_workbench.charts.drawing import Drawing
    from cx_workbench.charts.figures import Cell, Person
    from cx_workbench.charts.journey_rows import Row
    from cx_workbench.charts.panels import Panels, Sheet
    from cx_workbench.rank.model import Ranking

_EMOTIONS, _GUTTER = 96, 28
#: Least width of a panel, the same where a width is given, and the most; data keep this far from
#: a panel's edges.
_PANELS, _INSET = (108, 96, 380), 12
#: Height of a line of the key, where its words begin, and the width of the column of names from
#: which on it finds room above it.
_KEY_LINE, _KEY_WORDS, _CORNER = 22, 46, 215
_STEPS, _TICK_ROOM, _LEAST_SPAN = (10, 20, 25, 50, 100), 30, 20
_SYMBOL = 70
#: Emotions by shape and by word, so that they need no colour.
_SHAPES = {"negative": "triangle-down", "neutral": "circle", "positive": "triangle-up"}


def journey(ranking: Ranking, *, look: Look = LOOK, selected: str | None = None) -> alt.LayerChart:
    """Draw reality and reference of every persona along the journey, with the emotion.

    The journey runs down the page, a panel for each persona, so that every name stays level.
    A curve breaks where nothing is measured, and says so.

    Parameters
    ----------
    ranking
        Its ``cells``, ``personas`` and ``touchpoints`` are drawn.
    look
        Colours, sizes and width.
    selected
        Id of an improvement to point out.

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
    return draw_journey(ranking, look=look, selected=selected).chart()


@kept
def draw_journey(ranking: Ranking, *, look: Look = LOOK, selected: str | None = None) -> Drawing:
    """Lay out what `journey` draws; the parameters are the same."""
    return _Journey(ranking, look, selected).drawing()


class _Journey:
    """A journey while it is laid out: names, emotions, then a panel for each persona."""

    def __init__(self, ranking: Ranking, look: Look, selected: str | None) -> None:
        self.ranking = ranking
        self.look = look
        self.selected = selected
        self.people = people_of(ranking)
        self.cells = cells_of(ranking)
        self.domain = _domain(self.cells.values())
        feelings = columns(ranking.touchpoints, "emotion")
        self.has_emotions = any(clean(feeling) for (feeling,) in feelings)
        self.panels, self.is_noted = self._panels()
        self.key = self._key()
        top = 0.0 if self.in_corner else (1 + self.key[1][1]) * float(_KEY_LINE) + 4
        self.sheets = self.panels.sheets(
            ranking, self.people, top=top, facts=2, noted=self.is_noted
        )
        self.rows = self.sheets[0].rows
        self.low_point = self._low_point()
        self.low_ids = frozenset(row.touchpoint for row in self.low_point)

    def drawing(self) -> Drawing:
        """Lay everything out, from the ground up."""
        panels = self.panels
        canvas = Canvas(panels.width, panels.bottom(self.sheets), self.look)
        for sheet in self.sheets:
            self._draw_low_point(canvas, sheet)
        self._draw_key(canvas)
        for sheet in self.sheets:
            self._draw_emotions(canvas, sheet)
            for (left, person), head in zip(panels.lefts(sheet), sheet.heads, strict=True):
                self._draw_head(canvas, (left, sheet.top), person, head)
                ticks = _ticks(self.domain, panels.panel)
                panels.draw_axis(canvas, sheet, ticks, partial(self._x, left))
                self._draw_curves(canvas, left, person, sheet)
            draw_rows(canvas, sheet.rows, self.low_ids)
        touched = touched_by(self.ranking, self.selected)
        canvas.outline(panels.outlines(self.sheets, touched))
        return canvas.drawing(self.message())

    def _panels(self) -> tuple[Panels, bool]:
        """Return the panels, and whether the emotions stand below the names of touchpoints.

        They have a column of their own, unless a given width has no room for it beside all
        panels.
        """
        count, between = len(self.people), _EMOTIONS if self.has_emotions else 0
        found = panels(self.look, count, _PANELS, between)
        if not self.has_emotions or found.blocks.each >= count:
            return found, False
        return panels(self.look, count, _PANELS), True

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

    def _draw_low_point(self, canvas: Canvas, sheet: Sheet) -> None:
        """Shade the low point, with the heading of each stretch that it has."""
        headings = {heading.bottom: heading.top - 4 for heading in sheet.rows.headings}
        for row in sheet.rows.rows:
            if row.touchpoint in self.low_ids:
                top = headings.get(row.top, row.top)
                canvas.box(Box(-8, top, canvas.width + 8, row.bottom), self.look.wash)

    @property
    def in_corner(self) -> bool:
        """Whether the column of names is wide enough for the key above it."""
        return self.panels.names >= _CORNER

    def _key(self) -> list[tuple[float, int, list[str]]]:
        """Return x, row and words of both entries of the key."""
        small, names = self.look.small, self.panels.names
        room = names if self.in_corner else self.panels.width
        texts = ["reality (band: 95 % interval)", reference_of(self.ranking).removeprefix("the ")]
        lines = [wrap(text, room - _KEY_WORDS, small) for text in texts]
        widths = [_KEY_WORDS + block_width(words, small) + 20 for words in lines]
        places = flow(widths, 0.0 if self.in_corner else room)
        return [(x, row, words) for (x, row), words in zip(places, lines, strict=True)]

    def _draw_key(self, canvas: Canvas) -> None:
        """Show what the lines are, in the corner that the headings leave free, or above them."""
        look = self.look
        quiet = Type(look.small, colour=look.quiet)
        (x, _, reality), (other, row, reference) = self.key
        canvas.band([(1, x, x + 36), (15, x, x + 36)], look.tint(look.reality, 0.2))
        canvas.path([(x, 8), (x + 36, 8)], look.reality)
        canvas.mark((x + 18, 8), Symbol("circle", _SYMBOL, look.reality))
        canvas.words((x + _KEY_WORDS, 0), reality, quiet)
        y = float(row * _KEY_LINE)
        canvas.path([(other, y + 8), (other + 36, y + 8)], look.reference, dash=(4, 3))
        canvas.mark((other + 18, y + 8), Symbol("diamond", _SYMBOL, look.reference))
        canvas.words((other + _KEY_WORDS, y), reference, quiet)

    def _draw_emotions(self, canvas: Canvas, sheet: Sheet) -> None:
        """Write the emotions in a column of their own, or below the names."""
        if not self.has_emotions:
            return
        look, rows, high = self.look, sheet.rows, line_height(self.look.small)
        left = rows.indent if self.is_noted else self.panels.names + _GUTTER / 2
        quiet = Type(look.small, look.quiet)
        if not self.is_noted:
            canvas.words((left, sheet.top - high), ["emotion"], quiet)
        for row in rows.rows:
            below = rows.name_top(row, look) + len(row.lines) * high + high / 2
            middle = below if self.is_noted else row.middle
            if row.emotion:
                shape = _SHAPES.get(row.emotion, "square")
                fill = look.paper if row.emotion == "neutral" else look.quiet
                canvas.mark((left + 6, middle), Symbol(shape, _SYMBOL, fill, look.quiet))
            place = (left + 18, middle - high / 2)
            canvas.words(place, [row.emotion or "not given"], quiet)

    def _draw_head(
        self, canvas: Canvas, corner: Point, person: Person, lines: Sequence[str]
    ) -> None:
        look, (left, top) = self.look, corner
        y = top - 2 * line_height(look.small) - 6
        about = {"persona": person.persona}
        place = (left, y - len(lines) * line_height(look.body))
        canvas.words(place, lines, Type(look.body, bold=True), about)
        if self.low_point:
            there = self._measured(self.low_point, [person])
            gap = f"gap there {signed(self._gap(self.low_point, [person]))}"
            text = [gap if there else NOT_MEASURED]
            canvas.words((left, y), text, Type(look.small, colour=look.quiet), about)

    def _draw_curves(self, canvas: Canvas, left: float, person: Person, sheet: Sheet) -> None:
        rows = sheet.rows.rows
        known = [(row, self.cells.get((person.persona, row.touchpoint))) for row in rows]
        for measured, group in groupby(known, key=lambda pair: pair[1] is not None):
            run = list(group)
            if measured:
                self._draw_run(canvas, left, person, [(row, cell) for row, cell in run if cell])
            else:
                for row, _ in run:
                    box = Box(left, row.top + 5, left + self.panels.panel, row.bottom - 5)
                    about = {"persona": person.persona, "touchpoint": row.touchpoint}
                    canvas.missing(box, f"{row.name}, {person.name}: {NOT_MEASURED}", about)

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
            if row.touchpoint in self.low_ids and cell.gap > 0:
                canvas.line(place, other, look.gap, width=3)
            about = {"persona": person.persona, "touchpoint": row.touchpoint}
            canvas.mark(other, Symbol("diamond", _SYMBOL, look.reference), about=about)
            said = f"{row.name}, {person.name}: {said_of(cell)}"
            figures = {"reality": cell.reality, "reference": cell.reference, "n": cell.n}
            symbol = Symbol("circle", _SYMBOL, look.reality)
            canvas.mark(place, symbol, Meaning(said, figures), about)

    def _x(self, left: float, index: float) -> float:
        low, high = self.domain
        inner = self.panels.panel - 2 * _INSET
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
