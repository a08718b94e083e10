"""What stands in each column of an export, from one pass over its rows, in bounded memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from cx_workbench.study.values import CellError, Decimals, as_number, as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cx_workbench.study.importing.heads import Column, Head
    from cx_workbench.study.importing.sheets import Row

#: A column with more different texts is no scale and no group: they are not all kept.
MOST_VALUES = 500
#: Letters of a text that are kept of it.
MOST_LETTERS = 200
#: Rows that are counted together.
_TOGETHER = 5_000


@dataclass
class Profile:
    """What stands in one column.

    Attributes
    ----------
    column
        Which it is.
    rows, filled
        How many rows there are, and how many have something there.
    values
        How often each text stands there, as far as they were kept.
    is_open
        Whether there are more different texts than are kept, as in comments and ids.
    is_unique
        Whether no text among those kept stands there twice.
    letters
        Of all texts together.
    """

    column: Column
    rows: int = 0
    filled: int = 0
    values: Counter[str] = field(default_factory=Counter)
    is_open: bool = False
    is_unique: bool = True
    letters: int = 0

    def take(self, cells: Sequence[object]) -> None:
        """Count some cells: each different one is looked at once."""
        self.rows += len(cells)
        for cell, count in Counter(cells).items():
            text = as_text(cell)
            if not text:
                continue
            self.filled += count
            self.letters += count * len(text)
            kept = text[:MOST_LETTERS]
            if kept in self.values:
                self.values[kept] += count
                self.is_unique = False
            elif len(self.values) < MOST_VALUES:
                self.values[kept] = count
                self.is_unique = self.is_unique and count == 1
            else:
                self.is_open = True

    @property
    def usual_length(self) -> float:
        """Letters of a text on average; 0 if there is none."""
        return self.letters / self.filled if self.filled else 0.0

    def numbers(self, decimals: Decimals = Decimals.POINT) -> dict[float, int]:
        """Count the texts that are numbers, by what they are."""
        found: Counter[float] = Counter()
        for text, count in self.values.items():
            number = _number(text, decimals)
            if number is not None:
                found[number] += count
        return dict(sorted(found.items()))

    def words(self, decimals: Decimals = Decimals.POINT) -> dict[str, int]:
        """Count the texts that are no numbers."""
        return {
            text: count for text, count in self.values.items() if _number(text, decimals) is None
        }


def profiled(rows: Iterable[Row], head: Head, profiles: list[Profile]) -> Iterator[Row]:
    """Count what passes by: give each row on as it came.

    Parameters
    ----------
    rows
        With a cell for each column of the head.
    head
        Of the table.
    profiles
        Empty; one for each column is put in, and is whole when all rows have passed.

    Examples
    --------
    >>> from cx_workbench.study.importing.heads import Column, Head, Tool
    >>> head = Head(Tool.PLAIN, (1,), (Column(0, "Q1", "How was it?"),))
    >>> profiles = []
    >>> for _ in profiled([(2, ["5"]), (3, [5.0]), (4, [""]), (5, ["n/a"])], head, profiles):
    ...     pass
    >>> profiles[0].numbers(), profiles[0].words(), profiles[0].filled
    ({5.0: 2}, {'n/a': 1}, 3)
    """
    profiles += [Profile(column) for column in head.columns]
    for some in batched(rows):
        for profile, cells in zip(
            profiles, zip(*(own for _, own in some), strict=True), strict=True
        ):
            profile.take(cells)
        yield from some


def batched(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Give rows in batches: a column of many cells is gone through quicker than many rows."""
    rows = iter(rows)
    while some := list(islice(rows, _TOGETHER)):
        yield some


def _number(text: str, decimals: Decimals) -> float | None:
    try:
        return as_number(text, decimals)
    except CellError:
        return None
