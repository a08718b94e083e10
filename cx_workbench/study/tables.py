"""Small tables as they stand in a file: every cell raw, every row with its number."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from cx_workbench.errors import Problem
from cx_workbench.study.encodings import detect_delimiter, detect_encoding, read_text
from cx_workbench.study.values import as_text, is_empty

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from cx_workbench.study.values import Cell

_CODE_PAGE_NAMES = {
    "cp1250": "Windows-1250 (Central European)",
    "cp1252": "Windows-1252 (Western European)",
}


@dataclass(frozen=True)
class RawTable:
    """A table before it is checked.

    Attributes
    ----------
    name
        Name of the table in the contract.
    file, sheet
        Where it stands.
    frame
        Cells as read, headings trimmed, the index the row numbers of a spreadsheet (2 is the
        first row under the heading).
    problems
        What is wrong with its form.
    notes
        What was assumed to read it.
    decimal_comma
        The file is known to write decimal commas.
    """

    name: str
    file: str
    sheet: str | None
    frame: pd.DataFrame
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = field(default=())
    decimal_comma: bool = False

    def problem(self, what: str, **place: object) -> Problem:
        """Return a problem at this table."""
        return Problem(what, file=self.file, sheet=self.sheet, **place)  # type: ignore[arg-type]


def read_csv(path: Path, name: str, language: str | None = None) -> RawTable:
    """Read a small CSV of any usual delimiter and encoding."""
    encoding = detect_encoding(path, language)
    text = read_text(path, encoding)
    delimiter = detect_delimiter(text.split("\n", 1)[0])
    records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    table = from_records(records, name, path.name)
    return RawTable(
        name, table.file, None, table.frame, table.problems,
        notes=encoding_note(path.name, encoding),
        decimal_comma=delimiter == ";",
    )


def encoding_note(file: str, encoding: str) -> tuple[str, ...]:
    """Say so where the encoding had to be told from the letters."""
    if encoding not in _CODE_PAGE_NAMES:
        return ()
    return (
        f"{file} is not UTF-8; it was read as {_CODE_PAGE_NAMES[encoding]}. If letters look "
        "wrong, set language in study.toml or save the file as UTF-8.",
    )


def read_parquet(path: Path, name: str) -> RawTable:
    """Read a small Parquet file."""
    return from_frame(pd.read_parquet(path), name, path.name)


def read_workbook(path: Path) -> dict[str, RawTable]:
    """Read every sheet of an Excel workbook, by the sheet's trimmed name in lower case."""
    from openpyxl import load_workbook

    workbook = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    try:
        return {
            sheet.title.strip().casefold(): from_records(
                (list(row) for row in sheet.iter_rows(values_only=True)),
                sheet.title.strip().casefold(),
                path.name,
                sheet.title,
            )
            for sheet in workbook.worksheets
        }
    finally:
        workbook.close()


def from_frame(frame: pd.DataFrame, name: str, file: str) -> RawTable:
    """Take a data frame; its rows are numbered as if it stood in a spreadsheet."""
    flat = frame.reset_index(drop=True).astype(object)
    records = [list(flat.columns), *flat.itertuples(index=False, name=None)]
    return from_records(records, name, file)


def from_records(
    records: Iterable[Sequence[Cell]], name: str, file: str, sheet: str | None = None
) -> RawTable:
    """Take rows of cells, the heading first; rows without any content are passed over."""
    numbered = [
        (number, list(record))
        for number, record in enumerate(records, start=1)
        if not all(is_empty(cell) for cell in record)
    ]
    if not numbered:
        hint = "Give it a heading and at least one row."
        problem = Problem("The table is empty.", file=file, sheet=sheet, hint=hint)
        return RawTable(name, file, sheet, pd.DataFrame(), (problem,))
    heading_row, heading = numbered[0]
    headings = [as_text(cell) for cell in heading]
    while headings and not headings[-1]:
        headings.pop()
    body = numbered[1:]
    problems = [
        *_heading_problems(headings, heading_row, body, file, sheet),
        *_ragged_problems(headings, body, file, sheet),
    ]
    rows = [(record + [None] * len(headings))[: len(headings)] for _, record in body]
    frame = pd.DataFrame(rows, index=[number for number, _ in body], columns=headings, dtype=object)
    frame = frame.loc[:, [bool(heading) for heading in headings]]
    return RawTable(name, file, sheet, frame.loc[:, ~frame.columns.duplicated()], tuple(problems))


def _heading_problems(
    headings: list[str],
    heading_row: int,
    body: list[tuple[int, list[Cell]]],
    file: str,
    sheet: str | None,
) -> list[Problem]:
    twice = sorted({name for name in headings if name and headings.count(name) > 1})
    problems = [
        Problem(
            f"The heading '{name}' stands there {headings.count(name)} times.",
            file=file, sheet=sheet, rows=(heading_row,), column=name, value=name,
            hint="Give each column a heading of its own.",
        )
        for name in twice
    ]
    unnamed = [place for place, name in enumerate(headings) if not name]
    problems += [
        Problem(
            f"Column {place + 1} has cells but no heading.",
            file=file, sheet=sheet, rows=(heading_row,), hint="Give it a heading or delete it.",
        )
        for place in unnamed
        if any(len(record) > place and not is_empty(record[place]) for _, record in body)
    ]
    return problems


def _ragged_problems(
    headings: list[str], body: list[tuple[int, list[Cell]]], file: str, sheet: str | None
) -> list[Problem]:
    """Cells beyond the headings: mostly a delimiter inside a text that lacks its quotes."""
    long = [
        number
        for number, record in body
        if any(not is_empty(cell) for cell in record[len(headings):])
    ]
    if not long:
        return []
    return [
        Problem(
            f"There are more cells than the {len(headings)} headings.",
            file=file, sheet=sheet, rows=tuple(long[:5]), count=len(long),
            hint="A text that holds the delimiter needs double quotes around it.",
        )
    ]
