"""The way of each persona, step by step: how many journeys are still without a disappointment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.charts.canvas import NOT_MEASURED, Box, Canvas, Meaning, Message, Symbol, Type
from cx_workbench.charts.figures import basis, cells_of, people_of
from cx_workbench.charts.journey_rows import draw_rows, journey_rows
from cx_workbench.charts.lettering import wrap
from cx_workbench.charts.path_figures import bounds, counted_of, in_percent, steps_of
from cx_workbench.charts.theme import LOOK, Look, line_height
from cx_workbench.charts.words import NO_BREAK, counted, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from cx_workbench.charts.figures import Person
    from cx_workbench.charts.journey_rows import Row
    from cx_workbench.charts.path_figures import Step
    from cx_workbench.rank.model import Ranking

_NAMES, _GUTTER = 232, 28
_ROW = 34
_LEAST_WIDTH = 640
#: Panels share this width, within bounds; data keep this far from a panel's edges. The figures
#: stand in a column of their own at the right.
_ALL_PANELS, _NARROWEST, _WIDEST, _INSET, _FIGURES = 700, 124, 380, 8, 52
_KEY_LINE = 22
_SYMBOL, _DIAMOND_AREA = 60, 90
_TICKS = (0.0, 50.0, 100.0)
_DIAMOND = "; diamond: counted over customers who rated every step"
#: What stands where a persona's journeys never come by.
_NOBODY = "nobody passes"


def path(ranking: Ranking, *, look: Look = LOOK) -> alt.LayerChart:
    """Draw what is left of each persona's journeys after each step.

    The path runs down the page, a panel for each persona, so that every name stays level. The
    line takes the steps as independent; the band holds whatever the averages alone allow. Each
    persona's weakest link is tinted in the colour of a gap. Where customers rated every step, a
    diamond shows the share counted among them.

    Parameters
    ----------
    ranking
        Its ``cells``, ``personas`` and ``touchpoints`` are drawn; its study is asked who rated
        every step.
    look
        Colours and sizes.

    Returns
    -------
    altair.LayerChart
        With the finding as title and a description for screen readers.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> chart = path(cx.rank(cx.example(), draws=0))
    >>> " ".join(chart.to_dict()["title"]["text"])
    'The weakest link is ...'
    """
    return _Path(ranking, look).chart()


class _Path:
    """A path while it is laid out: names, then a panel for each persona."""

    def __init__(self, ranking: Ranking, look: Look) -> None:
        self.ranking = ranking
        self.look = look
        self.people = people_of(ranking)
        self.cells = cells_of(ranking)
        self.steps = steps_of(ranking)
        self.counted = counted_of(ranking)
        shared = _ALL_PANELS / max(1, len(self.people)) - _GUTTER
        self.panel = max(_NARROWEST, min(_WIDEST, shared))
        self.heads = [wrap(person.name, self.panel, look.body, bold=True) for person in self.people]
        lines = max([2, *(len(head) for head in self.heads)])
        self.facts = 4 if self.counted else 3
        self.top = lines * line_height(look.body) + self.facts * line_height(look.small) + 16
        self.rows = journey_rows(ranking, look, top=self.top + 8, width=_NAMES, least=_ROW)
        self.left = _NAMES + _GUTTER
        self.finding = min(
            (step for step in self.steps if step.weakest), key=lambda each: each.kept, default=None
        )

    def chart(self) -> alt.LayerChart:
        """Lay everything out, from the ground up."""
        apart = self.panel + _GUTTER
        width = max(_LEAST_WIDTH, self.left + apart * len(self.people) - _GUTTER)
        canvas = Canvas(width, self.rows.bottom + line_height(self.look.small) + 8, self.look)
        self._draw_key(canvas)
        for place, (person, head) in enumerate(zip(self.people, self.heads, strict=True)):
            left = self.left + apart * place
            self._draw_head(canvas, left, person, head)
            self._draw_axis(canvas, left)
            self._draw_gaps(canvas, left, person)
            self._draw_way(canvas, left, self._way(person))
            self._draw_counted(canvas, left, person)
        bold = frozenset({self.finding.touchpoint}) if self.finding else frozenset()
        draw_rows(canvas, self.rows, bold)
        return canvas.chart(self.message())

    def message(self) -> Message:
        """Return the finding and the main figures in words."""
        used = [self.cells[step.persona, step.touchpoint] for step in self.steps]
        drawn = (
            "What is left of 100 journeys after each step, if the index is the share of customers "
            f"satisfied and steps are independent; band: whatever goes together"
            f"{_DIAMOND if self.counted else ''}. {basis(self.ranking, used)}"
        )
        return Message(self._found(), drawn, " ".join(self._said(each) for each in self.people))

    def _found(self) -> str:
        if not self.steps:
            return "Nothing is measured along this path yet"
        if self.finding is None:
            return "Nothing is lost along the measured path"
        people = {person.persona: person.name for person in self.people}
        lost = in_percent(100 - self.finding.kept)
        return (
            f"The weakest link is {self.finding.name}: it disappoints {lost} of the journeys of "
            f"{people[self.finding.persona]}"
        )

    def _said(self, person: Person) -> str:
        way = self._way(person)
        if not way:
            return f"{person.name}: no step measured."
        end, weak = way[-1], next((step for step in way if step.weakest), None)
        lost = f", weakest link {weak.name} ({in_percent(100 - weak.kept)} lost)" if weak else ""
        return (
            f"{person.name}: {in_percent(end.left)} left after {counted(len(way), 'step')} "
            f"({bounds(end)}){self._counted_in_words(person)}{lost}."
        )

    def _counted_in_words(self, person: Person) -> str:
        known = self.counted.get(person.persona)
        people = counted(known.n, "customer") if known else ""
        return f", counted over {people} {in_percent(known.share)}" if known else ""

    def _way(self, person: Person) -> list[Step]:
        return [step for step in self.steps if step.persona == person.persona]

    def _draw_key(self, canvas: Canvas) -> None:
        """Show what the lines are, in the corner that the headings leave free."""
        look = self.look
        quiet = Type(look.small, colour=look.quiet)
        canvas.band([(1, 0, 36), (15, 0, 36)], look.tint(look.reality, 0.2))
        canvas.path([(0, 8), (36, 8)], look.reality)
        canvas.mark((18, 8), Symbol("circle", _SYMBOL, look.reality))
        canvas.words((46, 0), ["left (band: bounds)"], quiet)
        y = float(_KEY_LINE)
        canvas.box(Box(0, y, 36, y + 16), self._accent)
        canvas.words((46, y), ["weakest link"], quiet)
        if self.counted:
            canvas.mark((18, y + _KEY_LINE + 8), Symbol("diamond", _DIAMOND_AREA, look.ink))
            canvas.words((46, y + _KEY_LINE), ["counted (line: 95 % interval)"], quiet)

    def _draw_head(self, canvas: Canvas, left: float, person: Person, lines: Sequence[str]) -> None:
        look = self.look
        y = self.top - self.facts * line_height(look.small) - 6
        place = (left, y - len(lines) * line_height(look.body))
        canvas.words(place, lines, Type(look.body, bold=True))
        way = self._way(person)
        text = [f"{in_percent(way[-1].left)} left"] if way else [NOT_MEASURED]
        known = self.counted.get(person.persona)
        text += [f"{in_percent(known.share)} counted, n{NO_BREAK}{known.n:,}"] if known else []
        text += [f"weakest: {in_percent(100 - step.kept)} lost" for step in way if step.weakest]
        canvas.words((left, y), text, Type(look.small, colour=look.quiet))

    def _draw_axis(self, canvas: Canvas, left: float) -> None:
        look = self.look
        for tick in _TICKS:
            x = self._x(left, tick)
            canvas.line((x, self.top + 4), (x, self.rows.bottom), look.line)
            for y in (self.top - line_height(look.small), self.rows.bottom + 6):
                text = [number(tick)]
                canvas.words((x, y), text, Type(look.small, colour=look.quiet, align="center"))

    def _draw_gaps(self, canvas: Canvas, left: float, person: Person) -> None:
        """Hatch what is not measured, and name the steps that nobody passes."""
        for row in self.rows.rows:
            cell = self.cells.get((person.persona, row.touchpoint))
            box = Box(left, row.top + 5, left + self.panel, row.bottom - 5)
            if cell is None:
                canvas.missing(box, f"{row.name}, {person.name}: {NOT_MEASURED}")
            elif cell.reach == 0:
                self._say_nobody(canvas, row, box, f"{row.name}, {person.name}: {_NOBODY}")

    def _say_nobody(self, canvas: Canvas, row: Row, box: Box, said: str) -> None:
        look = self.look
        canvas.box(box, look.paper, Meaning(said))
        place = ((box.left + box.right) / 2, row.middle - line_height(look.small) / 2)
        lettering = Type(look.small, colour=look.quiet, align="center", spoken=False)
        canvas.words(place, [_NOBODY], lettering)

    def _draw_way(self, canvas: Canvas, left: float, way: Sequence[Step]) -> None:
        if not way:
            return
        look, middles = self.look, {row.touchpoint: row.middle for row in self.rows.rows}
        start = (self.top + 4, self._x(left, 100), self._x(left, 100))
        edges = [
            (middles[step.touchpoint], self._x(left, step.low), self._x(left, step.high))
            for step in way
        ]
        canvas.band([start, *edges], look.tint(look.reality, 0.2))
        line = [(self._x(left, step.left), middles[step.touchpoint]) for step in way]
        canvas.path([(start[1], start[0]), *line], look.reality)
        for step, (x, y) in zip(way, line, strict=True):
            if step.weakest:
                canvas.box(Box(left, y - 12, left + self.panel + 6, y + 12), self._accent)
            said = (
                f"{step.name}: {in_percent(step.left)} left ({bounds(step)}), "
                f"{in_percent(100 - step.kept)} lost at this step, {counted(step.n, 'answer')}"
            )
            figures = {"left": step.left, "low": step.low, "high": step.high}
            canvas.mark((x, y), Symbol("circle", _SYMBOL, look.reality), Meaning(said, figures))
            place = (left + self.panel, y - line_height(look.small) / 2)
            lettering = Type(look.small, bold=step.weakest, align="right", spoken=False)
            canvas.words(place, [in_percent(step.left)], lettering)

    def _draw_counted(self, canvas: Canvas, left: float, person: Person) -> None:
        """Set the counted share beside the end of the line."""
        known, way = self.counted.get(person.persona), self._way(person)
        if not known or not way:
            return
        look = self.look
        y = {row.touchpoint: row.middle for row in self.rows.rows}[way[-1].touchpoint] + 11
        canvas.line((self._x(left, known.low), y), (self._x(left, known.high), y), look.ink)
        chance = f"{in_percent(known.low)} to {in_percent(known.high)}"
        said = (
            f"{person.name}: {in_percent(known.share)} (95 % interval {chance}) "
            f"counted over {counted(known.n, 'customer')} who rated every step"
        )
        place = (self._x(left, known.share), y)
        canvas.mark(place, Symbol("diamond", _DIAMOND_AREA, look.ink), Meaning(said))

    @property
    def _accent(self) -> str:
        return self.look.tint(self.look.gap, 0.25)

    def _x(self, left: float, share: float) -> float:
        return left + _INSET + (self.panel - _FIGURES - 2 * _INSET) * share / 100
