"""Cells as they go into a study's own copy of the answers."""

from __future__ import annotations

from cx_workbench.study.values import (
    Cell,
    CellError,
    answer_key,
    as_safe_text,
    as_text,
    check_fault,
)

#: Different cells that are kept in mind.
_MOST_KEPT = 100_000


def clean(text: str) -> str:
    """Write a cell as it goes into the study's copy: safe to open in a spreadsheet.

    What a spreadsheet writes for a formula that failed becomes a plain text too.

    Examples
    --------
    >>> clean("-1"), clean("-x"), clean("#REF!")
    ('-1', "'-x", "'#REF!")
    """
    if not isinstance(answer_key(text), str):
        return text
    try:
        check_fault(text)
    except CellError:
        return f"'{text}"
    return as_safe_text(text)


class Cleaned(dict[Cell, str]):
    """Cells as texts of the copy, each different one written once.

    Parameters
    ----------
    most_letters
        Where a longer text is cut off; by default it is not.

    Examples
    --------
    >>> cleaned = Cleaned()
    >>> [cleaned[cell] for cell in (" 4 ", 4.0, "=1+1")]
    ['4', '4', "'=1+1"]
    """

    def __init__(self, most_letters: int | None = None) -> None:
        super().__init__()
        self._most_letters = most_letters

    def __missing__(self, cell: Cell) -> str:
        """Write a cell that was not seen before."""
        if len(self) >= _MOST_KEPT:
            self.clear()
        text = self[cell] = clean(as_text(cell)[: self._most_letters])
        return text


def plain(value: str | float) -> str | float | int:
    """Write whole numbers without a point, and texts as they stand in the copy.

    Examples
    --------
    >>> plain(6.0), plain("6"), plain(0.5), plain("=1+1")
    (6, 6, 0.5, "'=1+1")
    """
    if isinstance(value, str):
        key = answer_key(value)
        return clean(value) if isinstance(key, str) else plain(key)
    return int(value) if value == int(value) else value
