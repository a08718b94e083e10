"""What knowing settles: how much of the doubt about the TOP N it takes away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

#: An effect has to stand out of the noise of the draws by so many standard deviations.
_STANDS_OUT = 4.0
#: Polynomials that tell how fast answers tell.
_ORDERS = 6
#: Most slices that an input is cut into, and fewest draws in each.
_MOST_SLICES, _FEWEST_DRAWS = 50, 25


def doubt(first: NDArray[np.bool_]) -> float:
    """By how many members the TOP N of two draws differ on average: ``sum p (1 - p)``.

    Parameters
    ----------
    first
        Whether an option is in the TOP N of a draw, shape (draws, options).

    Examples
    --------
    >>> doubt(np.array([[True, False], [False, True]]))
    0.5
    """
    shares = first.mean(axis=0)
    return float((shares * (1 - shares)).sum())


def slices(order: NDArray[np.intp], first: NDArray[np.bool_]) -> Array:
    """Share of the draws in the TOP N, in equal slices along each input.

    Parameters
    ----------
    order
        Draws from the smallest value of each input to its largest, shape (inputs, draws).
    first
        Shape (draws, options).

    Returns
    -------
    numpy.ndarray
        Shape (inputs, slices, options), from the smallest values of an input to the largest.

    Examples
    --------
    >>> effort = np.arange(100.0)[None]
    >>> slices(effort.argsort(axis=1), (effort < 50).T)[0, :, 0].tolist()
    [1.0, 1.0, 0.0, 0.0]
    """
    draws, options = first.shape
    count = max(min(_MOST_SLICES, draws // _FEWEST_DRAWS), 2)
    starts = np.arange(count) * draws // count
    sizes = np.diff([*starts, draws])[:, None]
    shares = np.empty((len(order), count, options))
    small = first.view(np.uint8)
    for row, places in enumerate(order):
        taken = np.take(small, places, axis=0)
        shares[row] = np.add.reduceat(taken, starts, axis=0, dtype=np.uint16) / sizes
    return shares


def settled(shares: Array, draws: int) -> Array:
    """Share of the doubt about the TOP N that knowing an input takes away, 0..1.

    The correlation ratio of the membership of all options together: the variance of the shares
    over the slices, less what noise alone gives there, over the doubt (omega squared). What
    does not stand out of the noise by four standard deviations is 0.

    Parameters
    ----------
    shares
        From `slices`, shape (inputs, slices, options).
    draws
        How many there were.

    References
    ----------
    Hays, W. L. (1963). Statistics for Psychologists. Holt, Rinehart and Winston.
    """
    count = shares.shape[1]
    mean = shares.mean(axis=1, keepdims=True)
    between = ((shares - mean) ** 2).mean(axis=1).sum(axis=1)
    whole = (mean * (1 - mean)).sum(axis=(1, 2))
    noise = (whole - between) * (count - 1) / max(draws - count, 1)
    beyond = between - noise
    limit = _STANDS_OUT * np.sqrt(2 * (count - 1)) / draws * whole
    known = (whole > 0) & (beyond > limit)
    share = np.zeros(len(shares))
    np.divide(beyond, whole, out=share, where=known)
    return np.minimum(share, 1.0)


def most_decided(shares: Array, moves: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Which option's place in the TOP N an input decides most, shape (inputs,).

    Parameters
    ----------
    shares
        From `slices`, shape (inputs, slices, options).
    moves
        Which options' scores an input moves, shape (inputs, options); the others only make
        room.

    Examples
    --------
    >>> shares = np.array([[[0.5, 0.9, 0.6], [0.6, 0.1, 1.3]]])
    >>> most_decided(shares, np.array([[True, True, False]])).tolist()
    [1]
    """
    decided = np.where(moves, shares.var(axis=1), -1.0)
    places: NDArray[np.intp] = decided.argmax(axis=1)
    return places


def settled_together(first: NDArray[np.bool_], again: NDArray[np.bool_]) -> float:
    """Share of the doubt that knowing a group of inputs takes away, 0..1.

    Parameters
    ----------
    first
        Whether an option is in the TOP N of a draw, shape (draws, options).
    again
        The same where the inputs of the group are those of ``first`` and all others are drawn
        anew: what they still have in common, the group has settled.

    References
    ----------
    Sobol', I. M. (2001). Mathematics and Computers in Simulation 55, 271-280.
    Janon, A. et al. (2014). ESAIM: Probability and Statistics 18, 342-364.

    Examples
    --------
    >>> first = np.random.default_rng(1).random((10_000, 2)) < 0.5
    >>> settled_together(first, first), settled_together(first, ~first)
    (1.0, 0.0)
    """
    whole = doubt(first)
    if whole == 0:
        return 0.0
    shares = (first.mean(axis=0) + again.mean(axis=0)) / 2
    common = ((first - shares) * (again - shares)).sum(axis=1)
    # A rounding error must not keep certainty from being certain.
    share = round(float(common.mean()) / whole, 12)
    error = float(common.std()) / np.sqrt(len(first)) / whole
    return min(share, 1.0) if share > _STANDS_OUT * error else 0.0


def settled_by_answers(shares: Array, told: Array) -> Array:
    """Part of what knowing an input would settle that some further answers settle already.

    Further answers tell so much of an input: a normal score ``z`` of it becomes one that
    correlates with it by ``r``, and a Hermite polynomial of the order k shrinks by ``r^k``.

    Parameters
    ----------
    shares
        Of one input, from `slices`, shape (slices, options).
    told
        Squared correlation, 0..1: the share of an input's variance that the answers take
        away; shape (...).

    Returns
    -------
    numpy.ndarray
        0..1, of the shape of ``told``.

    References
    ----------
    Jalal, H. and Alarid-Escudero, F. (2018). A Gaussian approximation approach for value of
    information analysis. Medical Decision Making 38, 174-188.

    Examples
    --------
    Where the chance rises evenly along the input, half of the variance is half of the matter:

    >>> from scipy.special import ndtri
    >>> even = 0.5 + 0.1 * ndtri((np.arange(50) + 0.5) / 50)[:, None]
    >>> settled_by_answers(even, np.array([0.0, 0.5, 1.0])).round(1)
    array([0. , 0.5, 1. ])
    """
    from scipy.special import ndtri

    count = len(shares)
    scores = ndtri((np.arange(count) + 0.5) / count)
    orders = np.arange(1, _ORDERS + 1)
    found = _hermite(scores).T @ (shares - shares.mean(axis=0)) / count
    weight = (found**2).sum(axis=1)
    powers = np.asarray(told, dtype=float)[..., None] ** orders
    total = weight.sum()
    part: Array = powers @ weight / total if total > 0 else np.zeros(np.shape(told))
    return part


def _hermite(scores: Array) -> Array:
    """Orthonormal Hermite polynomials of the orders 1, 2 ..., shape (scores, orders)."""
    before, last = np.zeros_like(scores), np.ones_like(scores)
    columns: list[Any] = []
    for order in range(_ORDERS):
        rising = (scores * last - np.sqrt(order) * before) / np.sqrt(order + 1)
        before, last = last, rising
        columns.append(rising)
    return np.column_stack(columns)
