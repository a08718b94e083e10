"""How much of an outcome each of several ratings explains, though they overlap: LMG shares."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

#: With more predictors than this, orders are drawn instead of all being counted.
EXACT_UP_TO = 14
#: How many orders are drawn (each with its reverse).
ORDERS = 4000
#: A predictor that leaves less than this of itself beside the others adds nothing.
_NOTHING_NEW = 1e-9
#: Numbers that are worked on at a time: 4 MB stay near the processor.
_AT_A_TIME = 500_000


def lmg(correlation: ArrayLike, with_outcome: ArrayLike) -> NDArray[np.float64]:
    """Share the explained variance of an outcome among its predictors.

    The share of a predictor is what it adds to R^2, averaged over all orders in which the
    predictors can come in. The shares are never negative and sum to R^2. They are exact up to
    14 predictors (`exact_lmg`), and estimated from drawn orders beyond (`sampled_lmg`).

    Parameters
    ----------
    correlation
        Correlations of the k predictors with each other, shape (k, k).
    with_outcome
        Their correlations with the outcome, shape (k,).

    Returns
    -------
    numpy.ndarray
        Shape (k,): shares of the outcome's variance, 0..1.

    References
    ----------
    Lindeman, R. H., Merenda, P. F. and Gold, R. Z. (1980). Introduction to Bivariate and
    Multivariate Analysis. Groemping, U. (2006). Journal of Statistical Software 17(1);
    (2007). The American Statistician 61, 139-147.

    Examples
    --------
    >>> lmg([[1, 0.5], [0.5, 1]], [0.6, 0.4]).round(5)
    array([0.28667, 0.08667])
    """
    if np.shape(with_outcome)[-1] <= EXACT_UP_TO:
        return exact_lmg(correlation, with_outcome)
    return sampled_lmg(correlation, with_outcome)[0]


def exact_lmg(correlation: ArrayLike, with_outcome: ArrayLike) -> NDArray[np.float64]:
    """Share R^2 by what every subset of the predictors explains.

    Parameters
    ----------
    correlation, with_outcome
        As in `lmg`, shapes (..., k, k) and (..., k): several matrices at once.

    Returns
    -------
    numpy.ndarray
        Shape (..., k).

    Examples
    --------
    >>> correlation = [[1, 0.5, 0.3], [0.5, 1, 0.4], [0.3, 0.4, 1]]
    >>> shares = exact_lmg(correlation, [0.6, 0.5, 0.4])
    >>> shares.round(6), round(float(shares.sum()), 6)
    (array([0.237472, 0.124688, 0.079615]), 0.441774)
    """
    joint = _joint(correlation, with_outcome)
    count = joint.shape[-1] - 1
    weights = _weights_of_subsets(count)
    flat = joint.reshape(-1, count + 1, count + 1)
    step = max(1, _AT_A_TIME // (12 * 2**count))
    parts = [
        _explained_by_subsets(flat[first : first + step]) @ weights
        for first in range(0, len(flat), step)
    ]
    shares = np.concatenate(parts).reshape(*joint.shape[:-2], count)
    return np.maximum(shares, 0.0)


def sampled_lmg(
    correlation: ArrayLike, with_outcome: ArrayLike, *, orders: int = ORDERS, seed: int = 1
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Share R^2 by some orders of the predictors, each drawn together with its reverse.

    Parameters
    ----------
    correlation, with_outcome
        As in `lmg`, shapes (..., k, k) and (..., k); all matrices get the same orders.
    orders
        How many orders; four at least.
    seed
        The same seed draws the same orders.

    Returns
    -------
    tuple of numpy.ndarray
        Shares and their standard errors, shape (..., k). The shares sum to R^2 exactly.

    Examples
    --------
    >>> shares, error = sampled_lmg([[1, 0.5], [0.5, 1]], [0.6, 0.4], orders=10)
    >>> shares.round(5), bool(error.max() < 1e-9)
    (array([0.28667, 0.08667]), True)
    """
    joint = _joint(correlation, with_outcome)
    count = joint.shape[-1] - 1
    flat = joint.reshape(-1, count + 1, count + 1)
    drawn = _antithetic(count, max(2, math.ceil(orders / 2)), seed)
    step = max(1, _AT_A_TIME // (3 * (count + 1) ** 2 * drawn.shape[1]))
    parts = [
        _added_in_order(flat[first : first + step], drawn) for first in range(0, len(flat), step)
    ]
    added = np.concatenate(parts).reshape(*joint.shape[:-2], *drawn.shape)
    pairs = (added[..., 0::2, :] + added[..., 1::2, :]) / 2
    error = pairs.std(axis=-2, ddof=1) / np.sqrt(pairs.shape[-2])
    return pairs.mean(axis=-2), error


def variance_inflation(correlation: ArrayLike) -> NDArray[np.float64]:
    """Variance inflation factor of each predictor: 1 alone, large where others say the same.

    Parameters
    ----------
    correlation
        Shape (k, k), positive semidefinite.

    Returns
    -------
    numpy.ndarray
        Shape (k,), ``1 / (1 - R^2)`` of a predictor on all others; infinite where they
        determine it.

    Examples
    --------
    >>> variance_inflation([[1, 0.8], [0.8, 1]]).round(3)
    array([2.778, 2.778])
    """
    matrix = np.asarray(correlation, dtype=float)
    count = len(matrix)
    factors = np.empty(count)
    for place in range(count):
        order = np.append(np.delete(np.arange(count), place), place)
        joint = matrix[np.ix_(order, order)][None]
        left = 1 - float(_added_in_order(joint, np.arange(count - 1)[None]).sum())
        factors[place] = 1 / left if left > _NOTHING_NEW else np.inf
    return factors


def _joint(correlation: ArrayLike, with_outcome: ArrayLike) -> NDArray[np.float64]:
    """Put the outcome last: shape (..., k + 1, k + 1)."""
    among = np.asarray(correlation, dtype=float)
    outcome = np.asarray(with_outcome, dtype=float)
    count = outcome.shape[-1]
    joint = np.ones((*outcome.shape[:-1], count + 1, count + 1))
    joint[..., :count, :count] = among
    joint[..., :count, count] = outcome
    joint[..., count, :count] = outcome
    return joint


def _explained_by_subsets(joint: NDArray[np.float64]) -> NDArray[np.float64]:
    """R^2 of every subset, shape (matrices, 2^k); bit j of its number is predictor j.

    Predictor by predictor, the matrix of what is left of the others is kept as it is and swept
    (the subset without it, and with it): matrices get smaller as they get more, so that all
    subsets cost about twelve numbers each.
    """
    left = np.moveaxis(joint, 0, -1)[:, :, None]
    while len(left) > 1:
        left = np.concatenate([left[1:, 1:], _swept(left)], axis=2)
    explained: NDArray[np.float64] = 1 - left[0, 0].T
    return explained


def _swept(left: NDArray[np.float64]) -> NDArray[np.float64]:
    """Take what the first variable explains out of all others; matrices along the first axes."""
    row, variance = left[0, 1:], left[0, 0]
    pivot = np.where(variance > _NOTHING_NEW, variance, np.inf)
    swept: NDArray[np.float64] = left[1:, 1:] - (row / pivot)[:, None] * row[None]
    return swept


def _weights_of_subsets(count: int) -> NDArray[np.float64]:
    """Weigh R^2 of each subset for each predictor's share, shape (2^k, k)."""
    # Of all orders, this share has just some given predictors before another one.
    before = np.array([1 / (count * math.comb(count - 1, size)) for size in range(count)])
    subsets = np.arange(2**count)[:, None]
    sizes = np.bitwise_count(subsets)
    inside = (subsets >> np.arange(count)) & 1 == 1
    with_it, without_it = before[np.maximum(sizes, 1) - 1], before[np.minimum(sizes, count - 1)]
    return np.where(inside, with_it, -without_it)


def _antithetic(count: int, pairs: int, seed: int) -> NDArray[np.intp]:
    """Draw orders, each followed by its reverse; shape (2 pairs, k)."""
    rng = np.random.default_rng(seed)
    drawn = rng.permuted(np.tile(np.arange(count), (pairs, 1)), axis=1)
    both: NDArray[np.intp] = np.stack([drawn, drawn[:, ::-1]], axis=1).reshape(-1, count)
    return both


def _added_in_order(joint: NDArray[np.float64], orders: NDArray[np.intp]) -> NDArray[np.float64]:
    """Find what each predictor adds to R^2 in each order, shape (matrices, orders, k)."""
    count = orders.shape[1]
    full = np.hstack([orders, np.full((len(orders), 1), count)])
    left = np.moveaxis(joint[:, full[:, :, None], full[:, None, :]], (2, 3), (0, 1)).copy()
    added = np.empty((count, *left.shape[2:]))
    for step in range(count):
        variance = left[0, 0]
        pivot = np.where(variance > _NOTHING_NEW, variance, np.inf)
        added[step] = left[0, -1] ** 2 / pivot
        left = _swept(left)
    by_predictor = np.argsort(orders, axis=1)
    return np.take_along_axis(np.moveaxis(added, 0, -1), by_predictor[None], axis=-1)
