"""Weights at which an option enters or leaves the TOP N."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.rank.silence import silence

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    #: Weights (W, criteria) to who is in the TOP N (W, options).
    Sides = Callable[[Array], NDArray[np.bool_]]

DOWN, UP = -1, 1
#: Along a criterion, so many weights are tried between the present one and the furthest.
_TRIED = 200
#: Halvings that find the weight in between to the last figure.
_HALVINGS = 40
#: What lies closer together than this is one.
_ALIKE = 1e-12
#: By so much of a score one has to be ahead for the smallest change to count as done.
_HAIR = 1e-7


def crossings(values: Array, weights: Array, top: int, direction: int) -> Array:
    """Find the nearest weight of each criterion at which an option changes sides, in closed form.

    All other weights stay as they are. Scores are straight lines in a weight, so two options
    change places at one weight at most; they are passed from the present weight outwards until
    the option is on the other side of the TOP N.

    Parameters
    ----------
    values
        Of the criteria, in the order of the ranking under a weighted sum, shape (options,
        criteria).
    weights
        As they are, not normalised, shape (criteria,).
    top
        How many are in.
    direction
        `DOWN` or `UP`.

    Returns
    -------
    numpy.ndarray
        Shape (options, criteria); NaN where no weight of that criterion does it. At the weight
        itself both tie.

    Examples
    --------
    The first is better in one respect, the second in the other:

    >>> values = np.array([[0.9, 0.2], [0.5, 0.5]])
    >>> crossings(values, np.array([0.6, 0.4]), top=1, direction=UP).round(2)
    array([[nan, 0.8],
           [nan, 0.8]])
    """
    found = [_crossing(values, weights, k, top, direction) for k in range(len(weights))]
    return np.column_stack(found)


def _crossing(values: Array, weights: Array, criterion: int, top: int, direction: int) -> Array:
    slope, weight = values[:, criterion], weights[criterion]
    rest = values @ weights - weight * slope
    steeper = slope[:, None] - slope
    places = np.arange(len(values))
    ahead = places < places[:, None]
    # Far out in the direction, the steeper line is ahead; whoever is not yet will cross.
    will_be = direction * steeper < 0
    crosses = (steeper != 0) & (will_be != ahead)
    at = np.divide(rest - rest[:, None], steeper, out=np.zeros_like(steeper), where=crosses)
    # Where both tie without the criterion, the least weight of it parts them.
    crosses &= (at > 0) | ((weight == 0) & (direction == UP))
    # A pair that ties now crosses here; rounding must not put that on the wrong side.
    at = np.where(crosses, direction * np.maximum(direction * at, direction * weight), np.nan)
    order = np.argsort(direction * at, axis=1)
    at = np.take_along_axis(at, order, axis=1)
    passes = np.where(np.take_along_axis(will_be, order, axis=1), 1, -1)
    behind = places[:, None] + np.cumsum(np.where(np.isnan(at), 0, passes), axis=1)
    changed = (behind < top) != (places < top)[:, None]
    # Where several cross at one weight, only the state after all of them counts.
    following = np.concatenate([at[:, 1:], np.full((len(at), 1), np.nan)], axis=1)
    last = ~(np.abs(following - at) <= _ALIKE * np.maximum(np.abs(at), 1.0))
    turned = changed & last & np.isfinite(at)
    nearest = at[places, turned.argmax(axis=1)]
    return np.where(turned.any(axis=1), nearest, np.nan)


def searched(sides: Sides, weights: Array, direction: int) -> Array:
    """Find the same for any method, by trying weights along each criterion and halving.

    Parameters
    ----------
    sides
        Says which options are in the TOP N under weights.
    weights, direction
        As for `crossings`.

    Returns
    -------
    numpy.ndarray
        Shape (options, criteria), NaN where nothing was found. A side taken only between two
        of the 200 weights tried is not seen.
    """
    found = [_searched(sides, weights, k, direction) for k in range(len(weights))]
    return np.column_stack(found)


def _searched(sides: Sides, weights: Array, criterion: int, direction: int) -> Array:
    tried = _tried(weights, criterion, direction)
    found = sides(_with(weights, criterion, tried))
    changed = found != found[0]
    turned = np.flatnonzero(changed.any(axis=0))
    at = np.full(found.shape[1], np.nan)
    step = changed[:, turned].argmax(axis=0)
    near, far = tried[step - 1], tried[step]
    for _ in range(_HALVINGS if len(turned) else 0):
        middle = (near + far) / 2
        then = sides(_with(weights, criterion, middle))
        beyond = then[np.arange(len(turned)), turned] != found[0, turned]
        near, far = np.where(beyond, near, middle), np.where(beyond, middle, far)
    at[turned] = far
    return at


def _tried(weights: Array, criterion: int, direction: int) -> Array:
    """Weights from the present one outwards, evenly spaced in their share of all weights."""
    rest = weights.sum() - weights[criterion]
    if rest == 0:
        return weights[[criterion]]
    share = weights[criterion] / weights.sum()
    shares = np.linspace(share, 0.0 if direction == DOWN else 0.999, _TRIED)
    tried: Array = rest * shares / (1 - shares)
    tried[0] = weights[criterion]
    return tried if direction == DOWN or share < shares[-1] else tried[:1]


def _with(weights: Array, criterion: int, tried: Array) -> Array:
    """Weights with one of them replaced, normalised, shape (tried, criteria)."""
    all_of_them = np.repeat(weights[None], len(tried), axis=0)
    all_of_them[:, criterion] = tried
    normalised: Array = all_of_them / all_of_them.sum(axis=1, keepdims=True)
    return normalised


def smallest_change(
    values: Array, weights: Array, place: int, top: int, within: float = 2.0
) -> Array | None:
    """Find the weights nearest to the present ones at which an option changes sides.

    Nearest is what moves the least weight between criteria. Which options it has to pass, or be
    passed by, is chosen by a mixed-integer programme (HiGHS); the weights then come from a
    linear one, so that they are exact.

    Parameters
    ----------
    values
        In the order of the ranking under a weighted sum, shape (options, criteria).
    weights
        Summing to 1, shape (criteria,).
    place
        The option, from 0.
    top
        How many are in.
    within
        Sum of the absolute changes that is known to do, if any is.

    Returns
    -------
    numpy.ndarray or None
        Summing to 1, shape (criteria,); at them it has changed sides by a hair. ``None`` where
        no weights do it.

    Examples
    --------
    >>> values = np.array([[0.9, 0.2], [0.5, 0.5]])
    >>> smallest_change(values, np.array([0.6, 0.4]), place=1, top=1).round(3)
    array([0.429, 0.571])
    """
    needed = top if place < top else len(values) - top
    leads = np.delete(values, place, axis=0) - values[place]
    leads = (leads if place < top else -leads) - _HAIR
    now, reach = leads @ weights, within / 2 * np.ptp(leads, axis=1)
    # Within reach some pass whatever the weights, some never do; the rest is to be chosen.
    surely, maybe = now - reach >= 0, (now - reach < 0) & (now + reach >= 0)
    needed -= int(surely.sum())
    if needed > maybe.sum():
        return None
    chosen = _passed(leads[maybe], weights, reach[maybe] - now[maybe], needed)
    return None if chosen is None else _nearest(leads[maybe][chosen], weights)


def _passed(leads: Array, weights: Array, slack: Array, needed: int) -> NDArray[np.bool_] | None:
    """Choose the options whose leads must not be below 0, so that the weights move least."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    count, criteria = leads.shape
    size = 2 * criteria + count
    chosen = np.r_[np.zeros(2 * criteria), np.ones(count)]
    away, bound = _distance(weights, size)
    passing = np.hstack([leads, np.zeros((count, criteria)), -np.diag(slack)])
    with silence():
        solved = milp(
            np.r_[np.zeros(criteria), np.ones(criteria), np.zeros(count)],
            integrality=chosen,
            bounds=Bounds(0, np.r_[np.full(2 * criteria, 2.0), np.ones(count)]),
            constraints=[
                LinearConstraint(away, -np.inf, bound),
                LinearConstraint(_ones(criteria, size), 1, 1),
                LinearConstraint(passing, -slack, np.inf),
                LinearConstraint(chosen, needed, np.inf),
            ],
        )
    if solved.x is None:
        return None
    return np.round(solved.x[2 * criteria :]).astype(bool)


