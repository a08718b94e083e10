"""Where the answers live: a file scanned by DuckDB, or any frame that narwhals knows.

Files are never read into memory: DuckDB scans them out of core. The way back from a wrong
value to its rows is walked only when something is wrong.
"""

from __future__ import annotations

import csv
import glob
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import narwhals as nw

from cx_workbench.errors import Problem, StudyError
from cx_workbench.study.encodings import detect_delimiter, detect_encoding, transcode
from cx_workbench.study.tables import RawTable, encoding_note
from cx_workbench.study.values import as_text

#: Raw values by column, as they stand in the source: where a problem is.
Condition: TypeAlias = Mapping[str, object]
Finder: TypeAlias = Callable[[Sequence[Condition]], list[tuple[int, ...]]]

_ROWS_NAMED = 5


@dataclass(frozen=True)
class Source:
    """Answers that are not read yet.

    Attributes
    ----------
    file, sheet
        What to call it in a message.
    frame
        The answers, lazily; headings trimmed.
    find
        For each condition, the first rows that meet it, as a spreadsheet numbers them; empty
        where the engine has no row numbers.
    form
        Checks the file's form when the engine cannot read it: every problem found.
    """

    file: str
    sheet: str | None
    frame: nw.LazyFrame[Any]
    find: Finder
    form: Callable[[], list[Problem]] = list
    notes: tuple[str, ...] = ()
    decimal_comma: bool = False
    keep: object = field(default=None, repr=False)

    @property
    def columns(self) -> list[str]:
        """Headings, trimmed."""
        return self.frame.collect_schema().names()

    def problem(self, what: str, **place: Any) -> Problem:  # noqa: ANN401  fields of Problem
        """Return a problem in this source."""
        return Problem(what, file=self.file, sheet=self.sheet, **place)


def csv_source(path: Path, language: str | None = None) -> Source:
    """Open a CSV of any size, delimiter and usual encoding; every cell stays text."""
    encoding = detect_encoding(path, language)
    readable, keep = path, None
    if encoding not in ("utf-8", "utf-8-sig"):
        keep = tempfile.TemporaryDirectory(prefix="cx-workbench-")
        readable = transcode(path, encoding, Path(keep.name) / "answers.csv")
    with readable.open(encoding="utf-8-sig", newline="") as file:
        first = file.readline()
    delimiter = detect_delimiter(first)
    headings = _headings(next(csv.reader([first], delimiter=delimiter), []), path.name)
    import duckdb

    # narwhals unpivots on DuckDB's default connection, so the scan must start there too.
    relation = duckdb.read_csv(
        glob.escape(str(readable)), header=True, delimiter=delimiter,
        quotechar='"', escapechar='"', auto_detect=False,
        columns=dict.fromkeys(headings, "VARCHAR"),
    )
    return Source(
        path.name, None, nw.from_native(relation),
        find=lambda conditions: _find_in_csv(readable, delimiter, headings, conditions),
        form=lambda: _csv_form(readable, path.name, delimiter, len(headings)),
        notes=encoding_note(path.name, encoding), decimal_comma=delimiter == ";", keep=keep,
    )


def parquet_source(path: Path) -> Source:
    """Open a Parquet file of any size."""
    pattern = glob.escape(str(path))
    import duckdb

    frame = _trimmed(nw.from_native(duckdb.read_parquet(pattern)))

    def find(conditions: Sequence[Condition]) -> list[tuple[int, ...]]:
        numbered = duckdb.read_parquet(pattern, file_row_number=True)
        return _find_in_frame(
            _trimmed(nw.from_native(numbered)), "file_row_number", conditions, offset=2
        )

    return Source(path.name, None, frame, find)


def table_source(raw: RawTable) -> Source:
    """Take a small table that is in memory already (a sheet of a workbook)."""
    texts = raw.frame.map(as_text).astype("str")
    numbered = nw.from_native(texts.assign(**{_ROW: texts.index})).lazy()
    return Source(
        raw.file, raw.sheet, nw.from_native(texts.reset_index(drop=True)).lazy(),
        find=lambda conditions: _find_in_frame(numbered, _ROW, conditions, offset=0),
        notes=raw.notes, decimal_comma=raw.decimal_comma,
    )


