"""Which rules cannot all be kept, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.errors import Problem
from cx_workbench.rank.portfolio.rules import ROUNDING
from cx_workbench.rank.portfolio.solver import least_set
from cx_workbench.rank.portfolio.words import amount, enough, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cx_workbench.rank.portfolio.coverage import Numbers
    from cx_workbench.rank.portfolio.rules import Rule

#: What is let go of first in the search for the rules that stand against each other.
_FIRST_TO_GO = ("budget", "at_most", "at_least_one", "include", "exclude", "requires", "excludes")


def conflict(rules: Sequence[Rule]) -> list[Rule]:
    """Find rules that no set keeps to, although it could without any one of them.

    References
    ----------
    Chinneck, J. W. and Dravnieks, E. W. (1991). Locating minimal infeasible constraint sets in
    linear programs. ORSA Journal on Computing 3, 157-168 (the deletion filter).

    Examples
    --------
    >>> from cx_workbench.rank.portfolio.rules import at_most, exclude, include
    >>> rules = [at_most(1, 2), include(0, 2, "first in"), exclude(0, 2, "first out")]
    >>> [rule.words for rule in conflict(rules)]
    ['first in', 'first out']
    """
    nothing = np.zeros(len(rules[0].slope))
    left = list(rules)
    for rule in sorted(rules, key=lambda rule: _FIRST_TO_GO.index(rule.kind)):
        without = [other for other in left if other is not rule]
        if least_set(nothing, without) is None:
            left = without
    return left


def contradiction(rules: Sequence[Rule], use: Numbers, budget: float, unit: str) -> Problem:
    """Say which rules cannot all be kept, and what would help.

    Parameters
    ----------
    rules
        That no set keeps to; one of them may be the budget.
    use
        What each candidate uses of the budget, (I,).
    budget
        In the same unit.
    unit
        What the budget counts.
    """
    against = conflict(rules)
    others = [rule for rule in against if rule.kind != "budget"]
    said = listed([rule.words for rule in others])
    cannot = f"{said[:1].upper()}{said[1:]} cannot be met"
    many = len(others) > 1
    if len(others) == len(against):
        hint = "Drop one of these rules." if many else "Drop this rule."
        return Problem(f"{cannot} together." if many else f"{cannot}.", hint=hint)
    least = enough(_least(others, use), unit)
    limit = amount(budget, unit)
    what = (
        f"{cannot} together within {limit}: they take {least} at least."
        if many
        else f"{cannot} within {limit}: it takes {least} at least."
    )
    standing = [rule for rule in rules if rule.kind != "budget"]
    needed = enough(_least(standing, use), unit)
    hint = f"Drop {'one of these rules' if many else 'this rule'}, or raise the budget to {needed}"
    also = "" if needed == least else f", which pays for {_beside(others, standing, use)} too"
    return Problem(what, value=f"{budget:g}", hint=f"{hint} or more{also}.")


def _beside(against: Sequence[Rule], standing: Sequence[Rule], use: Numbers) -> str:
    """Say for what all rules together take more than those that stand against the budget."""
    required = [*against, *(rule for rule in standing if rule.kind == "requires")]
    if not _least(required, use) < _least(standing, use) * (1 - ROUNDING):
        return f"what {'they require' if len(against) > 1 else 'it requires'}"
    return "what the other rules ask for"


def _least(rules: Sequence[Rule], use: Numbers) -> float:
    """Return the least use of any set that keeps to the rules."""
    found = least_set(use, rules)
    return float("inf") if found is None else float(use[found].sum())
