"""Small tables as they stand in a file: every cell raw, every row with its number."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from cx_workbench.errors import Problem, StudyError
from cx_workbench.study.contract import TABLES
from cx_workbench.study.delimited import (
    UNREAD,
    QuotesError,
    Widths,
    empty_problem,
    form_of,
    heading_problems,
    is_blank,
    numbered_records,
)
from cx_workbench.study.encodings import detect_encoding, read_text
from cx_workbench.study.values import Decimals, as_heading, is_empty

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from cx_workbench.study.contract import Table
    from cx_workbench.study.values import Cell

_KINDS = {
    ".xlsx": "workbook",
    ".xlsm": "workbook",
    ".parquet": "Parquet file",
    ".csv": "CSV file",
}
#: So far down a heading is looked for below a title.
_TITLE_ROWS = 10


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
        Cells as read, the index the row numbers of a spreadsheet (2 is the first row under
        the heading). Headings are trimmed, those of the contract written as the contract does.
    problems
        What is wrong with its form.
    notes
        What was assumed to read it.
    decimals
        How such a file usually writes decimals.
    misfits
        Rows with more or fewer cells than headings: only their ids are trusted.
    cut
        Whether rows are lost, because double quotes do not match.
    """

    name: str
    file: str
    sheet: str | None
    frame: pd.DataFrame
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    decimals: Decimals = Decimals.POINT
    misfits: frozenset[int] = frozenset()
    cut: bool = False

    @property
    def place(self) -> str:
        """The file, and the sheet, in words."""
        return self.problem("").where

    def renamed(self, name: str) -> RawTable:
        """Take a sheet of any name for a table of the contract."""
        if name == self.name:
            return self
        headings = _headings(list(self.frame.columns), TABLES[name])
        return replace(self, name=name, frame=self.frame.set_axis(headings, axis=1))

    def problem(self, what: str, **place: Any) -> Problem:  # noqa: ANN401  fields of Problem
        """Return a problem at this table."""
        return Problem(what, file=self.file, sheet=self.sheet, **place)


def read_csv(path: Path, name: str, language: str | None = None) -> RawTable:
    """Read a small CSV of any usual delimiter and encoding.

    Raises
    ------
    OSError
        Where the file cannot be opened.
    """
    encoding = detect_encoding(path, language)
    text = read_text(path, encoding)
    form = form_of(text)
    records: list[tuple[int, Sequence[Cell]]] = []
    broken: tuple[Problem, ...] = ()
    try:
        records.extend(numbered_records(io.StringIO(text, newline=""), form.delimiter))
    except QuotesError as error:
        broken = (error.problem(path.name),)
    table = from_records(records, name, path.name, whole=True)
    return replace(
        table,
        problems=(*table.problems, *broken),
        notes=(f"{path.name} {encoding.note}",) if encoding.note else (),
        decimals=usual_decimals(form.delimiter),
        cut=bool(broken),
    )


def usual_decimals(delimiter: str) -> Decimals:
    """Tell how decimals are written: semicolons stand where commas are taken by decimals."""
    return Decimals.COMMA if delimiter == ";" else Decimals.POINT


def read_parquet(path: Path, name: str) -> RawTable:
    """Read a small Parquet file.

    Raises
    ------
    StudyError
        Where it is none.
    """
    try:
        frame = pd.read_parquet(path)
    except Exception as error:  # its readers raise whatever a broken file makes them
        raise StudyError(UNREAD, [unreadable(path, error)]) from error
    return from_frame(frame, name, path.name)


def unreadable(path: Path, error: Exception) -> Problem:
    """Say that a file cannot be read; why, only where it is no matter of its content."""
    kind = _KINDS.get(path.suffix.casefold(), "file")
    reason = getattr(error, "strerror", None)
    return Problem(
        f"The file cannot be opened: {reason}."
        if reason
        else f"The {kind} cannot be read: it is damaged, or something else by that name.",
        file=path.name,
        hint="Check that you may read it, and that no other program keeps it."
        if reason
        else f"Open it in the program that wrote it and save it again as {path.suffix}.",
    )


