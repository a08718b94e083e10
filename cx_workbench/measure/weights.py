"""How much a persona counts, and how much a touchpoint counts for a persona."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cx_workbench.measure.cells import Cells
    from cx_workbench.measure.tally import Moments, Tally

#: Ways to weight touchpoints.
IMPORTANCES = {
    "equal": "all touchpoints that a persona passes count alike, by how many journeys pass",
    "stated": "touchpoints count by how important the customers said they are",
    "derived": "touchpoints count by how much of the outcome their ratings explain, times how "
    "many journeys pass",
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


def importance(
    cells: Cells,
    way: str,
    tally: Tally,
    metrics: Sequence[str],
    derived: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Weight each measured cell by importance, summing to 1 over a persona's touchpoints.

    Parameters
    ----------
    cells
        The cells in play.
    way
        ``equal``: reach over the sum of reach. ``stated``: mean index of the answers of kind
        importance. ``derived``: reach times the share of what is explained of the outcome.
    tally
        Answers of the whole study.
    metrics
        Metrics in which importance may have been asked.
    derived
        Shares for ``derived``, shape of the cells; NaN where there is none
        (see `cx_workbench.measure.derived`).

    Returns
    -------
    numpy.ndarray
        Shape (personas, touchpoints); 0 where not measured.
    """
    if way == "stated":
        raw = 100 * stated_importance(cells, tally, metrics)
    else:
        raw = cells.reach if derived is None else cells.reach * derived
    counted = np.where(cells.measured, np.nan_to_num(raw), 0.0)
    sums = counted.sum(axis=1, keepdims=True)
    shares = np.zeros_like(counted)
    np.divide(counted, sums, out=shares, where=sums > 0)
    return shares


def stated_importance(cells: Cells, tally: Tally, metrics: Sequence[str]) -> NDArray[np.float64]:
    """Average the importance answers of each cell, 0..1; NaN where nobody was asked."""
    return stated_moments(cells, tally, metrics).mean


def stated_moments(cells: Cells, tally: Tally, metrics: Sequence[str]) -> Moments:
    """Pool the importance answers of each cell over the metrics."""
    pooled = tally.of("", "")
    for metric in metrics:
        pooled = pooled + tally.of(metric, "importance")
    rows = [tally.personas.index(name) for name in cells.personas]
    columns = [tally.touchpoints.index(name) for name in cells.touchpoints]
    return pooled.at(np.ix_(rows, columns))


def stated_by_touchpoint(tally: Tally, metrics: Sequence[str]) -> pd.DataFrame:
    """Average the importance answers at each touchpoint, whoever gave them.

    Parameters
    ----------
    tally
        Answers of the whole study.
    metrics
        Metrics in which importance may have been asked.

    Returns
    -------
    pandas.DataFrame
        ``touchpoint``, ``importance`` (mean index, 0..100), ``n`` (answers); only touchpoints
        where somebody was asked.

    Examples
    --------
    >>> from cx_workbench import example
    >>> from cx_workbench.measure.tally import tally
    >>> stated_by_touchpoint(tally(example()), ["csat"])["touchpoint"].head(2).tolist()
    ['compare_plans', 'shop_advice']
    """
    pooled = tally.of("", "")
    for metric in metrics:
        pooled = pooled + tally.of(metric, "importance")
    weight = pooled.weight.sum(axis=0)
    asked = weight > 0
    mean = 100 * pooled.total.sum(axis=0)[asked] / weight[asked]
    names = pd.Series(np.array(tally.touchpoints, dtype=object)[asked], dtype="object")
    n = pooled.n.sum(axis=0)[asked].round().astype(int)
    return pd.DataFrame({"touchpoint": names, "importance": mean, "n": n})


def _normalised(values: NDArray[np.float64]) -> NDArray[np.float64]:
    total = values.sum()
    return values / total if total > 0 else np.full(len(values), 1 / max(len(values), 1))
