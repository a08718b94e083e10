"""How much a persona counts, and how much a touchpoint counts for a persona."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cx_workbench.measure.cells import Cells
    from cx_workbench.measure.tally import Tally

#: Ways to weight touchpoints.
IMPORTANCES = {
    "equal": "all touchpoints that a persona passes count alike, by how many journeys pass",
    "stated": "touchpoints count by how important the customers said they are",
}


def persona_weights(
    share: NDArray[np.float64], value: NDArray[np.float64], answers: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Weight of each persona, ``share * value``, normalised to sum 1.

    Parameters
    ----------
    share, value
        Share of customers and worth of a customer, shape (personas,); NaN throughout where
        they are not known. Without values the share counts alone; without shares the
        persona's share of the weight of all answers stands in.
    answers
        Weight of all answers of each persona.

    Returns
    -------
    numpy.ndarray
        Shape (personas,), sums to 1; all alike where everything else is 0.

    Examples
    --------
    >>> nothing = np.full(2, np.nan)
    >>> persona_weights(nothing, np.array([9.0, 3.0]), np.array([100.0, 100.0]))
    array([0.75, 0.25])
    """
    shares = answers if np.isnan(share).any() else share
    values = np.ones_like(shares) if np.isnan(value).any() else value
    return _normalised(shares * values)


def importance(cells: Cells, way: str, tally: Tally, metrics: Sequence[str]) -> NDArray[np.float64]:
    """Weight each measured cell by importance, summing to 1 over a persona's touchpoints.

    Parameters
    ----------
    cells
        The cells in play.
    way
        ``equal``: reach over the sum of reach. ``stated``: mean index of the answers of kind
        importance.
    tally
        Answers of the whole study.
    metrics
        Metrics in which importance may have been asked.

    Returns
    -------
    numpy.ndarray
        Shape (personas, touchpoints); 0 where not measured.
    """
    raw = cells.reach if way == "equal" else 100 * stated_importance(cells, tally, metrics)
    counted = np.where(cells.measured, np.nan_to_num(raw), 0.0)
    sums = counted.sum(axis=1, keepdims=True)
    shares = np.zeros_like(counted)
    np.divide(counted, sums, out=shares, where=sums > 0)
    return shares


def stated_importance(cells: Cells, tally: Tally, metrics: Sequence[str]) -> NDArray[np.float64]:
    """Average the importance answers of each cell, 0..1; NaN where nobody was asked."""
    pooled = tally.of("", "")
    for metric in metrics:
        pooled = pooled + tally.of(metric, "importance")
    rows = [tally.personas.index(name) for name in cells.personas]
    columns = [tally.touchpoints.index(name) for name in cells.touchpoints]
    return pooled.mean[np.ix_(rows, columns)]


def _normalised(values: NDArray[np.float64]) -> NDArray[np.float64]:
    total = values.sum()
    return values / total if total > 0 else np.full(len(values), 1 / max(len(values), 1))
