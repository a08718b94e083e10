"""The figures of the picture of paths: what is left after each step, and what was counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cx_workbench.charts.words import NO_BREAK, named, number, percent
from cx_workbench.rank.checks.path_report import path_steps
from cx_workbench.rank.checks.respondents import counted_ways

if TYPE_CHECKING:
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
    steps = []
    for _, way in path_steps(ranking).groupby("persona", sort=False):
        least = way["kept"].idxmin() if (way["kept"] < 100).any() else None  # noqa: PLR2004
        steps += [
            Step(
                persona=str(each["persona"]),
                touchpoint=str(each["touchpoint"]),
                name=named(each["name"], each["touchpoint"]),
                n=int(each["n"]),
                kept=float(each["kept"]),
                left=float(each["left"]),
                low=float(each["bound_low"]),
                high=float(each["bound_high"]),
                weakest=row == least,
            )
            for row, each in way.iterrows()
        ]
    return steps


def counted_of(ranking: Ranking) -> dict[str, Counted]:
    """Return what was counted over customers who rated every step of at least two."""
    steps = path_steps(ranking)["persona"].value_counts()
    ways = counted_ways(ranking.basis)
    return {
        str(way["persona"]): Counted(
            round(way["joint_n"]), way["joint"], way["joint_low"], way["joint_high"]
        )
        for way in ways.to_dict("records")
        if way["joint_n"] > 0 and steps.get(way["persona"], 0) > 1
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