def _nearest(leads: Array, weights: Array) -> Array | None:
    """Weights nearest to the present ones under which some leads are not below 0."""
    from scipy.optimize import linprog

    criteria = len(weights)
    away, bound = _distance(weights, 2 * criteria)
    with silence():
        solved = linprog(
            np.r_[np.zeros(criteria), np.ones(criteria)],
            A_ub=np.vstack([away, np.hstack([-leads, np.zeros_like(leads)])]),
            b_ub=np.r_[bound, np.zeros(len(leads))],
            A_eq=_ones(criteria, 2 * criteria)[None],
            b_eq=[1.0],
            bounds=(0, None),
        )
    if solved.x is None:
        return None
    found: Array = np.asarray(solved.x[:criteria], dtype=float)
    return found


def _distance(weights: Array, size: int) -> tuple[Array, Array]:
    """Rows that hold the second block of variables above what the first is away."""
    criteria = len(weights)
    away = np.zeros((2 * criteria, size))
    one = np.eye(criteria)
    away[:, :criteria] = np.vstack([one, -one])
    away[:, criteria : 2 * criteria] = np.vstack([-one, -one])
    return away, np.r_[weights, -weights]


def _ones(criteria: int, size: int) -> Array:
    row = np.zeros(size)
    row[:criteria] = 1
    return row
