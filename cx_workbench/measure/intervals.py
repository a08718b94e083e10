"""Intervals that stay honest for few answers, unanimous answers and unequal weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

#: Two-sided 95 % of the normal distribution.
Z95 = 1.959963984540054


def kish_n(weight: ArrayLike, weight2: ArrayLike) -> NDArray[np.float64]:
    """Effective number of answers, ``(sum w)^2 / sum w^2``; 0 where there is none.

    Parameters
    ----------
    weight, weight2
        Sum of the weights and of the squared weights, any shape.

    References
    ----------
    Kish, L. (1965). Survey Sampling. Wiley.

    Examples
    --------
    >>> weights = np.array([1, 1, 1, 1, 2, 2, 3])
    >>> round(float(kish_n(weights.sum(), (weights**2).sum())), 4)
    5.7619
    """
    total = np.asarray(weight, dtype=float)
    squares = np.asarray(weight2, dtype=float)
    effective = np.zeros(np.shape(total))
    np.divide(total**2, squares, out=effective, where=squares > 0)
    return effective


def wilson(share: float, n: float, z: float = Z95) -> tuple[float, float]:
    """Interval of a share.

    Parameters
    ----------
    share
        0..1.
    n
        Answers, or effective answers; above 0.

    Returns
    -------
    tuple of float
        Lower and upper bound, 0..1.

    References
    ----------
    Wilson, E. B. (1927). Journal of the American Statistical Association 22, 209-212.

    Examples
    --------
    >>> tuple(round(bound, 4) for bound in wilson(0.7, 10))
    (0.3968, 0.8922)
    """
    centre = share + z * z / (2 * n)
    spread = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low, high = (centre - spread) / (1 + z * z / n), (centre + spread) / (1 + z * z / n)
    return max(float(low), 0.0), min(float(high), 1.0)


def adjusted_wald_nps(
    promoters: float, detractors: float, n: float, z: float = Z95
) -> tuple[float, float]:
    """Interval of a Net Promoter Score: three answers are added, spread evenly.

    With few answers the usual interval promises too much (it covers 80 % at n = 5).

    Parameters
    ----------
    promoters, detractors
        Shares of the answers, 0..1.
    n
        Answers, or effective answers; above 0.

    Returns
    -------
    tuple of float
        Lower and upper bound in NPS points, kept within -100..100.

    References
    ----------
    Bonett, D. G. and Price, R. M. (2012). Journal of Educational and Behavioral Statistics
    37, 479-488; for the NPS Sauro, J. and Lewis, J. R. (2016), Quantifying the User Experience.

    Examples
    --------
    >>> tuple(round(bound, 2) for bound in adjusted_wald_nps(0.5, 0.2, 100))
    (14.05, 44.2)
    """
    up, down, total = promoters * n + 0.75, detractors * n + 0.75, n + 3
    score = (up - down) / total
    spread = z * np.sqrt(((up + down) / total - score**2) / total)
    return max(100 * float(score - spread), -100.0), min(100 * float(score + spread), 100.0)


def mean_interval(
    mean: ArrayLike, square: ArrayLike, n: ArrayLike, prior_square: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Interval of a mean on a bounded scale, from the moments of the answers alone.

    The shares of the steps of the scale get Perks' prior: one answer in all, spread evenly
    over the steps. Mean and variance of the resulting Dirichlet mean are matched by a beta
    distribution, whose 2.5 % and 97.5 % points are the interval. So it stays within the scale,
    is wide for few answers and never empty for unanimous ones; for many answers it is the usual
    mean plus or minus 1.96 standard errors.

    Parameters
    ----------
    mean, square
        Mean of the answers and of their squares, on 0..1, any shape; NaN passes through.
    n
        Effective answers.
    prior_square
        Mean square of an answer that takes each step alike (see `even_square`).

    Returns
    -------
    tuple of numpy.ndarray
        Lower and upper bounds on 0..1; the mean always lies between.

    References
    ----------
    Perks, W. (1947). Journal of the Institute of Actuaries 73, 285-334.

    Examples
    --------
    >>> low, high = mean_interval(1.0, 1.0, 10, even_square(5))
    >>> round(float(low), 3), round(float(high), 3)
    (0.812, 1.0)
    """
    # scipy.stats costs two seconds to import, this module a tenth of one.
    from scipy.special import betaincinv

    mean, square, n = (np.asarray(values, dtype=float) for values in (mean, square, n))
    total = n + 1
    centre = (n * mean + 0.5) / total
    second = (n * square + np.asarray(prior_square, dtype=float)) / total
    variance = np.maximum(second - centre**2, 1e-12) / (total + 1)
    strength = centre * (1 - centre) / variance - 1
    alpha, beta = centre * strength, (1 - centre) * strength
    low, high = (betaincinv(alpha, beta, point) for point in (0.025, 0.975))
    return np.minimum(low, mean), np.maximum(high, mean)


def even_square(steps: ArrayLike) -> NDArray[np.float64]:
    """Mean square of a 0..1 answer that takes each of ``steps`` steps alike.

    Examples
    --------
    >>> float(even_square(5)) == (0 + 0.25**2 + 0.5**2 + 0.75**2 + 1) / 5
    True
    """
    count: NDArray[np.float64] = np.maximum(np.asarray(steps, dtype=float), 2)
    return (2 * count - 1) / (6 * (count - 1))
