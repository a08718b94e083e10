"""Whole-number programs by HiGHS, and the sets that keep to rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.rank.portfolio.rules import ROUNDING, Rule, kept
from cx_workbench.rank.silence import silence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cx_workbench.rank.portfolio.coverage import Flags, Numbers

_SETTLED, _INFEASIBLE = 0, 2
#: HiGHS takes no time at all for no limit.
_SHORTEST, _LONGEST = 0.01, 1e6
_HALF = 0.5


@dataclass(frozen=True, eq=False)
class Program:
    """Lines that a mix of I candidates and G further figures must keep to.

    Attributes
    ----------
    slope
        Shape (lines, I + G).
    low, high
        Bounds of ``slope @ mix``, (lines,).
    most
        Upper end of each column, (I + G,); the lower is 0.
    whole
        How many of the first columns are candidates.
    """

    slope: Numbers
    low: Numbers
    high: Numbers
    most: Numbers
    whole: int

    def with_line(self, slope: Numbers, low: float) -> Program:
        """Add one line with a lower bound."""
        return replace(
            self,
            slope=np.vstack([self.slope, slope]),
            low=np.append(self.low, low),
            high=np.append(self.high, np.inf),
        )


@dataclass(frozen=True, eq=False)
class Answer:
    """What a solver says: the mix, if it found one, and a bound on any mix's objective."""

    mix: Numbers | None
    bound: float
    infeasible: bool


def ruled(rules: Sequence[Rule], candidates: int) -> Program:
    """Write rules as lines."""
    slope = np.zeros((len(rules), candidates))
    for row, rule in enumerate(rules):
        slope[row, :candidates] = rule.slope
    low = np.array([rule.low - ROUNDING for rule in rules])
    high = np.array([rule.high + ROUNDING for rule in rules])
    return Program(slope, low, high, np.ones(candidates), candidates)


def greatest(
    worth: Numbers,
    program: Program,
    *,
    whole: bool = True,
    seconds: float = np.inf,
    slack: float = 0.0,
) -> Answer:
    """Find the mix of greatest worth, by whole candidates or by parts of them.

    Parameters
    ----------
    worth
        What each column counts, (I + G,).
    program
        What the mix must keep to.
    whole
        Whether a candidate is taken as a whole or not at all.
    seconds
        When to stop.
    slack
        Share of the worth by which the answer may fall short of the greatest.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    integer = np.zeros(len(worth), dtype=int)
    integer[: program.whole] = whole
    lines = LinearConstraint(csr_array(program.slope), program.low, program.high)
    limit = max(min(seconds, _LONGEST), _SHORTEST)
    with silence():
        found = milp(
            -worth,
            integrality=integer,
            bounds=Bounds(0.0, program.most),
            constraints=[lines] if len(program.slope) else [],
            options={"mip_rel_gap": slack, "time_limit": limit},
        )
    best = found.mip_dual_bound if whole else found.fun
    if best is None or not (whole or found.status == _SETTLED):
        best = -np.inf
    return Answer(found.x, -float(best), found.status == _INFEASIBLE)


def least_set(use: Numbers, rules: Sequence[Rule]) -> Flags | None:
    """Find the set that keeps to the rules and uses least, (I,); ``None`` if there is none.

    Examples
    --------
    >>> from cx_workbench.rank.portfolio.rules import at_least_one
    >>> rule = at_least_one(np.array([False, True, True]), "one of the last two")
    >>> least_set(np.array([1.0, 5.0, 3.0]), [rule])
    array([False, False,  True])
    """
    lines = list(rules)
    while True:
        answer = greatest(-use, ruled(lines, len(use)))
        if answer.mix is None:
            return None
        found: Flags = answer.mix > _HALF
        if kept(rules, found):
            return found
        lines.append(other_than(found))


def other_than(chosen: Flags) -> Rule:
    """Rule one set out: the solver's rounding let it pass, or another one is looked for."""
    slope = np.where(chosen, 1.0, -1.0)
    return Rule("other", "another set", slope, -np.inf, float(chosen.sum()) - 1)
