"""What the true mean may be, given the answers; and draws of it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

#: Quantile functions are tabulated at these normal scores; between two of them they are taken as
#: a parabola, which errs by less than 0.001 standard deviations.
_SCORES = np.linspace(-4.6, 4.6, 47)
#: Random orders that are kept at hand: a screen of 10,000 draws needs some hundreds, of 40 kB.
_ORDERS_KEPT = 512


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


def even_levels(draws: int) -> NDArray[np.float64]:
    """Probabilities in the middle of as many equal steps from 0 to 1.

    Examples
    --------
    >>> even_levels(4).tolist()
    [0.125, 0.375, 0.625, 0.875]
    """
    levels: NDArray[np.float64] = (np.arange(draws) + 0.5) / draws
    return levels


@lru_cache(maxsize=_ORDERS_KEPT)
def random_order(name: str, draws: int, seed: int) -> NDArray[np.uint32]:
    """Return the places 0, 1, 2 ... in a random order that depends on name and seed alone.

    Examples
    --------
    >>> sorted(random_order("effort", 3, seed=1).tolist())
    [0, 1, 2]
    """
    places = np.arange(draws, dtype=np.uint32)
    np.random.default_rng([seed, crc32(name.encode())]).shuffle(places)
    places.flags.writeable = False
    return places


@lru_cache(maxsize=4)
def _between(
    draws: int,
) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
    """Say how many even levels lie between two scores, how far each is, and its bend."""
    from scipy.special import ndtri

    steps = (ndtri(even_levels(draws)) - _SCORES[0]) / (_SCORES[1] - _SCORES[0])
    before = np.floor(steps)
    way = steps - before
    counts = np.bincount(before.astype(int), minlength=len(_SCORES) - 1)
    return counts, way, way * (way - 1) / 2


def beta_draws(
    alpha: ArrayLike, beta: ArrayLike, names: Sequence[str], draws: int, seed: int
) -> NDArray[np.float64]:
    """Draw from beta distributions, one a row.

    Each row holds evenly spread quantiles in an order of its own (a Latin hypercube): what
    depends on one input alone comes out nearly without random error. The order depends on the
    name of the row and the seed alone: another touchpoint, persona or improvement beside it
    changes nothing, and a changed estimate moves its draws instead of throwing the dice anew.

    Parameters
    ----------
    alpha, beta
        Parameters, shape (rows,).
    names
        One for each row.
    draws
        How many; 100,000 at most.
    seed
        The same gives the same draws.

    Returns
    -------
    numpy.ndarray
        Shape (rows, draws), on 0..1.

    References
    ----------
    McKay, M. D., Beckman, R. J. and Conover, W. J. (1979). Technometrics 21, 239-245.

    Examples
    --------
    >>> drawn = beta_draws([1.8], [4.2], ["effort"], draws=1_000, seed=1)
    >>> round(float(drawn.mean()), 3)
    0.3
    """
    from scipy.special import betaincinv, ndtr

    first, second = (np.asarray(values, dtype=float)[:, None] for values in (alpha, beta))
    table = betaincinv(first, second, ndtr(_SCORES))
    counts, way, bend = _between(draws)
    steps = np.diff(table, axis=1)
    curves = np.gradient(steps, axis=1)
    drawn = np.empty((len(table), draws))
    for place, (row, name) in enumerate(zip(drawn, names, strict=True)):
        rising = np.repeat(table[place, :-1], counts)
        rising += way * np.repeat(steps[place], counts)
        rising += bend * np.repeat(curves[place], counts)
        rising.take(random_order(name, draws, seed), out=row)
    return drawn