def frame_source(native: Any, name: str) -> Source:  # noqa: ANN401  any frame narwhals knows
    """Take a pandas, Polars, Arrow, DuckDB, Dask, PySpark or Ibis frame as it is."""
    frame = nw.from_native(native)
    if isinstance(frame, nw.LazyFrame):
        return Source(name, None, _trimmed(frame), find=lambda conditions: [() for _ in conditions])
    eager = _trimmed(frame.lazy())
    numbered = _trimmed(frame.with_row_index(_ROW).lazy())
    return Source(
        name, None, eager,
        find=lambda conditions: _find_in_frame(numbered, _ROW, conditions, offset=2),
    )


_ROW = "cx_workbench_row"


def _trimmed(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    names = frame.collect_schema().names()
    changed = {name: str(name).strip() for name in names if str(name) != str(name).strip()}
    return frame.rename(changed) if changed else frame


def _headings(cells: list[str], file: str) -> list[str]:
    """Trim headings; those of no name get one, those that come twice are refused."""
    names = [as_text(cell.removeprefix("\ufeff")) for cell in cells]
    if not any(names):
        hint = "Give it a heading and at least one row."
        raise StudyError("", [Problem("The table is empty.", file=file, hint=hint)])
    named = [name or f"column {place}" for place, name in enumerate(names, start=1)]
    twice = sorted({name for name in named if named.count(name) > 1})
    if twice:
        raise StudyError("", [
            Problem(
                f"The heading '{name}' stands there {named.count(name)} times.",
                file=file, rows=(1,), column=name, value=name,
                hint="Give each column a heading of its own.",
            )
            for name in twice
        ])
    return named


def _find_in_csv(
    path: Path, delimiter: str, headings: list[str], conditions: Sequence[Condition]
) -> list[tuple[int, ...]]:
    """Walk the file once; stop as soon as every condition has its rows."""
    wanted = [
        [(headings.index(column), as_text(value)) for column, value in condition.items()]
        for condition in conditions
    ]
    found: list[list[int]] = [[] for _ in wanted]
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row, cells in enumerate(csv.reader(file, delimiter=delimiter), start=1):
            if row == 1 or not cells:
                continue
            for rows, condition in zip(found, wanted, strict=True):
                if len(rows) < _ROWS_NAMED and all(
                    place < len(cells) and as_text(cells[place]) == value
                    for place, value in condition
                ):
                    rows.append(row)
            if all(len(rows) == _ROWS_NAMED for rows in found):
                break
    return [tuple(rows) for rows in found]


def _csv_form(path: Path, name: str, delimiter: str, width: int) -> list[Problem]:
    """Find the rows that have more or fewer cells than there are headings."""
    odd: list[int] = []
    count = 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row, cells in enumerate(csv.reader(file, delimiter=delimiter), start=1):
            if cells and len(cells) != width:
                count += 1
                odd += [row] if len(odd) < _ROWS_NAMED else []
    if not count:
        return []
    return [
        Problem(
            f"There are more or fewer cells than the {width} headings.",
            file=name, rows=tuple(odd), count=count,
            hint="A text that holds the delimiter needs double quotes around it.",
        )
    ]


def _find_in_frame(
    frame: nw.LazyFrame[Any], row: str, conditions: Sequence[Condition], *, offset: int
) -> list[tuple[int, ...]]:
    found = []
    for condition in conditions:
        met = [
            nw.col(column).is_null() | (nw.col(column).cast(nw.String) == "")
            if value is None
            else nw.col(column) == value
            for column, value in condition.items()
        ]
        rows = frame.filter(*met).select(row).sort(row).head(_ROWS_NAMED).collect(backend="pyarrow")
        found.append(tuple(int(number) + offset for number in rows[row].to_list()))
    return found
