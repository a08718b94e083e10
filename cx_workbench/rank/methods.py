"""Ways to turn criteria into one score; each a small function with its source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
#: Values (improvements, criteria), weights (criteria,) summing to 1, figures by criterion.
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
    """

    name: str
    title: str
    how: str
    source: str
    score: Scorer
    weighted: bool = True


def additive(values: Array, weights: Array, figures: Mapping[str, Array]) -> Array:  # noqa: ARG001
    """Weighted mean of the values.

    Examples
    --------
    >>> additive(np.array([[0.0, 1.0], [0.5, 0.5]]), np.array([0.25, 0.75]), {})
    array([0.75, 0.5 ])
    """
    return values @ weights


def product(values: Array, weights: Array, figures: Mapping[str, Array]) -> Array:  # noqa: ARG001
    """Weighted geometric mean of the values; a value of 0 or below cannot be made up for.

    Examples
    --------
    >>> product(np.array([[0.25, 1.0], [-0.1, 1.0]]), np.array([0.5, 0.5]), {})
    array([0.5, 0. ])
    """
    scores: Array = np.prod(np.maximum(values, 0.0) ** weights, axis=1)
    return scores


def topsis(values: Array, weights: Array, figures: Mapping[str, Array]) -> Array:  # noqa: ARG001
    """Measure closeness to the ideal: distance to the worst over the sum of both distances.

    The anchors are the ideal points, so another candidate cannot turn an order; on candidates'
    own extremes TOPSIS does.

    Examples
    --------
    >>> topsis(np.array([[1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]), np.array([0.5, 0.5]), {})
    array([1. , 0.5, 0. ])
    """
    to_best = np.linalg.norm((1 - values) * weights, axis=1)
    to_worst = np.linalg.norm(values * weights, axis=1)
    both = to_best + to_worst
    scores = np.zeros(len(values))
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
    used = values[:, weights > 0].round(DECIMALS)
    no_worse: NDArray[np.bool_] = np.all(used[:, None, :] >= used[None, :, :], axis=2)
    better: NDArray[np.bool_] = np.any(used[:, None, :] > used[None, :, :], axis=2)
    dominates = no_worse & better
    scores, left, front = np.zeros(len(values)), np.ones(len(values), dtype=bool), 1
    while left.any():
        beaten: NDArray[np.bool_] = np.any(dominates[left], axis=0)
        first = left & ~beaten
        scores[first] = 1 / front
        left, front = left & ~first, front + 1
    return scores


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
    )
}