def from_frame(frame: pd.DataFrame, name: str, file: str) -> RawTable:
    """Take a data frame; its rows are numbered as if it stood in a spreadsheet."""
    flat = frame.reset_index(drop=True).astype(object)
    records = [list(flat.columns), *flat.itertuples(index=False, name=None)]
    return from_records(enumerate(records, start=1), name, file)


def from_records(
    records: Iterable[tuple[int, Sequence[Cell]]],
    name: str,
    file: str,
    sheet: str | None = None,
    *,
    whole: bool = False,
) -> RawTable:
    """Take rows of cells with their numbers, the heading first.

    Rows without any content are passed over; ``whole`` rows have a cell for each heading.
    """
    numbered = [(row, list(record)) for row, record in records if not is_blank(record)]
    if not numbered:
        return RawTable(name, file, sheet, pd.DataFrame(), (empty_problem(file, sheet),))
    start = _heading_place(numbered, TABLES.get(name))
    heading_row, headings = numbered[start][0], _headings(numbered[start][1], TABLES.get(name))
    body = numbered[start + 1 :]
    widths = Widths(len(headings), file, sheet)
    misfits = [row for row, record in body if not widths.fits(row, record, whole=whole)]
    problems = [
        *_title_problems(numbered[0][0], heading_row, file, sheet),
        *heading_problems(headings, heading_row, file, sheet),
        *_unnamed_problems(headings, heading_row, body, file, sheet),
        *widths.problems,
    ]
    rows = [(record + [None] * len(headings))[: len(headings)] for _, record in body]
    frame = pd.DataFrame(rows, index=[row for row, _ in body], columns=headings, dtype=object)
    frame = frame.loc[:, [bool(heading) for heading in headings]]
    frame = frame.loc[:, ~frame.columns.str.casefold().duplicated()]
    return RawTable(name, file, sheet, frame, tuple(problems), misfits=frozenset(misfits))


def contract_key(heading: str) -> str:
    """Fold a heading for comparison with the contract's: ``Effort likely`` is effort_likely.

    Examples
    --------
    >>> contract_key("Effort likely")
    'effort_likely'
    """
    return heading.casefold().replace(" ", "_").replace("-", "_")


def _headings(cells: Sequence[Cell], table: Table | None) -> list[str]:
    known = {name: name for name in table.names} if table else {}
    headings = [as_heading(cell) for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    return [known.get(contract_key(heading), heading) for heading in headings]


def _heading_place(numbered: Sequence[tuple[int, Sequence[Cell]]], table: Table | None) -> int:
    """Find the heading: the first row, unless only a later one has the required headings."""
    if table is None:
        return 0
    required = set(table.required_columns)
    for place, (_, record) in enumerate(numbered[:_TITLE_ROWS]):
        if required <= set(_headings(record, table)):
            return place
    return 0


def _title_problems(first: int, heading: int, file: str, sheet: str | None) -> list[Problem]:
    if first == heading:
        return []
    return [
        Problem(
            f"The headings stand in row {heading}, below other content.",
            file=file,
            sheet=sheet,
            rows=(first,),
            hint="Delete the rows above the headings.",
        )
    ]


def _unnamed_problems(
    headings: Sequence[str],
    heading_row: int,
    body: Sequence[tuple[int, Sequence[Cell]]],
    file: str,
    sheet: str | None,
) -> list[Problem]:
    unnamed = [place for place, name in enumerate(headings) if not name]
    filled = {
        place: [row for row, record in body if place < len(record) and not is_empty(record[place])]
        for place in unnamed
    }
    return [
        Problem(
            f"Column {place + 1} has cells but no heading.",
            file=file,
            sheet=sheet,
            rows=(heading_row,),
            value=None,
            hint=f"Give it a heading, or delete the column; its first cell is in row {rows[0]}.",
        )
        for place, rows in filled.items()
        if rows
    ]
