"""Metrics as reported: NPS, CES and CSAT of the whole journey, with intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from cx_workbench.measure.intervals import adjusted_wald_nps, kish_n, linearised_error, wilson
from cx_workbench.study.contract import METRICS

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from cx_workbench.study.answers import Answers

#: A ranking asks again at every change of a weight; answers never change.
_KEPT: WeakKeyDictionary[Answers, tuple[Outcome, ...]]
_KEPT = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Outcome:
    """One metric of the whole journey, in the form in which the field reports it.

    Attributes
    ----------
    metric, kind
        ``csat``, ``ces`` or ``nps``; the kind of the answers.
    n
        How many answers, with or without a persona.
    value, low, high
        The unweighted figure and its 95 % interval: NPS in points (-100..100), CES and CSAT
        in percent.
    weighted_value, weighted_low, weighted_high
        The same with survey weights and Kish's effective n.
    definition
        How it was counted, in words.
    weighted_error
        Standard error of the weighted figure by linearisation, as survey software reports it,
        in the same unit; NaN for a single answer.
    """

    metric: str
    kind: str
    n: int
    value: float
    low: float
    high: float
    weighted_value: float
    weighted_low: float
    weighted_high: float
    definition: str
    weighted_error: float = math.nan


@dataclass(frozen=True, slots=True)
class _Counted:
    """Steps of one scale with their answers and weights, all of shape (steps,)."""

    score: NDArray[np.float64]
    n: NDArray[np.float64]
    weight: NDArray[np.float64]
    weight2: NDArray[np.float64]


def outcomes_of(answers: Answers) -> tuple[Outcome, ...]:
    """Report the outcomes of a study's answers, reckoned once.

    Examples
    --------
    >>> from cx_workbench import example
    >>> [outcome.metric for outcome in outcomes_of(example().answers)]
    ['csat', 'nps']
    """
    if answers not in _KEPT:
        _KEPT[answers] = outcomes(answers.counts)
    return _KEPT[answers]


def outcomes(counts: pd.DataFrame) -> tuple[Outcome, ...]:
    """Report NPS, CES and CSAT of the whole journey.

    Parameters
    ----------
    counts
        Counted answers of a study (`Answers.counts`); those without a touchpoint are used,
        whoever gave them.

    Returns
    -------
    tuple of Outcome
        One for each metric, kind and scale, in the order CSAT, CES, NPS.

    Examples
    --------
    >>> import pandas as pd
    >>> counts = pd.DataFrame({
    ...     "touchpoint": "", "metric": "nps", "kind": "reality", "min": 0, "max": 10,
    ...     "score": [10, 7, 3], "n": [50, 30, 20], "weight": [50, 30, 20], "weight2": [50, 30, 20],
    ... })
    >>> outcome, = outcomes(counts)
    >>> outcome.value, round(outcome.low, 2), round(outcome.high, 2), outcome.definition
    (30.0, 14.05, 44.2, 'NPS: % of 9-10 minus % of 0-6 on 0-10')
    """
    whole = counts[counts["touchpoint"] == ""]
    groups = whole.groupby(["metric", "kind", "min", "max"], sort=True)
    found = [_outcome(str(metric), str(kind), rows) for (metric, kind, *_), rows in groups]
    return tuple(sorted(found, key=lambda outcome: (METRICS.index(outcome.metric), outcome.kind)))


def _counted(rows: pd.DataFrame) -> _Counted:
    names = ("score", "n", "weight", "weight2")
    return _Counted(*(rows[name].to_numpy(dtype=float) for name in names))


def _outcome(metric: str, kind: str, rows: pd.DataFrame) -> Outcome:
    figure = _FIGURES[metric](float(rows["min"].iloc[0]), float(rows["max"].iloc[0]))
    counted = _counted(rows)
    n = float(counted.n.sum())
    effective = float(kish_n(counted.weight.sum(), counted.weight2.sum()))
    plain = figure.of(counted.score, counted.n, n)
    # Answers whose weights are all zero count nowhere: only the plain figure is left.
    usable = effective > 0
    weighted = figure.of(counted.score, counted.weight, effective) if usable else plain
    worth = figure.worth(counted.score)
    error = 100 * linearised_error(worth, counted.weight, counted.weight2, n)
    return Outcome(metric, kind, round(n), *plain, *weighted, figure.definition, error)


@dataclass(frozen=True, slots=True)
class _TopShare:
    """Percent of the answers at or above a step."""

    definition: str
    from_step: float

    def of(
        self, score: NDArray[np.float64], counts: NDArray[np.float64], n: float
    ) -> tuple[float, float, float]:
        share = float(counts[score >= self.from_step].sum() / counts.sum())
        low, high = wilson(share, n)
        return 100 * share, 100 * low, 100 * high

    def worth(self, score: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give what an answer adds to the figure: 1 or 0."""
        return (score >= self.from_step).astype(float)


@dataclass(frozen=True, slots=True)
class _NetPromoters:
    """Percent of promoters minus percent of detractors."""

    definition: str
    promoters_from: float
    detractors_to: float

    def of(
        self, score: NDArray[np.float64], counts: NDArray[np.float64], n: float
    ) -> tuple[float, float, float]:
        up = float(counts[score >= self.promoters_from].sum() / counts.sum())
        down = float(counts[score <= self.detractors_to].sum() / counts.sum())
        return 100 * (up - down), *adjusted_wald_nps(up, down, n)

    def worth(self, score: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give what an answer adds to the figure: 1, 0 or -1."""
        return (score >= self.promoters_from).astype(float) - (score <= self.detractors_to)


def _csat(low: float, high: float) -> _TopShare:
    top = high - 1
    return _TopShare(f"CSAT: % of {top:g}-{high:g} (the top two steps) on {low:g}-{high:g}", top)


def _ces(low: float, high: float) -> _TopShare:
    middle = (low + high) / 2
    first = math.floor(middle) + 1
    return _TopShare(
        f"CES: % of {first:g}-{high:g} (above the middle) on {low:g}-{high:g}",
        math.nextafter(middle, math.inf),
    )


def _nps(low: float, high: float) -> _NetPromoters:
    up, down = high - 1, high - 4
    return _NetPromoters(
        f"NPS: % of {up:g}-{high:g} minus % of {low:g}-{down:g} on {low:g}-{high:g}", up, down
    )


_FIGURES: dict[str, Callable[[float, float], _TopShare | _NetPromoters]] = {
    "csat": _csat,
    "ces": _ces,
    "nps": _nps,
}
