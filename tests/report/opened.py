"""A workbook of ours as somebody opens it: cells by the names that the plan gives them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl

from cx_workbench.report.composing import compose
from cx_workbench.report.decided import Log
from cx_workbench.report.workbook import render
from cx_workbench.report.workbook.made import Made
from cx_workbench.report.workbook.plan import plan

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook

    from cx_workbench.rank.model import Ranking
    from cx_workbench.report.history import History
    from cx_workbench.report.model import Report
    from cx_workbench.report.workbook.places import Table
    from cx_workbench.report.workbook.plan import Plan


def cell(book: Workbook, table: Table, column: str, record: int) -> Any:  # noqa: ANN401  as openpyxl
    """Return a cell of a table."""
    row, place = table.first + record + 1, table.columns[column] + 1
    return book[table.sheet].cell(row, place)


@dataclass(frozen=True)
class Opened:
    """A workbook with the plan that it was written by.

    Attributes
    ----------
    report
        What it is about.
    content
        The file.
    """

    report: Report
    content: bytes

    @cached_property
    def plan(self) -> Plan:
        return plan(self.report, Made(self.report.ranking))

    @cached_property
    def seen(self) -> Workbook:
        """What the cells show."""
        return openpyxl.load_workbook(BytesIO(self.content), data_only=True)

    @cached_property
    def formulas(self) -> Workbook:
        """What the cells hold."""
        return openpyxl.load_workbook(BytesIO(self.content))

    def shown(self, table: Table, column: str, book: Workbook | None = None) -> list[Any]:
        """Return what a column of a table shows."""
        source = self.seen if book is None else book
        return [cell(source, table, column, record).value for record in range(table.count)]

    def cells(self) -> list[Any]:
        """Return every cell that holds something."""
        return [
            each
            for sheet in self.formulas
            for row in sheet.iter_rows()
            for each in row
            if each.value is not None
        ]

    def write(self, path: Path) -> Path:
        """Put it into a folder."""
        path.write_bytes(self.content)
        return path


def opened(ranking: Ranking, log: Log | None = None, history: History | None = None) -> Opened:
    """Write the workbook of a ranking and open it."""
    report = compose(ranking, log or Log(), history)
    return Opened(report, render(report))
