"""Comments of customers as they are shown beside the figures."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cx_workbench.report import words
from cx_workbench.study.comments import comments

if TYPE_CHECKING:
    import pandas as pd

    from cx_workbench.study.model import Study

#: Nobody reads more in one go.
MOST = 60


@dataclass(frozen=True, slots=True)
class Quote:
    """A comment, and who wrote it where, with what score and when."""

    text: str
    about: str


def quotes(study: Study, cells: pd.DataFrame) -> tuple[Quote, ...]:
    """Read the comments from some cells, worst scores first.

    Parameters
    ----------
    study
        From `load` or `example`.
    cells
        ``persona``, ``person`` (its name), ``touchpoint``, ``place`` (its name).

    Raises
    ------
    StudyError
        The answers are not what they were when they were loaded.
    """
    people = dict(zip(cells["persona"], cells["person"], strict=True))
    places = dict(zip(cells["touchpoint"], cells["place"], strict=True))
    found = comments(study, list(people), list(places), limit=MOST)
    return tuple(
        Quote(row["comment"], _about(row, people[row["persona"]], places[row["touchpoint"]]))
        for row in found.to_dict("records")
    )


def _about(row: dict[Any, Any], person: str, place: str) -> str:
    """Say whose comment it is, such as "Families · Bill · CSAT 2 on 1-5 · 3 May 2026"."""
    metric, scale = str(row["metric"]).upper(), f"{row['min']:g}–{row['max']:g}"
    score = "no score" if math.isnan(row["score"]) else f"{metric} {row['score']:g} on {scale}"
    date = "" if row["date"] is None else words.day(row["date"])
    return " · ".join(part for part in (person, place, score, date) if part)
