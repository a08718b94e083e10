"""What leaves the house with a report: what it says of people, and what it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.report import words

if TYPE_CHECKING:
    from cx_workbench.rank.model import Ranking


_PEOPLE = (
    "Averages with their intervals and numbers of answers, for each persona at each touchpoint "
    "(a cell) and over the whole journey."
)
_STUDY = (
    "Names, titles, owners, hypotheses and decisions as people wrote them; estimates; names, sizes "
    "and fingerprints of its files."
)
_NOT = (
    "Single answers, comments, dates, weights and whatever else tells one respondent from another."
)


def leaving(ranking: Ranking) -> tuple[tuple[str, str], ...]:
    """List what whoever gets a report can learn of those who answered.

    Returns
    -------
    tuple of (str, str)
        What it is about, and what is so, in one or two sentences.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> dict(leaving(cx.rank(cx.example(), draws=0, smallest_cell=10)))["Small cells"]
    'Cells with fewer than 10 answers are left out. The smallest shown rests on 12.'
    """
    return (
        ("Of those who answered", _PEOPLE),
        ("Small cells", _small_cells(ranking)),
        ("Of the study", _STUDY),
        ("Not in it", _NOT),
    )


def _small_cells(ranking: Ranking) -> str:
    limit = ranking.basis.options.smallest_cell
    smallest = ranking.cells.loc[ranking.cells["measured"], "n"].min()
    said = (
        f"Cells with fewer than {words.count(limit)} answers are left out."
        if limit
        else "None is left out for having few answers; the setting smallest_cell would."
    )
    # Without a measured cell the smallest is NaN.
    if not smallest > 0:
        return said
    return f"{said} The smallest shown rests on {words.count(smallest)}."
