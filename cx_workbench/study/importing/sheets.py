"""Tables as they lie in a file of another program: every cell raw, every row with its number.

Nothing is taken for a heading yet. A text file of any size is read row by row, each time anew;
a workbook is held.
"""

from __future__ import annotations

import csv
import itertools
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from cx_workbench.errors import Problem, StudyError
from cx_workbench.study.delimited import QuotesError, empty_problem, is_blank, numbered_records
from cx_workbench.study.encodings import detect_encoding
from cx_workbench.study.importing.books import read_book
from cx_workbench.study.importing.limits import (
    LONGEST_CELL,
    MOST_COLUMNS,
    UNREAD,
)
from cx_workbench.study.tables import unreadable
from cx_workbench.study.values import Cell

if TYPE_CHECKING:
    import io
    from pathlib import Path

#: A row as a spreadsheet numbers it, and its cells.
Row: TypeAlias = tuple[int, Sequence[Cell]]

#: So many rows with content tell what a table is.
FIRST_ROWS = 100
_TEXTS = (".csv", ".tsv", ".txt")
_BOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_OF_SPSS = (".sav", ".zsav")
#: Endings of the names of all files that hold tables.
SUFFIXES = frozenset({*_TEXTS, *_BOOKS, *_OF_SPSS})
_DELIMITERS = ",;\t|^~"
#: How files begin that are no text, whatever they are called.
_NO_TEXT = tuple(
    map(bytes.fromhex, ("504b0304", "25504446", "d0cf11e0", "89504e47", "ffd8ff", "474946", "1f8b"))
)
#: Signs that no text has, as a share of all.
_MOST_CONTROLS = 0.05
_SAMPLE = 1 << 18


@dataclass(frozen=True)
class Sheet:
    """A table before anybody knows what it is.

    Attributes
    ----------
    file, name
        Where it lies; a text file has one sheet without a name.
    rows
        Opens it and gives all rows with content.
    notes
        What was assumed to read it.
    asks
        The wording of each column's question, where the file itself has it beside the names.
    """

    file: str
    name: str | None
    rows: Callable[[], Iterator[Row]]
    notes: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()

    def first(self) -> list[Row]:
        """Return the first rows with content."""
        return list(itertools.islice(self.rows(), FIRST_ROWS))

    def problem(self, what: str, hint: str, row: int | None = None) -> Problem:
        """Return a problem at this sheet."""
        rows = () if row is None else (row,)
        return Problem(what, file=self.file, sheet=self.name, rows=rows, hint=hint)


def sheets_of(path: Path) -> list[Sheet]:
    r"""Open a file of any kind that holds tables; sheets without content are left out.

    Parameters
    ----------
    path
        ``.csv``, ``.tsv``, ``.txt`` of any usual delimiter and encoding, a workbook of Excel
        (of before 2007 too) or OpenDocument, or a file of SPSS.

    Raises
    ------
    StudyError
        It is of another kind, damaged, locked, or larger than such a file can be.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "export.csv")
    ...     _ = path.write_text("Survey of May\n\nid;score\n1;4\n")
    ...     [sheet] = sheets_of(path)
    ...     list(sheet.rows())
    [(1, ['Survey of May']), (3, ['id', 'score']), (4, ['1', '4'])]
    """
    suffix = path.suffix.casefold()
    try:
        if suffix in _TEXTS:
            return [_of_text(path)]
        if suffix in _BOOKS:
            return _of_book(path)
        if suffix in _OF_SPSS:
            from cx_workbench.study.importing.spss import spss_sheet

            return [spss_sheet(path)]
    except OSError as error:
        raise StudyError(UNREAD, [unreadable(path, error)]) from error
    what = f"A file of the kind '{path.suffix}' cannot be imported."
    hint = "Export the answers as .csv or .xlsx."
    if path.is_dir():
        what, hint = "It is a folder.", "Name the files in it that belong together."
    raise StudyError(UNREAD, [Problem(what, file=path.name, hint=hint)])


