"""What a ranking leaves out and what is odd about it, in words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.measure.weights import stated_importance
from cx_workbench.rank.criteria import touches
from cx_workbench.rank.model import Criterion, LeftOut

if TYPE_CHECKING:
    import pandas as pd

    from cx_workbench.rank.basis import Basis

#: Cells with fewer answers are pointed out.
FEW_ANSWERS = 10


def left_out(basis: Basis) -> tuple[tuple[LeftOut, ...], tuple[LeftOut, ...]]:
    """Tell the improvements that were never measured from those that filters took out."""
    table, world, whole = basis.study.improvements, basis.world, basis.whole
    touched = touches(table, world.cells)
    measured = (touched & world.cells.measured).any(axis=(1, 2))
    ever = (touches(table, whole.cells) & whole.cells.measured).any(axis=(1, 2))
    not_measured, out_of_scope = [], []
    for place, (_, item) in enumerate(table.iterrows()):
        left = LeftOut(item["improvement"], item["title"], item["touchpoints"], "")
        if not basis.scope.improvements[place]:
            pain = item["pain_type"] or "not given"
            out_of_scope.append(replace(left, reason=f"its pain type is {pain}"))
        elif not touched[place].any():
            reason = "the filters leave none of its cells in play"
            out_of_scope.append(replace(left, reason=reason))
        elif not measured[place]:
            reason = "not measured for what is in play" if ever[place] else "nobody was asked there"
            not_measured.append(replace(left, reason=reason))
    return tuple(not_measured), tuple(out_of_scope)


def warnings(
    basis: Basis, ordered: pd.DataFrame, criteria: tuple[Criterion, ...]
) -> tuple[str, ...]:
    """Say what is odd about this ranking, beyond what is odd about the study."""
    return (
        *_beyond_anchors(ordered, criteria),
        *_partly_measured(basis, ordered),
        *_few_answers(basis),
        *_short_list(basis, ordered),
        *_unasked_importance(basis),
    )


def _few_answers(basis: Basis) -> list[str]:
    grid = basis.world.cells
    few = int((grid.measured & (grid.n < FEW_ANSWERS)).sum())
    return (
        [
            f"{few} of {int(grid.measured.sum())} measured cells rest on fewer than {FEW_ANSWERS} "
            "answers."
        ]
        if few
        else []
    )


def _short_list(basis: Basis, ordered: pd.DataFrame) -> list[str]:
    top, count = basis.options.top, len(ordered)
    return [f"TOP {top} was asked for; {count} improvements are ranked."] if count < top else []


def _unasked_importance(basis: Basis) -> list[str]:
    if basis.options.importance != "stated":
        return []
    grid, metrics = basis.world.cells, basis.study.settings.ranking.metrics
    stated = stated_importance(grid, basis.tally, metrics)
    unasked = int((grid.measured & ~np.isfinite(stated)).sum())
    return (
        [
            f"At {unasked} measured cells nobody was asked how important it is; their importance "
            "counts as 0."
        ]
        if unasked
        else []
    )


def _beyond_anchors(ordered: pd.DataFrame, criteria: tuple[Criterion, ...]) -> list[str]:
    said = []
    for criterion in criteria:
        low, high = sorted((criterion.worst, criterion.best))
        figure = ordered[criterion.name]
        beyond = ordered.loc[(figure < low) | (figure > high), "title"]
        if len(beyond) and criterion.weight > 0:
            said.append(
                f"The {criterion.name} of {', '.join(beyond)} lies beyond the anchors "
                f"({criterion.worst:g} to {criterion.best:g} {criterion.unit}); it counts on, "
                "not cut off."
            )
    return said


def _partly_measured(basis: Basis, ordered: pd.DataFrame) -> list[str]:
    """Name improvements that count by only some of their touchpoints."""
    heard = basis.whole.cells.measured.any(axis=0)
    asked = set(np.array(basis.whole.cells.touchpoints, dtype=object)[heard])
    ranked = set(ordered["improvement"])
    return [
        f"{item['title']} is ranked by only some of its touchpoints; not measured: "
        f"{', '.join(missing)}."
        for _, item in basis.study.improvements.iterrows()
        for missing in [[name for name in item["touchpoints"] if name not in asked]]
        if missing and item["improvement"] in ranked
    ]
