"""Excel workbooks: every sheet as a raw table."""

from __future__ import annotations

import itertools
import warnings
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from cx_workbench.errors import Problem, StudyError
from cx_workbench.study.delimited import UNREAD
from cx_workbench.study.tables import RawTable, from_records, unreadable
from cx_workbench.study.values import NO_RESULT, Cell, as_heading

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

WORKBOOKS = (".xlsx", ".xlsm")

Rows: TypeAlias = Sequence[Sequence[Cell]]

#: Rows that a spreadsheet has, and cells that a table of a study may take up, blank ones too.
_MOST_ROWS, _MOST_CELLS = 1_048_576, 25_000_000
#: An Excel file that is no zip: of before 2007, or locked by a password.
_OLD_OR_LOCKED = bytes.fromhex("d0cf11e0a1b11ae1")


def read_workbook(path: Path) -> dict[str, RawTable]:
    """Read every sheet of an Excel workbook, by the sheet's trimmed name in lower case.

    Raises
    ------
    StudyError
        Where the file is no workbook that can be read.
    """
    try:
        with path.open("rb") as file:
            locked = file.read(len(_OLD_OR_LOCKED)) == _OLD_OR_LOCKED
        if not locked:
            return _sheets(path)
    except StudyError:
        raise
    except Exception as error:  # openpyxl raises whatever a broken file makes it
        raise StudyError(UNREAD, [unreadable(path, error)]) from error
    raise StudyError(UNREAD, [_locked(path)])


def sheet_of(path: Path, name: str) -> RawTable:
    """Read the sheet of a table's own workbook: the one of its name, else the first."""
    sheets = read_workbook(path)
    raw = sheets.get(name) or next(iter(sheets.values()))
    return raw.renamed(name)


def _locked(path: Path) -> Problem:
    return Problem(
        "The workbook is locked by a password, or of an Excel from before 2007.",
        file=path.name,
        hint="Open it in Excel and save it as .xlsx without a password.",
    )


def _sheets(path: Path) -> dict[str, RawTable]:
    sheets = _cells(path, results=True)
    if _has_formulas(path):
        formulas = dict(_cells(path, results=False))
        sheets = [(title, _with_faults(rows, formulas[title])) for title, rows in sheets]
    tables: dict[str, RawTable] = {}
    for title, rows in sheets:
        name = as_heading(title).casefold()
        table = from_records(enumerate(rows, start=1), name, path.name, title)
        if name in tables:
            twice = table.problem(
                f"There are two sheets named '{name}'.", hint="Keep one of them, or rename it."
            )
            tables[name] = replace(tables[name], problems=(*tables[name].problems, twice))
        else:
            tables[name] = table
    return tables


def _cells(path: Path, *, results: bool) -> list[tuple[str, Rows]]:
    """Read the cells of each sheet: the results of formulas, or the formulas."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # What openpyxl cannot keep (colours, drop-downs) is of no interest: nothing is written.
        warnings.simplefilter("ignore")
        workbook = load_workbook(path, read_only=True, data_only=results, keep_links=False)
        try:
            for sheet in workbook.worksheets:
                # Some programs write a wrong size of the sheet, which would cut it off.
                sheet.reset_dimensions()
            return [
                (sheet.title, _bounded(sheet.iter_rows(values_only=True), path))
                for sheet in workbook.worksheets
            ]
        finally:
            workbook.close()


def _bounded(rows: Iterable[Sequence[Cell]], path: Path) -> Rows:
    """Hold the rows of a sheet; one cell far away from the others makes blank ones by the million.

    Raises
    ------
    StudyError
        There are more than a spreadsheet has, or than a table can reasonably hold.
    """
    held, count = [], 0
    for number, cells in enumerate(rows, start=1):
        held.append(list(cells))
        count += len(cells)
        if number > _MOST_ROWS or count > _MOST_CELLS:
            hint = "Open it in Excel, copy the table into a new workbook, and save that."
            what = "A sheet is too large to be a table: something stands far away from the others."
            raise StudyError(UNREAD, [Problem(what, file=path.name, rows=(number,), hint=hint)])
    return held


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return any(b"<f>" in content or b"<f " in content for content in map(archive.read, sheets))


def _with_faults(results: Rows, formulas: Rows) -> Rows:
    """Mark the formulas whose result no spreadsheet program has computed yet."""
    return [
        [
            NO_RESULT if result is None and formula is not None else result
            for result, formula in itertools.zip_longest(cells, formula_cells)
        ]
        for cells, formula_cells in itertools.zip_longest(results, formulas, fillvalue=())
    ]
