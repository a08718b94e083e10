"""What a set of improvements is worth together: two on one cell share its gap."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Numbers: TypeAlias = "NDArray[np.float64]"
Flags: TypeAlias = "NDArray[np.bool_]"

#: Least share of a gap that is left, so that a gap closed in full still has a logarithm.
_LEAST_LEFT = 1e-16


@dataclass(frozen=True, eq=False)
class Coverage:
    """The value of every set of I candidates, as sums over K groups of cells.

    Cells that the same candidates touch are one group: only the sum of their gains counts. A set
    S gains ``sum over groups of gain * (1 - product over S in the group of (1 - closes))``.

    Attributes
    ----------
    gain
        Points of the overall index that closing the group's gaps in full would gain, (K,).
    touched
        Which candidates touch the group, (K, I); at least one.
    closes
        Share of a gap that each candidate closes, 0..1, (I,).

    Examples
    --------
    Two that close half of the same gap of 8 points close three quarters of it together:

    >>> both = coverage(np.array([8.0]), np.array([[True], [True]]), np.array([0.5, 0.5]))
    >>> both.value(np.array([[True, False], [True, True]]))
    array([4., 6.])
    """

    gain: Numbers
    touched: Flags
    closes: Numbers

    @cached_property
    def left(self) -> Numbers:
        """Logarithm of the share of a gap that each candidate leaves, (I,)."""
        return np.log(np.maximum(1 - self.closes, _LEAST_LEFT))

    @property
    def whole(self) -> float:
        """Points that closing every gap in full would gain."""
        return float(self.gain.sum())

    def value(self, sets: NDArray[np.bool_]) -> Numbers:
        """Points of the overall index that sets (..., I) gain, shape (...)."""
        closed = -np.expm1((sets * self.left) @ self.touched.T)
        value: Numbers = closed @ self.gain
        return value

    def alone(self) -> Numbers:
        """Points that each candidate gains by itself, (I,)."""
        return self.value(np.eye(len(self.closes), dtype=bool))

    def added(self, chosen: Flags) -> Numbers:
        """Points that would be lost if each candidate left the chosen set, (I,); 0 outside it."""
        without = chosen & ~np.eye(len(chosen), dtype=bool)
        lost: Numbers = self.value(chosen) - self.value(without)
        return np.where(chosen, lost, 0.0)


def coverage(gains: Numbers, touched: Flags, closes: Numbers) -> Coverage:
    """Group the cells that the same candidates touch.

    The groups hang on ``touched`` alone, so that they are the same in every draw of the gains.

    Parameters
    ----------
    gains
        Points of the overall index in each cell, ``weight * importance * gap+``, (M,).
    touched
        Which cells each candidate touches, (I, M).
    closes
        Share of the gap that each candidate closes, 0..1, (I,).
    """
    used = touched.any(axis=0)
    if not used.any():
        return Coverage(np.zeros(0), np.zeros((0, len(closes)), dtype=bool), closes)
    groups, place = np.unique(touched[:, used].T, axis=0, return_inverse=True)
    gain: Numbers = np.zeros(len(groups))
    np.add.at(gain, place.ravel(), gains[used])
    return Coverage(gain, groups, closes)
