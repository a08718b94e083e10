"""Intervals that stay honest for few answers, unanimous answers and unequal weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.measure.posterior import posterior

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


def linearised_error(values: ArrayLike, weight: ArrayLike, weight2: ArrayLike, n: float) -> float:
    """Compute the standard error of a weighted mean by linearisation, as survey software does.

    Parameters
    ----------
    values
        Distinct values, shape (values,).
    weight, weight2
        Sums of weights and of squared weights of the answers with each value.
    n
        Answers.

    Returns
    -------
    float
        In the unit of the values; NaN for a single answer or without any weight.

    References
    ----------
    Lumley, T. (2010). Complex Surveys. Wiley, section 2.2 (with replacement).

    Examples
    --------
    >>> round(linearised_error([1.0, 0.0], [5, 5], [5, 5], 10), 4)
    0.1667
    """
    figure, total = np.asarray(values, dtype=float), float(np.sum(weight))
    if total <= 0 or n <= 1:
        return float("nan")
    mean = float(np.sum(figure * weight)) / total
    squares = float(np.sum(np.asarray(weight2, dtype=float) * (figure - mean) ** 2))
    return float(np.sqrt(squares * n / (n - 1)) / total)


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

    The 2.5 % and 97.5 % points of what the true mean may be
    (see `cx_workbench.measure.posterior.posterior`). So it stays within the scale, is wide for
    few answers and never empty for unanimous ones; for many answers it is the usual mean plus
    or minus 1.96 standard errors.

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

    Examples
    --------
    >>> low, high = mean_interval(1.0, 1.0, 10, even_square(5))
    >>> round(float(low), 3), round(float(high), 3)
    (0.812, 1.0)
    """
    # scipy.stats costs two seconds to import, this module a tenth of one.
    from scipy.special import betaincinv

    alpha, beta = posterior(mean, square, n, prior_square)
    low, high = (betaincinv(alpha, beta, point) for point in (0.025, 0.975))
    return np.minimum(low, mean), np.maximum(high, mean)


def difference_interval(
    first: tuple[ArrayLike, ArrayLike, ArrayLike],
    second: tuple[ArrayLike, ArrayLike, ArrayLike],
    correlation: ArrayLike = 0.0,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Interval of first minus second, from the interval of each.

    The squared distances from each figure to its bounds are added as variances are, so what is
    honest for each (small, unanimous, near an end of the scale) stays honest for the
    difference. With two Wilson intervals this is Newcombe's interval.

    Parameters
    ----------
    first, second
        Figure, lower and upper bound, any shape.
    correlation
        Of the two figures as estimates, -1..1: 0 where different people gave them.

    Returns
    -------
    tuple of numpy.ndarray
        Lower and upper bounds of the difference.

    References
    ----------
    Zou, G. Y. and Donner, A. (2008). Statistics in Medicine 27, 1693-1702.
    Newcombe, R. G. (1998). Statistics in Medicine 17, 873-890.

    Examples
    --------
    56 of 70 against 48 of 80:

    >>> low, high = difference_interval((0.8, *wilson(0.8, 70)), (0.6, *wilson(0.6, 80)))
    >>> round(float(low), 4), round(float(high), 4)
    (0.0524, 0.3339)
    """
    (a, a_low, a_high), (b, b_low, b_high) = (
        tuple(np.asarray(each, dtype=float) for each in figure) for figure in (first, second)
    )
    together = 2 * np.asarray(correlation, dtype=float)
    down = (a - a_low) ** 2 + (b_high - b) ** 2 - together * (a - a_low) * (b_high - b)
    up = (a_high - a) ** 2 + (b - b_low) ** 2 - together * (a_high - a) * (b - b_low)
    gap = a - b
    return gap - np.sqrt(np.maximum(down, 0.0)), gap + np.sqrt(np.maximum(up, 0.0))


def even_square(steps: ArrayLike) -> NDArray[np.float64]:
    """Mean square of a 0..1 answer that takes each of ``steps`` steps alike.

    Examples
    --------
    >>> float(even_square(5)) == (0 + 0.25**2 + 0.5**2 + 0.75**2 + 1) / 5
    True
    """
    count: NDArray[np.float64] = np.maximum(np.asarray(steps, dtype=float), 2)
    return (2 * count - 1) / (6 * (count - 1))
