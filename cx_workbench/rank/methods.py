"""Ways to turn criteria into one score; each a small function with its source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
#: Values (..., improvements, criteria), weights (..., criteria) summing to 1, figures by
#: criterion (..., improvements); scores (..., improvements). A leading axis holds draws.
Scorer: TypeAlias = Callable[[Array, Array, Mapping[str, Array]], Array]

#: Figures are compared to so many decimals, so that rounding errors never decide an order.
DECIMALS = 12
#: Effort below one person-day counts as one, so that a ratio stays finite.
EFFORT_FLOOR = 1.0


@dataclass(frozen=True, slots=True)
class Method:
    """A way to score.

    Attributes
    ----------
    name, title
        What it is called in settings and in texts.
    how
        One sentence: what the score is.
    source
        Where it comes from.
    score
        The arithmetic; higher is better.
    weighted
        Whether the weights of the criteria play a part.
    parts
        What it needs beyond the criteria (see `cx_workbench.rank.parts.PARTS`); the figures that
        it scores hold them by the name of their column.
    """

    name: str
    title: str
    how: str
    source: str
    score: Scorer
    weighted: bool = True
    parts: tuple[str, ...] = ()


def additive(values: Array, weights: Array, figures: Mapping[str, Array]) -> Array:  # noqa: ARG001
    """Weighted mean of the values.

    Examples
    --------
    >>> additive(np.array([[0.0, 1.0], [0.5, 0.5]]), np.array([0.25, 0.75]), {})
    array([0.75, 0.5 ])
    """
    scores: Array = np.matmul(values, weights[..., None])[..., 0]
    return scores


def product(values: Array, weights: Array, figures: Mapping[str, Array]) -> Array:  # noqa: ARG001
    """Weighted geometric mean of the values; a value of 0 or below cannot be made up for.

    Examples
    --------
    >>> product(np.array([[0.25, 1.0], [-0.1, 1.0]]), np.array([0.5, 0.5]), {})
    array([0.5, 0. ])
    """
    scores: Array = np.prod(np.maximum(values, 0.0) ** weights[..., None, :], axis=-1)
    return scores


def topsis(values: Array, weights: Array, figures: Mapping[str, Array]) -> Array:  # noqa: ARG001
    """Measure closeness to the ideal: distance to the worst over the sum of both distances.

    The anchors are the ideal points, so another candidate cannot turn an order; on candidates'
    own extremes TOPSIS does. A value beyond an anchor counts as the anchor: to be farther from
    the ideal on its better side must not cost.

    Examples
    --------
    >>> topsis(np.array([[1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]), np.array([0.5, 0.5]), {})
    array([1. , 0.5, 0. ])
    """
    weights, values = weights[..., None, :], np.clip(values, 0.0, 1.0)
    to_best = np.linalg.norm((1 - values) * weights, axis=-1)
    to_worst = np.linalg.norm(values * weights, axis=-1)
    both = to_best + to_worst
    scores = np.zeros(both.shape)
    np.divide(to_worst, both, out=scores, where=both > 0)
    return scores


def ratio(values: Array, weights: Array, figures: Mapping[str, Array]) -> Array:  # noqa: ARG001
    """Impact per person-day, effort counted as one day at least.

    Examples
    --------
    >>> ratio(np.zeros((2, 3)), np.ones(3), {"impact": np.array([2., 2.]),
    ...                                      "effort": np.array([4., 0.])})
    array([0.5, 2. ])
    """
    return figures["impact"] / np.maximum(figures["effort"], EFFORT_FLOOR)


def pareto(values: Array, weights: Array, figures: Mapping[str, Array]) -> Array:
    """One over the number of the front: 1 where no other is better in every respect.

    Only criteria with a weight count. Fronts are peeled off one after the other.

    Examples
    --------
    >>> pareto(np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]), np.array([0.5, 0.5]), {})
    array([1. , 1. , 0.5])
    """
    del figures
    count = values.shape[-2]
    no_worse: NDArray[np.bool_] = np.ones((*values.shape[:-1], count), dtype=bool)
    better = np.zeros_like(no_worse)
    counted: NDArray[np.bool_] = np.any(weights > 0, axis=tuple(range(weights.ndim - 1)))
    for criterion in np.flatnonzero(counted):
        value = values[..., criterion].round(DECIMALS)
        no_worse &= value[..., :, None] >= value[..., None, :]
        better |= value[..., :, None] > value[..., None, :]
    dominates = no_worse & better
    scores, left, front = np.zeros(values.shape[:-1]), np.ones(values.shape[:-1], dtype=bool), 1
    while left.any():
        beaten: NDArray[np.bool_] = np.any(dominates & left[..., :, None], axis=-2)
        first = left & ~beaten
        scores[first] = 1 / front
        left, front = left & ~first, front + 1
    return scores


def rice(values: Array, weights: Array, figures: Mapping[str, Array]) -> Array:  # noqa: ARG001
    """Reach times impact times confidence, over effort.

    Examples
    --------
    >>> figures = {"reach": 8000, "impact": 2, "confidence": 0.8, "effort": 3}
    >>> rice(np.zeros((1, 3)), np.ones(3), {name: np.array([x]) for name, x in figures.items()})
    array([4266.66666667])
    """
    gained = figures["reach"] * figures["impact"] * figures["confidence"]
    return gained / figures["effort"]


def ice(values: Array, weights: Array, figures: Mapping[str, Array]) -> Array:  # noqa: ARG001
    """Impact times confidence times ease.

    Examples
    --------
    >>> figures = {"impact": 8, "confidence": 5, "ease": 2}
    >>> ice(np.zeros((1, 3)), np.ones(3), {name: np.array([x]) for name, x in figures.items()})
    array([80])
    """
    return figures["impact"] * figures["confidence"] * figures["ease"]


def wsjf(values: Array, weights: Array, figures: Mapping[str, Array]) -> Array:  # noqa: ARG001
    """Cost of delay over the size of the job.

    Examples
    --------
    >>> figures = {"business_value": 8, "time_criticality": 5, "risk_reduction": 3, "job_size": 5}
    >>> wsjf(np.zeros((1, 3)), np.ones(3), {name: np.array([x]) for name, x in figures.items()})
    array([3.2])
    """
    delay = figures["business_value"] + figures["time_criticality"] + figures["risk_reduction"]
    return delay / figures["job_size"]


def opportunity(
    values: Array,  # noqa: ARG001
    weights: Array,  # noqa: ARG001
    figures: Mapping[str, Array],
) -> Array:
    """Add to importance what satisfaction lacks of it.

    Examples
    --------
    >>> figures = {"importance": np.array([9, 4]), "satisfaction": np.array([3, 9])}
    >>> opportunity(np.zeros((2, 3)), np.ones(3), figures)
    array([15,  4])
    """
    importance = figures["importance"]
    return importance + np.maximum(importance - figures["satisfaction"], 0)


METHODS = {
    method.name: method
    for method in (
        Method(
            "additive",
            "Weighted sum",
            "The score is the weighted mean of the values of the criteria.",
            "Keeney, R. L. and Raiffa, H. (1976). Decisions with Multiple Objectives. Wiley.",
            additive,
        ),
        Method(
            "product",
            "Weighted product",
            "The score is the weighted geometric mean of the values of the criteria: a weak "
            "criterion is hard to make up for.",
            "Bridgman, P. W. (1922). Dimensional Analysis. Yale University Press.",
            product,
        ),
        Method(
            "topsis",
            "Closeness to the ideal (TOPSIS)",
            "The score is the distance to the worst anchors over the sum of the distances to "
            "the worst and to the best.",
            "Hwang, C. L. and Yoon, K. (1981). Multiple Attribute Decision Making. Springer.",
            topsis,
        ),
        Method(
            "ratio",
            "Impact per person-day",
            "The score is impact divided by effort, effort counted as one person-day at least; "
            "the gap and the weights play no part.",
            "Return on effort, as in Reinertsen, D. G. (2009). The Principles of Product "
            "Development Flow. Celeritas.",
            ratio,
            weighted=False,
        ),
        Method(
            "pareto",
            "Fronts (Pareto)",
            "The score is 1 for improvements that no other beats in every criterion with a weight, "
            "1/2 for those that only the first group beats, and so on; within a group impact "
            "decides.",
            "Deb, K. et al. (2002). IEEE Transactions on Evolutionary Computation 6, 182-197.",
            pareto,
            weighted=False,
        ),
        Method(
            "rice",
            "RICE",
            "The score is reach times impact times confidence, divided by effort; the weights play "
            "no part.",
            "McBride, S. (2016). RICE: Simple prioritization for product managers. Intercom.",
            rice,
            weighted=False,
            parts=("reach", "impact_each", "confidence", "effort"),
        ),
        Method(
            "ice",
            "ICE",
            "The score is impact times confidence times ease; the weights play no part.",
            "Ellis, S. and Brown, M. (2017). Hacking Growth. Crown Business.",
            ice,
            weighted=False,
            parts=("impact", "confidence", "ease"),
        ),
        Method(
            "wsjf",
            "WSJF",
            "The score is the cost of delay (business value plus time criticality plus risk "
            "reduction and opportunity) divided by the size of the job; the weights play no part.",
            "Reinertsen, D. G. (2009). The Principles of Product Development Flow. Celeritas.",
            wsjf,
            weighted=False,
            parts=("business_value", "time_criticality", "risk_reduction", "job_size"),
        ),
        Method(
            "opportunity",
            "Opportunity score",
            "The score is importance plus what satisfaction lacks of it, both from 0 to 10; effort "
            "and the weights play no part.",
            "Ulwick, A. W. (2005). What Customers Want. McGraw-Hill.",
            opportunity,
            weighted=False,
            parts=("importance", "satisfaction"),
        ),
    )
}
