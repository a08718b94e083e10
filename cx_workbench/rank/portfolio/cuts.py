"""Straight bounds on a value that is not straight, each exact at one set.

Within a group of cells, the share of the gap that a set closes is submodular: whoever comes
later adds less. So it lies below planes that touch it at a set S, and enough of those planes
describe it exactly to a linear program.

References
----------
Nemhauser, G. L. and Wolsey, L. A. (1981). Maximizing submodular set functions: formulations and
analysis of algorithms. Annals of Discrete Mathematics 11, 279-301.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cx_workbench.rank.portfolio.coverage import Coverage, Flags, Numbers

#: What a plane assumes beyond its set: that additions come on top of it, that departures leave
#: it, or the slope of the curve at it.
_ADDITIONS, _DEPARTURES, _SLOPE = 0, 1, 2
_KINDS = np.array([_ADDITIONS, _DEPARTURES, _SLOPE])
#: At most so many new planes a group and round.
_A_ROUND = 2
#: A share below this is none, to a solver.
_NONE = 1e-9


@dataclass(frozen=True, eq=False)
class Cuts:
    """N planes above the closed share of groups of cells.

    They are kept as sets, not as figures: with other gains and shares closed the same sets
    give planes that are valid too, so a search hands its cuts on to the next.

    Attributes
    ----------
    group
        Place of each plane's group, (N,).
    sets
        Where it touches, (N, I); a part of the group.
    kind
        Which of the three planes through that set it is, (N,).
    """

    group: NDArray[np.intp]
    sets: Flags
    kind: NDArray[np.intp]

    def and_also(self, others: Cuts) -> Cuts:
        """Put these and others together."""
        return Cuts(
            np.concatenate([self.group, others.group]),
            np.concatenate([self.sets, others.sets]),
            np.concatenate([self.kind, others.kind]),
        )

    def some(self, which: NDArray[np.intp]) -> Cuts:
        """Keep some planes, by their places."""
        return Cuts(self.group[which], self.sets[which], self.kind[which])


def first_cuts(covered: Coverage, groups: NDArray[np.intp]) -> Cuts:
    """Make the planes to begin with: at nothing, at everything and at each candidate alone."""
    candidates = len(covered.closes)
    group, sets, kind = [], [], []
    for place in groups:
        members = covered.touched[place]
        alone = np.eye(candidates, dtype=bool)[members]
        group += [place] * (2 + len(alone))
        sets += [np.zeros(candidates, dtype=bool), members, *alone]
        kind += [_ADDITIONS, _DEPARTURES, *[_ADDITIONS] * len(alone)]
    return Cuts(
        np.array(group, dtype=np.intp),
        np.array(sets, dtype=bool).reshape(-1, candidates),
        np.array(kind, dtype=np.intp),
    )


def planes(covered: Coverage, cuts: Cuts) -> tuple[Numbers, Numbers]:
    """Return what each plane is at no candidate, (N,), and what each candidate adds, (N, I).

    Every set of candidates x closes at most ``constant + slope @ x`` of the group's gap.
    """
    members, inside = covered.touched[cuts.group], cuts.sets
    kind = cuts.kind[:, None]
    left = np.exp(inside @ covered.left)[:, None]
    left_by_all = np.exp(members @ covered.left)[:, None]
    each = np.exp(covered.left)
    joins = covered.closes * np.where(kind == _ADDITIONS, left, 1.0)
    leaves = covered.closes * np.where(kind == _ADDITIONS, left_by_all, left) / each
    steep = -covered.left * left
    added = np.where(members & ~inside, joins, 0.0)
    lost = np.where(inside, leaves, 0.0)
    slope = np.where(kind == _SLOPE, np.where(members, steep, 0.0), added + lost)
    at_set = 1 - left[:, 0]
    return at_set - (slope * inside).sum(axis=1), slope


def broken_cuts(
    covered: Coverage, groups: NDArray[np.intp], mix: Numbers, shares: Numbers, tolerance: float
) -> Cuts:
    """Find planes that a solver's answer lies above.

    Parameters
    ----------
    covered
        The value.
    groups
        The groups that need planes, (G,).
    mix
        How much of each candidate the solver takes, 0..1, (I,).
    shares
        What it thinks is closed of each of the groups, (G,).
    tolerance
        How far above a plane is too far, in points of the overall index.
    """
    tried = _around(covered, groups, mix)
    constant, slope = planes(covered, tried)
    place = np.searchsorted(groups, tried.group)
    above = (shares[place] - constant - slope @ mix) * covered.gain[tried.group]
    by_group = np.lexsort((-above, tried.group))
    starts = np.searchsorted(tried.group[by_group], groups)
    turn = np.arange(len(by_group)) - np.repeat(starts, np.diff(np.append(starts, len(by_group))))
    return tried.some(by_group[(turn < _A_ROUND) & (above[by_group] > tolerance)])


def _around(covered: Coverage, groups: NDArray[np.intp], mix: Numbers) -> Cuts:
    """Make the planes at the sets that a mix of candidates suggests: most of it first."""
    order = np.argsort(-mix, kind="stable")
    order = order[mix[order] > _NONE]
    prefixes = np.zeros((len(order) + 1, len(mix)), dtype=bool)
    for size, candidate in enumerate(order, start=1):
        prefixes[size] = prefixes[size - 1]
        prefixes[size, candidate] = True
    group, sets = [], []
    for place in groups:
        own = np.unique(prefixes & covered.touched[place], axis=0)
        group.append(np.full(len(own), place))
        sets.append(own)
    whose = np.repeat(np.concatenate(group), len(_KINDS))
    where = np.repeat(np.concatenate(sets), len(_KINDS), axis=0)
    return Cuts(whose.astype(np.intp), where, np.tile(_KINDS, len(whose) // len(_KINDS)))
