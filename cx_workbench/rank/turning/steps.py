"""One step up or down on each input of a ranking, and the rank that follows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cx_workbench.rank.estimates import pert_mean
from cx_workbench.rank.frames import as_ranked
from cx_workbench.rank.scoring import held
from cx_workbench.rank.sure.acceptability import in_top
from cx_workbench.rank.sure.draws import Draws, draw
from cx_workbench.rank.sure.simulation import reckoned

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.sure.acceptability import Ranks
    from cx_workbench.rank.sure.simulation import Simulation

    Array = NDArray[np.float64]

#: Halvings that find a figure in between to the last digit that anybody reads.
_HALVINGS = 30


def repeated(stands: Draws, count: int) -> Draws:
    """Repeat one draw; each field is an array of its own."""
    return replace(
        stands,
        reality=np.repeat(stands.reality, count, axis=1),
        reference=np.repeat(stands.reference, count, axis=1),
        closes=np.repeat(stands.closes, count, axis=0),
        effort=np.repeat(stands.effort, count, axis=0),
    )


def stepped(stands: Draws, field: NDArray[np.object_], row: NDArray[np.intp], at: Array) -> Draws:
    """Change one input in each draw.

    Parameters
    ----------
    stands
        As they stand, in one draw.
    field, row, at
        What is changed in each draw, and to which figure, shape (S,).
    """
    inputs = repeated(stands, len(at))
    for name in ("effort", "closes", "reality"):
        here = np.flatnonzero(field == name)
        cells = (row[here], here) if name == "reality" else (here, row[here])
        getattr(inputs, name)[cells] = at[here]
    return inputs


def as_it_stands(ranking: Ranking) -> Draws:
    """Return the inputs that the ranking was made from, as one draw."""
    basis, ranked = ranking.basis, as_ranked(ranking)
    world, cells = basis.world, basis.world.cells
    here = np.nonzero(cells.measured)
    effort = pert_mean(ranked["effort_low"], ranked["effort_likely"], ranked["effort_high"])
    return replace(
        draw(basis, ranked, 1, 0),
        reality=cells.reality[here][:, None],
        reference=cells.reference[here][:, None],
        importance=world.importance[here][:, None],
        closes=ranked["closes_likely"].to_numpy(dtype=float)[None],
        effort=np.asarray(effort, dtype=float)[None],
    )


def ranks_under(ranking: Ranking, inputs: Draws) -> Ranks:
    """Rank anew, with the anchors and weights of the ranking.

    Parameters
    ----------
    ranking
        Whose anchors, weights and method hold.
    inputs
        Of S draws.

    Returns
    -------
    numpy.ndarray
        From 1, in the order of the ranking, shape (S, improvements).
    """
    given = np.array([criterion.weight for criterion in ranking.criteria])
    return _made(ranking, inputs, given / given.sum()).ranks


def _made(ranking: Ranking, inputs: Draws, weights: Array) -> Simulation:
    ranked = as_ranked(ranking)
    return reckoned(ranking.basis, ranked, ranking.criteria, inputs=inputs, weights=weights)


def ranker(ranking: Ranking, stands: Draws) -> Callable[[Array], Ranks]:
    """Make a function that ranks the inputs as they stand under weights.

    Returns
    -------
    callable
        Takes weights that sum to 1, shape (W, criteria); gives ranks from 1, in the order of
        the ranking, shape (W, improvements).
    """
    given = np.array([criterion.weight for criterion in ranking.criteria])
    made = _made(ranking, stands, given / given.sum())

    def ranks(weights: Array) -> Ranks:
        shape = (len(weights), len(made.improvements))
        figures, parts = (
            {name: np.broadcast_to(figure, shape) for name, figure in known.items()}
            for known in (made.figures, made.parts)
        )
        return replace(made, figures=figures, parts=parts, weights=weights).ranks

    return ranks


def one_step(ranking: Ranking, stands: Draws) -> pd.DataFrame:
    """List what is one step away: both ends of each estimate and of each interval of reality.

    Returns
    -------
    pandas.DataFrame
        ``field`` (``effort``, ``closes`` or ``reality``), ``row`` (place of the improvement in
        the ranking, or of the cell in the draws), ``now``, ``then``.
    """
    ranked = as_ranked(ranking)
    cells = ranking.basis.world.cells
    here = np.nonzero(cells.measured)
    low, high = (end[here] for end in cells.interval)
    touched: NDArray[np.bool_] = np.any(stands.touched, axis=0)
    parts = [
        _both(
            field, now, *(ranked[f"{field}_{end}"].to_numpy(dtype=float) for end in ("low", "high"))
        )
        for field, now in (("effort", stands.effort[0]), ("closes", stands.closes[0]))
    ]
    reality = _both("reality", stands.reality[:, 0], low, high)
    parts.append(reality[touched[reality["row"].to_numpy(dtype=int)]])
    return pd.concat(parts, ignore_index=True)


def _both(field: str, now: Array, low: Array, high: Array) -> pd.DataFrame:
    """Step down and up, where there is room."""
    rows = np.repeat(np.arange(len(now)), 2)
    steps = pd.DataFrame(
        {
            "field": field,
            "row": rows,
            "now": now[rows],
            "then": np.column_stack([low, high]).ravel(),
        }
    )
    return steps[steps["now"] != steps["then"]]


def turning(ranking: Ranking, stands: Draws, steps: pd.DataFrame, place: NDArray[np.intp]) -> Array:
    """Find the figure of each step from which on an improvement is on the other side.

    Parameters
    ----------
    ranking, stands
        The ranking, and its inputs.
    steps
        ``field``, ``row``, ``now``, ``then``; all of them change the side, shape (S,).
    place
        The improvement of each, from 0.

    Returns
    -------
    numpy.ndarray
        Shape (S,): the nearest figure found at which it has changed sides.
    """
    field, row = steps["field"].to_numpy(dtype=object), steps["row"].to_numpy(dtype=int)
    near, far = steps["now"].to_numpy(dtype=float), steps["then"].to_numpy(dtype=float)
    each, pins = np.arange(len(steps)), held(ranking.table["improvement"], ranking.pinned)
    inside = ranking.table["in_top"].to_numpy(dtype=bool)[place]
    for _ in range(_HALVINGS if len(steps) else 0):
        middle = (near + far) / 2
        ranks = ranks_under(ranking, stepped(stands, field, row, middle))
        beyond = in_top(ranks, ranking.top, pins)[each, place] != inside
        near, far = np.where(beyond, near, middle), np.where(beyond, middle, far)
    return far
