"""How far the weights of the criteria may move: fixed, around, ordered or any."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cx_workbench.measure.posterior import random_order

if TYPE_CHECKING:
    from collections.abc import Callable

Array: TypeAlias = NDArray[np.float64]

#: Answers that weights "around" the given ones are worth: a weight of 1/3 moves by 0.085.
CONCENTRATION = 30
#: A smaller share of the weights is none.
_NOTHING = 1e-9
#: How the weights may move, in words.
SPREADS = {
    "fixed": "the weights hold as given",
    "around": "the weights lie around those given: a weight of 1/3 is some 0.09 more or less",
    "ordered": "only the order of the weights holds",
    "any": "any weights are possible",
}


def drawn_weights(weights: Array, spread: str, draws: int, seed: int) -> Array:
    """Draw weights of the criteria; a criterion with weight 0 stays out of play.

    Parameters
    ----------
    weights
        As given, shape (criteria,); their sum is above 0.
    spread
        See `SPREADS`. ``around`` is a Dirichlet distribution with the given weights as its
        mean; ``ordered`` and ``any`` are even over all weights that sum to 1, with the order of
        the given ones or without.
    draws, seed
        How many, and the start of the random numbers.

    Returns
    -------
    numpy.ndarray
        Sums to 1: shape (criteria,) where fixed, else (draws, criteria).

    References
    ----------
    Lahdelma, R. and Salminen, P. (2001). SMAA-2. Operations Research 49, 444-454.

    Examples
    --------
    Three criteria of which only the order is known:

    >>> drawn = drawn_weights(np.array([3.0, 2.0, 1.0]), "ordered", draws=10_000, seed=1)
    >>> drawn.mean(axis=0).round(1).tolist()
    [0.6, 0.3, 0.1]
    """
    shares: Array = weights / weights.sum()
    if spread == "fixed":
        return shares
    played = shares > _NOTHING
    drawn = np.zeros((draws, len(weights)))
    drawn[:, played] = _DRAWN[spread](shares[played], draws, seed)
    return drawn


def _dirichlet(strength: Array, draws: int, seed: int) -> Array:
    """Draw by evenly spread gamma quantiles, each criterion's in an order of its own.

    Such a Latin hypercube leaves little to chance where a handful of weights decide
    (McKay, M. D., Beckman, R. J. and Conover, W. J. (1979). Technometrics 21, 239-245).
    """
    from scipy.special import gammaincinv

    levels = (np.arange(draws) + 0.5) / draws
    parts = [
        gammaincinv(own, levels)[random_order(f"weight/{place}", draws, seed)]
        for place, own in enumerate(strength)
    ]
    drawn = np.column_stack(parts)
    shares: Array = drawn / drawn.sum(axis=1, keepdims=True)
    return shares


def _around(weights: Array, draws: int, seed: int) -> Array:
    return _dirichlet(CONCENTRATION * weights, draws, seed)


def _any(weights: Array, draws: int, seed: int) -> Array:
    return _dirichlet(np.ones(len(weights)), draws, seed)


def _ordered(weights: Array, draws: int, seed: int) -> Array:
    """Give the largest share to the largest weight, and so on; equal weights take turns."""
    falling = -np.sort(-_any(weights, draws, seed), axis=1)
    turns = [random_order(f"turn/{place}", draws, seed) for place in range(len(weights))]
    order = np.lexsort((np.column_stack(turns), np.broadcast_to(-weights, falling.shape)), axis=1)
    drawn = np.empty_like(falling)
    np.put_along_axis(drawn, order, falling, axis=1)
    return drawn


_DRAWN: dict[str, Callable[[Array, int, int], Array]] = {
    "around": _around,
    "ordered": _ordered,
    "any": _any,
}
