"""What one improvement rests on: its cells, what each criterion adds, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from cx_workbench.errors import Problem, SettingError, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

    from cx_workbench.rank.model import Ranking

_CELL_COLUMNS = (
    "persona",
    "person",
    "touchpoint",
    "place",
    "metric",
    "n",
    "reality",
    "low",
    "high",
    "reference",
    "gap",
    "importance",
    "reach",
    "adds",
    "measured",
)


@dataclass(frozen=True, eq=False)
class Evidence:
    """What one improvement of a ranking rests on.

    Attributes
    ----------
    improvement, title, hypothesis
        As the study has them.
    why
        Why it stands where it does, in one sentence; or why it is not ranked.
    rank
        ``None`` if it is not ranked.
    in_top
        Whether it is in the TOP N.
    p_top, rank_low, rank_high
        As in ``Ranking.table``; NaN if nothing was drawn.
    criteria
        ``criterion``, ``unit``, ``figure``, ``value`` (0..1 between the anchors),
        ``contribution`` (adds up to the score under ``additive``); empty if it is not ranked.
    cells
        Its cells in play, first what adds most: ``persona``, ``person`` (its name),
        ``touchpoint``, ``place`` (its name), ``metric``, ``n``, ``reality``, ``low``, ``high``,
        ``reference``, ``gap`` (index points), ``importance``, ``reach`` (0..1), ``adds``
        (points of the overall index that closing its share gains there; NaN with the impact
        ``path``, where cells do not add up), ``measured``.
    """

    improvement: str
    title: str
    hypothesis: str
    why: str
    rank: int | None
    in_top: bool
    p_top: float
    rank_low: float
    rank_high: float
    criteria: pd.DataFrame
    cells: pd.DataFrame

    @property
    def measured(self) -> pd.DataFrame:
        """The cells with answers on both sides of the gap."""
        return self.cells[self.cells["measured"]]

    @property
    def not_measured(self) -> pd.DataFrame:
        """The cells that count nowhere for want of answers."""
        return self.cells[~self.cells["measured"]]


def evidence_of(ranking: Ranking, improvement: str) -> Evidence:
    """Gather what an improvement rests on, ranked or not.

    Parameters
    ----------
    ranking
        Any.
    improvement
        An id of the study.

    Raises
    ------
    SettingError
        The study has no such improvement.

    Examples
    --------
    >>> from cx_workbench import example, rank
    >>> found = evidence_of(rank(example(), draws=0), "plain_bill")
    >>> found.rank, sorted(found.measured["touchpoint"].unique())
    (2, ['bill'])
    """
    item = _item(ranking, improvement)
    cells = _cells(ranking, item)
    found = ranking.table[ranking.table["improvement"] == improvement]
    if found.empty:
        return Evidence(
            improvement=improvement,
            title=str(item["title"]),
            hypothesis=_text(item["hypothesis"]),
            why=_why_not(ranking, improvement),
            rank=None,
            in_top=False,
            p_top=float("nan"),
            rank_low=float("nan"),
            rank_high=float("nan"),
            criteria=_criteria(ranking, ""),
            cells=cells,
        )
    row = found.iloc[0]
    return Evidence(
        improvement=improvement,
        title=str(item["title"]),
        hypothesis=_text(item["hypothesis"]),
        why=str(row["why"]),
        rank=int(row["rank"]),
        in_top=bool(row["in_top"]),
        p_top=float(row["p_top"]),
        rank_low=float(row["rank_low"]),
        rank_high=float(row["rank_high"]),
        criteria=_criteria(ranking, improvement),
        cells=cells,
    )


def _item(ranking: Ranking, improvement: str) -> pd.Series[Any]:
    table = ranking.basis.study.improvements
    found = table[table["improvement"] == improvement]
    if found.empty:
        hint = did_you_mean(improvement, table["improvement"])
        problem = Problem(f"There is no improvement '{improvement}'.", hint=hint)
        raise SettingError("There is no evidence.", [problem])
    return found.iloc[0]


def _why_not(ranking: Ranking, improvement: str) -> str:
    """Say why it is not ranked."""
    for heading, items in (
        ("Vetoed", ranking.vetoed),
        ("Not measured", ranking.not_measured),
        ("Out of scope", ranking.out_of_scope),
    ):
        for left in items:
            if left.improvement == improvement:
                return f"{heading}: {left.reason}." if left.reason else f"{heading}."
    return "Not ranked."


def _criteria(ranking: Ranking, improvement: str) -> pd.DataFrame:
    parts = ranking.contributions[ranking.contributions["improvement"] == improvement]
    units = {criterion.name: criterion.unit for criterion in ranking.criteria}
    named = parts.assign(unit=parts["criterion"].map(units)).reset_index(drop=True)
    return named[["criterion", "unit", "figure", "value", "contribution"]]


def _cells(ranking: Ranking, item: pd.Series[Any]) -> pd.DataFrame:
    """Take its cells in play, with names, and what each adds to the impact."""
    cells = ranking.cells
    mine = cells[
        cells["persona"].isin(item["personas"]) & cells["touchpoint"].isin(item["touchpoints"])
    ]
    weight = ranking.personas.set_index("persona")["weight"]
    weights = mine["persona"].map(weight).astype(float)
    gain = weights * mine["importance"] * mine["gap"].clip(lower=0)
    adds = gain * float(item["closes_likely"])
    named = mine.assign(
        person=mine["persona"].map(ranking.personas.set_index("persona")["name"]),
        place=mine["touchpoint"].map(ranking.touchpoints.set_index("touchpoint")["name"]),
        adds=adds if ranking.impact == "index" else np.nan,
        gain=gain.fillna(-1.0),
    )
    ordered = named.sort_values("gain", ascending=False, kind="stable", ignore_index=True)
    return ordered[list(_CELL_COLUMNS)]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
