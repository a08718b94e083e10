"""The uncertain inputs of a simulation, one by one and in groups."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cx_workbench.rank.methods import METHODS

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from cx_workbench.rank.sure.draws import Draws
    from cx_workbench.rank.sure.simulation import Simulation

    Array = NDArray[np.float64]

#: Groups of inputs, in words.
GROUPS = {
    "scores": "what customers said of the touchpoints",
    "importance": "how important the touchpoints are",
    "closes": "how much of the gap the improvements close",
    "effort": "what the improvements cost in person-days",
    "weights": "the weights of the criteria",
}
#: What of the draws belongs to a group, and along which axis it is drawn.
_DRAWN = {
    "scores": (("reality", 1), ("reference", 1)),
    "importance": (("importance", 1),),
    "closes": (("closes", 0),),
    "effort": (("effort", 0),),
}
_NAMED = ["group", "persona", "touchpoint", "improvement", "criterion"]


@dataclass(frozen=True, eq=False)
class Unknowns:
    """Uncertain inputs: U of them, D draws, I improvements.

    Attributes
    ----------
    named
        Which they are, one a row: ``group`` and, where it applies, ``persona``,
        ``touchpoint``, ``improvement`` or ``criterion``; else empty.
    drawn
        Shape (U, D). Of a cell the gap, signed; or reality, where that is what scores read.
    felt
        What of it the scores feel, shape (U, D): of a gap only what is above 0.
    moves
        Which improvements' scores an input moves at all, shape (U, I).
    """

    named: pd.DataFrame
    drawn: Array
    felt: Array
    moves: NDArray[np.bool_]


def unknowns(sure: Simulation, impact: str, *, pooled: bool = False) -> Unknowns:
    """List every input that differs from draw to draw.

    Parameters
    ----------
    sure
        The simulation.
    impact
        Model of impact: along a path, a step changes what every other step gains.
    pooled
        Whether importance is the same matter for all personas: then it is one input for each
        touchpoint.
    """
    inputs = sure.inputs
    own = np.eye(len(inputs.improvements), dtype=bool)
    touched = _of_the_persona(inputs) if impact == "path" else inputs.touched.T
    cells = pd.DataFrame(inputs.cells, columns=["persona", "touchpoint"])
    estimates = pd.DataFrame({"improvement": inputs.improvements})
    weighed = pd.DataFrame({"criterion": [criterion.name for criterion in sure.criteria]})
    everybody = np.ones((len(weighed), len(own)), dtype=bool)
    weights = sure.weights.T if sure.weights.ndim > 1 else sure.weights[:, None]
    listed = [
        ("scores", cells, _seen(sure), touched),
        ("importance", *(_pooled(inputs, cells) if pooled else _importance(inputs, cells))),
        ("closes", estimates, inputs.closes.T, own),
        ("effort", estimates, inputs.effort.T, own),
        ("weights", weighed, weights, everybody),
    ]
    parts = [_unsure(*part, sure.draws) for part in listed]
    named = pd.concat([part.named for part in parts], ignore_index=True)
    moves = np.concatenate([part.moves for part in parts])
    if sure.method == "pareto":
        # Which front one is on depends on all others.
        moves = np.ones_like(moves)
    return Unknowns(
        named=named.reindex(columns=_NAMED).fillna("").astype("object"),
        drawn=np.concatenate([part.drawn for part in parts]),
        felt=np.concatenate([part.felt for part in parts]),
        moves=moves,
    )


def _importance(
    inputs: Draws, cells: pd.DataFrame
) -> tuple[pd.DataFrame, Array, NDArray[np.bool_]]:
    return cells, inputs.importance, _of_the_persona(inputs)


def _pooled(inputs: Draws, cells: pd.DataFrame) -> tuple[pd.DataFrame, Array, NDArray[np.bool_]]:
    """Take the mean importance of each touchpoint over its personas, by their weight."""
    places = cells["touchpoint"].drop_duplicates()
    same: NDArray[np.bool_] = places.to_numpy()[:, None] == cells["touchpoint"].to_numpy()
    weight = same * inputs.weight
    total = weight.sum(axis=1, keepdims=True)
    weight = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    moves = (same.astype(int) @ _of_the_persona(inputs).astype(int)) > 0
    return pd.DataFrame({"touchpoint": places}), weight @ inputs.importance, moves


def reads_reality(method: str) -> bool:
    """Whether a method reads reality itself, and not the gap."""
    return "satisfaction" in METHODS[method].parts


def _seen(sure: Simulation) -> Array:
    """Take the signed gap of each cell, or reality for a method that reads satisfaction."""
    if reads_reality(sure.method):
        return sure.inputs.reality
    return sure.inputs.reference - sure.inputs.reality


def _unsure(
    group: str, named: pd.DataFrame, drawn: Array, moves: NDArray[np.bool_], draws: int
) -> Unknowns:
    """Keep the inputs of a group that differ from draw to draw."""
    every = np.broadcast_to(drawn, (len(drawn), draws))
    differs: NDArray[np.bool_] = np.ptp(every, axis=1) > 0
    kept = every[differs]
    felt = np.maximum(kept, 0.0) if group == "scores" else kept
    return Unknowns(named[differs].assign(group=group), kept, felt, moves[differs])


def _of_the_persona(inputs: Draws) -> NDArray[np.bool_]:
    """Which improvements touch any cell of the persona of a cell, shape (cells, improvements)."""
    same = inputs.person[:, None] == inputs.person
    found: NDArray[np.bool_] = (same.astype(int) @ inputs.touched.T.astype(int)) > 0
    return found


def drawn_anew(sure: Simulation, group: str) -> tuple[Draws, Array]:
    """Keep the draws of a group, and draw all others anew: those of the draw before.

    Returns
    -------
    tuple
        Inputs, and weights of the criteria.
    """
    return _others(sure, group, lambda drawn, axis: np.roll(drawn, 1, axis=axis))


def at_mean(sure: Simulation, group: str) -> tuple[Draws, Array]:
    """Keep the draws of a group, and set all others to their mean.

    Returns
    -------
    tuple
        Inputs, and weights of the criteria.
    """

    def mean(drawn: Array, axis: int) -> Array:
        return np.broadcast_to(drawn.mean(axis=axis, keepdims=True), drawn.shape)

    return _others(sure, group, mean)


def _others(
    sure: Simulation, group: str, changed: Callable[[Array, int], Array]
) -> tuple[Draws, Array]:
    inputs, weights = sure.inputs, sure.weights
    fields: dict[str, Any] = {
        name: changed(getattr(inputs, name), axis)
        for other, parts in _DRAWN.items()
        if other != group
        for name, axis in parts
    }
    if weights.ndim > 1 and group != "weights":
        weights = changed(weights, 0)
    return replace(inputs, **fields), weights
