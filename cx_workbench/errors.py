"""What can go wrong, in words: a list of problems, each with its place and a hint."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ROWS_NAMED = 5
#: Characters that a terminal obeys instead of showing them.
_COMMANDS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_FIRST_PICTURE = 0x2400
_DELETE, _DELETE_PICTURE = "\x7f", "\u2421"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where it is, and what to do about it.

    Parameters
    ----------
    what
        The fact, as one sentence without the place.
    file, sheet, column, value
        Where it was found and what stood there; ``None`` where it does not apply.
    rows
        Rows as a spreadsheet numbers them (the heading is row 1). The first few are enough.
    count
        How many rows have the problem; at least ``len(rows)``.
    hint
        What to do, as one sentence.

    Examples
    --------
    >>> print(Problem("'paymnet' is not a touchpoint.", file="responses.csv", rows=(7,),
    ...               column="touchpoint", value="paymnet", hint="Did you mean 'payment'?"))
    responses.csv, row 7, column touchpoint: 'paymnet' is not a touchpoint. Did you mean 'payment'?
    """

    what: str
    file: str | None = None
    sheet: str | None = None
    rows: tuple[int, ...] = ()
    column: str | None = None
    value: str | None = None
    hint: str = ""
    count: int = 0

    @property
    def row(self) -> int | None:
        """The first row that has the problem, as a spreadsheet numbers it."""
        return self.rows[0] if self.rows else None

    @property
    def where(self) -> str:
        """The place in words: file, sheet, rows, column."""
        parts = [self.file or ""]
        if self.sheet:
            parts.append(f"sheet {self.sheet}")
        if self.rows:
            parts.append(_rows_in_words(self.rows, max(self.count, len(self.rows))))
        elif self.count > 1:
            parts.append(f"{self.count:,} rows")
        if self.column:
            parts.append(f"column {self.column}")
        return ", ".join(part for part in parts if part)

    def __str__(self) -> str:
        """Place, fact and hint in one line."""
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what} {self.hint}".strip()


class WorkbenchError(Exception):
    """Every problem that stopped the work, all at once.

    Parameters
    ----------
    headline
        What could not be done, as one sentence.
    problems
        What was found, in the order to be mended.

    Examples
    --------
    >>> problem = Problem("There is no row.", file="a.csv")
    >>> print(WorkbenchError("The study cannot be read.", [problem]))
    The study cannot be read.
      1. a.csv: There is no row.
    """

    exit_code = 1

    def __init__(self, headline: str, problems: Iterable[Problem] = ()) -> None:
        self.headline = headline
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(headline)

    def __str__(self) -> str:
        """Put the numbered problems under the headline."""
        lines = [f"  {number}. {problem}" for number, problem in enumerate(self.problems, start=1)]
        return "\n".join([self.headline, *lines])

    def __reduce__(self) -> tuple[type[WorkbenchError], tuple[str, tuple[Problem, ...]]]:
        """Cross a process boundary with the problems, which `Exception` alone would lose."""
        return type(self), (self.headline, self.problems)

    def _render_traceback_(self) -> list[str]:
        """Show a notebook the words instead of a traceback (a hook that IPython asks for)."""
        return [str(self)]


class StudyError(WorkbenchError):
    """The study's tables or settings do not hold together (exit code 3)."""

    exit_code = 3


class SettingError(WorkbenchError):
    """An argument names something that there is not, or a value out of bounds (exit code 2)."""

    exit_code = 2


class RunError(WorkbenchError):
    """A notebook did not come to its end (exit code 4)."""

    exit_code = 4


class RunTimeoutError(RunError):
    """A cell took longer than allowed (exit code 5)."""

    exit_code = 5


class KernelDiedError(RunError):
    """The notebook's kernel went away (exit code 6)."""

    exit_code = 6


def did_you_mean(value: object, valid: Iterable[object]) -> str:
    """Name the nearest valid name, or else the valid names.

    Examples
    --------
    >>> did_you_mean("paymnet", ["payment", "delivery"])
    "Did you mean 'payment'?"
    >>> did_you_mean("x", ["payment", "delivery"])
    "Use one of 'payment', 'delivery'."
    """
    names = [str(name) for name in valid]
    folded = {name.casefold(): name for name in names}
    near = difflib.get_close_matches(str(value).strip().casefold(), folded, n=1)
    if near:
        return f"Did you mean '{folded[near[0]]}'?"
    if not names:
        return "There is none to choose from."
    return f"Use {_one_of(names)}."


def visible(text: object) -> str:
    r"""One line of text as a terminal may safely show it: what it would obey becomes a sign.

    Examples
    --------
    >>> visible("\x1b[31mred\nalert")
    '␛[31mred alert'
    """
    return _COMMANDS.sub(lambda found: _picture(found.group()), str(text))


def _picture(command: str) -> str:
    if command in "\t\n\r":
        return " "
    if command < " ":
        return chr(_FIRST_PICTURE + ord(command))
    return _DELETE_PICTURE if command == _DELETE else "\N{REPLACEMENT CHARACTER}"


def _one_of(names: Sequence[str], most: int = 12) -> str:
    shown = ", ".join(f"'{name}'" for name in names[:most])
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"{'one of ' if len(names) > 1 else ''}{shown}{more}"


def _rows_in_words(rows: Sequence[int], count: int) -> str:
    shown = ", ".join(str(row) for row in rows[:_ROWS_NAMED])
    more = count - min(len(rows), _ROWS_NAMED)
    return f"{'row' if count == 1 else 'rows'} {shown}{f' and {more:,} more' if more else ''}"
