"""Where reality falls short: the gap of every persona at every touchpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.charts.canvas import NOT_MEASURED, Box, Canvas, Meaning, Message, Type
from cx_workbench.charts.figures import answers_of, basis, cells_of, names_of, people_of, said_of
from cx_workbench.charts.journey_rows import draw_rows, journey_rows
from cx_workbench.charts.lettering import text_width, wrap
from cx_workbench.charts.theme import LOOK, Look, line_height
from cx_workbench.charts.words import (
    capital,
    counted,
    percent,
    points,
    reference_of,
    signed,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import altair as alt

    from cx_workbench.charts.figures import Cell, Person
    from cx_workbench.charts.journey_rows import Row
    from cx_workbench.rank.model import Ranking

_NAMES = 232
_LEAST_WIDTH = 640
_GUTTER = 16
_ROW = 34
#: Columns share this width within bounds; a figure ends this far from its cell's left edge.
_ALL_COLUMNS, _NARROWEST, _WIDEST, _FIGURE = 600, 112, 200, 58
_EDGE = 8
_KEY_LINE = 22
#: Gaps up to this many points stay pale, however small the widest gap is.
_PALE = 10.0


def gap_map(ranking: Ranking, *, look: Look = LOOK) -> alt.LayerChart:
    """Draw the gap of every persona at every touchpoint, in journey order.

    Each cell holds its gap in index points and its number of answers, so that it also reads
    in grey; what is not measured is hatched and says so.

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
    >>> chart = gap_map(cx.rank(cx.example()))
    >>> " ".join(chart.to_dict()["title"]["text"])
    '... the widest gap ...'
    """
    return _GapMap(ranking, look).chart()


class _GapMap:
    """A gap map while it is laid out: names on the left, a column for each persona."""

    def __init__(self, ranking: Ranking, look: Look) -> None:
        self.ranking = ranking
        self.look = look
        self.people = people_of(ranking)
        self.cells = cells_of(ranking)
        self.widest = _widest(list(self.cells.values()))
        self.marked = [cell for cell in self.widest[:1] if round(cell.gap, 1) > 0]
        self.span = max([_PALE, *(abs(cell.gap) for cell in self.cells.values())])
        needed = _cell_width(self.cells.values())
        shared = min(_WIDEST, _ALL_COLUMNS / max(1, len(self.people)))
        self.column = max(_NARROWEST, needed, shared)
        self.slack = (self.column - needed) / 2
        wide = self.column - 2 * _EDGE
        self.heads = [wrap(person.name, wide, look.body, bold=True) for person in self.people]
        lines = max([2, *(len(head) for head in self.heads)])
        self.top = lines * line_height(look.body) + line_height(look.small) + 2 * _EDGE

    def chart(self) -> alt.LayerChart:
        """Lay everything out, from the ground up."""
        rows = journey_rows(self.ranking, self.look, top=self.top, width=_NAMES, least=_ROW)
        left: float = _NAMES + _GUTTER
        width = max(_LEAST_WIDTH, left + self.column * len(self.people))
        canvas = Canvas(width, rows.bottom, self.look)
        self._draw_key(canvas)
        for person, head in zip(self.people, self.heads, strict=True):
            self._draw_head(canvas, left, person, head)
            for row in rows.rows:
                box = Box(left, row.top + 1, left + self.column - 2, row.bottom - 1)
                self._draw_cell(canvas, box, person, row)
            left += self.column
        draw_rows(canvas, rows, frozenset(cell.touchpoint for cell in self.marked))
        return canvas.chart(self.message())

    def message(self) -> Message:
        """Return the finding and the main figures in words."""
        gap = f"Gap = {reference_of(self.ranking)} minus reality, in points of the 0\N{EN DASH}100"
        drawn = f"{gap} index; n = answers. {basis(self.ranking, self.cells.values())}"
        return Message(self._finding(), drawn, self._details())

    def _finding(self) -> str:
        if not self.widest:
            return "Nothing is measured here yet"
        if not self.marked:
            gaps = {round(cell.gap, 1) for cell in self.cells.values()}
            met = "meets" if gaps == {0.0} else "meets or beats" if 0.0 in gaps else "beats"
            return f"Reality {met} {reference_of(self.ranking)} wherever it is measured"
        first = self.marked[0]
        place = capital(names_of(self.ranking)[first.touchpoint])
        person = self._name(first.persona)
        if len(self.widest) == 1:
            return f"{place} holds the widest gap for {person}: {points(first.gap)}"
        others = counted(len(self.widest) - 1, "other cell")
        return f"{place} for {person} and {others} hold the widest gap: {points(first.gap)}"

    def _details(self) -> str:
        names = names_of(self.ranking)
        sentences = []
        for person in self.people:
            own = [cell for cell in self.cells.values() if cell.persona == person.persona]
            if own:
                most = _widest(own)[0]
                sentences.append(f"{person.name}: {names[most.touchpoint]}, {said_of(most)}.")
            else:
                sentences.append(f"{person.name}: nothing measured.")
        every = len(self.people) * len(names)
        missing = f"{every - len(self.cells)} of {counted(every, 'cell')} not measured."
        return f"Widest by persona: {' '.join(sentences)} {missing}"

    def _draw_key(self, canvas: Canvas) -> None:
        """Say what the colours mean, in the corner that the headings leave free."""
        look = self.look
        gaps = [round(cell.gap, 1) for cell in self.cells.values()]
        entries = [
            (look.gap, "reality falls short (+)", max(gaps, default=0) > 0),
            (look.over, "reality over-delivers (\N{MINUS SIGN})", min(gaps, default=0) < 0),
            ("", NOT_MEASURED, len(gaps) < len(self.people) * len(self.ranking.touchpoints)),
        ]
        y = 0.0
        for colour, meaning, used in entries:
            if used:
                box = Box(0, y + 2, 20, y + 16)
                if colour:
                    canvas.box(box, self._shade(colour, 0.6))
                else:
                    canvas.hatch(box)
                canvas.words((28, y), [meaning], Type(look.small, colour=look.quiet))
                y += _KEY_LINE

    def _draw_head(self, canvas: Canvas, left: float, person: Person, lines: Sequence[str]) -> None:
        """Write the persona's name and weight above its column, close to the cells."""
        look = self.look
        right = left + self.column - self.slack - _EDGE
        weight = self.top - line_height(look.small) - 10
        name = weight - len(lines) * line_height(look.body)
        canvas.words((right, name), lines, Type(look.body, bold=True, align="right"))
        share = [f"weight {percent(person.weight)}"]
        canvas.words((right, weight), share, Type(look.small, colour=look.quiet, align="right"))

    def _draw_cell(self, canvas: Canvas, box: Box, person: Person, row: Row) -> None:
        look = self.look
        cell = self.cells.get((person.persona, row.touchpoint))
        if cell is None:
            canvas.missing(box, f"{row.name}, {person.name}: {NOT_MEASURED}")
            return
        colour = look.gap if cell.gap > 0 else look.over
        ground = self._shade(colour, abs(cell.gap) / self.span)
        figures = {"gap": cell.gap, "n": cell.n}
        said = f"{row.name}, {person.name}: {said_of(cell)}"
        canvas.box(box, ground, Meaning(said, figures))
        ink, middle = look.ink_on(ground), (box.top + box.bottom) / 2
        right = box.right - self.slack - _EDGE
        bold = cell in self.marked
        figure = Type(look.body, ink, bold=bold, align="right", spoken=False)
        place = (box.left + self.slack + _FIGURE, middle - line_height(look.body) / 2)
        canvas.words(place, [signed(cell.gap)], figure)
        # Lower by as much as brings both sizes onto one base line.
        place = (right, middle - line_height(look.small) / 2 + 0.6)
        canvas.words(place, [answers_of(cell)], Type(look.small, ink, align="right", spoken=False))

    def _shade(self, colour: str, share: float) -> str:
        """Tint by the size of the gap, never so strong that the figure would not read."""
        return self.look.tint(colour, 0.04 + 0.8 * share)

    def _name(self, persona: str) -> str:
        return next(person.name for person in self.people if person.persona == persona)


def _widest(cells: Sequence[Cell]) -> list[Cell]:
    """Return the cells whose gap is the widest as printed, in reading order."""
    most = max((round(cell.gap, 1) for cell in cells), default=0.0)
    return [cell for cell in cells if round(cell.gap, 1) == most]


def _cell_width(cells: Iterable[Cell]) -> float:
    """Width that the figure and the largest n take."""
    largest = max((text_width(answers_of(cell), LOOK.small) for cell in cells), default=0.0)
    return _FIGURE + 10 + largest + _EDGE + 2
