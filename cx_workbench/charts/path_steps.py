"""The way of each persona, step by step: how many journeys are still without a disappointment."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from cx_workbench.charts.canvas import NOT_MEASURED, Box, Canvas, Meaning, Symbol, Type
from cx_workbench.charts.drawing import Message
from cx_workbench.charts.figures import basis, cells_of, people_of, touched_by
from cx_workbench.charts.journey_rows import draw_rows
from cx_workbench.charts.kept import kept
from cx_workbench.charts.layout import flow
from cx_workbench.charts.lettering import text_width
from cx_workbench.charts.panels import panels
from cx_workbench.charts.path_figures import bounds, counted_of, in_percent, steps_of
from cx_workbench.charts.theme import LOOK, Look, line_height
from cx_workbench.charts.words import NO_BREAK, counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import altair as alt

    from cx_workbench.charts.canvas import Point
    from cx_workbench.charts.drawing import Drawing
    from cx_workbench.charts.figures import Person
    from cx_workbench.charts.journey_rows import Row
    from cx_workbench.charts.panels import Sheet
    from cx_workbench.charts.path_figures import Step
    from cx_workbench.rank.model import Ranking

#: Least width of a panel, the same where a width is given, and the most; data keep this far from
#: a panel's edges. The figures stand in a column of their own at the right.
_PANELS, _INSET, _FIGURES = (124, 124, 380), 8, 52
#: Height of a line of the key, where its words begin, and the width of the column of names from
#: which on it finds room above it.
_KEY_LINE, _KEY_WORDS, _CORNER = 22, 46, 215
_SYMBOL, _DIAMOND_AREA = 60, 90
_TICKS = (0.0, 50.0, 100.0)
_DIAMOND = "; diamond: counted over customers who rated every step"
#: What stands where a persona's journeys never come by.
_NOBODY = "nobody passes"


def path(ranking: Ranking, *, look: Look = LOOK, selected: str | None = None) -> alt.LayerChart:
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
    >>> chart = path(cx.rank(cx.example(), draws=0))
    >>> " ".join(chart.to_dict()["title"]["text"])
    'The weakest link is ...'
    """
    return draw_path(ranking, look=look, selected=selected).chart()


@kept
def draw_path(ranking: Ranking, *, look: Look = LOOK, selected: str | None = None) -> Drawing:
    """Lay out what `path` draws; the parameters are the same."""
    return _Path(ranking, look, selected).drawing()


