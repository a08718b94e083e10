"""What a set of improvements must keep to: each rule in words and as one line of figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cx_workbench.rank.portfolio.coverage import Flags, Numbers

RuleKind = Literal[
    "budget", "at_most", "at_least_one", "include", "exclude", "requires", "excludes", "other"
]
#: Rules are kept up to this share, so that rounding errors never decide.
ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule over I candidates: ``low <= slope @ chosen <= high``.

    Attributes
    ----------
    kind
        What sort of rule it is.
    words
        The rule inside a sentence, such as ``at most 5 improvements``.
    slope
        What each candidate counts, (I,).
    low, high
        Bounds of the sum, ``-inf`` and ``inf`` where there is none.
    """

    kind: RuleKind
    words: str
    slope: Numbers
    low: float
    high: float

    def kept(self, sets: NDArray[np.bool_]) -> Flags:
        """Which sets (..., I) keep to it, shape (...)."""
        total = sets @ self.slope
        kept: Flags = (total >= self.low - ROUNDING) & (total <= self.high + ROUNDING)
        return kept


def kept(rules: Sequence[Rule], sets: NDArray[np.bool_]) -> Flags:
    """Which sets (..., I) keep to all of the rules, shape (...)."""
    every = np.ones(sets.shape[:-1], dtype=bool)
    for rule in rules:
        every &= rule.kept(sets)
    return every


def within(budget: float, use: Numbers, words: str = "the budget") -> Rule:
    """Keep the sum of ``use`` (I,) within a budget, both in the same unit.

    Examples
    --------
    >>> rule = within(50, np.array([10.0, 20.0, 30.0]))
    >>> rule.kept(np.array([[False, True, True], [True, True, True]]))
    array([ True, False])
    """
    # In shares of the budget, so that one measure of rounding does for days and for millions.
    scale = max(budget, float(use.max(initial=0.0))) or 1.0
    return Rule("budget", words, use / scale, -np.inf, budget / scale)


def at_most(count: int, candidates: int) -> Rule:
    """Choose no more than so many."""
    words = f"at most {count} {'improvement' if count == 1 else 'improvements'}"
    return Rule("at_most", words, np.ones(candidates), -np.inf, float(count))


def at_least_one(of: Flags, words: str) -> Rule:
    """Choose at least one of some candidates, a mask (I,)."""
    return Rule("at_least_one", words, of.astype(float), 1.0, np.inf)


def include(place: int, candidates: int, words: str) -> Rule:
    """Choose this one."""
    return Rule("include", words, _unit(place, candidates), 1.0, np.inf)


def exclude(place: int, candidates: int, words: str) -> Rule:
    """Leave this one out."""
    return Rule("exclude", words, _unit(place, candidates), -np.inf, 0.0)


def requires(one: int, other: int, candidates: int, words: str) -> Rule:
    """Choose the one only with the other."""
    slope = _unit(one, candidates) - _unit(other, candidates)
    return Rule("requires", words, slope, -np.inf, 0.0)


def excludes(one: int, other: int, candidates: int, words: str) -> Rule:
    """Choose no more than one of the two."""
    slope = _unit(one, candidates) + _unit(other, candidates)
    return Rule("excludes", words, slope, -np.inf, 1.0)


def _unit(place: int, candidates: int) -> Numbers:
    slope = np.zeros(candidates)
    slope[place] = 1.0
    return slope
