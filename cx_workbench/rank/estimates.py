"""Three-point estimates of people: low, likely, high."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.measure.posterior import beta_draws

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray


def pert_mean(low: ArrayLike, likely: ArrayLike, high: ArrayLike) -> NDArray[np.float64]:
    """Mean of a three-point estimate, ``(low + 4 likely + high) / 6``.

    References
    ----------
    Malcolm, D. G. et al. (1959). Operations Research 7, 646-669.

    Examples
    --------
    >>> float(pert_mean(2, 4, 12))
    5.0
    """
    ends = np.asarray(low, dtype=float) + np.asarray(high, dtype=float)
    mean: NDArray[np.float64] = (ends + 4 * np.asarray(likely, dtype=float)) / 6
    return mean


def pert_shape(
    low: ArrayLike, likely: ArrayLike, high: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Beta distribution of a three-point estimate, as a share of the way from low to high.

    Returns
    -------
    tuple of numpy.ndarray
        The two parameters, alpha and beta; low and high must differ.

    References
    ----------
    Malcolm, D. G. et al. (1959). Operations Research 7, 646-669.

    Examples
    --------
    >>> tuple(round(float(value), 2) for value in pert_shape(2, 4, 12))
    (1.8, 4.2)
    """
    start = np.asarray(low, dtype=float)
    place = (np.asarray(likely, dtype=float) - start) / (np.asarray(high, dtype=float) - start)
    return 1 + 4 * place, 5 - 4 * place


def pert_draws(  # noqa: PLR0913  three points of an estimate, and how to draw
    low: NDArray[np.float64],
    likely: NDArray[np.float64],
    high: NDArray[np.float64],
    names: Sequence[str],
    *,
    draws: int,
    seed: int,
) -> NDArray[np.float64]:
    """Draw what three-point estimates allow; where low is high, there is nothing to draw.

    Parameters
    ----------
    low, likely, high
        Shape (estimates,).
    names, draws, seed
        As for `cx_workbench.measure.posterior.beta_draws`.

    Returns
    -------
    numpy.ndarray
        Shape (estimates, draws), in the unit of the estimates.

    Examples
    --------
    >>> estimate = (np.array([2.0]), np.array([4.0]), np.array([12.0]))
    >>> effort = pert_draws(*estimate, ["effort"], draws=10_000, seed=1)
    >>> round(float(effort.mean()), 1)
    5.0
    """
    unsure = high > low
    shape = pert_shape(low, likely, np.where(unsure, high, low + 1))
    drawn = beta_draws(*shape, names, draws=draws, seed=seed, low=low, high=high)
    drawn[~unsure] = likely[~unsure, None]
    return drawn
