"""Where reality falls short: the gap of every persona at every touchpoint."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cx_workbench.charts.canvas import NOT_MEASURED, Box, Canvas, Meaning, Type
from cx_workbench.charts.drawing import Message
from cx_workbench.charts.figures import (
    answers_of,
    basis,
    cells_of,
    names_of,
    people_of,
    said_of,
    touched_by,
)
from cx_workbench.charts.journey_rows import draw_rows, journey_rows
from cx_workbench.charts.kept import kept
from cx_workbench.charts.layout import Blocks, blocks, flow, names_width
from cx_workbench.charts.lettering import text_width, wrap
from cx_workbench.charts.panels import Sheet
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

    from cx_workbench.charts.canvas import Align, Point
    from cx_workbench.charts.drawing import Drawing
    from cx_workbench.charts.figures import Cell, Person
    from cx_workbench.charts.journey_rows import Row
    from cx_workbench.rank.model import Ranking

_LEAST_WIDTH = 640
_GUTTER, _TIGHT = 16, 8
_ROW, _HIGH_ROW, _APART = 34, 44, 28
#: Columns share this width within bounds; a figure ends this far from its cell's left edge.
_ALL_COLUMNS, _NARROWEST, _WIDEST, _FIGURE = 600, 112, 200, 58
#: Width that a cell needs in any case: its figures then stand one below the other.
_LEAST = 72
#: Width of the column of names from which on the key finds room above it.
_CORNER = 180
_EDGE = 8
_KEY_LINE = 22
#: Gaps up to this many points stay pale, however small the widest gap is.
_PALE = 10.0


def gap_map(ranking: Ranking, *, look: Look = LOOK, selected: str | None = None) -> alt.LayerChart:
    """Draw the gap of every persona at every touchpoint, in journey order.

    Each cell holds its gap in index points and its number of answers, so that it also reads
    in grey; what is not measured is hatched and says so.

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
    >>> chart = gap_map(cx.rank(cx.example()))
    >>> " ".join(chart.to_dict()["title"]["text"])
    '... the widest gap ...'
    """
    return draw_gap_map(ranking, look=look, selected=selected).chart()


@kept
def draw_gap_map(ranking: Ranking, *, look: Look = LOOK, selected: str | None = None) -> Drawing:
    """Lay out what `gap_map` draws; the parameters are the same."""
    return _GapMap(ranking, look, selected).drawing()


class _GapMap:
    """A gap map while it is laid out: names on the left, a column for each persona."""

    def __init__(self, ranking: Ranking, look: Look, selected: str | None) -> None:
        self.ranking = ranking
        self.look = look
        self.selected = selected
        self.people = people_of(ranking)
        self.cells = cells_of(ranking)
        self.widest = _widest(list(self.cells.values()))
        self.marked = [cell for cell in self.widest[:1] if round(cell.gap, 1) > 0]
        self.span = max([_PALE, *(abs(cell.gap) for cell in self.cells.values())])
        self.names = names_width(look)
        needed = _cell_width(self.cells.values())
        self.blocks = self._blocks(needed)
        self.in_one_line = self.blocks.column >= needed
        self.slack = (self.blocks.column - needed) / 2 if self.in_one_line else 0.0
        self.head = Type(look.body if self.in_one_line else look.small, bold=True)
        self.key = self._key()
        self.in_corner = self.names >= _CORNER
        key_rows = 0 if self.in_corner else 1 + max((row for *_, row in self.key), default=-1)
        self.sheets = self._sheets(key_rows * float(_KEY_LINE))

    def drawing(self) -> Drawing:
        """Lay everything out, from the ground up."""
        right = self.blocks.right(len(self.people))
        width = self.look.width or max(_LEAST_WIDTH, right)
        canvas = Canvas(width, self.sheets[-1].rows.bottom, self.look)
        touched, outlined = touched_by(self.ranking, self.selected), []
        self._draw_key(canvas)
        for sheet in self.sheets:
            lefts = self.blocks.lefts(len(sheet.people))
            for left, person, head in zip(lefts, sheet.people, sheet.heads, strict=True):
                self._draw_head(canvas, (left, sheet.top), person, head)
                for row in sheet.rows.rows:
                    right = left + self.blocks.column - 2
                    box = Box(left, row.top + 1, right, row.bottom - 1)
                    self._draw_cell(canvas, box, person, row)
                    if (person.persona, row.touchpoint) in touched:
                        outlined.append(box)
            draw_rows(canvas, sheet.rows, frozenset(cell.touchpoint for cell in self.marked))
        canvas.outline(outlined)
        return canvas.drawing(self.message())

    def _blocks(self, needed: float) -> Blocks:
        """Share the width out among the personas; one without a width takes what it needs."""
        count, look = len(self.people), self.look
        if look.width is not None:
            ends = (self.names + _TIGHT, look.width)
            return blocks(count, ends, least=_LEAST, most=_WIDEST, gutter=0)
        shared = min(_WIDEST, _ALL_COLUMNS / max(1, count))
        return Blocks(self.names + _GUTTER, max(_NARROWEST, needed, shared), 0, max(1, count))

    def _sheets(self, top: float) -> list[Sheet]:
        """Lay out the personas beside the touchpoints, in one sheet or several."""
        look, size = self.look, self.head.size
        edge, least = (_EDGE, _ROW) if self.in_one_line else (2, _HIGH_ROW)
        sheets = []
        for people in self.blocks.split(self.people):
            wide = self.blocks.column - 2 * edge
            heads = [wrap(person.name, wide, size, bold=True) for person in people]
            lines = max([2 if self.in_one_line else 3, *(len(head) for head in heads)])
            start = top + lines * line_height(size) + line_height(look.small) + 2 * _EDGE
            rows = journey_rows(self.ranking, look, top=start, size=(self.names, least))
            sheets.append(Sheet(tuple(people), tuple(map(tuple, heads)), start, rows))
            top = rows.bottom + _APART
        return sheets

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

    def _key(self) -> list[tuple[str, str, float, int]]:
        """Return colour, meaning, x and row of each entry of the key that is used."""
        look = self.look
        gaps = [round(cell.gap, 1) for cell in self.cells.values()]
        entries = [
            (look.gap, "reality falls short (+)", max(gaps, default=0) > 0),
            (look.over, "reality over-delivers (\N{MINUS SIGN})", min(gaps, default=0) < 0),
            ("", NOT_MEASURED, len(gaps) < len(self.people) * len(self.ranking.touchpoints)),
        ]
        used = [(colour, meaning) for colour, meaning, is_used in entries if is_used]
        widths = [28 + text_width(meaning, look.small) + 20 for _, meaning in used]
        room = 0.0 if self.names >= _CORNER else look.width or 0.0
        places = flow(widths, room)
        return [(*entry, *place) for entry, place in zip(used, places, strict=True)]

    def _draw_key(self, canvas: Canvas) -> None:
        """Say what the colours mean, in the corner that the headings leave free, or above them."""
        look = self.look
        for colour, meaning, x, row in self.key:
            y = float(row * _KEY_LINE)
            box = Box(x, y + 2, x + 20, y + 16)
            if colour:
                canvas.box(box, self._shade(colour, 0.6))
            else:
                canvas.hatch(box)
            canvas.words((x + 28, y), [meaning], Type(look.small, colour=look.quiet))

    def _draw_head(
        self, canvas: Canvas, corner: Point, person: Person, lines: Sequence[str]
    ) -> None:
        """Write the persona's name and weight above its column, close to the cells."""
        look, (left, top) = self.look, corner
        align: Align = "right" if self.in_one_line else "center"
        x = left + self.blocks.column - self.slack - _EDGE
        x = x if self.in_one_line else left + self.blocks.column / 2 - 1
        weight = top - line_height(look.small) - 10
        name = weight - len(lines) * line_height(self.head.size)
        about = {"persona": person.persona}
        canvas.words((x, name), lines, replace(self.head, align=align), about)
        share = [f"weight {percent(person.weight)}"]
        canvas.words((x, weight), share, Type(look.small, colour=look.quiet, align=align), about)

    def _draw_cell(self, canvas: Canvas, box: Box, person: Person, row: Row) -> None:
        cell = self.cells.get((person.persona, row.touchpoint))
        about = {"persona": person.persona, "touchpoint": row.touchpoint}
        if cell is None:
            canvas.missing(box, f"{row.name}, {person.name}: {NOT_MEASURED}", about)
            return
        colour = self.look.gap if cell.gap > 0 else self.look.over
        ground = self._shade(colour, abs(cell.gap) / self.span)
        figures = {"gap": cell.gap, "n": cell.n}
        said = f"{row.name}, {person.name}: {said_of(cell)}"
        canvas.box(box, ground, Meaning(said, figures), about)
        self._write_cell(canvas, box, cell, ground)

    def _write_cell(self, canvas: Canvas, box: Box, cell: Cell, ground: str) -> None:
        """Write gap and number of answers: side by side, or else one below the other."""
        look, ink = self.look, self.look.ink_on(ground)
        align: Align = "right" if self.in_one_line else "center"
        figure = Type(look.body, ink, bold=cell in self.marked, align=align, spoken=False)
        answers = Type(look.small, ink, align=align, spoken=False)
        middle, high = (box.top + box.bottom) / 2, line_height(look.body)
        # Lower by as much as brings both sizes onto one base line.
        places = (
            (box.left + self.slack + _FIGURE, middle - high / 2),
            (box.right - self.slack - _EDGE, middle - line_height(look.small) / 2 + 0.6),
        )
        if not self.in_one_line:
            centre = (box.left + box.right) / 2
            places = (centre, middle - high + 1), (centre, middle + 1)
        about = {"persona": cell.persona, "touchpoint": cell.touchpoint}
        canvas.words(places[0], [signed(cell.gap)], figure, about)
        canvas.words(places[1], [answers_of(cell)], answers, about)

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
