"""Where the answers live: a file scanned by DuckDB, a sheet, or a frame (see `frames`).

Files are never read into memory: DuckDB scans them out of core. The way back from a wrong
value to its rows is walked only when something is wrong.
"""

from __future__ import annotations

import glob
import shutil
import tempfile
import weakref
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

import narwhals as nw

from cx_workbench.errors import Problem, StudyError
from cx_workbench.study.delimited import (
    ROWS_NAMED,
    UNREAD,
    Form,
    QuotesError,
    beheaded,
    empty_problem,
    file_records,
    form_of_file,
    heading_problems,
    rewritten,
)
from cx_workbench.study.encodings import detect_encoding, transcode
from cx_workbench.study.engines import collected, own_engine
from cx_workbench.study.originals import Original
from cx_workbench.study.tables import RawTable, unreadable, usual_decimals
from cx_workbench.study.values import Decimals, as_heading, as_text

#: Raw values by column, as they stand in the source: where a problem is.
Condition: TypeAlias = Mapping[str, object]
Finder: TypeAlias = Callable[[Sequence[Condition]], list[tuple[int, ...]]]
#: Takes what made the engine give up.
Mender: TypeAlias = "Callable[[Exception], Source]"

#: The column that numbers the rows of a frame.
ROW = "cx_workbench_row"
_NESTED = (nw.List, nw.Array, nw.Struct, nw.Object, nw.Binary)


@dataclass(frozen=True)
class Source:
    """Answers that are not read yet.

    Attributes
    ----------
    file, sheet
        What to call it in a message.
    frame
        The answers, lazily: headings trimmed, every column of texts, numbers or truth values.
    find
        For each condition, the first rows that meet it, as a spreadsheet numbers them; empty
        where the engine has no row numbers.
    mended
        Takes what made the engine give up, and returns the same answers in a form that it can
        read, or raises a StudyError with what is wrong with them.
    notes
        What was assumed to read it.
    decimals
        How such a file usually writes decimals.
    keep
        What is to live as long as the frame does.
    original
        The file that is scanned; ``None`` for a frame, a sheet or a copy of our own.
    """

    file: str
    sheet: str | None
    frame: nw.LazyFrame[Any]
    find: Finder
    mended: Mender
    notes: tuple[str, ...] = ()
    decimals: Decimals = Decimals.POINT
    keep: object = field(default=None, repr=False)
    original: Original | None = field(default=None, repr=False)

    @property
    def columns(self) -> list[str]:
        """Headings, trimmed."""
        return self.frame.collect_schema().names()

    @property
    def nested(self) -> list[str]:
        """Columns that hold lists or other data of their own."""
        schema = self.frame.collect_schema()
        return [name for name, dtype in schema.items() if isinstance(dtype, _NESTED)]

    @property
    def place(self) -> str:
        """The file, and the sheet, in words."""
        return self.problem("").where

    def problem(self, what: str, **place: Any) -> Problem:  # noqa: ANN401  fields of Problem
        """Return a problem in this source."""
        return Problem(what, file=self.file, sheet=self.sheet, **place)


def csv_source(path: Path, language: str | None = None) -> Source:
    """Open a CSV of any size, delimiter and usual encoding; every cell stays text.

    Raises
    ------
    StudyError
        Where it has no heading, or the same one twice.
    """
    original = Original.of(path)
    encoding = detect_encoding(path, language)
    readable, copy = path, None
    if not encoding.is_utf8:
        copy = _Copy()
        readable = transcode(path, encoding, copy.path)
    form = form_of_file(readable)
    if not any(form.headings):
        raise StudyError(UNREAD, [empty_problem(path.name)])
    if problems := heading_problems(form.headings, form.row, path.name):
        raise StudyError(UNREAD, problems)
    names = tuple(name or f"column {place}" for place, name in enumerate(form.headings, start=1))
    form = replace(form, headings=names)
    heading_first = readable
    if form.bytes_above:
        # DuckDB loses rows without a word if the lines that it is to skip end in another way.
        copy = _Copy(keep=copy)
        heading_first = beheaded(readable, form.bytes_above, copy.path)

    def mended(_: Exception) -> Source:
        again = _Copy(keep=copy)
        try:
            rewritten(readable, form, path.name, again.path)
        except QuotesError as error:
            raise StudyError(UNREAD, [error.problem(path.name)]) from error
        frame = _scanned(again.path, replace(form, delimiter=","))
        return replace(source, frame=frame, mended=_given_up(path), keep=again, original=None)

    source = Source(
        path.name,
        None,
        _scanned(heading_first, form),
        find=lambda conditions: _find_in_csv(readable, form, conditions),
        mended=mended,
        notes=(f"{path.name} {encoding.note}",) if encoding.note else (),
        decimals=usual_decimals(form.delimiter),
        keep=copy,
        original=original if copy is None else None,
    )
    return source


