"""A panel for each persona, beside the touchpoints as rows: in one sheet, or one below another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cx_workbench.charts.canvas import Box, Type
from cx_workbench.charts.journey_rows import journey_rows
from cx_workbench.charts.layout import Blocks, blocks, names_width
from cx_workbench.charts.lettering import wrap
from cx_workbench.charts.theme import line_height
from cx_workbench.charts.words import number

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from cx_workbench.charts.canvas import Canvas
    from cx_workbench.charts.figures import Person
    from cx_workbench.charts.journey_rows import Rows
    from cx_workbench.charts.theme import Look
    from cx_workbench.rank.model import Ranking

_GUTTER, _TIGHT = 28, 20
_ROW = 34
_LEAST_WIDTH = 640
#: Where no width is given, panels share this one.
_ALL_PANELS = 700
#: Between two sheets.
_APART = 24
#: How far an outline keeps from its panel.
_AROUND = 6


@dataclass(frozen=True, slots=True)
class Sheet:
    """Some of the personas beside the touchpoints.

    ``heads`` are their names in lines, ``top`` is where their panels begin.
    """

    people: tuple[Person, ...]
    heads: tuple[tuple[str, ...], ...]
    top: float
    rows: Rows


@dataclass(frozen=True, slots=True)
class Panels:
    """All sheets of a picture, and where panels begin from left to right."""

    look: Look
    names: float
    blocks: Blocks
    width: float

    def sheets(
        self,
        ranking: Ranking,
        people: Sequence[Person],
        *,
        top: float,
        facts: int,
        noted: bool = False,
    ) -> list[Sheet]:
        """Lay out the sheets, from ``top`` down.

        ``facts`` is how many small lines stand between a persona's name and its panel;
        ``noted`` is whether a touchpoint's emotion stands below its name.
        """
        look, found = self.look, []
        for some in self.blocks.split(people):
            heads = [wrap(person.name, self.panel, look.body, bold=True) for person in some]
            lines = max([2, *(len(head) for head in heads)])
            start = top + lines * line_height(look.body) + facts * line_height(look.small) + 16
            size = (self.names, float(_ROW))
            rows = journey_rows(ranking, look, top=start + 8, size=size, noted=noted)
            found.append(Sheet(tuple(some), tuple(map(tuple, heads)), start, rows))
            top = self.bottom(found) + _APART
        return found

    @property
    def panel(self) -> float:
        """Width of a panel."""
        return self.blocks.column

    def lefts(self, sheet: Sheet) -> list[tuple[float, Person]]:
        """Return where the panels of a sheet begin, and whose they are."""
        starts = self.blocks.lefts(len(sheet.people))
        return list(zip(starts, sheet.people, strict=True))

    def bottom(self, sheets: Sequence[Sheet]) -> float:
        """Return where the last sheet ends, the figures of its axes included."""
        return sheets[-1].rows.bottom + line_height(self.look.small) + 8

    def outlines(self, sheets: Sequence[Sheet], touched: Collection[tuple[str, str]]) -> list[Box]:
        """Return the boxes around cells, which are pairs of persona and touchpoint."""
        return [
            Box(left - _AROUND, row.top + 2, left + self.panel + _AROUND, row.bottom - 2)
            for sheet in sheets
            for left, person in self.lefts(sheet)
            for row in sheet.rows.rows
            if (person.persona, row.touchpoint) in touched
        ]

    def draw_axis(
        self, canvas: Canvas, sheet: Sheet, ticks: Sequence[float], place: Callable[[float], float]
    ) -> None:
        """Draw the lines of a panel, with their figures above and below."""
        look, bottom = self.look, sheet.rows.bottom
        quiet = Type(look.small, colour=look.quiet, align="center")
        for tick in ticks:
            x = place(tick)
            canvas.line((x, sheet.top + 4), (x, bottom), look.line)
            for y in (sheet.top - line_height(look.small), bottom + 6):
                canvas.words((x, y), [number(tick)], quiet)


def panels(
    look: Look, count: int, bounds: tuple[float, float, float], between: float = 0
) -> Panels:
    """Share the width out among the panels of so many personas.

    Parameters
    ----------
    look
        Font sizes and width.
    count
        How many personas there are.
    bounds
        Least width of a panel where none is given, where one is, and the most.
    between
        Width of what stands between the names and the panels.
    """
    names, (natural, least, most) = names_width(look), bounds
    if look.width is not None:
        ends = (names + _TIGHT + between, look.width)
        shared = blocks(count, ends, least=least, most=most, gutter=_TIGHT)
        return Panels(look, names, shared, look.width)
    column = max(natural, min(most, _ALL_PANELS / max(1, count) - _GUTTER))
    row = Blocks(names + _GUTTER + between, column, _GUTTER, max(1, count))
    return Panels(look, names, row, max(_LEAST_WIDTH, row.right(count)))
