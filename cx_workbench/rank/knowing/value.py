"""What knowing is worth: how much better a choice of N would be.

References
----------
Raiffa, H. and Schlaifer, R. (1961). Applied Statistical Decision Theory. Harvard University.
Strong, M., Oakley, J. E. and Brennan, A. (2014). Estimating multiparameter partial expected
value of perfect information from a probabilistic sensitivity analysis sample: a nonparametric
regression approach. Medical Decision Making 34, 311-326.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

#: Places along an input at which a choice is made anew.
_PLACES = 256
#: So many inputs at once: their powers fit into memory at any number of draws.
_AT_ONCE = 32


def best_sum(values: Array, top: int) -> Array:
    """Sum of the N largest values along the last axis: what the best choice of N is worth.

    Examples
    --------
    >>> best_sum(np.array([[1.0, 5.0, 3.0], [2.0, 2.0, 2.0]]), top=2).tolist()
    [8.0, 4.0]
    """
    count = values.shape[-1]
    if top == 0:
        values = values[..., :0]
    elif top < count:
        values = np.partition(values, count - top, axis=-1)[..., count - top :]
    total: Array = values.sum(axis=-1)
    return total


def perfect(values: Array, top: int) -> float:
    """Reckon the expected value of perfect information of a choice of N: ``E[max] - max E``.

    Parameters
    ----------
    values
        What each option is worth in each draw, shape (draws, options); a choice is worth the
        sum over its options.
    top
        How many are chosen.

    Examples
    --------
    100 or 0 at even odds against 40 for sure:

    >>> perfect(np.array([[100.0, 40.0], [0.0, 40.0]]), top=1)
    20.0
    """
    return _gain(best_sum(values, top).mean(), values, top)


def _gain(expected: float, values: Array, top: int) -> float:
    today = float(best_sum(values.mean(axis=0), top))
    # By Jensen's inequality never below 0; a sum in another order may be, by a rounding error.
    gained = float(expected) - today
    return gained if gained > 1e-12 * max(abs(today), 1.0) else 0.0


def in_order(inputs: Array) -> NDArray[np.intp]:
    """Draws from the smallest value of each input to its largest, shape (inputs, draws)."""
    return np.argsort(inputs, axis=1)


def partial(
    inputs: Array,
    order: NDArray[np.intp],
    values: Array,
    top: int,
    moves: NDArray[np.bool_],
) -> Array:
    """Reckon the expected value of knowing one input perfectly, for each of many inputs.

    What is expected of an option given an input is a cubic of the input, shrunk by what the
    noise of the draws alone would give (James and Stein), so that an input without effect is
    worth 0; the choice is then made at 256 places along the input.

    Parameters
    ----------
    inputs
        Shape (inputs, draws).
    order
        From `in_order`, of these inputs.
    values
        Shape (draws, options).
    top
        How many are chosen.
    moves
        Which options an input moves at all, shape (inputs, options).

    Returns
    -------
    numpy.ndarray
        Shape (inputs,), in the unit of the values; never negative.

    Examples
    --------
    Two unknowns, of which only the first decides between two options:

    >>> first, second = np.random.default_rng(1).standard_normal((2, 10_000))
    >>> values = np.stack([first, second * 0 + 0.2], axis=1)
    >>> inputs = np.stack([first, second])
    >>> moves = np.array([[True, False], [True, False]])
    >>> partial(inputs, in_order(inputs), values, 1, moves).round(1)
    array([0.3, 0. ])
    """
    means, spread = values.mean(axis=0), values.var(axis=0)
    today, away = best_sum(means, top), values - means
    worth = np.zeros(len(inputs))
    for start in range(0, len(inputs), _AT_ONCE):
        rows = slice(start, start + _AT_ONCE)
        powers = _powers(inputs[rows])
        # One product of two tables: numpy is slow at many small ones.
        crossed = powers.reshape(-1, len(values)) @ away / len(values)
        crossed = crossed.reshape(*powers.shape[:2], -1)
        found = _shrunk(powers, crossed, spread, len(values)) * moves[rows, None, :]
        places = np.matmul(_along(order[rows], powers).swapaxes(1, 2), found)
        worth[rows] = best_sum(means + places, top).mean(axis=1) - today
    return np.where(worth > 1e-9 * max(abs(float(today)), 1.0), worth, 0.0)


def expected_given(known: Array, values: Array) -> Array:
    """Say what is expected of each option, given what is known of it.

    Parameters
    ----------
    known
        What each option would be worth with all else at its mean, shape (draws, options).
    values
        What it is worth, shape (draws, options).

    Returns
    -------
    numpy.ndarray
        ``known`` plus a shrunk cubic of it, with the means of ``values``; shape (draws,
        options).

    Examples
    --------
    >>> known, noise = np.random.default_rng(1).standard_normal((2, 10_000, 1))
    >>> given = expected_given(known, 3 + known + noise)
    >>> round(float(given.mean()), 1), round(float((given - known).std()), 1)
    (3.0, 0.0)
    """
    powers = _powers(known.T)
    rest = values - known
    centred = rest - rest.mean(axis=0)
    found = np.einsum("opd,do->op", powers, centred)[:, :, None] / len(values)
    found = _shrunk(powers, found, rest.var(axis=0)[:, None], len(values))
    given: Array = known + rest.mean(axis=0) + np.einsum("opd,op->do", powers, found[:, :, 0])
    return given


def _powers(inputs: Array) -> Array:
    """Return the first three powers of each input, standardised, shape (inputs, 3, draws)."""
    away = inputs - inputs.mean(axis=1, keepdims=True)
    spread = away.std(axis=1, keepdims=True)
    away = np.divide(away, spread, out=np.zeros_like(away), where=spread > 0)
    powers = np.stack([away, away * away, away * away * away], axis=1)
    powers -= powers.mean(axis=2, keepdims=True)
    return powers


def _shrunk(powers: Array, crossed: Array, spread: Array, draws: int) -> Array:
    """Coefficients of the powers, shrunk by the share that noise alone would explain."""
    gram = np.einsum("ipd,iqd->ipq", powers, powers) / draws
    coefficients: Array = np.matmul(np.linalg.pinv(gram, rcond=1e-10, hermitian=True), crossed)
    explained = (coefficients * crossed).sum(axis=1)
    noise = powers.shape[1] * spread / draws
    kept = np.divide(noise, explained, out=np.ones_like(explained), where=explained > 0)
    shrunk: Array = coefficients * np.clip(1 - kept, 0.0, None)[:, None, :]
    return shrunk


def _along(order: NDArray[np.intp], powers: Array) -> Array:
    """Take the powers in the middle of equal parts of an input's draws."""
    places = ((np.arange(_PLACES) + 0.5) * order.shape[1] / _PLACES).astype(np.intp)
    chosen = order[:, places]
    taken = np.take_along_axis(powers, chosen[:, None, :], axis=2)
    taken -= taken.mean(axis=2, keepdims=True)
    return taken
