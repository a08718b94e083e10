"""The best set under rules: exact, or with a proven bound when the time is up."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.rank.portfolio.cuts import Cuts, broken_cuts, first_cuts, planes
from cx_workbench.rank.portfolio.rules import ROUNDING, Rule, kept
from cx_workbench.rank.portfolio.solver import (
    Answer,
    Program,
    greatest,
    least_set,
    other_than,
    ruled,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cx_workbench.rank.portfolio.coverage import Coverage, Flags, Numbers

#: Values that differ by less than this share of the whole are equal.
EQUAL = 1e-9
#: A bound so near, as a share of the whole, is as near as the solver's figures go.
_PROVEN = 1e-7
#: The solver's measure of exactness is absolute, so values are brought to this scale.
_SCALE = 1e4
#: Rounds that sharpen the planes by parts of candidates before whole ones are looked for.
_ROUNDS = 8
#: A plane that is broken by less in those rounds, as a share of the whole, is no help.
_HELPFUL = 1e-6
_HALF = 0.5


@dataclass(frozen=True, eq=False)
class Best:
    """The best set that was found.

    Attributes
    ----------
    chosen
        Mask of the candidates, (I,).
    value
        Points of the overall index that it gains.
    bound
        No set gains more; equals ``value`` where that is proven.
    proven
        Whether no set is better.
    """

    chosen: Flags
    value: float
    bound: float
    proven: bool


class Search:
    """A search for the set of greatest value under rules.

    A linear program holds a figure for each group of cells that several candidates touch, and
    planes above it. Whatever set the solver takes for the best is valued exactly; where its
    figure lies above that, planes through this very set are added, and the solver is asked again
    until its bound meets the value.

    Parameters
    ----------
    covered
        What sets are worth.
    rules
        What they must keep to.
    cuts
        Planes of an earlier search over the same groups.

    References
    ----------
    Duran, M. A. and Grossmann, I. E. (1986). An outer-approximation algorithm for a class of
    mixed-integer nonlinear programs. Mathematical Programming 36, 307-339.

    Examples
    --------
    >>> from cx_workbench.rank.portfolio.coverage import coverage
    >>> from cx_workbench.rank.portfolio.rules import within
    >>> alone = coverage(np.array([60.0, 100.0, 120.0]), np.eye(3, dtype=bool), np.ones(3))
    >>> best = Search(alone, [within(50, np.array([10.0, 20.0, 30.0]))]).best(seconds=10)
    >>> best.chosen, round(best.value, 9)
    (array([False,  True,  True]), 220.0)
    """

    def __init__(self, covered: Coverage, rules: Sequence[Rule], cuts: Cuts | None = None) -> None:
        self.covered = covered
        self.rules = list(rules)
        self.size = len(covered.closes)
        together = covered.touched.sum(axis=1) > 1
        self.cuts = first_cuts(covered, np.flatnonzero(together)) if cuts is None else cuts
        # Planes that are handed on are sharp already.
        self.rounds = _ROUNDS if cuts is None else 0
        self.groups = np.flatnonzero(together & (covered.gain > 0))
        self.scale = _SCALE / covered.whole if covered.whole > 0 else 1.0
        apart = np.where(together, 0.0, covered.gain) @ covered.touched
        straight = apart * covered.closes
        self.worth = np.concatenate([straight * self.scale, np.ones(len(self.groups))])

    def best(self, seconds: float, slack: float = 0.0) -> Best | None:
        """Find the best set; ``None`` if no set keeps to the rules.

        Parameters
        ----------
        seconds
            When to stop.
        slack
            Share of the value by which the set may fall short of the best.
        """
        until = time.monotonic() + seconds
        bound = self._sharpen(until)
        found: Flags | None = None
        value = -np.inf
        near = max(EQUAL * self.covered.whole, slack * bound)
        while bound > value + near and time.monotonic() < until:
            answer = self._ask(until, whole=True, slack=slack / 2)
            if answer.infeasible:
                return None
            bound = min(bound, answer.bound / self.scale)
            if answer.mix is None:
                break
            tried = answer.mix[: self.size] > _HALF
            if not kept(self.rules, tried):
                self.rules.append(other_than(tried))
                continue
            if self.covered.value(tried) > value:
                found, value = tried, float(self.covered.value(tried))
            if not self._learn(answer.mix, tolerance=0.0):
                break
        return self._judged(found, bound)

    def as_good(
        self, value: float, least: Numbers, rules: Sequence[Rule], until: float
    ) -> Flags | None:
        """Find the set of at least that value that uses least of something, (I,).

        Parameters
        ----------
        value
            Points of the overall index.
        least
            What each candidate uses, (I,).
        rules
            What the set must keep to beside the rules of the search.
        until
            When to stop, by the monotonic clock.
        """
        enough = value - EQUAL * self.covered.whole
        rules = [*self.rules, *rules]
        objective = -np.concatenate([least, np.zeros(len(self.groups))])
        while time.monotonic() < until:
            program = self._program(rules).with_line(self.worth, enough * self.scale)
            answer = greatest(objective, program, seconds=until - time.monotonic())
            if answer.mix is None:
                return None
            tried: Flags = answer.mix[: self.size] > _HALF
            if kept(rules, tried) and self.covered.value(tried) >= enough:
                return tried
            self._learn(answer.mix, tolerance=0.0)
            rules.append(other_than(tried))
        return None

    def _judged(self, found: Flags | None, bound: float) -> Best | None:
        """Round the search off: any set if the time was too short, and nothing useless in it."""
        if found is None:
            any_set = least_set(np.zeros(self.size), self.rules)
            if any_set is None:
                return None
            found = self._filled(any_set)
        found = self._pared(found)
        value = float(self.covered.value(found))
        proven = bound <= value + _PROVEN * self.covered.whole
        return Best(found, value, value if proven else bound, proven)

    def _sharpen(self, until: float) -> float:
        """Add planes where parts of candidates promise too much; return a bound on the value."""
        bound = self.covered.whole
        for _ in range(self.rounds):
            if time.monotonic() > until:
                break
            answer = self._ask(until, whole=False)
            bound = min(bound, answer.bound / self.scale)
            helpful = _HELPFUL * self.covered.whole
            if answer.mix is None or not self._learn(answer.mix, tolerance=helpful):
                break
        return bound

    def _ask(self, until: float, *, whole: bool, slack: float = 0.0) -> Answer:
        seconds = until - time.monotonic()
        program = self._program(self.rules)
        return greatest(self.worth, program, whole=whole, seconds=seconds, slack=slack)

    def _program(self, rules: Sequence[Rule]) -> Program:
        """Write rules and planes as lines; the figures are in the solver's scale."""
        lines = ruled(rules, self.size)
        cuts = self.cuts.some(np.flatnonzero(np.isin(self.cuts.group, self.groups)))
        constant, slope = planes(self.covered, cuts)
        gain = self.covered.gain[cuts.group] * self.scale
        figures = np.eye(len(self.groups))[np.searchsorted(self.groups, cuts.group)]
        above = np.hstack([-gain[:, None] * slope, figures])
        kept_to = np.hstack([lines.slope, np.zeros((len(lines.slope), len(self.groups)))])
        return Program(
            np.vstack([kept_to, above]),
            np.concatenate([lines.low, np.full(len(above), -np.inf)]),
            np.concatenate([lines.high, gain * constant]),
            np.concatenate([lines.most, self.covered.gain[self.groups] * self.scale]),
            self.size,
        )

    def _learn(self, mix: Numbers, *, tolerance: float) -> bool:
        """Add the planes that a mix breaks; return whether there were any."""
        if not len(self.groups):
            return False
        gain = self.covered.gain[self.groups] * self.scale
        new = broken_cuts(
            self.covered,
            self.groups,
            mix[: self.size],
            mix[self.size :] / gain,
            max(tolerance, EQUAL * self.covered.whole / len(self.groups)),
        )
        self.cuts = self.cuts.and_also(new)
        return len(new.group) > 0

    def _filled(self, chosen: Flags) -> Flags:
        """Add what gains most, one by one, as long as the rules allow it."""
        while True:
            more = (chosen | np.eye(self.size, dtype=bool))[~chosen]
            more = more[kept(self.rules, more)]
            gains = self.covered.value(more) - self.covered.value(chosen)
            if not len(more) or gains.max() <= EQUAL * self.covered.whole:
                return chosen
            chosen = more[int(gains.argmax())]

    def _pared(self, chosen: Flags) -> Flags:
        """Take out what adds nothing, from the last in the ranking on, if the rules allow it."""
        useless = self.covered.added(chosen) <= ROUNDING * EQUAL * self.covered.whole
        for place in np.flatnonzero(chosen & useless)[::-1]:
            without = chosen.copy()
            without[place] = False
            same = self.covered.value(chosen) - self.covered.value(without)
            if same <= ROUNDING * EQUAL * self.covered.whole and kept(self.rules, without):
                chosen = without
        return chosen
