"""Native tables that go on over as many slides as they take."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pptx.enum.text import MSO_ANCHOR
from pptx.util import Emu, Pt

from cx_workbench.report.slides.area import POINT
from cx_workbench.report.slides.lettering import SMALL
from cx_workbench.report.slides.markup import make, qn
from cx_workbench.report.slides.table_sizes import BESIDE, Cell, Row, Sizes, Table
from cx_workbench.report.slides.text import describe, fill, numbered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.table import _Cell

    from cx_workbench.report.slides.area import Area
    from cx_workbench.report.slides.colours import Colour
    from cx_workbench.report.slides.deck import Deck, Page
    from cx_workbench.report.slides.text import Paragraph

#: PowerPoint's table style without fills and lines; ours are drawn cell by cell.
_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_RULE, _HEAD_RULE = 0.75, 1.25


def add_table(
    deck: Deck, title: str, table: Table, notes: Sequence[str] = (), under: str = ""
) -> None:
    """Add the slides that a table takes, each with its part of the notes."""
    pages, size = paged(deck, table, deck.room(under))
    for number, part in enumerate(pages, start=1):
        said = [*notes, *(line for row in part.rows for line in row.notes)]
        page = deck.page(numbered(title, number, len(pages)), said, under)
        place_table(page, page.free, part, size)


def paged(deck: Deck, table: Table, room: Area) -> tuple[list[Table], int]:
    """Share the rows of a table out, and return the size of its words."""
    pages: list[tuple[Row, ...]] = []
    size = SMALL
    for size in dict.fromkeys((table.largest, SMALL)):
        pages = Sizes(table, deck.face, room.width, size).pages(room.height)
        if len(pages) == 1:
            break
    return [replace(table, rows=rows) for rows in pages], size


def place_table(page: Page, area: Area, table: Table, size: int) -> float:
    """Put a table on a slide, and return its height."""
    sizes = Sizes(table, page.deck.face, area.width, size)
    heights = [sizes.head, *map(sizes.height, table.rows)]
    shape = page.slide.shapes.add_table(
        len(heights), len(table.columns), *area.first(sum(heights)).lengths
    )
    shape.name = "Table"
    describe(shape, table.alt)
    made = shape.table
    made.horz_banding = False
    shape.element.find(f".//{qn('a:tableStyleId')}").text = _PLAIN
    for number, width in enumerate(sizes.widths):
        made.columns[number].width = Emu(round(POINT * width))
    for number, height in enumerate(heights):
        made.rows[number].height = Emu(round(POINT * height))
    palette = page.deck.palette
    head = Row(tuple(Cell(column.head) for column in table.columns))
    for number, row in enumerate((head, *table.rows)):
        rule = (palette.line, _RULE) if number else (palette.ink, _HEAD_RULE)
        for place, content in enumerate(row.cells):
            target = made.cell(number, place)
            align = table.columns[place].align
            words = tuple(replace(each, align=align) for each in content.at(size))
            _write(target, words, table.above, is_first=place == 0)
            _paint(target, content.ground, *rule)
    return sum(heights)


def _write(target: _Cell, content: Sequence[Paragraph], above: float, *, is_first: bool) -> None:
    target.margin_left, target.margin_right = Pt(0 if is_first else BESIDE), Pt(BESIDE)
    target.margin_top = target.margin_bottom = Pt(above)
    target.vertical_anchor = MSO_ANCHOR.TOP
    fill(target.text_frame, content)


def _paint(target: _Cell, ground: Colour | None, rule: Colour, weight: float) -> None:
    """Fill a cell if it has a ground, and draw the line below it."""
    if ground is None:
        target.fill.background()
    else:
        target.fill.solid()
        ground.paint(target.fill.fore_color)
    line = make("a:lnB", {"w": str(round(POINT * weight))})
    line.append(rule.fill())
    # Lines come before fills.
    target._tc.get_or_add_tcPr().insert(0, line)  # noqa: SLF001  (python-pptx draws no borders)
