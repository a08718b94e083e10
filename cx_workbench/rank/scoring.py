"""From the figures of each criterion to scores and an order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cx_workbench.rank.criteria import anchored, values
from cx_workbench.rank.methods import DECIMALS, METHODS
from cx_workbench.rank.options import IMPACTS, Options
from cx_workbench.rank.parts import parts
from cx_workbench.rank.sure.acceptability import in_top

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from cx_workbench.rank.basis import Basis
    from cx_workbench.rank.model import Criterion
    from cx_workbench.study.model import Study

    Array = NDArray[np.float64]


def criteria(
    study: Study, options: Options, before_filters: Mapping[str, Array]
) -> tuple[Criterion, ...]:
    """Anchors from study.toml, or from all that can be ranked before any filter."""
    sections = study.settings.criteria
    return anchored(options.weights, before_filters, sections, IMPACTS[options.impact])


def scored(
    basis: Basis,
    anchors: tuple[Criterion, ...],
    worth: Mapping[str, Array],
    table: pd.DataFrame,
) -> Array:
    """Score improvements by the method in force, shape (I,).

    Parameters
    ----------
    basis
        The measured world and the settings.
    anchors
        The criteria.
    worth
        Figure of each criterion, shape (I,).
    table
        The improvements as they stand in the study.
    """
    weights = np.array([criterion.weight for criterion in anchors])
    method = METHODS[basis.options.method]
    if method.parts:
        worth = {**worth, **parts(method.name, basis, table, anchors, worth)}
    return method.score(values(anchors, worth), weights / weights.sum(), worth)


def best_first(
    scores: Array, worth: Mapping[str, Array], by_id: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Put improvements in order: by score, then impact, then lower effort, then id.

    Parameters
    ----------
    scores, worth
        Shape (I,).
    by_id
        Their places in the order of the ids.
    """
    keys = (worth["effort"], -worth["impact"], -scores)
    order: NDArray[np.intp] = by_id[np.lexsort([key.round(DECIMALS)[by_id] for key in keys])]
    return order


def held(improvements: Collection[str], pinned: Collection[str]) -> NDArray[np.bool_]:
    """Say which improvements are pinned, shape (I,)."""
    return np.array([name in pinned for name in improvements], dtype=bool)


def placed(count: int, top: int, pins: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say which of the improvements, best first, make the TOP N; shape (I,)."""
    chosen: NDArray[np.bool_] = in_top(np.arange(1, count + 1)[None], top, pins)[0]
    return chosen


def in_order(
    basis: Basis,
    anchors: tuple[Criterion, ...],
    worth: Mapping[str, Array],
    table: pd.DataFrame,
) -> pd.DataFrame:
    """Score the improvements and put them in order; the index says where each one was."""
    scores = scored(basis, anchors, worth, table)
    ids = table["improvement"].to_numpy(dtype=object)
    order = best_first(scores, worth, np.argsort(ids, kind="stable"))
    pins = held(ids[order], basis.decisions.pinned)
    nothing = np.full(len(order), np.nan)
    return pd.DataFrame(
        {
            "rank": np.arange(1, len(order) + 1),
            "improvement": table["improvement"].array.take(order),
            "title": table["title"].array.take(order),
            "score": scores[order],
            **{name: figure[order] for name, figure in worth.items()},
            "p_top": nothing,
            "rank_low": nothing,
            "rank_high": nothing,
            "pain_type": table["pain_type"].array.take(order),
            "owner": table["owner"].array.take(order),
            "in_top": placed(len(order), basis.options.top, pins),
        },
        index=order,
    )


def contributions(ordered: pd.DataFrame, anchors: tuple[Criterion, ...]) -> pd.DataFrame:
    """Split each score into what each criterion adds, in the order of the ranking."""
    worth = values(anchors, {c.name: ordered[c.name].to_numpy(dtype=float) for c in anchors})
    weights = np.array([criterion.weight for criterion in anchors])
    names = [criterion.name for criterion in anchors]
    return pd.DataFrame(
        {
            "improvement": np.repeat(ordered["improvement"].to_numpy(dtype=object), len(names)),
            "criterion": np.tile(np.array(names, dtype=object), len(ordered)),
            "figure": ordered[names].to_numpy(dtype=float).ravel(),
            "value": worth.ravel(),
            "contribution": (worth * weights / weights.sum()).ravel(),
        }
    )
