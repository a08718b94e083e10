"""How much further answers tell, given those that there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.measure.weights import stated_moments
from cx_workbench.rank.knowing.unknowns import reads_reality

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cx_workbench.measure.tally import Moments
    from cx_workbench.rank.knowing.unknowns import Unknowns
    from cx_workbench.rank.model import Ranking

    Array = NDArray[np.float64]

#: Numbers of further answers that a survey may plan with: 10, 12, 15, 20, 25 ... 800,000.
STEPS = np.array(
    [
        round(step * 10**power)
        for power in range(1, 6)
        for step in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8)
    ]
)
#: What is known before anybody is asked weighs as much as so many answers: with one answer
#: spread evenly over the scale, the variance of the mean falls with n + 2.
_BEFORE = 2.0


@dataclass(frozen=True, eq=False)
class Asked:
    """Answers behind each uncertain input; NaN where it is no matter of answers.

    Attributes
    ----------
    n, effective
        Answers to the question itself, and effective answers, shape (inputs,).
    held, held_effective
        The same for what it is held against.
    variance, held_variance
        Of the draws of each, index points squared, shape (inputs,).
    """

    n: Array
    effective: Array
    held: Array
    held_effective: Array
    variance: Array
    held_variance: Array


def asked(found: Unknowns, ranking: Ranking) -> Asked:
    """Look up the answers behind each uncertain input."""
    basis, cells = ranking.basis, ranking.basis.world.cells
    person = cells.personas.index
    place = cells.touchpoints.index
    kept = Asked(*np.full((6, len(found.named)), np.nan))
    sure = ranking.simulation
    rows = found.named[found.named["group"].isin(["scores", "importance"])]
    if sure is None or rows.empty:
        return kept
    stated = stated_moments(cells, basis.tally, basis.study.settings.ranking.metrics)
    drawn = {cell: row for row, cell in enumerate(sure.inputs.cells)}
    for row, group, persona, touchpoint in rows.iloc[:, :3].itertuples(name=None):
        if group == "importance" and ranking.importance != "stated":
            # How many answers a share derived from many questions rests on is no one figure.
            continue
        cell = person(persona), place(touchpoint)
        if group == "importance":
            _answered(kept.n, kept.effective, row, stated, cell)
            kept.variance[row], kept.held_variance[row] = found.drawn[row].var(), 0.0
            continue
        at = drawn[persona, touchpoint]
        _answered(kept.n, kept.effective, row, cells.moments, cell)
        kept.variance[row] = sure.inputs.reality[at].var()
        held = 0.0 if reads_reality(ranking.method) else sure.inputs.reference[at].var()
        kept.held_variance[row] = held
        if cells.held is not None and not reads_reality(ranking.method):
            _answered(kept.held, kept.held_effective, row, cells.held, cell)
    return kept


def _answered(
    n: Array, effective: Array, row: int, moments: Moments, cell: tuple[int, int]
) -> None:
    n[row], effective[row] = moments.n[cell], moments.effective_n[cell]


def told(people: Asked, row: int) -> Array:
    """Share of an input's variance that so many further answers take away.

    Both questions are asked as often: the one and what it is held against. As answers weigh
    differently now, so will the further ones.

    Returns
    -------
    numpy.ndarray
        One for each of the steps, 0..1.
    """
    left = people.variance[row] * _left(people.n[row], people.effective[row])
    if np.isfinite(people.held[row]):
        left += people.held_variance[row] * _left(people.held[row], people.held_effective[row])
    else:
        left += people.held_variance[row]
    share: Array = 1 - left / (people.variance[row] + people.held_variance[row])
    return share


def _left(n: float, effective: float) -> Array:
    before = effective + _BEFORE
    left: Array = before / (before + STEPS * effective / n)
    return left
