"""Where everything stands, settled before anything is written: formulas point there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Table:
    """A table with named columns on a sheet.

    Attributes
    ----------
    sheet
        Name of the sheet.
    first
        Row of the first record, counted from 0.
    count
        How many records.
    columns
        Place of each column, counted from 0.

    Examples
    --------
    >>> table = Table("How sure", first=4, count=3, columns={"rank": 1, "title": 2})
    >>> table.at("rank", 0, on="How sure"), table.all("rank", on="Model")
    ('B5', "'How sure'!$B$5:$B$7")
    """

    sheet: str
    first: int
    count: int
    columns: Mapping[str, int]

    @property
    def rows(self) -> range:
        """Rows of the records."""
        return range(self.first, self.first + self.count)

    @property
    def end(self) -> int:
        """The row below the last record."""
        return self.first + self.count

    def at(self, column: str, record: int, *, on: str) -> str:
        """Point at a cell, as a formula on a sheet writes it."""
        cell = xl_rowcol_to_cell(self.first + record, self.columns[column])
        return self._seen(cell, on)

    def fixed(self, column: str, record: int, *, on: str) -> str:
        """Point at a cell that stays where it is when a formula is copied down."""
        place = (self.first + record, self.columns[column])
        return self._seen(xl_rowcol_to_cell(*place, row_abs=True, col_abs=True), on)

    def all(self, column: str, *, on: str) -> str:
        """Point at a whole column."""
        return self.part(column, 0, self.count - 1, on=on)

    def part(self, column: str, first: int, last: int, *, on: str) -> str:
        """Point at some records of a column, the last one included."""
        ends = (
            xl_rowcol_to_cell(self.first + each, self.columns[column], row_abs=True, col_abs=True)
            for each in (first, last)
        )
        return self._seen(":".join(ends), on)

    def across(self, first: str, last: str, record: int, *, on: str) -> str:
        """Point at neighbouring columns of a record."""
        ends = (
            xl_rowcol_to_cell(self.first + record, self.columns[name]) for name in (first, last)
        )
        return self._seen(":".join(ends), on)

    def _seen(self, place: str, on: str) -> str:
        return place if on == self.sheet else f"{quote_sheetname(self.sheet)}!{place}"


def columns(*names: str, start: int = 1) -> dict[str, int]:
    """Put columns beside each other; the first one stays free as a margin.

    Examples
    --------
    >>> columns("rank", "title")
    {'rank': 1, 'title': 2}
    """
    return {name: place for place, name in enumerate(names, start=start)}
