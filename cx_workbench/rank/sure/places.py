"""Who stands where over the draws, counted while somebody moves a weight."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cx_workbench.rank.methods import DECIMALS
from cx_workbench.rank.sure.acceptability import rank_range, ranks_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cx_workbench.rank.sure.simulation import Simulation

    Array = NDArray[np.float64]
    Places = NDArray[np.int64]

#: A score and the place of its option are packed into one whole number of so many bits.
_BITS = 62
#: So many scores at once stay in the processor's cache from the first step to the last.
_AT_ONCE = 2**16


class HowSure(NamedTuple):
    """Share of the draws in the TOP N, and the ranks of the middle 90 %; each of shape (I,)."""

    p_top: Array
    rank_low: Array
    rank_high: Array


def places_of(sure: Simulation, order: NDArray[np.intp]) -> HowSure:
    """Count what a simulation's table holds, without its ranks.

    The same figures as `Simulation.p_top`, `rank_low` and `rank_high` to the last digit.

    Parameters
    ----------
    sure
        The draws.
    order
        Places of its improvements in the order of the ranking, which decides where draws tie;
        shape (I,).

    Returns
    -------
    HowSure
        In the order of the simulation.
    """
    draws, count = sure.figures["impact"].shape
    step = max(_AT_ONCE // max(count, 1), 1)
    times, first = np.zeros((count, count), dtype=np.int64), np.zeros(count, dtype=np.int64)
    for start in range(0, draws, step):
        placed = _Placed(sure.some(slice(start, start + step)), order)
        counted = placed.counted()
        times += counted
        first += placed.in_top(counted)
    low, high = rank_range(times / draws)
    return HowSure(first / draws, low.astype(float), high.astype(float))


class _Placed:
    """The options of some draws, from the best to the worst of each.

    In the order of `cx_workbench.rank.sure.acceptability.ranks_of` at a third of the time:
    sorting whole numbers, each a rounded score with the place of its option in the last bits, is
    what numpy does fastest.
    """

    def __init__(self, sure: Simulation, order: NDArray[np.intp]) -> None:
        self.sure = sure
        self.order = order
        self.count = len(order)
        self.bits = max(self.count - 1, 1).bit_length()
        #: Which option stands where, times a power of two: shape (draws, options).
        self.shifted = self._sorted()

    def _sorted(self) -> Places:
        steps = self.sure.scores * -(10.0**DECIMALS)
        np.rint(steps, out=steps)
        farthest = max(-steps.min(initial=0.0), steps.max(initial=0.0))
        if not farthest < 2.0 ** (_BITS - 2 * self.bits):
            return self._exactly(slice(None))
        keys = steps.astype(np.int64)
        keys <<= 2 * self.bits
        keys += self._own
        keys.sort(axis=1)
        apart = np.subtract(keys[:, 1:], keys[:, :-1])
        enough = 1 << (2 * self.bits)
        close = apart.min(initial=enough) < enough
        keys &= enough - 1
        if close:
            rows = np.flatnonzero((apart < enough).any(axis=1))
            keys[rows] = self._exactly(rows)
        return keys

    @property
    def _own(self) -> Places:
        return np.arange(self.count) << self.bits

    def _exactly(self, draws: slice | NDArray[np.intp]) -> Places:
        """Order by all that decides where scores tie."""
        figures = self.sure.figures
        keys = (self.sure.scores, figures["impact"], -figures["effort"])
        ranks = ranks_of(*(key[draws][:, self.order] for key in keys))
        placed = np.empty(ranks.shape, dtype=np.int64)
        own = np.broadcast_to(self._own[self.order], ranks.shape)
        np.put_along_axis(placed, ranks - 1, own, axis=1)
        return placed

    def counted(self) -> Places:
        """How often each option takes each place, shape (options, places)."""
        flat = (self.shifted + np.arange(self.count)).ravel()
        wide = np.bincount(flat, minlength=self.count << self.bits)
        return wide.reshape(self.count, -1)[:, : self.count]

    def in_top(self, counted: Places) -> Places:
        """How often each option is in the TOP N, shape (options,)."""
        pins, top = self.sure.pins, self.sure.top
        if not pins.any():
            inside: Places = counted[:, :top].sum(axis=1)
            return inside
        placed = self.shifted >> self.bits
        # Every draw has all of the others, in their order.
        others = placed[~pins[placed]].reshape(len(placed), -1)
        left = max(top - int(pins.sum()), 0)
        times = np.bincount(others[:, :left].ravel(), minlength=self.count)
        return np.where(pins, len(placed), times)
