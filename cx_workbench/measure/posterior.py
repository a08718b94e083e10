"""What the true mean may be, given the answers; and draws of it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

#: Quantile functions are worked out at these normal scores; between two of them they are taken as
#: a parabola, which errs by less than 0.002 standard deviations.
_SCORES = np.linspace(-4.0, 4.0, 25)
#: A distribution is drawn from so many evenly spread quantiles, by 12 random bits.
_BITS = 12


def posterior(
    mean: ArrayLike, square: ArrayLike, n: ArrayLike, prior_square: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Beta distribution of a true mean on a bounded scale, from the moments of the answers.

    The shares of the steps of the scale get Perks' prior: one answer in all, spread evenly
    over the steps. Mean and variance of the resulting Dirichlet mean are matched by a beta
    distribution. So few answers leave a wide one, and unanimous answers are not certain.

    Parameters
    ----------
    mean, square
        Mean of the answers and of their squares, on 0..1, any shape; NaN passes through.
    n
        Effective answers.
    prior_square
        Mean square of an answer that takes each step alike
        (see `cx_workbench.measure.intervals.even_square`).

    Returns
    -------
    tuple of numpy.ndarray
        The two parameters, alpha and beta.

    References
    ----------
    Perks, W. (1947). Journal of the Institute of Actuaries 73, 285-334.

    Examples
    --------
    Ten answers, all of them 5 on a scale of 1 to 5:

    >>> alpha, beta = posterior(1.0, 1.0, 10, 0.375)
    >>> round(float(alpha / (alpha + beta)), 3)
    0.955
    """
    mean, square, n = (np.asarray(values, dtype=float) for values in (mean, square, n))
    total = n + 1
    centre = (n * mean + 0.5) / total
    second = (n * square + np.asarray(prior_square, dtype=float)) / total
    variance = np.maximum(second - centre**2, 1e-12) / (total + 1)
    strength = centre * (1 - centre) / variance - 1
    return centre * strength, (1 - centre) * strength


@cache
def even_levels() -> NDArray[np.float64]:
    """Return the probabilities that draws take: the middles of 4,096 equal steps from 0 to 1.

    Examples
    --------
    >>> len(even_levels()), float(even_levels()[0]) == 0.5 / 4096
    (4096, True)
    """
    count = 2**_BITS
    levels: NDArray[np.float64] = (np.arange(count) + 0.5) / count
    levels.flags.writeable = False
    return levels


def random_places(name: str, draws: int, seed: int) -> NDArray[np.uint16]:
    """Draw places among the even levels that depend on name and seed alone.

    They are raw bits of the generator: no change of a library or platform changes them.

    References
    ----------
    O'Neill, M. E. (2014). PCG: A family of simple fast space-efficient statistically good
    algorithms for random number generation. Harvey Mudd College HMC-CS-2014-0905.

    Examples
    --------
    >>> places = random_places("effort", 1_000, seed=1)
    >>> bool(places.max() < len(even_levels()))
    True
    """
    bits = np.random.PCG64([seed, crc32(name.encode())]).random_raw(-(-draws // 4))
    words: NDArray[np.uint16] = np.asarray(bits, dtype="<u8").view("<u2")[:draws]
    return words >> np.uint16(16 - _BITS)


def random_order(name: str, count: int, seed: int) -> NDArray[np.intp]:
    """Put the places 0, 1, 2 ... in a random order that depends on name and seed alone.

    Examples
    --------
    >>> sorted(random_order("weight", 3, seed=1).tolist())
    [0, 1, 2]
    """
    bits = np.random.PCG64([seed, crc32(name.encode())]).random_raw(count)
    return np.argsort(bits, kind="stable")


@cache
def _between_scores() -> NDArray[np.float64]:
    """Return the weights that make the quantiles at all levels from those at few scores.

    Shape (scores, levels). Between two scores a quantile function is taken as the parabola that
    goes through both, bent as it is there on average.
    """
    from scipy.special import ndtri

    way = (ndtri(even_levels()) - _SCORES[0]) / (_SCORES[1] - _SCORES[0])
    before = np.floor(way).astype(int)
    way -= before
    points = np.eye(len(_SCORES))
    steps = np.diff(points, axis=1)
    bends = np.asarray(np.gradient(steps, axis=1))
    curved = bends[:, before] * way * (way - 1) / 2
    weights: NDArray[np.float64] = points[:, before] + steps[:, before] * way + curved
    return weights


def beta_draws(  # noqa: PLR0913  a distribution between two ends, and how to draw
    alpha: ArrayLike,
    beta: ArrayLike,
    names: Sequence[str],
    *,
    draws: int,
    seed: int,
    low: ArrayLike = 0.0,
    high: ArrayLike = 1.0,
) -> NDArray[np.float64]:
    """Draw from beta distributions between two ends, one a row.

    A row depends on its distribution, its name and the seed alone: another touchpoint, persona
    or improvement beside it changes nothing, and a changed estimate moves its draws instead of
    throwing the dice anew.

    Parameters
    ----------
    alpha, beta
        Parameters, shape (rows,).
    names
        One for each row.
    draws
        How many.
    seed
        The same gives the same draws.
    low, high
        The ends, for all rows or of shape (rows,).

    Returns
    -------
    numpy.ndarray
        Shape (rows, draws).

    Examples
    --------
    >>> drawn = beta_draws([1.8], [4.2], ["effort"], draws=10_000, seed=1)
    >>> round(float(drawn.mean()), 1)
    0.3
    """
    from scipy.special import betaincinv, ndtr

    first, second, start, end = (
        np.asarray(values, dtype=float).reshape(-1, 1) for values in (alpha, beta, low, high)
    )
    table = start + (end - start) * betaincinv(first, second, ndtr(_SCORES))
    quantiles = table @ _between_scores()
    drawn = np.empty((len(quantiles), draws))
    for row, rising, name in zip(drawn, quantiles, names, strict=True):
        rising.take(random_places(name, draws, seed), out=row, mode="clip")
    return drawn
