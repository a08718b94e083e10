"""What every budget would buy: the efficient sets from nothing to everything."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cx_workbench.rank.criteria import nice_anchor
from cx_workbench.rank.portfolio.rules import ROUNDING, kept, within
from cx_workbench.rank.portfolio.search import Search
from cx_workbench.rank.portfolio.solver import least_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cx_workbench.rank.portfolio.coverage import Coverage, Flags, Numbers
    from cx_workbench.rank.portfolio.cuts import Cuts
    from cx_workbench.rank.portfolio.rules import Rule
    from cx_workbench.rank.portfolio.search import Best

#: At most so many budgets from the least to the most, in round steps: 16 at least.
_STEPS = 40
_LEAST_SECONDS = 0.05


@dataclass(frozen=True, eq=False)
class Frontier:
    """Best sets by budget.

    Attributes
    ----------
    budgets
        Rising, (B,).
    sets
        The best set for each, (B, I).
    gained, bounds
        Points of the overall index: what the set gains, and what none can pass; (B,).
    proven
        Whether no set is better, (B,).
    by_ranking
        What one gains who goes down the ranking and takes what still fits, (B,).
    """

    budgets: Numbers
    sets: Flags
    gained: Numbers
    bounds: Numbers
    proven: Flags
    by_ranking: Numbers

    @property
    def most(self) -> float:
        """Points that the largest budget gains."""
        return float(self.gained[-1])

    @property
    def nested(self) -> bool:
        """Whether every larger budget keeps what the smaller ones buy."""
        return not bool((self.sets[:-1] & ~self.sets[1:]).any())

    def table(self, use: Numbers, ids: Sequence[str]) -> pd.DataFrame:
        """Return one row a budget: ``budget``, ``used``, ``value``, ``share`` ..."""
        return pd.DataFrame(
            {
                "budget": self.budgets,
                "used": self.sets @ use,
                "value": self.gained,
                "share": self.gained / self.most if self.most > 0 else np.zeros(len(self.gained)),
                "bound": self.bounds,
                "proven": self.proven,
                "by_ranking": self.by_ranking,
                "count": self.sets.sum(axis=1),
                "improvements": pd.Series(
                    [tuple(n for n, use in zip(ids, row, strict=True) if use) for row in self.sets],
                    dtype="object",
                ),
            }
        )


def frontier(  # noqa: PLR0913  what is bought, by what rules, and how long it may take
    covered: Coverage,
    use: Numbers,
    rules: Sequence[Rule],
    *,
    at: tuple[float, Best],
    cuts: Cuts,
    seconds: float,
) -> Frontier:
    """Find the best set for 16 to 40 round budgets, the chosen one among them.

    Parameters
    ----------
    covered
        What sets are worth.
    use
        What each candidate uses of a budget, (I,).
    rules
        All rules but the budget.
    at
        The chosen budget and its best set.
    cuts
        Planes of the search that found it.
    seconds
        For all budgets together.
    """
    until = time.monotonic() + seconds
    budget, best = at
    least = least_set(use, rules)
    start = 0.0 if least is None else float(use[least].sum())
    # What is left out of everything costs nothing to know, and ends the line where it is flat.
    search = Search(covered, rules, cuts)
    everything = search.best(max(seconds / 4, _LEAST_SECONDS))
    end = max(float(use[(everything or best).chosen].sum()), start)
    budgets = np.unique([start, *_round_budgets(start, end), end, budget])
    found: list[Best] = []
    for number, one in enumerate(budgets):
        share = (until - time.monotonic()) / (len(budgets) - number)
        if one == budget:
            found.append(best)
            continue
        step = Search(covered, [within(one, use), *rules], search.cuts)
        bought = step.best(max(share, _LEAST_SECONDS))
        found.append(_no_worse(bought, found, best))
    return Frontier(
        budgets=budgets,
        sets=np.array([one.chosen for one in found]),
        gained=np.array([one.value for one in found]),
        bounds=np.array([one.bound for one in found]),
        proven=np.array([one.proven for one in found]),
        by_ranking=np.array(
            [covered.value(down_the_ranking(one, use, rules, covered)) for one in budgets]
        ),
    )


def _round_budgets(start: float, end: float) -> Numbers:
    """Return the round budgets between two ends.

    Examples
    --------
    >>> _round_budgets(12.0, 95.0)[:3]
    array([15., 20., 25.])
    """
    if end <= start:
        return np.zeros(0)
    step = nice_anchor((end - start) / _STEPS)
    return np.arange(np.floor(start / step) + 1, np.ceil(end / step)) * step


def _no_worse(bought: Best | None, smaller: Sequence[Best], otherwise: Best) -> Best:
    """Keep what a smaller budget bought where a search that ran out of time found less."""
    last = smaller[-1] if smaller else None
    if bought is None:
        return last or otherwise
    return last if last is not None and last.value > bought.value else bought


def down_the_ranking(
    budget: float, use: Numbers, rules: Sequence[Rule], covered: Coverage
) -> Flags:
    """Go down the ranking and take each improvement that still fits, with what it requires.

    Rules of at least one are left out: a list that is worked off from the top knows none.
    """
    size = len(use)
    needs = _needs(rules, size)
    fits = [within(budget, use), *(rule for rule in rules if rule.kind != "at_least_one")]
    pinned = [rule.slope > 0 for rule in rules if rule.kind == "include"]
    chosen = np.any(pinned, axis=0) if pinned else np.zeros(size, dtype=bool)
    chosen = chosen | needs[chosen].any(axis=0)
    gains = covered.alone() > ROUNDING * covered.whole
    for place in range(size):
        tried = chosen | needs[place]
        if gains[place] and kept(fits, tried):
            chosen = tried
    return chosen


def _needs(rules: Sequence[Rule], size: int) -> Flags:
    """Return what each candidate brings along, itself among it, (I, I)."""
    needs = np.eye(size, dtype=bool)
    for rule in rules:
        if rule.kind == "requires":
            needs |= np.outer(rule.slope > 0, rule.slope < 0)
    for _ in range(size):
        further = needs @ needs
        if (further == needs).all():
            break
        needs = further
    return needs
