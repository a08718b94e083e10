"""Path satisfaction: how many get through the whole journey without a disappointment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.measure.intervals import Z95

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

#: Nothing is divided by less.
_LEAST_SHARE = 1e-12


def steps_kept(reality: ArrayLike, reach: ArrayLike) -> NDArray[np.float64]:
    """Share of journeys that each step leaves satisfied, ``1 - reach * (1 - reality / 100)``.

    Parameters
    ----------
    reality
        Index 0..100, any shape; NaN where not measured.
    reach
        Share of journeys that pass the step, 0..1, same shape.

    Returns
    -------
    numpy.ndarray
        0..1; 1 where not measured, since nothing is known of a loss there.

    Examples
    --------
    >>> steps_kept([60, 60, np.nan], [1, 0.5, 1])
    array([0.6, 0.8, 1. ])
    """
    loss = 1 - np.asarray(reality, dtype=float) / 100
    kept = 1 - np.asarray(reach, dtype=float) * loss
    return np.where(np.isnan(kept), 1.0, kept)


def path_satisfaction(reality: ArrayLike, reach: ArrayLike) -> NDArray[np.float64]:
    """Product over the steps of ``1 - reach * (1 - reality / 100)``.

    Steps are taken as independent. A step that is not measured, or that nobody passes, leaves
    the path as it is.

    Parameters
    ----------
    reality
        Index 0..100, steps along the last axis; NaN where not measured.
    reach
        Share of journeys that pass the step, 0..1, same shape.

    Returns
    -------
    numpy.ndarray
        0..1, without the last axis.

    Examples
    --------
    Three forced steps of 90 %, 75 % and 60 % leave

    >>> round(float(path_satisfaction([90, 75, 60], [1, 1, 1])), 3)
    0.405
    """
    left: NDArray[np.float64] = np.prod(steps_kept(reality, reach), axis=-1)
    return left


def path_bounds(kept: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Least and most that a path can leave, whatever goes together in it.

    From the averages of the steps alone: at worst every step loses other customers, at best
    always the same ones.

    Parameters
    ----------
    kept
        Share that each step leaves (see `steps_kept`), steps along the last axis.

    Returns
    -------
    tuple of numpy.ndarray
        0..1, without the last axis.

    References
    ----------
    Fréchet, M. (1935). Fundamenta Mathematicae 25, 379-387.

    Examples
    --------
    >>> low, high = path_bounds([0.9, 0.75, 0.6])
    >>> round(float(low), 2), round(float(high), 2)
    (0.25, 0.6)
    """
    share = np.asarray(kept, dtype=float)
    low: NDArray[np.float64] = np.maximum(1 - (1 - share).sum(axis=-1), 0.0)
    return low, np.min(share, axis=-1, initial=1.0)


def path_interval(
    kept: ArrayLike, variance: ArrayLike, correlation: ArrayLike | None = None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Interval (95 %) of the product of the steps, from the variance of each.

    On the logarithm, where a product is a sum and the relative errors add up; so it stays
    above 0. It tells of chance only, not of the steps' dependence (see `path_bounds`).

    Parameters
    ----------
    kept
        Share that each step leaves, steps along the last axis.
    variance
        Of each share as an estimate, same shape.
    correlation
        Of the shares as estimates, steps along the two last axes; ``None`` where different
        people rated each step. Where the same people rated all, errors go together, and the
        interval is wider than the steps by themselves suggest.

    Returns
    -------
    tuple of numpy.ndarray
        Lower and upper bounds, 0..1, without the last axis.

    References
    ----------
    Rice, J. A. (2007). Mathematical Statistics and Data Analysis, 4.6 (delta method).

    Examples
    --------
    Three steps of 90 %, 75 % and 60 %, each of 100 answers:

    >>> kept = np.array([0.9, 0.75, 0.6])
    >>> low, high = path_interval(kept, kept * (1 - kept) / 100)
    >>> round(float(low), 4), round(float(high), 4)
    (0.3294, 0.4979)
    """
    share, error = np.asarray(kept, dtype=float), np.sqrt(np.asarray(variance, dtype=float))
    product = np.prod(share, axis=-1)
    # A share below its own error is not known to be nearer to 0 than that.
    share = np.maximum(share, error)
    error = error / np.maximum(share, _LEAST_SHARE)
    if correlation is None:
        spread = (error**2).sum(axis=-1)
    else:
        spread = np.einsum("...i,...ij,...j->...", error, np.asarray(correlation), error)
    factor = np.exp(Z95 * np.sqrt(np.maximum(spread, 0.0)))
    centre = np.prod(share, axis=-1)
    return np.minimum(centre / factor, product), np.minimum(centre * factor, 1.0)


def point_gains(kept: ArrayLike, reach: ArrayLike) -> NDArray[np.float64]:
    """Points of path satisfaction that one more index point at each step is worth.

    The product of all other steps times the reach: a weak step pays most, if all pass there.

    Parameters
    ----------
    kept
        Share that each step leaves, steps along the last axis.
    reach
        Share of journeys that pass the step, 0..1, same shape; 0 where not measured.

    Examples
    --------
    Five points more at one of three steps of 90 %, 75 % and 60 %:

    >>> (5 * point_gains([0.9, 0.75, 0.6], [1, 1, 1])).round(2)
    array([2.25, 2.7 , 3.38])
    """
    share = np.asarray(kept, dtype=float)
    one = np.ones_like(share[..., :1])
    before = np.cumprod(np.concatenate([one, share[..., :-1]], axis=-1), axis=-1)
    after = np.cumprod(np.concatenate([one, share[..., :0:-1]], axis=-1), axis=-1)[..., ::-1]
    others: NDArray[np.float64] = before * after * np.asarray(reach, dtype=float)
    return others