def _of_text(path: Path) -> Sheet:
    with path.open("rb") as raw:
        head = raw.read(len(max(_NO_TEXT, key=len)))
    encoding = detect_encoding(path)

    def opened() -> io.TextIOWrapper:
        return path.open(encoding=encoding.name, errors="replace", newline="")

    with opened() as file:
        sample = file.read(_SAMPLE).removeprefix("\ufeff")
    controls = sum(unicodedata.category(sign) == "Cc" and not sign.isspace() for sign in sample)
    if head.startswith(_NO_TEXT) or controls > _MOST_CONTROLS * len(sample):
        hint = "Open it in the program that wrote it, and save it as .csv."
        problem = Problem("It is no text, whatever its name says.", file=path.name, hint=hint)
        raise StudyError(UNREAD, [problem])
    delimiter = delimiter_of(sample)
    notes = (f"{path.name} {encoding.note}",) if encoding.note else ()

    def rows() -> Iterator[Row]:
        csv.field_size_limit(LONGEST_CELL)
        with opened() as file:
            try:
                for row, cells in numbered_records(_without_mark(file), delimiter):
                    if has_content(cells):
                        yield row, _bounded(cells, row, path)
            except QuotesError as error:
                raise StudyError(UNREAD, [error.problem(path.name)]) from error

    return Sheet(path.name, None, rows, notes)


def _without_mark(file: io.TextIOWrapper) -> Iterator[str]:
    """Give the lines without the mark of the byte order, and without bytes of nothing."""
    first = True
    for line in file:
        yield (line.removeprefix("\ufeff") if first else line).replace("\0", "")
        first = False


def has_content(cells: Sequence[Cell]) -> bool:
    """Whether anything stands in a row; mostly its first letter tells.

    Examples
    --------
    >>> has_content(["", "4"]), has_content(["", " "]), has_content([])
    (True, False, False)
    """
    first = cells[0] if cells else None
    return (isinstance(first, str) and first[:1].isalnum()) or not is_blank(cells)


def delimiter_of(sample: str) -> str:
    r"""Tell what divides the cells: what divides most rows into equally many.

    Parameters
    ----------
    sample
        The beginning of the file; titles above the table make no difference.

    Examples
    --------
    >>> delimiter_of("Results, all of them\nid;age;score\n1;30;4,5\n2;41;3,5\n")
    ';'
    """
    lines = sample.splitlines(keepends=True)
    whole = lines[:-1] if len(lines) > 1 and len(sample) >= _SAMPLE else lines
    return max(_DELIMITERS, key=lambda sign: _evenness(whole, sign))


def _evenness(lines: Sequence[str], delimiter: str) -> tuple[int, int]:
    """Rate a delimiter: rows of the most frequent width above one, and that width."""
    widths: Counter[int] = Counter()
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    try:
        widths.update(len(cells) for cells in itertools.islice(reader, FIRST_ROWS))
    except csv.Error:
        return 0, 0
    divided = {width: rows for width, rows in widths.items() if width > 1}
    if not divided:
        return 0, 0
    width = max(divided, key=lambda width: (divided[width], width))
    return divided[width], width


def _of_book(path: Path) -> list[Sheet]:
    held = [_held(path, name, rows) for name, rows in read_book(path)]
    held = [sheet for sheet in held if next(sheet.rows(), None)]
    if not held:
        raise StudyError(UNREAD, [empty_problem(path.name)])
    return held


def _held(path: Path, name: str, held: Sequence[Row]) -> Sheet:
    def rows() -> Iterator[Row]:
        for row, cells in held:
            if has_content(cells):
                yield row, _bounded(cells, row, path)

    return Sheet(path.name, name, rows)


def _bounded(cells: Sequence[Cell], row: int, path: Path) -> Sequence[Cell]:
    if len(cells) > MOST_COLUMNS:
        what = f"There are {len(cells):,} cells, over {MOST_COLUMNS:,}."
        hint = "Check that it is the right file."
        raise StudyError(UNREAD, [Problem(what, file=path.name, rows=(row,), hint=hint)])
    return cells
