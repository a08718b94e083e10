"""How sure a set is: the best set again in every draw of what is uncertain."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.rank.estimates import pert_draws
from cx_workbench.rank.portfolio.coverage import coverage
from cx_workbench.rank.portfolio.rules import ROUNDING, within
from cx_workbench.rank.portfolio.search import Search
from cx_workbench.rank.sure.draws import Draws, draw

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.portfolio.candidates import Candidates
    from cx_workbench.rank.portfolio.coverage import Flags, Numbers
    from cx_workbench.rank.portfolio.cuts import Cuts
    from cx_workbench.rank.portfolio.rules import Rule

#: A draw that takes longer settles for the best set found by then, and any draw for one whose
#: value is this near to the best: the draws differ by far more.
_A_DRAW = 2.0
NEAR = 1e-3
#: Bounds of the interval that is stated, of 90 %.
_LOW, _HIGH = 0.05, 0.95


@dataclass(frozen=True, eq=False)
class Drawn:
    """Uncertain inputs over D draws of I candidates and M cells.

    Attributes
    ----------
    gains
        Points of the overall index in each cell, (M, D).
    closes
        Share of a gap, (D, I).
    use
        Person-days, or the cost, which is the same in every draw; (D, I).
    seed
        Start of the random numbers.
    """

    gains: Numbers
    closes: Numbers
    use: Numbers
    seed: int

    def __len__(self) -> int:
        """How many draws."""
        return len(self.closes)


@dataclass(frozen=True, eq=False)
class Robust:
    """How a set stands over the draws.

    Attributes
    ----------
    p_best
        Share of the draws in which each candidate is in the best set, (I,).
    draws, wanted
        In how many draws the best set was looked for, and in how many it should have been.
    impossible
        In how many of them no set kept to the rules.
    p_within
        Share of all draws in which the chosen set keeps within the budget.
    low, high
        90 % interval of the chosen set's value over all draws, points of the overall index.
    """

    p_best: Numbers
    draws: int
    wanted: int
    impossible: int
    p_within: float
    low: float
    high: float


def drawn(ranking: Ranking, found: Candidates, draws: int, *, by_cost: bool) -> Drawn:
    """Take the ranking's own draws if there are enough, or draw anew."""
    known = ranking.simulation
    seed = ranking.basis.options.seed
    ranked, others = found.table.iloc[: found.ranked], found.table.iloc[found.ranked :]
    enough = known is not None and known.inputs.count >= draws
    inputs = known.inputs if known and enough else draw(ranking.basis, ranked, draws, seed)
    count = inputs.count
    low, likely, high = (
        others[f"effort_{end}"].to_numpy(dtype=float) for end in ("low", "likely", "high")
    )
    names = [f"effort/{name}" for name in others["improvement"]]
    efforts = [inputs.effort, pert_draws(low, likely, high, names, draws=count, seed=seed).T]
    use = np.broadcast_to(found.use, (count, len(found))) if by_cost else np.hstack(efforts)
    closes = np.hstack([inputs.closes, np.zeros((count, len(others)))])
    return Drawn(_gains(inputs), closes, use, seed)


def _gains(inputs: Draws) -> Numbers:
    gains: Numbers = inputs.weight[:, None] * inputs.importance * inputs.positive_gap
    return gains


def robust(  # noqa: PLR0913  what is drawn, what was chosen, and how long it may take
    inputs: Drawn,
    touched: Flags,
    chosen: Flags,
    budget: float,
    rules: Sequence[Rule],
    *,
    cuts: Cuts,
    draws: int,
    seconds: float,
    progress: Callable[[int, int], None] | None = None,
) -> Robust:
    """Look for the best set in the first draws, and hold the chosen one against all of them.

    Parameters
    ----------
    inputs
        What is drawn.
    touched
        Which cells each candidate touches, (I, M).
    chosen
        The chosen set, (I,).
    budget
        In the unit of ``inputs.use``.
    rules
        All rules but the budget.
    cuts
        Planes of the search that found the chosen set.
    draws
        In how many draws the best set is looked for.
    seconds
        When to stop; the draws up to then count.
    progress
        Told after each draw how many are done, and of how many.
    """
    until = time.monotonic() + seconds
    often = np.zeros(len(chosen))
    done = impossible = 0
    for done in range(1, min(draws, len(inputs)) + 1):
        one = done - 1
        covered = coverage(inputs.gains[:, one], touched, inputs.closes[one])
        search = Search(covered, [within(budget, inputs.use[one]), *rules], cuts)
        best = search.best(_A_DRAW, NEAR)
        if best is None:
            impossible += 1
        else:
            often += best.chosen
        if progress is not None:
            progress(done, draws)
        if time.monotonic() > until:
            break
    used = inputs.use[:, chosen].sum(axis=1)
    value = value_in_draws(inputs, touched, chosen)
    low, high = np.quantile(value, (_LOW, _HIGH))
    kept = used <= budget + ROUNDING * max(budget, 1.0)
    return Robust(
        p_best=often / done,
        draws=done,
        wanted=draws,
        impossible=impossible,
        p_within=float(kept.mean()),
        low=float(low),
        high=float(high),
    )


def value_in_draws(inputs: Drawn, touched: Flags, chosen: Flags) -> Numbers:
    """Points of the overall index that a set gains in each draw, (D,)."""
    left = np.log(np.maximum(1 - inputs.closes[:, chosen], np.finfo(float).tiny))
    closed = -np.expm1(left @ touched[chosen])
    value: Numbers = np.einsum("dm,md->d", closed, inputs.gains)
    return value
