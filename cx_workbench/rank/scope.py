"""What is in play: filters by persona, stage, phase, channel and pain type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.errors import Problem, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from cx_workbench.study.model import Study


def _rows_of(value: object, table: pd.DataFrame, columns: Sequence[str]) -> NDArray[np.bool_]:
    """Find the rows that a value means, whatever its case: by the first column that knows it."""
    wanted = str(value).strip().casefold()
    hits = np.zeros(len(table), dtype=bool)
    for column in columns:
        folded = [str(cell).strip().casefold() for cell in table[column]]
        hits = np.array([cell == wanted for cell in folded], dtype=bool)
        if hits.any():
            break
    return hits


@dataclass(frozen=True, slots=True)
class Scope:
    """Masks of what is in play.

    Attributes
    ----------
    personas, touchpoints, improvements
        Shape of the study's tables, in their order. Improvements are out of play only by pain
        type; those with no cell left are found by the ranking.
    filters
        What was asked, by dimension.
    """

    personas: NDArray[np.bool_]
    touchpoints: NDArray[np.bool_]
    improvements: NDArray[np.bool_]
    filters: Mapping[str, tuple[str, ...]]


def scope(  # noqa: PLR0913  one argument for each dimension
    study: Study,
    *,
    personas: Iterable[str] | None = None,
    stages: Iterable[str] | None = None,
    phases: Iterable[str] | None = None,
    channels: Iterable[str] | None = None,
    pain_types: Iterable[str] | None = None,
) -> tuple[Scope, list[Problem]]:
    """Settle what is in play, personas by id or name; and name what the study does not have."""
    problems: list[Problem] = []
    filters: dict[str, tuple[str, ...]] = {}

    def keep(
        dimension: str, table: pd.DataFrame, columns: Sequence[str], asked: Iterable[str] | None
    ) -> NDArray[np.bool_]:
        values = [asked] if isinstance(asked, str) else list(asked or ())
        mask = np.zeros(len(table), dtype=bool)
        for value in values:
            hits = _rows_of(value, table, columns)
            if not hits.any():
                cells = (cell for column in columns for cell in table[column])
                valid = dict.fromkeys(str(cell) for cell in cells if cell)
                problems.append(
                    Problem(
                        f"'{value}' is not a {dimension.replace('_', ' ')} of this study.",
                        value=str(value),
                        hint=did_you_mean(value, valid),
                    )
                )
            mask |= hits
        if not values:
            return np.ones(len(table), dtype=bool)
        filters[dimension] = tuple(dict.fromkeys(str(v) for v in table.loc[mask, columns[0]]))
        return mask

    in_play = keep("persona", study.personas, ("persona", "name"), personas)
    places = np.ones(len(study.touchpoints), dtype=bool)
    for dimension, asked in (("stage", stages), ("phase", phases), ("channel", channels)):
        places &= keep(dimension, study.touchpoints, (dimension,), asked)
    pains = keep("pain_type", study.improvements, ("pain_type",), pain_types)
    if not problems and not places.any():
        problems.append(
            Problem(
                "The filters by stage, phase and channel leave no touchpoint.",
                hint="Take one of them out.",
            )
        )
    return Scope(in_play, places, pains, filters), problems
