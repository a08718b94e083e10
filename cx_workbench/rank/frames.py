"""The frames of a ranking: what is in play, and what each improvement rests on."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cx_workbench.rank.criteria import Measured, weighted_over
from cx_workbench.rank.methods import DECIMALS
from cx_workbench.rank.model import TABLE_COLUMNS
from cx_workbench.rank.sure.places import places_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.scope import Scope
    from cx_workbench.rank.sure.simulation import Simulation
    from cx_workbench.study.model import Study

_TOUCHPOINT_COLUMNS = [
    "touchpoint",
    "name",
    "stage",
    "phase",
    "position",
    "channel",
    "owner",
    "emotion",
]


def as_ranked(ranking: Ranking) -> pd.DataFrame:
    """Take the ranked improvements as they stand in the study, in the order of the ranking."""
    table: pd.DataFrame = ranking.basis.study.improvements
    rows = pd.Index(table["improvement"]).get_indexer(pd.Index(ranking.table["improvement"]))
    ranked: pd.DataFrame = table.iloc[rows].reset_index(drop=True)
    return ranked


def edges_of_top(in_top: Iterable[bool]) -> set[int]:
    """Find the rows after which the TOP N and the rest part; several where one is pinned.

    Examples
    --------
    >>> sorted(edges_of_top([True, True, False, True, False]))
    [1, 2, 3]
    """
    return {place for place, (here, below) in enumerate(pairwise(in_top)) if here != below}


def with_sureness(ordered: pd.DataFrame, sure: Simulation) -> pd.DataFrame:
    """Add how sure each place is; the simulation is in the same order."""
    return ordered.assign(**places_of(sure, np.arange(len(ordered)))._asdict())


def with_evidence(
    ordered: pd.DataFrame, touched: NDArray[np.bool_], world: Measured, why: Sequence[str]
) -> pd.DataFrame:
    """Add what an improvement rests on: its cells, their answers, reality and reference.

    The columns stand in the order in which people read them, further criteria last.
    """
    grid, measured = world.cells, world.cells.measured
    used = touched & measured
    columns = {str(name): ordered[name].array for name in ordered} | {
        "touchpoints": _members(np.any(used, axis=1), grid.touchpoints),
        "personas": _members(np.any(used, axis=2), grid.personas),
        "n": np.einsum("ipt,pt->i", used, grid.n).round().astype(int),
        "reality": _seen(used, world, grid.reality),
        "reference": _seen(used, world, grid.reference),
        "why": pd.Series(why, dtype=ordered["title"].dtype),
    }
    further = [name for name in columns if name not in TABLE_COLUMNS]
    return pd.DataFrame({name: columns[name] for name in (*TABLE_COLUMNS, *further)})


def _seen(
    used: NDArray[np.bool_], world: Measured, figure: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Mean of a figure where an improvement helps; the plain mean where nobody who counts goes."""
    weight: NDArray[np.float64] = np.einsum("ipt,pt->i", used, world.mass)
    plain = weighted_over(used, world.cells.measured.astype(float), figure)
    return np.where(weight > 0, weighted_over(used, world.mass, figure), plain).round(DECIMALS)


def _members(mask: NDArray[np.bool_], ids: tuple[str, ...]) -> pd.Series[Any]:
    named = [tuple(name for name, use in zip(ids, row, strict=True) if use) for row in mask]
    return pd.Series(named, dtype="object")


def personas(study: Study, in_play: Scope, world: Measured) -> pd.DataFrame:
    """Personas in play with their weight."""
    kept = study.personas[in_play.personas]
    columns = {str(name): kept[name].array for name in kept}
    first = {"persona": columns["persona"], "name": columns["name"], "weight": world.weight}
    return pd.DataFrame(first | {name: columns[name] for name in columns if name not in first})


def touchpoints(study: Study, in_play: Scope, world: Measured) -> pd.DataFrame:
    """Touchpoints in play, in journey order, with the metric used at each."""
    kept = study.touchpoints[in_play.touchpoints]
    columns = {name: kept[name].array for name in _TOUCHPOINT_COLUMNS}
    return pd.DataFrame(columns | {"metric": pd.Series(world.cells.metric, dtype="object")})


def cell_table(world: Measured) -> pd.DataFrame:
    """Every persona at every touchpoint in play, measured or not."""
    grid = world.cells
    low, high = grid.interval
    shape = grid.gap.shape
    person = np.repeat(np.array(grid.personas, dtype=object), shape[1])
    place = np.tile(np.array(grid.touchpoints, dtype=object), shape[0])
    metric = np.tile(np.array(grid.metric, dtype=object), shape[0])
    return pd.DataFrame(
        {
            "persona": person,
            "touchpoint": place,
            "metric": metric,
            "n": grid.n.ravel().round().astype(int),
            "reality": grid.reality.ravel(),
            "reference": grid.reference.ravel(),
            "gap": grid.gap.ravel(),
            "low": np.where(np.isfinite(grid.reality), low, np.nan).ravel(),
            "high": np.where(np.isfinite(grid.reality), high, np.nan).ravel(),
            "importance": np.where(grid.measured, world.importance, np.nan).ravel(),
            "reach": grid.reach.ravel(),
            "measured": grid.measured.ravel(),
        }
    )
