"""Averages that stand for answers which are not to be had."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from cx_workbench.study.answers import COUNT_COLUMNS, SCORE_COLUMNS, Answers, no_answers
from cx_workbench.study.contract import KINDS_FOR_ALL
from cx_workbench.study.reading import NAME_THE_PERSONA

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from cx_workbench.errors import Problem
    from cx_workbench.study.settings import Settings
    from cx_workbench.study.tables import RawTable

#: A mean and a deviation are printed with few digits.
_ROUNDING = 1.01


def read_scores(
    raw: RawTable, scores: pd.DataFrame, settings: Settings
) -> tuple[Answers, list[Problem]]:
    """Check what a table of averages must hold beyond its columns."""
    scales = {metric: settings.scale(metric) for metric in scores["metric"] if metric}
    frame = scores.assign(
        min=[scales[name].min if name in scales else math.nan for name in scores["metric"]],
        max=[scales[name].max if name in scales else math.nan for name in scores["metric"]],
    )
    problems = [
        problem
        for row, item in frame.iterrows()
        for problem in _row_problems(raw, int(str(row)), item)
    ]
    averages = frame[list(SCORE_COLUMNS)].reset_index(drop=True)
    return Answers(no_answers(COUNT_COLUMNS), averages), problems


def _row_problems(raw: RawTable, row: int, item: pd.Series[Any]) -> Iterator[Problem]:
    low, high, scale = item["min"], item["max"], f"{item['min']:g}-{item['max']:g}"
    if item["mean"] < low or item["mean"] > high:
        yield raw.problem(
            f"{item['mean']:g} is outside the scale {scale} of {item['metric']}.",
            rows=(row,),
            column="mean",
            value=f"{item['mean']:g}",
            hint="Give the average score on the scale of the question; if it has another scale, "
            "say so under [scales] in study.toml.",
        )
    if item["sd"] > _largest_deviation(low, high, item["n"]):
        yield raw.problem(
            f"A standard deviation of {item['sd']:g} is too large for the scale {scale}.",
            rows=(row,),
            column="sd",
            value=f"{item['sd']:g}",
            hint="Give the standard deviation of the scores, not the variance.",
        )
    if not item["persona"] and item["touchpoint"] and item["kind"] not in KINDS_FOR_ALL:
        yield raw.problem(
            "The cell 'persona' is empty.", rows=(row,), column="persona", hint=NAME_THE_PERSONA
        )


def _largest_deviation(low: float, high: float, n: float) -> float:
    """Half of the answers lowest, half highest; divided by n - 1."""
    return _ROUNDING * (high - low) / 2 * math.sqrt(n / max(n - 1, 1))
