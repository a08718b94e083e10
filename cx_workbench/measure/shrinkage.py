"""Small cells, drawn toward the mean of their like: an option, off unless asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.measure.posterior import posterior
from cx_workbench.study.contract import KINDS_FOR_ALL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from cx_workbench.measure.cells import Cells
    from cx_workbench.measure.tally import Moments

#: Fewer cells than this say too little of how much cells differ from each other.
LEAST_CELLS = 3


@dataclass(frozen=True, eq=False)
class Shrunk:
    """Means drawn toward their common mean.

    Attributes
    ----------
    between
        Variance between the true means (tau squared); the last axis of the means is gone.
    centre
        The common mean, same shape.
    own
        Share of its own answers in each shrunk mean, 0..1: the share of the variance between
        the means that is no chance, so also the reliability of a mean as a way to tell cells
        apart.
    mean
        The shrunk means.
    variance
        Their variance, that of the common mean included.
    """

    between: NDArray[np.float64]
    centre: NDArray[np.float64]
    own: NDArray[np.float64]
    mean: NDArray[np.float64]
    variance: NDArray[np.float64]


def shrunk(means: ArrayLike, variances: ArrayLike) -> Shrunk:
    """Draw means toward their common mean, the less certain ones further.

    Normal means around a normal common mean; the variance between them by DerSimonian and
    Laird. Where the means differ no more than chance makes them, all become the common mean.

    Parameters
    ----------
    means
        Cells along the last axis; NaN where there is none.
    variances
        Of each mean, above 0, same shape.

    References
    ----------
    DerSimonian, R. and Laird, N. (1986). Controlled Clinical Trials 7, 177-188.
    Efron, B. and Morris, C. (1975). Journal of the American Statistical Association 70, 311-319.

    Examples
    --------
    >>> found = shrunk([0.6, 0.7, 0.1], [0.001, 0.001, 0.04])
    >>> found.mean.round(2)
    array([0.6 , 0.69, 0.5 ])
    """
    mean, variance = np.asarray(means, dtype=float), np.asarray(variances, dtype=float)
    known = np.isfinite(mean) & np.isfinite(variance)
    mean, spread = np.where(known, mean, 0.0), np.where(known, variance, 1.0)
    weight = known / spread
    total = weight.sum(axis=-1)
    excess = _off_centre(mean, weight) - (known.sum(axis=-1) - 1)
    room = total - _divided((weight**2).sum(axis=-1), total)
    between = np.maximum(_divided(excess, room), 0.0)
    weight = known / (spread + between[..., None])
    centre = _mean(mean, weight)[..., None]
    own = between[..., None] / (spread + between[..., None])
    of_centre = _divided(np.ones_like(between), weight.sum(axis=-1))[..., None]
    found = (own, centre + own * (mean - centre), own * spread + (1 - own) ** 2 * of_centre)
    return Shrunk(between, centre[..., 0], *(np.where(known, each, np.nan) for each in found))


def shrunk_cells(cells: Cells, reference: str) -> Cells:
    """Draw reality, and what customers expect, toward the mean of the same touchpoint.

    The mean of a touchpoint goes over its personas; where fewer than three of them answered,
    over all cells of the same metric, and where those are fewer than three too, the cell stays
    as it is. The number of answers stays; the effective number grows with what a cell learns
    from the others, so that intervals and draws follow.

    Parameters
    ----------
    cells
        The whole grid, before any filter: a filter must not move a cell.
    reference
        What reality is held against. A target is no matter of answers, and what the company,
        a competitor or the staff say is often the same for every persona: both stay.
    """
    reality = _drawn_together(cells.moments, cells.metric)
    if cells.held is None or reference in KINDS_FOR_ALL:
        return replace(cells, moments=reality)
    held = _drawn_together(cells.held, cells.metric)
    return replace(cells, moments=reality, held=held, reference=100 * held.mean)


def _drawn_together(moments: Moments, metrics: Sequence[str | None]) -> Moments:
    variance = _variance(moments)
    mean, spread = np.full(variance.shape, np.nan), np.full(variance.shape, np.nan)
    enough = moments.measured.sum(axis=0) >= LEAST_CELLS
    for metric in dict.fromkeys(name for name in metrics if name is not None):
        alike = np.array([name == metric for name in metrics])
        of_metric = moments.measured & alike
        if of_metric.sum() >= LEAST_CELLS:
            found = shrunk(moments.mean[of_metric], variance[of_metric])
            mean[of_metric], spread[of_metric] = found.mean, found.variance
    by_place = shrunk(moments.mean.T, variance.T)
    mean = np.where(enough, by_place.mean.T, mean)
    spread = np.where(enough, by_place.variance.T, spread)
    return _moved(moments, mean, spread / variance)


def _variance(moments: Moments) -> NDArray[np.float64]:
    """Variance of what each true mean may be, on 0..1."""
    alpha, beta = posterior(moments.mean, moments.square, moments.effective_n, moments.even_square)
    total = alpha + beta
    spread: NDArray[np.float64] = alpha * beta / (total**2 * (total + 1))
    return spread


def _moved(moments: Moments, mean: NDArray[np.float64], share: NDArray[np.float64]) -> Moments:
    """Move means, and leave only a share of the variance of each."""
    moves = np.isfinite(mean)
    centre = np.where(moves, mean, 0.0)
    # Answers around a mean near an end of the scale cannot spread as wide as in its middle.
    within = np.minimum(moments.square - moments.mean**2, centre * (1 - centre))
    weight = moments.weight
    return replace(
        moments,
        weight2=np.where(moves, moments.weight2 * np.where(moves, share, 1.0), moments.weight2),
        total=np.where(moves, weight * centre, moments.total),
        squares=np.where(moves, weight * (within + centre**2), moments.squares),
    )


def _mean(values: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    return _divided((weight * values).sum(axis=-1), weight.sum(axis=-1))


def _off_centre(mean: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Cochran's Q: the weighted squares around the common mean."""
    around = mean - _mean(mean, weight)[..., None]
    found: NDArray[np.float64] = (weight * around**2).sum(axis=-1)
    return found


def _divided(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide; 0 where there is nothing to divide by."""
    found = np.zeros(np.shape(above))
    np.divide(above, below, out=found, where=np.asarray(below) > 0)
    return found