class _Path:
    """A path while it is laid out: names, then a panel for each persona."""

    def __init__(self, ranking: Ranking, look: Look, selected: str | None) -> None:
        self.ranking = ranking
        self.look = look
        self.selected = selected
        self.people = people_of(ranking)
        self.cells = cells_of(ranking)
        self.steps = steps_of(ranking)
        self.counted = counted_of(ranking, self.steps)
        self.panels = panels(look, len(self.people), _PANELS)
        self.key = self._key()
        rows = 0 if self.in_corner else 1 + max(row for *_, row in self.key)
        facts = 4 if self.counted else 3
        top = rows * _KEY_LINE + 4.0 if rows else 0.0
        self.facts = facts * line_height(look.small) + 6
        self.sheets = self.panels.sheets(ranking, self.people, top=top, facts=facts)
        self.finding = min(
            (step for step in self.steps if step.weakest), key=lambda each: each.kept, default=None
        )

    def drawing(self) -> Drawing:
        """Lay everything out, from the ground up."""
        panels_ = self.panels
        canvas = Canvas(panels_.width, panels_.bottom(self.sheets), self.look)
        self._draw_key(canvas)
        bold = frozenset({self.finding.touchpoint}) if self.finding else frozenset()
        for sheet in self.sheets:
            middles = {row.touchpoint: row.middle for row in sheet.rows.rows}
            for (left, person), head in zip(panels_.lefts(sheet), sheet.heads, strict=True):
                way = self._way(person)
                self._draw_head(canvas, (left, sheet.top), person, head)
                panels_.draw_axis(canvas, sheet, _TICKS, partial(self._x, left))
                self._draw_gaps(canvas, left, person, sheet)
                self._draw_way(canvas, (left, sheet.top), way, middles)
                if way:
                    self._draw_counted(canvas, left, person, middles[way[-1].touchpoint] + 11)
            draw_rows(canvas, sheet.rows, bold)
        touched = touched_by(self.ranking, self.selected)
        canvas.outline(panels_.outlines(self.sheets, touched))
        return canvas.drawing(self.message())

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

    @property
    def in_corner(self) -> bool:
        """Whether the column of names is wide enough for the key above it."""
        return self.panels.names >= _CORNER

    def _key(self) -> list[tuple[str, float, int]]:
        """Return words, x and row of each entry of the key."""
        texts = ["left (band: bounds)", "weakest link"]
        texts += ["counted (line: 95 % interval)"] if self.counted else []
        widths = [_KEY_WORDS + text_width(text, self.look.small) + 20 for text in texts]
        places = flow(widths, 0.0 if self.in_corner else self.panels.width)
        return [(text, *place) for text, place in zip(texts, places, strict=True)]

    def _draw_key(self, canvas: Canvas) -> None:
        """Show what the lines are, in the corner that the headings leave free, or above them."""
        look = self.look
        quiet = Type(look.small, colour=look.quiet)
        for place, (text, x, row) in enumerate(self.key):
            y = float(row * _KEY_LINE)
            if place == 0:
                edges = [(y + 1, x, x + 36), (y + 15, x, x + 36)]
                canvas.band(edges, look.tint(look.reality, 0.2))
                canvas.path([(x, y + 8), (x + 36, y + 8)], look.reality)
                canvas.mark((x + 18, y + 8), Symbol("circle", _SYMBOL, look.reality))
            elif place == 1:
                canvas.box(Box(x, y, x + 36, y + 16), self._accent)
            else:
                canvas.mark((x + 18, y + 8), Symbol("diamond", _DIAMOND_AREA, look.ink))
            canvas.words((x + _KEY_WORDS, y), [text], quiet)

    def _draw_head(
        self, canvas: Canvas, corner: Point, person: Person, lines: Sequence[str]
    ) -> None:
        look, (left, top) = self.look, corner
        about = {"persona": person.persona}
        y = top - self.facts
        place = (left, y - len(lines) * line_height(look.body))
        canvas.words(place, lines, Type(look.body, bold=True), about)
        way = self._way(person)
        text = [f"{in_percent(way[-1].left)} left"] if way else [NOT_MEASURED]
        known = self.counted.get(person.persona)
        text += [f"{in_percent(known.share)} counted, n{NO_BREAK}{known.n:,}"] if known else []
        text += [f"weakest: {in_percent(100 - step.kept)} lost" for step in way if step.weakest]
        canvas.words((left, y), text, Type(look.small, colour=look.quiet), about)

    def _draw_gaps(self, canvas: Canvas, left: float, person: Person, sheet: Sheet) -> None:
        """Hatch what is not measured, and name the steps that nobody passes."""
        for row in sheet.rows.rows:
            cell = self.cells.get((person.persona, row.touchpoint))
            box = Box(left, row.top + 5, left + self.panels.panel, row.bottom - 5)
            about = {"persona": person.persona, "touchpoint": row.touchpoint}
            if cell is None:
                canvas.missing(box, f"{row.name}, {person.name}: {NOT_MEASURED}", about)
            elif cell.reach == 0:
                self._say_nobody(canvas, row, box, f"{row.name}, {person.name}: {_NOBODY}")

    def _say_nobody(self, canvas: Canvas, row: Row, box: Box, said: str) -> None:
        look = self.look
        canvas.box(box, look.paper, Meaning(said))
        place = ((box.left + box.right) / 2, row.middle - line_height(look.small) / 2)
        lettering = Type(look.small, colour=look.quiet, align="center", spoken=False)
        canvas.words(place, [_NOBODY], lettering)

    def _draw_way(
        self, canvas: Canvas, corner: Point, way: Sequence[Step], middles: Mapping[str, float]
    ) -> None:
        if not way:
            return
        look, (left, top) = self.look, corner
        start = (top + 4, self._x(left, 100), self._x(left, 100))
        edges = [
            (middles[step.touchpoint], self._x(left, step.low), self._x(left, step.high))
            for step in way
        ]
        canvas.band([start, *edges], look.tint(look.reality, 0.2))
        line = [(self._x(left, step.left), middles[step.touchpoint]) for step in way]
        canvas.path([(start[1], start[0]), *line], look.reality)
        for step, (x, y) in zip(way, line, strict=True):
            about = {"persona": step.persona, "touchpoint": step.touchpoint}
            right = left + self.panels.panel
            if step.weakest:
                canvas.box(Box(left, y - 12, right + 6, y + 12), self._accent)
            said = (
                f"{step.name}: {in_percent(step.left)} left ({bounds(step)}), "
                f"{in_percent(100 - step.kept)} lost at this step, {counted(step.n, 'answer')}"
            )
            figures = {"left": step.left, "low": step.low, "high": step.high}
            symbol = Symbol("circle", _SYMBOL, look.reality)
            canvas.mark((x, y), symbol, Meaning(said, figures), about)
            lettering = Type(look.small, bold=step.weakest, align="right", spoken=False)
            upper = y - line_height(look.small) / 2
            canvas.words((right, upper), [in_percent(step.left)], lettering, about)

    def _draw_counted(self, canvas: Canvas, left: float, person: Person, y: float) -> None:
        """Set the counted share beside the end of the line."""
        known = self.counted.get(person.persona)
        if not known:
            return
        look = self.look
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
        return left + _INSET + (self.panels.panel - _FIGURES - 2 * _INSET) * share / 100
