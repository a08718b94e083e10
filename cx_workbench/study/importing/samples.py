"""Some rows of a table of any length, evenly spread over it: what compares columns reads these."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cx_workbench.study.importing.sheets import Row
    from cx_workbench.study.values import Cell

#: So many rows at most tell how two columns go together.
MOST_ROWS = 20_000


@dataclass
class Sample:
    """Every row of a table, or every second, fourth, eighth of a longer one.

    Attributes
    ----------
    most
        Rows that are kept at most.
    rows
        The cells of those that were.
    """

    most: int = MOST_ROWS
    rows: list[Sequence[Cell]] = field(default_factory=list)
    _step: int = 1
    _seen: int = 0

    def take(self, cells: Sequence[Cell]) -> None:
        """Look at the next row."""
        if self._seen % self._step == 0:
            self.rows.append(cells)
            if len(self.rows) > self.most:
                self.rows = self.rows[::2]
                self._step *= 2
        self._seen += 1


def sampled(rows: Iterable[Row], sample: Sample) -> Iterator[Row]:
    """Keep some of what passes by: give each row on as it came.

    Examples
    --------
    >>> sample = Sample(most=3)
    >>> for _ in sampled(((row, [str(row)]) for row in range(9)), sample):
    ...     pass
    >>> sample.rows
    [['0'], ['4'], ['8']]
    """
    for row, cells in rows:
        sample.take(cells)
        yield row, cells
