"""From the figures of each criterion to scores and an order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cx_workbench.rank.criteria import (
    Measured,
    anchored,
    gaps,
    impacts,
    path_impacts,
    touches,
    values,
)
from cx_workbench.rank.estimates import pert_mean
from cx_workbench.rank.methods import DECIMALS, METHODS
from cx_workbench.rank.options import DEFAULT_WEIGHTS, IMPACTS, Options
from cx_workbench.rank.parts import parts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from cx_workbench.rank.basis import Basis
    from cx_workbench.rank.model import Criterion
    from cx_workbench.study.model import Study


def figures(
    study: Study, options: Options, world: Measured, keep: NDArray[np.bool_]
) -> dict[str, NDArray[np.float64]]:
    """Figure of every criterion for the improvements kept, each of shape (kept,)."""
    table = study.improvements[keep]
    touched = touches(table, world.cells)
    closes = table["closes_likely"].to_numpy(dtype=float)
    model = path_impacts if options.impact == "path" else impacts
    found = {
        "gap": gaps(touched, world),
        "impact": model(touched, closes, world),
        "effort": pert_mean(table["effort_low"], table["effort_likely"], table["effort_high"]),
    }
    extra = [name for name in options.weights if name not in DEFAULT_WEIGHTS]
    return found | {name: table[name].to_numpy(dtype=float) for name in extra}


def criteria(
    study: Study, options: Options, before_filters: Mapping[str, NDArray[np.float64]]
) -> tuple[Criterion, ...]:
    """Anchors from study.toml, or from all that can be ranked before any filter."""
    sections = study.settings.criteria
    return anchored(options.weights, before_filters, sections, IMPACTS[options.impact])


def in_order(
    basis: Basis,
    anchors: tuple[Criterion, ...],
    worth: Mapping[str, NDArray[np.float64]],
    table: pd.DataFrame,
) -> pd.DataFrame:
    """Score the improvements and put them in order; the index says where each one was."""
    weights = np.array([criterion.weight for criterion in anchors])
    method = basis.options.method
    needed = {**worth, **parts(method, basis, table, anchors, worth)}
    scores = METHODS[method].score(values(anchors, worth), weights / weights.sum(), needed)
    named = pd.DataFrame(
        {
            "improvement": table["improvement"],
            "title": table["title"],
            "score": scores,
            **worth,
            "p_top": np.nan,
            "rank_low": np.nan,
            "rank_high": np.nan,
            "pain_type": table["pain_type"],
            "owner": table["owner"],
        }
    )
    keys = named.assign(
        score=-named["score"].round(DECIMALS),
        impact=-named["impact"].round(DECIMALS),
        effort=named["effort"].round(DECIMALS),
    )
    ordered = named.loc[keys.sort_values(["score", "impact", "effort", "improvement"]).index]
    ordered.insert(0, "rank", np.arange(1, len(ordered) + 1))
    return ordered.assign(in_top=ordered["rank"] <= basis.options.top)


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
