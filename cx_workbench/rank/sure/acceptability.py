"""Who ranks where, over many draws: stochastic multicriteria acceptability analysis (SMAA).

References
----------
Lahdelma, R. and Salminen, P. (2001). SMAA-2: Stochastic multicriteria acceptability analysis
for group decision making. Operations Research 49, 444-454.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cx_workbench.rank.methods import DECIMALS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ranks = NDArray[np.integer[Any]]


def ranks_of(scores: NDArray[np.float64], *then: NDArray[np.float64]) -> Ranks:
    """Rank of each option in each draw, from 1.

    Scores that differ by rounding errors alone are equal.

    Parameters
    ----------
    scores
        Higher is better, shape (draws, options).
    then
        What decides between equal scores, higher is better, in turn; at last the order of the
        columns does.

    Examples
    --------
    >>> scores = np.array([[0.2, 0.9, 0.2]])
    >>> ranks_of(scores).tolist(), ranks_of(scores, np.array([[1.0, 1.0, 2.0]])).tolist()
    ([[2, 1, 3]], [[3, 1, 2]])
    """
    order = np.argsort(scores, axis=1)
    rising = np.take_along_axis(scores, order, axis=1)
    count = scores.shape[1]
    places = np.arange(count, 0, -1, dtype=np.int32)
    if np.diff(rising, axis=1).min(initial=1.0) < 10.0**-DECIMALS:
        keys = [-figure.round(DECIMALS) for figure in (*reversed(then), scores)]
        order, places = np.lexsort(keys, axis=1), places[::-1]
    ranks: Ranks = np.empty(scores.shape, dtype=np.int32)
    np.put_along_axis(ranks, order, np.broadcast_to(places, scores.shape), axis=1)
    return ranks


def among_first(scores: NDArray[np.float64], top: int) -> NDArray[np.bool_]:
    """Whether each option is among the first in each draw, shape (draws, options).

    Cheaper than the ranks: nothing is put in order but who is in and who is out. Options that
    tie for the last place are all in.

    Examples
    --------
    >>> among_first(np.array([[0.2, 0.9, 0.1], [0.8, 0.3, 0.1]]), top=1).tolist()
    [[False, True, False], [True, False, False]]
    """
    count = scores.shape[1]
    if top >= count:
        return np.ones(scores.shape, dtype=bool)
    bound = np.partition(scores, count - top, axis=1)[:, count - top, None]
    first: NDArray[np.bool_] = scores >= bound
    return first


def in_top(ranks: Ranks, top: int, pins: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether each option is in the TOP N in each draw, shape (draws, options).

    Parameters
    ----------
    ranks
        From 1, shape (draws, options).
    top
        How many places there are.
    pins
        Which options hold a place whatever their rank, shape (options,); the best of the others
        take the places that are left.

    Examples
    --------
    >>> pins = np.array([False, False, True])
    >>> in_top(np.array([[1, 2, 3], [3, 1, 2]]), top=2, pins=pins).tolist()
    [[True, False, True], [False, True, True]]
    """
    if not pins.any():
        return ranks <= top
    left, others = top - np.count_nonzero(pins), ranks[:, ~pins]
    if left >= others.shape[1]:
        return np.ones(ranks.shape, dtype=bool)
    if left <= 0:
        return np.broadcast_to(pins, ranks.shape).copy()
    bound = np.partition(others, left - 1, axis=1)[:, left - 1, None]
    first: NDArray[np.bool_] = pins | (ranks <= bound)
    return first


def acceptability(ranks: Ranks) -> NDArray[np.float64]:
    """Share of the draws in which each option takes each rank, shape (options, ranks).

    Examples
    --------
    >>> acceptability(np.array([[1, 2], [1, 2], [2, 1], [1, 2]])).tolist()
    [[0.75, 0.25], [0.25, 0.75]]
    """
    draws, count = ranks.shape
    places = ranks + (np.arange(count) * count - 1)
    counts = np.bincount(places.ravel(), minlength=count * count)
    shares: NDArray[np.float64] = counts.reshape(count, count) / draws
    return shares


def rank_range(shares: NDArray[np.float64], inside: float = 0.9) -> tuple[Ranks, Ranks]:
    """Ranks between which an option lies in the middle part of the draws.

    Parameters
    ----------
    shares
        Rank acceptability, shape (options, ranks).
    inside
        How much lies inside at least; half of the rest may lie on either side.

    Examples
    --------
    >>> low, high = rank_range(np.array([[0.04, 0.5, 0.4, 0.06]]))
    >>> int(low[0]), int(high[0])
    (2, 4)
    """
    upto = np.cumsum(shares, axis=1)
    outside = (1 - inside) / 2
    # Shares are sums of counts over draws: a rounding error must not shift a rank.
    slack = 1e-9
    low: Ranks = (upto < outside - slack).sum(axis=1) + 1
    high: Ranks = (upto < 1 - outside - slack).sum(axis=1) + 1
    return low, high


def win_shares(ranks: Ranks) -> NDArray[np.float64]:
    """Share of the draws in which the option of the row is ahead of that of the column.

    Examples
    --------
    >>> win_shares(np.array([[1, 2], [1, 2], [2, 1], [1, 2]])).tolist()
    [[0.0, 0.75], [0.25, 0.0]]
    """
    return np.array([(ranks[:, [place]] < ranks).mean(axis=0) for place in range(ranks.shape[1])])


def central_weights(ranks: Ranks, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean of the weights with which each option comes first: who would choose it.

    Parameters
    ----------
    ranks
        Shape (draws, options).
    weights
        Drawn weights, shape (draws, criteria).

    Returns
    -------
    numpy.ndarray
        Shape (options, criteria); NaN for an option that never comes first.

    Examples
    --------
    >>> central_weights(np.array([[1, 2], [1, 2]]), np.array([[0.5, 0.5], [0.7, 0.3]]))
    array([[0.6, 0.4],
           [nan, nan]])
    """
    first = (ranks == 1).astype(float)
    times = first.sum(axis=0)[:, None]
    total = first.T @ weights
    mean = np.full(total.shape, np.nan)
    np.divide(total, times, out=mean, where=times > 0)
    return mean
