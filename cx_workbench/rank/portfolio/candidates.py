"""The candidates of a portfolio as arrays: what they touch, close, take and cost."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.errors import Problem, SettingError
from cx_workbench.rank.criteria import touches
from cx_workbench.rank.estimates import pert_mean
from cx_workbench.rank.portfolio.asked import HEADLINE
from cx_workbench.rank.portfolio.coverage import Coverage, coverage

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.portfolio.asked import Asked
    from cx_workbench.rank.portfolio.coverage import Flags, Numbers


@dataclass(frozen=True, eq=False)
class Candidates:
    """I candidates: the ranked improvements in their order, then those that must come along.

    Attributes
    ----------
    table
        Rows of the study's improvements.
    ranked
        How many of them are ranked; the rest has no measured cell in play, so no known value.
    gains
        Points of the overall index that closing each of the M measured cells in full would
        gain, ``weight * importance * gap+``.
    touched
        Which cells each candidate touches, (I, M).
    use
        What each candidate uses of the budget, (I,).
    person, place
        Persona and touchpoint of each cell, as places in the world's axes, (M,).
    """

    table: pd.DataFrame
    ranked: int
    gains: Numbers
    touched: Flags
    use: Numbers
    person: NDArray[np.intp]
    place: NDArray[np.intp]

    def __len__(self) -> int:
        """How many candidates."""
        return len(self.table)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Ids in order."""
        return tuple(self.table["improvement"])

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """Titles in order."""
        return tuple(self.table["title"])

    @cached_property
    def effort(self) -> Numbers:
        """Person-days, the mean of the three-point estimate."""
        points = (self.table[f"effort_{end}"] for end in ("low", "likely", "high"))
        return pert_mean(*(column.to_numpy(dtype=float) for column in points))

    @cached_property
    def closes(self) -> Numbers:
        """Share of a gap that each candidate closes, the likely one; 0 where none is measured."""
        closes: Numbers = self.table["closes_likely"].to_numpy(dtype=float).copy()
        closes[self.ranked :] = 0.0
        return closes

    @cached_property
    def covered(self) -> Coverage:
        """What sets of them are worth."""
        return coverage(self.gains, self.touched, self.closes)


def candidates(ranking: Ranking, asked: Asked) -> Candidates:
    """Gather the ranked improvements and what they or the user require beside them.

    Raises
    ------
    SettingError
        Where the budget counts cost and a candidate has none.
    """
    study, world = ranking.basis.study, ranking.basis.world
    ranked = list(ranking.table["improvement"])
    chosen = [*ranked, *_companions(study.improvements, ranked, asked)]
    table = study.improvements.set_index("improvement", drop=False).loc[chosen]
    table = table.reset_index(drop=True)
    here = np.nonzero(world.cells.measured)
    gain = world.weight[:, None] * world.importance * world.cells.positive_gap
    touched = touches(table, world.cells)[:, here[0], here[1]]
    touched[len(ranked) :] = False
    found = Candidates(
        table, len(ranked), gain[here], touched, np.zeros(len(table)), here[0], here[1]
    )
    use = found.effort if asked.column is None else _costs(table, asked, asked.column)
    return Candidates(table, len(ranked), gain[here], touched, use, here[0], here[1])


def _companions(improvements: pd.DataFrame, ranked: list[str], asked: Asked) -> list[str]:
    """Name what is not ranked but required, directly or not, or asked for; in study order."""
    reached = {*ranked, *asked.include}
    while more := {b for a, b in asked.requires if a in reached and b not in reached}:
        reached |= more
    reached -= set(ranked)
    return [name for name in improvements["improvement"] if name in reached]


def _costs(table: pd.DataFrame, asked: Asked, column: str) -> Numbers:
    """Return what each candidate costs; one that is left out anyway needs no figure."""
    costs: Numbers = table[column].to_numpy(dtype=float).copy()
    out = table["improvement"].isin(asked.exclude).to_numpy()
    costs[out & ~(costs >= 0)] = 0.0
    problems = [
        Problem(
            f"{title} has {'no cost' if np.isnan(cost) else f'a cost of {cost:g}'}.",
            column=column,
            value=name,
            hint=f"Fill in the column {column} of '{name}', or exclude it.",
        )
        for name, title, cost in zip(table["improvement"], table["title"], costs, strict=True)
        if not cost >= 0 or np.isinf(cost)
    ]
    if problems:
        raise SettingError(HEADLINE, problems)
    return costs
