"""ranking.json: the form in which other programs read a ranking."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from cx_workbench.study.values import as_safe_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cx_workbench.rank.model import LeftOut, Ranking

SCHEMA = "cx-workbench/ranking/1"
_CELL_FIGURES = (
    "persona",
    "touchpoint",
    "metric",
    "n",
    "reality",
    "reference",
    "gap",
    "low",
    "high",
    "importance",
    "reach",
)


def to_json(ranking: Ranking, *, cells: bool = False) -> str:
    """Return a ranking as JSON text; floats in full, so that nothing is lost."""
    return json.dumps(to_dict(ranking, cells=cells), ensure_ascii=False, indent=2, allow_nan=False)


def to_dict(ranking: Ranking, *, cells: bool = False) -> dict[str, Any]:
    """Return a ranking as plain values; a figure that there is not is ``None``."""
    measured = ranking.cells[ranking.cells["measured"]]
    silent = ranking.cells[~ranking.cells["measured"]]
    found: dict[str, Any] = {
        "schema": SCHEMA,
        "study": ranking.study,
        "top": ranking.top,
        "method": ranking.method,
        "reference": ranking.reference,
        "importance": ranking.importance,
        "impact": ranking.impact,
        "weights": ranking.weights,
        "criteria": {
            c.name: {
                "worst": c.worst,
                "best": c.best,
                "unit": c.unit,
                "anchors_from": c.anchors_from,
            }
            for c in ranking.criteria
        },
        "filters": {name: list(values) for name, values in ranking.filters.items()},
        "personas": [
            {"id": persona, "weight": weight}
            for persona, weight in zip(
                ranking.personas["persona"], ranking.personas["weight"], strict=True
            )
        ],
        "outcomes": [asdict(outcome) for outcome in ranking.outcomes],
        "draws": ranking.draws,
        "seed": ranking.seed,
        "spread": ranking.simulation.spread if ranking.simulation else None,
        "estimates": [asdict(revision) for revision in ranking.estimates],
        "pinned": ranking.pinned,
        "vetoed": {left.improvement: left.reason for left in ranking.vetoed},
        "ranking": list(_improvements(ranking)),
        "not_measured": [_left_out(left) for left in ranking.not_measured],
        "out_of_scope": [_left_out(left) for left in ranking.out_of_scope],
        "measured_cells": len(measured),
        "cells_not_measured": silent[["persona", "touchpoint"]].to_dict("records"),
        "assumptions": list(ranking.assumptions),
        "warnings": list(ranking.warnings),
    }
    if cells:
        found["cells"] = measured[list(_CELL_FIGURES)].to_dict("records")
    written: dict[str, Any] = plain(found)
    return written


def _improvements(ranking: Ranking) -> Iterator[dict[str, Any]]:
    proposed, parts = ranking.basis.study.improvements, ranking.contributions
    closes = dict(zip(proposed["improvement"], proposed["closes_likely"], strict=True))
    adds: dict[str, dict[str, float]] = {}
    for name, criterion, added in zip(
        parts["improvement"], parts["criterion"], parts["contribution"], strict=True
    ):
        adds.setdefault(name, {})[criterion] = added
    names = ("rank", "improvement", "title", "score", *ranking.weights)
    after = ("in_top", "p_top", "rank_low", "rank_high", "touchpoints", "personas")
    for item in ranking.table.to_dict("records"):
        yield {
            **{name: item[name] for name in names},
            "closes": closes.get(item["improvement"]),
            "contributions": adds.get(item["improvement"], {}),
            **{name: item[name] for name in after},
            "evidence": {name: item[name] for name in ("n", "reality", "reference")},
            "why": item["why"],
        }


def _left_out(left: LeftOut) -> dict[str, Any]:
    return asdict(left)


def plain(value: Any) -> Any:  # noqa: ANN401  any JSON value
    """Turn numpy scalars, tuples and NaN into what JSON has."""
    if isinstance(value, dict):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def to_csv(ranking: Ranking, *, cells: bool = False) -> str:
    """Return the ranked improvements, or the measured cells, as CSV that is safe to open.

    A spreadsheet runs a text that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage
    return; an apostrophe in front keeps it a text.
    """
    # Without pins the first N rows are the TOP N.
    frame = ranking.table.drop(columns=[] if ranking.pinned else ["in_top"])
    if cells:
        frame = ranking.cells.loc[ranking.cells["measured"], list(_CELL_FIGURES)]
    safe = frame.map(lambda cell: _safe(cell) if isinstance(cell, str | tuple) else cell)
    return str(safe.to_csv(index=False, lineterminator="\n"))


def _safe(cell: str | tuple[str, ...]) -> str:
    return as_safe_text(cell if isinstance(cell, str) else ";".join(cell))
