"""Path satisfaction: how many get through the whole journey without a disappointment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


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
    loss = 1 - np.asarray(reality, dtype=float) / 100
    kept = 1 - np.asarray(reach, dtype=float) * loss
    left: NDArray[np.float64] = np.prod(np.where(np.isnan(kept), 1.0, kept), axis=-1)
    return left
