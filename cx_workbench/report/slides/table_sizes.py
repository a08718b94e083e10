"""Tables before they are written: how wide columns are, how high rows, what a slide holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING

from cx_workbench.report.slides.lettering import BODY, SMALL
from cx_workbench.report.slides.text import Paragraph, cut, height_of, paragraph, split

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cx_workbench.report.slides.colours import Colour
    from cx_workbench.report.slides.lettering import Face
    from cx_workbench.report.slides.text import Align

#: Room above and below the words of a cell, and beside them, in points.
ABOVE, BESIDE = 5.0, 7.0
#: Columns as wide as their words leave the others more than a third of the table: else they are
#: squeezed, step by step.
_FIXED, _SQUEEZED = 0.62, (1.0, 0.85, 0.7)
#: Slides are evened out in steps of so many points.
_STEP = 6.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    heading
        What it holds.
    unit
        What its figures count, below the heading.
    share
        Its share of the width that is left; 0 for a column as wide as its words.
    most
        The most that such a column takes, in points.
    align
        Of heading and cells.
    """

    heading: str
    unit: str = ""
    share: float = 0.0
    most: float = 92.0
    align: Align = "left"

    @property
    def head(self) -> tuple[Paragraph, ...]:
        """What stands above it."""
        unit = [paragraph(self.unit, size=SMALL, align=self.align)] if self.unit else []
        return (paragraph(self.heading, size=SMALL, bold=True, align=self.align), *unit)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and the colour of its ground."""

    paragraphs: tuple[Paragraph, ...]
    ground: Colour | None = None

    def at(self, size: int) -> tuple[Paragraph, ...]:
        """Return its paragraphs at no more than a size."""
        return tuple(each.at(size) for each in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, and what the notes say of it."""

    cells: tuple[Cell, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table, however long.

    Attributes
    ----------
    columns, rows
        What it holds; each row has a cell for each column.
    alt
        What it shows, for people who cannot see it.
    largest
        Its largest size; it is set small rather than go on over several slides.
    above
        Room above and below the words of a cell, in points.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    alt: str
    largest: int = BODY
    above: float = ABOVE


@dataclass(frozen=True)
class Sizes:
    """How large the parts of a table are at a size of its words.

    Attributes
    ----------
    table
        The whole table.
    face
        How much room its font takes.
    width
        What it may take, in points.
    size
        The size of its words.
    """

    table: Table
    face: Face
    width: float
    size: int

    @cached_property
    def widths(self) -> list[float]:
        """Width of each column; those with a share get what the others leave."""
        columns = self.table.columns
        shares = sum(column.share for column in columns)
        fixed: list[float] = []
        for squeezed in _SQUEEZED:
            fixed = [
                0.0 if column.share else self._needed(place, squeezed * column.most)
                for place, column in enumerate(columns)
            ]
            if not shares or sum(fixed) <= _FIXED * self.width:
                break
        room = max(0.0, self.width - sum(fixed))
        return [
            width or room * column.share / shares
            for width, column in zip(fixed, columns, strict=True)
        ]

    @cached_property
    def head(self) -> float:
        """Height of the row of headings."""
        heads = [column.head for column in self.table.columns]
        return max(map(self._height, heads, self.widths))

    def height(self, row: Row) -> float:
        """Return the height of a row."""
        return max(
            self._height(cell.at(self.size), width)
            for cell, width in zip(row.cells, self.widths, strict=True)
        )

    def pages(self, room: float) -> list[tuple[Row, ...]]:
        """Share the rows out among slides with so much room, evenly filled."""
        rows = [part for row in self.table.rows for part in self._cut(row, room - self.head)]
        heights = [self.height(row) for row in rows]
        limit = room - self.head
        needed = len(_filled(heights, limit))
        while limit > _STEP and len(_filled(heights, limit - _STEP)) == needed:
            limit -= _STEP
        return [tuple(rows[start:end]) for start, end in _filled(heights, limit)]

    def _needed(self, place: int, most: float) -> float:
        """Return the width of a column that is as wide as its words, within bounds."""
        cells = (row.cells[place].at(self.size) for row in self.table.rows)
        heads = self.table.columns[place].head
        words = [each for paragraphs in (heads, *cells) for each in paragraphs]
        widest = max(self._width(each, each.text) for each in words)
        longest = max(self._width(each, word) for each in words for word in each.text.split(" "))
        return max(min(widest, most), longest) + 1 + 2 * BESIDE

    def _width(self, paragraph: Paragraph, text: str) -> float:
        bold = any(run.bold for run in paragraph.runs)
        return self.face.width(text, paragraph.size, bold=bold)

    def _height(self, paragraphs: Sequence[Paragraph], width: float) -> float:
        return height_of(paragraphs, self.face, width - 2 * BESIDE) + 2 * self.table.above

    def _cut(self, row: Row, room: float) -> Iterator[Row]:
        """Cut a row that is higher than a slide into some that fit."""
        if self.height(row) <= room:
            yield row
            return
        parts = [
            list(self._parts(cell.at(self.size), width - 2 * BESIDE, room - 2 * self.table.above))
            for cell, width in zip(row.cells, self.widths, strict=True)
        ]
        empty = (paragraph("", size=self.size),)
        for number, contents in enumerate(zip_longest(*parts, fillvalue=empty)):
            cells = (
                replace(cell, paragraphs=tuple(content))
                for cell, content in zip(row.cells, contents, strict=True)
            )
            yield Row(tuple(cells), () if number else row.notes)

    def _parts(
        self, paragraphs: Sequence[Paragraph], width: float, room: float
    ) -> Iterator[Sequence[Paragraph]]:
        rest = [part for each in paragraphs for part in cut(each, self.face, width, room)]
        while rest:
            count = split(rest, self.face, width, room)
            yield rest[:count]
            rest = rest[count:]


def _filled(heights: Sequence[float], room: float) -> list[tuple[int, int]]:
    """Fill slide after slide; return the first row of each and the one after its last."""
    pages, start, used = [], 0, 0.0
    for number, height in enumerate(heights):
        if number > start and used + height > room:
            pages.append((start, number))
            start, used = number, 0.0
        used += height
    return [*pages, (start, len(heights))]
