"""How far two means move together because the same people gave both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from cx_workbench.measure.crossed import Crossed


def mean_correlation(
    crossed: Crossed,
    pairs: tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]],
    even: tuple[ArrayLike, ArrayLike],
) -> NDArray[np.float64]:
    """Correlation of two means as estimates.

    The covariance of two weighted means over partly the same people is the covariance of their
    answers times the sum of squared weights of those who gave both, over both sums of weights.
    So the correlation of the answers counts by the share of people in common. Like a single
    mean, it gets one pair of answers beforehand, spread evenly and independently: two
    respondents who happen to agree prove nothing.

    Parameters
    ----------
    crossed
        Sums over those who answered both of a pair.
    pairs
        Group, first and second question as places on its axes (see `places`), shapes that
        broadcast.
    even
        Mean square of an even answer on the scale of the first and of the second question (see
        `cx_workbench.measure.intervals.even_square`), same shapes.

    Returns
    -------
    numpy.ndarray
        -1..1; 0 where nobody answered both, or where it is not known who did.

    References
    ----------
    Derrick, B., Russ, B., Toher, D. and White, P. (2017). Journal of Modern Applied Statistical
    Methods 16, 137-157 (means of partially overlapping samples).
    """
    group, first, second = np.broadcast_arrays(*pairs)
    both, turned = (group, first, second), (group, second, first)
    weight = at(crossed.weight, *both)
    known = weight > 0
    total = np.where(known, weight, 1.0)
    n = at(crossed.effective_n, *both)
    means = [_with_even(at(crossed.total, *way) / total, 0.5, n) for way in (both, turned)]
    variances = [
        _with_even(at(crossed.squares, *way) / total, prior, n) - mean**2
        for way, prior, mean in zip((both, turned), even, means, strict=True)
    ]
    product = _with_even(at(crossed.products, *both) / total, 0.25, n)
    alike = (product - means[0] * means[1]) / np.sqrt(variances[0] * variances[1])
    alone = at(crossed.weight2, group, first, first) * at(crossed.weight2, group, second, second)
    shared = at(crossed.weight2, *both) / np.sqrt(np.where(known, alone, 1.0))
    return np.where(known, np.clip(alike * shared, -1.0, 1.0), 0.0)


def places(names: Sequence[object], axis: Sequence[object]) -> NDArray[np.intp]:
    """Where groups or questions stand on an axis; -1 where they are not there.

    Examples
    --------
    >>> places(["families", "firms"], ["firms", "seniors"])
    array([-1,  0])
    """
    known = {name: place for place, name in enumerate(axis)}
    return np.array([known.get(name, -1) for name in names], dtype=np.intp)


def questions(
    crossed: Crossed, touchpoints: Sequence[str], metrics: Sequence[str | None], kind: str
) -> NDArray[np.intp]:
    """Where the questions of one kind stand, one for each touchpoint in its metric."""
    asked = zip(touchpoints, metrics, strict=True)
    return places([(place, metric, kind) for place, metric in asked], crossed.questions)


def at(
    sums: NDArray[np.float64],
    group: NDArray[np.intp],
    first: NDArray[np.intp],
    second: NDArray[np.intp],
) -> NDArray[np.float64]:
    """Pick sums of pairs of questions; 0 where the group or a question is not there."""
    there = (group >= 0) & (first >= 0) & (second >= 0)
    if not there.any():
        return np.zeros(there.shape)
    return np.where(there, sums[group, first, second], 0.0)


def _with_even(
    figure: NDArray[np.float64], even: ArrayLike, n: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Mean over n answers and one even answer."""
    found: NDArray[np.float64] = (n * figure + np.asarray(even, dtype=float)) / (n + 1)
    return found
