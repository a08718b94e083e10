"""CSV as text: where its heading is, what divides its cells, whether its rows are whole."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cx_workbench.errors import Problem, StudyError
from cx_workbench.study.values import as_heading, as_text, is_empty

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from cx_workbench.study.values import Cell

#: What is said where a table of a study cannot be opened at all.
UNREAD = "The table cannot be read."
ROWS_NAMED = 5
_DELIMITERS = ",;\t|"
#: How a spreadsheet is told the delimiter; it does not count this line as a row.
_ANNOUNCED = re.compile(r"\s*\"?sep=([,;\t|])\"?\s*", re.IGNORECASE)
#: Holds the heading of the widest export.
_HEAD = 1 << 20

_SHORT_HINT = (
    "A text of several lines needs double quotes around it; a row that ends early needs its "
    "delimiters up to the last column."
)
_EMPTY_HINT = "Give it a heading and at least one row."


class QuotesError(ValueError):
    """A double quote that is not closed, or stands where none may; ``row`` says where."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row

    def problem(self, file: str) -> Problem:
        """Say it in words."""
        return Problem(
            "The double quotes do not match.",
            file=file,
            rows=(self.row,),
            hint="A text that begins with a double quote must end with one; inside it, write "
            "each double quote twice.",
        )


@dataclass(frozen=True)
class Form:
    """The form of a CSV.

    Attributes
    ----------
    delimiter
        What divides the cells.
    headings
        As they stand there, trimmed.
    row
        The heading's row, as a spreadsheet numbers it.
    bytes_above
        What stands above the heading, in bytes of UTF-8.
    """

    delimiter: str
    headings: tuple[str, ...]
    row: int = 1
    bytes_above: int = 0


def form_of(head: str) -> Form:
    r"""Tell the form of a CSV from its beginning.

    Examples
    --------
    >>> form_of('persona;"name, long";share\n')
    Form(delimiter=';', headings=('persona', 'name, long', 'share'), row=1, bytes_above=0)
    """
    lines = list(io.StringIO(head, newline=""))
    announced = _ANNOUNCED.fullmatch(lines[0]) if lines else None
    first = 1 if announced else 0
    above = next(
        (place for place, line in enumerate(lines[first:]) if line.strip(' \t\r\n",;|')),
        len(lines) - first,
    )
    rest = lines[first + above :]
    cells = {sign: _first_record(rest, sign) for sign in _DELIMITERS}
    delimiter = announced[1] if announced else max(cells, key=lambda sign: _parting(cells[sign]))
    bytes_above = len("".join(lines[: first + above]).encode())
    return Form(delimiter, tuple(map(as_heading, cells[delimiter])), above + 1, bytes_above)


def form_of_file(path: Path) -> Form:
    """Tell the form of a CSV in UTF-8 of any size."""
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        return form_of(file.read(_HEAD))


def numbered_records(lines: Iterable[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Give every record with its row number; a text of several lines is one row.

    Raises
    ------
    QuotesError
        Where double quotes do not match.
    """
    lines = iter(lines)
    first = next(lines, "")
    kept = lines if _ANNOUNCED.fullmatch(first) else itertools.chain([first], lines)
    reader = csv.reader(kept, delimiter=delimiter, strict=True, skipinitialspace=True)
    for row in itertools.count(1):
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise QuotesError(row) from error
        yield row, cells


def file_records(path: Path, form: Form) -> Iterator[tuple[int, list[str]]]:
    """Give the records under the heading of a CSV in UTF-8; rows without content are left out."""
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        for row, cells in numbered_records(file, form.delimiter):
            if row > form.row and not is_blank(cells):
                yield row, cells


def is_blank(cells: Sequence[Cell]) -> bool:
    """Whether a row has no content."""
    return all(is_empty(cell) for cell in cells)


def empty_problem(file: str, sheet: str | None = None) -> Problem:
    """Say that there is nothing in a table."""
    return Problem("The table is empty.", file=file, sheet=sheet, hint=_EMPTY_HINT)


def heading_problems(
    headings: Sequence[str], row: int, file: str, sheet: str | None = None
) -> list[Problem]:
    """Find headings that stand there more than once; capitals make no difference."""
    folded = [heading.casefold() for heading in headings]
    first = dict(zip(reversed(folded), reversed(headings), strict=True))
    return [
        Problem(
            f"The heading '{heading}' stands there {folded.count(fold)} times.",
            file=file,
            sheet=sheet,
            rows=(row,),
            column=heading,
            value=heading,
            hint="Give each column a heading of its own; capitals make no difference.",
        )
        for fold, heading in sorted(first.items(), key=lambda item: folded.index(item[0]))
        if heading and folded.count(fold) > 1
    ]


class Widths:
    """Finds rows that have more or fewer cells than there are headings."""

    def __init__(self, headings: int, file: str, sheet: str | None = None) -> None:
        self.headings, self.file, self.sheet = headings, file, sheet
        self._long: list[int] = []
        self._short: list[int] = []

    def fits(self, row: int, cells: Sequence[Cell], *, whole: bool = True) -> bool:
        """Take note of a row; ``whole`` rows may not end early."""
        if any(not is_empty(cell) for cell in cells[self.headings :]):
            self._long.append(row)
        elif whole and len(cells) < self.headings:
            self._short.append(row)
        else:
            return True
        return False

    @property
    def problems(self) -> list[Problem]:
        """What was found."""
        found = (
            ("more", self._long, "A text that holds the delimiter needs double quotes around it."),
            (
                "fewer",
                self._short,
                _SHORT_HINT,
            ),
        )
        return [
            Problem(
                f"There are {word} cells than the {self.headings} headings.",
                file=self.file,
                sheet=self.sheet,
                rows=tuple(rows[:ROWS_NAMED]),
                count=len(rows),
                hint=hint,
            )
            for word, rows, hint in found
            if rows
        ]


def beheaded(path: Path, bytes_above: int, to: Path) -> Path:
    """Write a copy of a CSV in UTF-8 without what stands above its heading."""
    with path.open("rb") as source, to.open("wb") as target:
        mark = source.read(len(codecs.BOM_UTF8))
        source.seek(bytes_above + (len(mark) if mark == codecs.BOM_UTF8 else 0))
        shutil.copyfileobj(source, target)
    return to


def rewritten(path: Path, form: Form, file: str, to: Path) -> Path:
    """Write a copy of a CSV that any engine reads, or say which of its rows are not whole.

    Engines refuse line ends of two kinds in one file, or a blank line with a space in it.

    Raises
    ------
    StudyError
        Where rows are longer or shorter than the heading, or double quotes do not match.
    """
    widths = Widths(len(form.headings), file)
    with to.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(form.headings)
        try:
            for row, cells in file_records(path, form):
                if widths.fits(row, cells):
                    writer.writerow([as_text(cell) for cell in cells[: len(form.headings)]])
        except QuotesError as error:
            raise StudyError(UNREAD, [*widths.problems, error.problem(file)]) from error
    if widths.problems:
        raise StudyError(UNREAD, widths.problems)
    return to


def _parting(cells: list[str]) -> tuple[bool, int]:
    """Rate how a delimiter parts a heading: not within quotes, and in many cells."""
    return not any('"' in cell for cell in cells), len(cells)


def _first_record(lines: list[str], delimiter: str) -> list[str]:
    try:
        return next(csv.reader(lines, delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return []
