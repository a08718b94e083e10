"""How sure the TOP N of a study is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cx_workbench.errors import Problem, SettingError
from cx_workbench.rank.ranking import rank
from cx_workbench.study.settings import MOST_DRAWS

if TYPE_CHECKING:
    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.sure.simulation import Simulation
    from cx_workbench.study.model import Study


def simulate(
    study: Study,
    draws: int | None = None,
    *,
    seed: int | None = None,
    spread: str | None = None,
    **settings: Any,  # noqa: ANN401  the settings of `rank`
) -> Simulation:
    """Say how sure a study's TOP N is.

    Scores are drawn from what the answers allow, effort and closes from their three-point
    estimates, weights as ``spread`` says. The cost does not depend on the number of answers.

    Parameters
    ----------
    study
        From `load` or `example`.
    draws
        How often, 1 to 100,000; 10,000 unless the study says otherwise. With 10,000 a share
        errs by less than a percentage point in 95 of 100 cases.
    seed
        Start of the random numbers, a whole number; the same gives the same figures.
    spread
        How far the weights may move: ``fixed``, ``around`` (those given), ``ordered`` (only
        their order holds) or ``any``.
    **settings
        As for `rank`: ``top``, ``method``, ``weights``, ``personas`` ...

    Returns
    -------
    Simulation
        Rank acceptability, share of the draws in the TOP N, expected rank, 90 % rank range,
        win shares, central weights; by improvement, in the order of the ranking.

    Raises
    ------
    SettingError, StudyError
        As `rank`.

    Examples
    --------
    >>> from cx_workbench import example, simulate
    >>> sure = simulate(example(), draws=2_000, top=3)
    >>> sure.table["improvement"].tolist()[:3]
    ['firm_invoice', 'plain_bill', 'roaming_alert']
    """
    ranking = rank(study, draws=draws, seed=seed, spread=spread, **settings)
    if ranking.simulation is None:
        raise SettingError("Nothing was drawn.", [_why_not(ranking)])
    return ranking.simulation


def _why_not(ranking: Ranking) -> Problem:
    if ranking.table.empty:
        hint = "Take one of the filters out."
        return Problem("No improvement is left to rank.", hint=hint)
    return Problem("draws is 0.", hint=f"Give a whole number of 1 to {MOST_DRAWS:,}.")
