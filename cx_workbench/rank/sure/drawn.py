"""The figure of every criterion in every draw: the arithmetic of `criteria`, many times over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cx_workbench.rank.sure.draws import Draws


def gaps(drawn: Draws) -> NDArray[np.float64]:
    """Mean positive gap of the cells that each improvement touches, shape (draws, improvements).

    Weighted by persona and reach; 0 where nobody who counts passes.
    """
    mass = drawn.touched * (drawn.weight * drawn.reach)
    total = mass.sum(axis=1, keepdims=True)
    share = np.divide(mass, total, out=np.zeros_like(mass), where=total > 0)
    mean: NDArray[np.float64] = drawn.positive_gap.T @ share.T
    return mean


def impacts(drawn: Draws) -> NDArray[np.float64]:
    """Points of the overall index gained, shape (draws, improvements)."""
    gain = drawn.weight[:, None] * drawn.importance
    touched = drawn.touched.astype(float)
    if gain.shape[1] == 1:
        gained = drawn.positive_gap.T @ (touched * gain[:, 0]).T
    else:
        gained = (drawn.positive_gap * gain).T @ touched.T
    return np.multiply(gained, drawn.closes, out=gained)


def path_impacts(drawn: Draws) -> NDArray[np.float64]:
    """Points of path satisfaction gained, shape (draws, improvements).

    An improvement changes the paths of the personas that it reaches, and only at its own steps;
    all other steps are multiplied once.
    """
    reach = drawn.reach[:, None]
    kept = 1 - reach * (1 - drawn.reality / 100)
    gained = np.zeros_like(drawn.closes)
    for place, touched in enumerate(drawn.touched):
        for person in np.unique(drawn.person[touched]):
            own = drawn.person == person
            here, elsewhere = own & touched, own & ~touched
            lift = reach[here] * drawn.positive_gap[here] * drawn.closes[:, place] / 100
            change = np.prod(kept[here] + lift, axis=0) - np.prod(kept[here], axis=0)
            rest = np.prod(kept[elsewhere], axis=0)
            gained[:, place] += 100 * drawn.weight[here][0] * rest * change
    return gained
