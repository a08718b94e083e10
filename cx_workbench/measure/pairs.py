"""What the same people said on both sides of a gap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.measure.overlap import at, mean_correlation, places, questions

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from cx_workbench.measure.cells import Cells
    from cx_workbench.measure.crossed import Crossed

#: Less than any two different answers could differ: what rounding leaves of equal ones.
_NOTHING = 1e-12


@dataclass(frozen=True, eq=False)
class Pairs:
    """Those who answered on reality and reference of a cell, arrays of the grid's shape.

    Attributes
    ----------
    n, effective_n
        Respondents, and Kish's effective number of them.
    reality, reference, covariance
        Weighted variances of both answers (0..1) and their covariance; 0 without respondents.
    of_means
        Correlation of the two means of the cell as estimates
        (see `cx_workbench.measure.overlap.mean_correlation`).
    """

    n: NDArray[np.float64]
    effective_n: NDArray[np.float64]
    reality: NDArray[np.float64]
    reference: NDArray[np.float64]
    covariance: NDArray[np.float64]
    of_means: NDArray[np.float64]

    @property
    def difference(self) -> NDArray[np.float64]:
        """Variance of the differences; exactly 0 where all are alike."""
        spread = self.reality + self.reference - 2 * self.covariance
        return np.where(spread > _NOTHING, spread, 0.0)

    @property
    def correlation(self) -> NDArray[np.float64]:
        """Correlation of both answers, -1..1; NaN where one of them is always the same."""
        varied = (self.reality > _NOTHING) & (self.reference > _NOTHING)
        spread = np.where(varied, np.sqrt(self.reality * self.reference), np.nan)
        return np.clip(self.covariance / spread, -1.0, 1.0)


def pairs_of(cells: Cells, crossed: Crossed, kind: str) -> Pairs:
    """Lay what the same people said out by cell.

    Parameters
    ----------
    cells
        The grid, with answers as reference.
    crossed
        By persona, with the reality and the reference question of each touchpoint; where a
        question or a persona is not among them, nobody counts as having answered both.
    kind
        Kind of the answers that reality is held against.
    """
    group = places(cells.personas, crossed.groups)[:, None]
    reality, held = (
        questions(crossed, cells.touchpoints, cells.metric, each) for each in ("reality", kind)
    )
    sides = cells.moments, cells.moments if cells.held is None else cells.held
    # Without answers the scale is not known; then nobody answered both either.
    even = [np.nan_to_num(side.even_square, nan=0.5) for side in sides]
    return Pairs(
        at(crossed.n, group, reality, held),
        at(crossed.effective_n, group, reality, held),
        np.nan_to_num(at(crossed.variance, group, reality, held)),
        np.nan_to_num(at(crossed.variance, group, held, reality)),
        np.nan_to_num(at(crossed.covariance, group, reality, held)),
        mean_correlation(crossed, (group, reality, held), (even[0], even[1])),
    )


def paired_interval(
    mean: ArrayLike, variance: ArrayLike, n: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Interval of a mean difference within persons: Student's t with n - 1 degrees of freedom.

    Parameters
    ----------
    mean, variance
        Weighted mean of the differences, and their mean square deviation from it, any shape.
    n
        Effective number of pairs, above 1 (see `cx_workbench.measure.intervals.kish_n`).

    Returns
    -------
    tuple of numpy.ndarray
        Lower and upper bounds (95 %).

    References
    ----------
    Student (1908). Biometrika 6, 1-25.

    Examples
    --------
    >>> differences = np.array([2, 0, 3, 2, 1, 0, 3, 0, 2, 3])
    >>> low, high = paired_interval(differences.mean(), differences.var(), 10)
    >>> round(float(low), 3), round(float(high), 3)
    (0.695, 2.505)
    """
    # scipy.stats costs two seconds to import, this module a tenth of one.
    from scipy.special import stdtrit

    mean, variance, n = (np.asarray(each, dtype=float) for each in (mean, variance, n))
    half = stdtrit(n - 1, 0.975) * np.sqrt(variance / (n - 1))
    return mean - half, mean + half
