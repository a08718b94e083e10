"""The figures of the picture of paths: what is left after each step, and what was counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cx_workbench.charts.figures import cells_of, columns, names_of, people_of
from cx_workbench.charts.words import NO_BREAK, number, percent
from cx_workbench.measure.paths import path_bounds, steps_kept
from cx_workbench.rank.checks.respondents import counted_ways

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cx_workbench.charts.figures import Cell
    from cx_workbench.rank.model import Ranking

#: From here on, whole percentages say enough; below the last, the figure is not written out.
_WHOLE_FROM, _TINY = 9.95, 0.05


@dataclass(frozen=True, slots=True)
class Step:
    """A measured step of one persona; percentages of its journeys."""

    persona: str
    touchpoint: str
    name: str
    n: int
    kept: float
    left: float
    low: float
    high: float
    weakest: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """Percentage of journeys without a disappointment among those who rated every step."""

    n: int
    share: float
    low: float
    high: float


def steps_of(ranking: Ranking) -> list[Step]:
    """Return the measured steps that somebody passes, each persona's weakest one marked."""
    cells, names = cells_of(ranking), names_of(ranking)
    steps = []
    for person in people_of(ranking):
        found = (cells.get((person.persona, touchpoint)) for touchpoint in names)
        steps += _way([cell for cell in found if cell and cell.reach > 0], names)
    return steps


def _way(cells: Sequence[Cell], names: Mapping[str, str]) -> list[Step]:
    """Follow one persona from step to step, as `path_steps` does."""
    kept = steps_kept([cell.reality for cell in cells], [cell.reach for cell in cells])
    # Up to each step, what lies behind it leaves all.
    low, high = path_bounds(np.where(np.tri(len(kept), dtype=bool), kept, 1.0))
    figures = zip(*(100 * each for each in (kept, np.cumprod(kept), low, high)), strict=True)
    weakest = int(kept.argmin()) if (kept < 1).any() else None
    return [
        Step(
            persona=cell.persona,
            touchpoint=cell.touchpoint,
            name=names[cell.touchpoint],
            n=cell.n,
            kept=float(stays),
            left=float(left),
            low=float(least),
            high=float(most),
            weakest=place == weakest,
        )
        for place, (cell, (stays, left, least, most)) in enumerate(zip(cells, figures, strict=True))
    ]


def counted_of(ranking: Ranking, steps: Sequence[Step]) -> dict[str, Counted]:
    """Return what was counted over customers who rated every step of at least two."""
    many = Counter(step.persona for step in steps)
    rows = columns(
        counted_ways(ranking.basis), "persona", "joint_n", "joint", "joint_low", "joint_high"
    )
    return {
        str(persona): Counted(round(n), *known)
        for persona, n, *known in rows
        if n > 0 and many[str(persona)] > 1
    }


def bounds(step: Step) -> str:
    """Say what the averages allow to be left after a step."""
    return f"{in_percent(step.low)} to {in_percent(step.high)} whatever goes together"


def in_percent(share: float) -> str:
    r"""Write a percentage that may be very small.

    Examples
    --------
    >>> [in_percent(share).replace("\N{NO-BREAK SPACE}", " ") for share in (40.5, 2.06, 0.02)]
    ['40 %', '2.1 %', '<0.1 %']
    """
    if share >= _WHOLE_FROM:
        return percent(share / 100)
    tiny = 0 < share < _TINY
    return f"{'<0.1' if tiny else number(share, 1)}{NO_BREAK}%"
