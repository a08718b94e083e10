"""The answers of a study, as far as arithmetic needs them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from cx_workbench.study.counting import MEASURES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cx_workbench.study.legend import Legend
    from cx_workbench.study.sources import Source

_TEXTS = ("persona", "touchpoint", "metric", "kind")
#: Columns of the counted answers; ``persona`` and ``touchpoint`` are empty texts for "all".
COUNT_COLUMNS = (*_TEXTS, "score", "min", "max", *MEASURES)
SCORE_COLUMNS = (*_TEXTS, "mean", "sd", "n", "min", "max")


@dataclass(frozen=True, eq=False)
class Answers:
    """All answers of a study, as far as arithmetic needs them.

    Attributes
    ----------
    counts
        One row for each distinct answer: ``persona`` (empty = no persona, or every persona for
        the kinds company, competitor and employee), ``touchpoint`` (empty = the whole
        journey), ``metric``, ``kind``, ``score``, ``min``, ``max`` (its scale), ``n``
        (answers), ``weight`` (sum of weights), ``weight2`` (sum of squared weights).
    scores
        Averages instead of answers: ``persona``, ``touchpoint``, ``metric``, ``kind``,
        ``mean``, ``sd``, ``n``, ``min``, ``max``; empty where there are answers.
    weighted
        Whether the answers bring survey weights.
    source
        The way back to the single answers; ``None`` for averages.
    legend
        What the raw values of the source mean; ``None`` for averages.
    set_apart
        Cells (``persona``, ``touchpoint``, ``metric``, ``kind``) whose answers count nowhere
        because fewer people gave them than can be shown.
    """

    counts: pd.DataFrame
    scores: pd.DataFrame
    weighted: bool = False
    source: Source | None = field(default=None, repr=False)
    legend: Legend | None = field(default=None, repr=False)
    set_apart: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=list(_TEXTS)), repr=False
    )

    @property
    def count(self) -> int:
        """How many answers there are, or stand behind the averages."""
        return int(self.counts["n"].sum() + self.scores["n"].sum())


def no_answers(columns: Sequence[str]) -> pd.DataFrame:
    """Return an empty table of counted answers, or of averages."""
    return pd.DataFrame(
        {name: pd.Series(dtype="object" if name in _TEXTS else "float64") for name in columns}
    )
