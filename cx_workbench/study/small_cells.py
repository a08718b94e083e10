"""Small cells: answers of so few people that whoever gave them may be recognised."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import pandas as pd

from cx_workbench.study.contract import KINDS_OF_POSITIONS

if TYPE_CHECKING:
    from cx_workbench.study.answers import Answers
    from cx_workbench.study.model import Study

_CELL = ["persona", "touchpoint", "metric", "kind"]
#: What is reckoned from a study is kept for it, so the same one has to come back.
_KEPT: WeakKeyDictionary[Study, dict[int, Study]]
_KEPT = WeakKeyDictionary()


def without_small_cells(study: Study, smallest: int) -> Study:
    """Set the answers apart that fewer people gave than can be shown.

    A cell here is a persona at a touchpoint (or about the whole journey), with one metric and
    kind of answer. Its answers leave every total too: what is left out of a table but counted in
    its sum can be told by taking away.

    Parameters
    ----------
    study
        Whose answers.
    smallest
        Answers that a cell needs to be kept; with 0 all are. Positions of the company and of
        competitors are nobody's answers, and stay.

    Returns
    -------
    Study
        The same object where there is nothing to set apart; else its answers have ``set_apart``.

    References
    ----------
    Hundepool, A. et al. (2012). Statistical Disclosure Control. Wiley (the threshold rule).

    Examples
    --------
    >>> import cx_workbench as cx
    >>> kept = without_small_cells(cx.example(), 10)
    >>> kept.answers.set_apart["touchpoint"].tolist()
    ['roaming', 'repair', 'repair']
    """
    kept = _KEPT.setdefault(study, {})
    if smallest not in kept:
        answers = study.answers
        small = _small(answers, smallest)
        # Kept for its own key, a study would never go.
        if small.empty:
            return study
        shown = replace(
            answers,
            counts=_without(answers.counts, small),
            scores=_without(answers.scores, small),
            set_apart=small,
        )
        kept[smallest] = replace(study, answers=shown)
    return kept[smallest]


def _small(answers: Answers, smallest: int) -> pd.DataFrame:
    given = pd.concat([answers.counts[[*_CELL, "n"]], answers.scores[[*_CELL, "n"]]])
    cells = given.groupby(_CELL)["n"].sum().reset_index()
    people = ~cells["kind"].isin(KINDS_OF_POSITIONS)
    return cells.loc[people & (cells["n"] < smallest), _CELL].reset_index(drop=True)


def _without(rows: pd.DataFrame, small: pd.DataFrame) -> pd.DataFrame:
    cells = pd.MultiIndex.from_frame(rows[_CELL])
    return rows[~cells.isin(pd.MultiIndex.from_frame(small))].reset_index(drop=True)
