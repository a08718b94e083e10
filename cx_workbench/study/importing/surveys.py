"""An export, gone through once: what stands in each column, and some rows to compare columns by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.errors import StudyError
from cx_workbench.study.importing.heads import head_of
from cx_workbench.study.importing.limits import UNREAD
from cx_workbench.study.importing.profiles import profiled
from cx_workbench.study.importing.respondents import Respondents
from cx_workbench.study.importing.samples import Sample, sampled
from cx_workbench.study.values import CellError, Decimals, as_number, as_text, decimals_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from cx_workbench.study.importing.heads import Head
    from cx_workbench.study.importing.profiles import Profile
    from cx_workbench.study.importing.sheets import Sheet

#: How often somebody who waits is told how far it is: rows.
_EVERY = 20_000


@dataclass(frozen=True)
class Survey:
    """An export that was gone through.

    Attributes
    ----------
    respondents
        Its rows that count, to be read again.
    profiles
        What stands in each column of the head.
    sample
        Some of the rows.
    """

    respondents: Respondents
    profiles: tuple[Profile, ...]
    sample: Sample

    @property
    def head(self) -> Head:
        """Of the table."""
        return self.respondents.head

    @property
    def rows(self) -> int:
        """How many respondents there are."""
        return self.profiles[0].rows if self.profiles else 0

    def decimals(self, place: int) -> Decimals:
        """Tell how a column writes its decimals."""
        found = decimals_of(self.profiles[place].values)
        return Decimals.POINT if found is Decimals.MIXED else found

    def texts(self, place: int) -> list[str]:
        """Return the cells of the sampled rows."""
        return [as_text(cells[place]) for cells in self.sample.rows]

    def numbers(self, place: int) -> NDArray[np.float64]:
        """Return the numbers of the sampled rows, shape (n,); NaN where there is none."""
        decimals = self.decimals(place)
        # The same few texts stand there thousands of times.
        known: dict[str, float] = {}
        numbers = []
        for text in self.texts(place):
            if text not in known:
                known[text] = _number(text, decimals)
            numbers.append(known[text])
        return np.array(numbers, dtype=float)


def survey_of(sheet: Sheet, told: Callable[[int], None] = lambda _: None) -> Survey:
    """Go through an export once.

    Parameters
    ----------
    sheet
        With the answers.
    told
        Called now and then with the number of rows that were read.

    Raises
    ------
    StudyError
        There is no answer in it, or it is no table of answers.
    """
    respondents = Respondents(sheet, head_of(sheet))
    profiles: list[Profile] = []
    sample = Sample()
    passing = sampled(profiled(respondents.rows(), respondents.head, profiles), sample)
    for count, _ in enumerate(passing, start=1):
        if count % _EVERY == 0:
            told(count)
    if not profiles or not profiles[0].rows:
        left_out = " ".join(respondents.said)
        hint = "Check that it is the sheet, or the file, with the answers."
        problem = sheet.problem(f"There is no answer of a customer in it. {left_out}".strip(), hint)
        raise StudyError(UNREAD, [problem])
    return Survey(respondents, tuple(profiles), sample)


def _number(text: str, decimals: Decimals) -> float:
    if not text:
        return float("nan")
    try:
        return as_number(text, decimals)
    except CellError:
        return float("nan")
