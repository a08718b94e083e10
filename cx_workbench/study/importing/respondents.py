"""The rows of an export that are answers of a customer, and what the others were."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cx_workbench.study.importing.heads import Head, Tool
from cx_workbench.study.importing.sheets import has_content
from cx_workbench.study.values import as_heading, as_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cx_workbench.study.importing.sheets import Row, Sheet
    from cx_workbench.study.values import Cell

#: What Qualtrics writes under Status, as a number or in words, by what it means. From
#: https://www.qualtrics.com/support/survey-platform/data-and-analysis-module/data/download-data/understanding-your-dataset/
_STATUS = {
    "preview": {"1", "17", "survey preview", "offline survey preview"},
    "test": {"2", "survey test"},
    "spam": {"8", "9", "12", "spam", "preview spam"},
}
_STATES = {state: reason for reason, states in _STATUS.items() for state in states}
_UNFINISHED = {"0", "false", "falsch", "nepravda", "fałsz", "ложь"}
#: Why a row does not count: one of them, and several, in words.
_WORDS = {
    "preview": ("preview was", "previews were"),
    "test": ("test was", "tests were"),
    "spam": ("answer taken for spam was", "answers taken for spam were"),
    "unfinished": ("unfinished answer was", "unfinished answers were"),
    "repeated": ("repeated row of headings was", "repeated rows of headings were"),
    "empty": ("empty row was", "empty rows were"),
}


@dataclass
class Respondents:
    """The rows of an export that count, read one by one.

    Attributes
    ----------
    sheet, head
        What is read.
    left_out
        How many rows were left out, by what they are; known when all rows have been read.
    """

    sheet: Sheet
    head: Head
    left_out: Counter[str] = field(default_factory=Counter)

    def rows(self) -> Iterator[Row]:
        """Give each row that counts, with a cell for each column of the head.

        Rows without any answer in these columns, headings that stand there once more, and what
        the program itself marks as no answer of a customer's are left out and counted.
        """
        self.left_out.clear()
        places = [column.place for column in self.head.columns]
        # Mostly each column has a heading, and each row as many cells.
        width = len(places) if places == list(range(len(places))) else None
        judge = _Judge(self.head)
        for row, cells in self.sheet.rows():
            if row <= self.head.rows[-1]:
                continue
            own = cells if len(cells) == width else _laid_out(cells, places)
            reason = judge.reason(own)
            if reason:
                self.left_out[reason] += 1
            else:
                yield row, own

    @property
    def said(self) -> tuple[str, ...]:
        """What was left out, in words."""
        return tuple(
            f"{self.left_out[reason]:,} {words[self.left_out[reason] > 1]} left out."
            for reason, words in _WORDS.items()
            if self.left_out[reason]
        )


def _laid_out(cells: Sequence[Cell], places: Sequence[int]) -> list[Cell]:
    return [cells[place] if place < len(cells) else None for place in places]


class _Judge:
    """Tells why a row is no answer of a customer's."""

    def __init__(self, head: Head) -> None:
        self._headings = [column.asks for column in head.columns]
        # To look for it in a cell is quick, to write every cell as a heading is not.
        self._word = next(iter(self._headings[0].split()), "") if self._headings else ""
        by_name = {column.name.casefold(): at for at, column in enumerate(head.columns)}
        told = head.tool is Tool.QUALTRICS
        self._status = by_name.get("status") if told else None
        self._finished = by_name.get("finished") if told else None

    def reason(self, cells: Sequence[Cell]) -> str:
        """Return what the row is; empty for an answer."""
        if not has_content(cells):
            return "empty"
        if self._word in str(cells[0]) and list(map(as_heading, cells)) == self._headings:
            return "repeated"
        if self._status is not None:
            state = _STATES.get(as_text(cells[self._status]).casefold())
            if state:
                return state
        if self._finished is not None:
            done = as_text(cells[self._finished]).casefold()
            return "unfinished" if done in _UNFINISHED else ""
        return ""