def parquet_source(path: Path) -> Source:
    """Open a Parquet file of any size.

    Raises
    ------
    StudyError
        Where it is none.
    """
    import duckdb

    original, engine = Original.of(path), own_engine()

    def opened(**options: Any) -> nw.LazyFrame[Any]:  # noqa: ANN401  DuckDB's options
        pattern = glob.escape(str(path))
        return plain(nw.from_native(engine.read_parquet(pattern, binary_as_string=True, **options)))

    try:
        frame = opened()
    except duckdb.Error as error:
        raise StudyError(UNREAD, [unreadable(path, error)]) from error

    def find(conditions: Sequence[Condition]) -> list[tuple[int, ...]]:
        # DuckDB counts rows from 0, a spreadsheet from 1 with the heading first.
        numbered = opened(file_row_number=True).rename({"file_row_number": ROW})
        return find_in_frame(numbered.with_columns(nw.col(ROW) + 2), conditions)

    return Source(path.name, None, frame, find, _given_up(path), original=original)


def table_source(raw: RawTable) -> Source:
    """Take a small table that is in memory already (a sheet of a workbook)."""
    texts = raw.frame.map(as_text).astype("str")
    numbered = nw.from_native(texts.assign(**{ROW: texts.index})).lazy()
    return Source(
        raw.file,
        raw.sheet,
        nw.from_native(texts.reset_index(drop=True)).lazy(),
        find=lambda conditions: find_in_frame(numbered, conditions),
        mended=_given_up(Path(raw.file)),
        notes=raw.notes,
        decimals=raw.decimals,
    )


class _Copy:
    """A file of our own, gone when nobody needs it any more."""

    def __init__(self, keep: _Copy | None = None) -> None:
        self._keep = keep
        folder = tempfile.mkdtemp(prefix="cx-workbench-")
        self.path = Path(folder) / "answers.csv"
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)


def _scanned(path: Path, form: Form) -> nw.LazyFrame[Any]:
    return nw.from_native(
        own_engine().read_csv(
            glob.escape(str(path)),
            header=True,
            delimiter=form.delimiter,
            quotechar='"',
            escapechar='"',
            auto_detect=False,
            columns=dict.fromkeys(form.headings, "VARCHAR"),
        )
    )


def _given_up(path: Path) -> Mender:
    def mended(error: Exception) -> Source:
        raise StudyError(UNREAD, [unreadable(path, error)]) from error

    return mended


def plain(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Trim headings; make what is neither text nor number nor truth value a text."""
    schema = frame.collect_schema()
    renamed = {name: as_heading(name) for name in schema.names() if name != as_heading(name)}
    frame = frame.rename(renamed) if renamed else frame
    texts = [
        nw.col(renamed.get(name, name)).cast(nw.Float64 if dtype.is_decimal() else nw.String)
        for name, dtype in schema.items()
        if not (dtype.is_integer() or dtype.is_float() or dtype in (nw.String, nw.Boolean))
        and not isinstance(dtype, _NESTED)
    ]
    return frame.with_columns(*texts) if texts else frame


def _find_in_csv(path: Path, form: Form, conditions: Sequence[Condition]) -> list[tuple[int, ...]]:
    """Walk the file once; stop as soon as every condition has its rows."""
    wanted: dict[tuple[int, ...], dict[tuple[str, ...], list[int]]] = defaultdict(dict)
    for number, condition in enumerate(conditions):
        places = tuple(form.headings.index(column) for column in condition)
        values = tuple(as_text(value) for value in condition.values())
        wanted[places].setdefault(values, []).append(number)
    found: list[list[int]] = [[] for _ in conditions]
    for row, cells in _until_quotes_break(path, form):
        for places, by_values in wanted.items():
            values = tuple(as_text(cells[at]) if at < len(cells) else "" for at in places)
            for number in by_values.get(values, ()):
                found[number] += [row] if len(found[number]) < ROWS_NAMED else []
        if all(len(rows) == ROWS_NAMED for rows in found):
            break
    return [tuple(rows) for rows in found]


def _until_quotes_break(path: Path, form: Form) -> Any:  # noqa: ANN401  an iterator of records
    try:
        yield from file_records(path, form)
    except QuotesError:
        return


def find_in_frame(
    frame: nw.LazyFrame[Any], conditions: Sequence[Condition]
) -> list[tuple[int, ...]]:
    """Find the first rows that meet each condition; the column ``ROW`` numbers them."""
    schema = frame.collect_schema()
    found = []
    for condition in conditions:
        met = [_is(column, value, schema[column]) for column, value in condition.items()]
        rows = frame.filter(*met).select(ROW).sort(ROW).head(ROWS_NAMED)
        found.append(tuple(map(int, collected(rows)[ROW].to_list())))
    return found


def _is(column: str, value: object, dtype: nw.dtypes.DType) -> nw.Expr:
    if value is not None:
        as_counted = isinstance(value, str) and dtype != nw.String
        return (nw.col(column).cast(nw.String) if as_counted else nw.col(column)) == value
    empty = nw.col(column).is_null()
    if dtype.is_float():
        return empty | nw.col(column).is_nan()
    return empty | (nw.col(column).cast(nw.String).str.strip_chars() == "")
