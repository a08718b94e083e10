"""What the pictures read from a ranking, as plain records with cleaned names."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from cx_workbench.charts.words import (
    NO_BREAK,
    clean,
    counted,
    interval,
    named,
    number,
    points,
    scope,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from cx_workbench.rank.model import Ranking


@dataclass(frozen=True, slots=True)
class Person:
    """A persona in play: id, name, and its share of the weight of all."""

    persona: str
    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Cell:
    """What one persona said of one touchpoint; only measured cells are made.

    Figures are index points, 0 to 100; ``low`` and ``high`` bound reality (95 %).
    """

    persona: str
    touchpoint: str
    n: int
    reality: float
    reference: float
    gap: float
    low: float
    high: float
    reach: float


@dataclass(frozen=True, slots=True)
class Item:
    """A ranked improvement with the figures that the pictures show."""

    rank: int
    improvement: str
    title: str
    score: float
    gap: float
    impact: float
    effort: float
    in_top: bool


@dataclass(frozen=True, slots=True)
class Part:
    """What one criterion says of an improvement: figure, value (0..1), contribution."""

    criterion: str
    figure: float
    value: float
    contribution: float


def people_of(ranking: Ranking) -> list[Person]:
    """Return the personas in play, in their order."""
    return [
        Person(str(each["persona"]), named(each["name"], each["persona"]), float(each["weight"]))
        for each in _records(ranking.personas)
    ]


def cells_of(ranking: Ranking) -> dict[tuple[str, str], Cell]:
    """Return the measured cells by persona and touchpoint."""
    rows = (each for each in _records(ranking.cells) if each["measured"])
    cells = (
        Cell(
            persona=str(each["persona"]),
            touchpoint=str(each["touchpoint"]),
            n=int(each["n"]),
            reality=float(each["reality"]),
            reference=float(each["reference"]),
            gap=float(each["gap"]),
            low=float(each["low"]),
            high=float(each["high"]),
            reach=float(each["reach"]),
        )
        for each in rows
    )
    return {(cell.persona, cell.touchpoint): cell for cell in cells if math.isfinite(cell.gap)}


def items_of(ranking: Ranking) -> list[Item]:
    """Return the ranked improvements, best first."""
    return [
        Item(
            rank=int(each["rank"]),
            improvement=str(each["improvement"]),
            title=named(each["title"], each["improvement"]),
            score=float(each["score"]),
            gap=float(each["gap"]),
            impact=float(each["impact"]),
            effort=float(each["effort"]),
            in_top=bool(each["in_top"]),
        )
        for each in _records(ranking.table)
    ]


def parts_of(ranking: Ranking) -> dict[str, list[Part]]:
    """Return the parts of each improvement's score by its id."""
    parts: dict[str, list[Part]] = {}
    for each in _records(ranking.contributions):
        figures = (float(each[name]) for name in ("figure", "value", "contribution"))
        part = Part(clean(each["criterion"]), *figures)
        parts.setdefault(str(each["improvement"]), []).append(part)
    return parts


def names_of(ranking: Ranking) -> dict[str, str]:
    """Return the names of the touchpoints by id."""
    return {
        str(each["touchpoint"]): named(each["name"], each["touchpoint"])
        for each in _records(ranking.touchpoints)
    }


def mean_gap(cells: Iterable[Cell], weights: Mapping[str, float]) -> float:
    """Average gap of cells, by the weight of their personas and by reach."""
    known = [(cell.gap, weights[cell.persona] * cell.reach) for cell in cells]
    total = sum(weight for _, weight in known)
    return sum(gap * weight for gap, weight in known) / total if total else 0.0


def answers_of(cell: Cell) -> str:
    """Write how many answers a cell stands on."""
    return f"n{NO_BREAK}{cell.n:,}"


def said_of(cell: Cell) -> str:
    """Write a cell's figures as screen readers say them."""
    reality = interval(cell.reality, cell.low, cell.high)
    sides = f"reality {reality}, reference {number(cell.reference)}"
    return f"gap {points(cell.gap)} ({sides}, {answers_of(cell)})"


def basis(ranking: Ranking, cells: Iterable[Cell]) -> str:
    """Say how many answers a picture stands on, how exact they are, and whose they are."""
    known = list(cells)
    if not known:
        return f"No answers. {scope(ranking)}"
    half = median((cell.high - cell.low) / 2 for cell in known)
    answers = counted(sum(cell.n for cell in known), "answer")
    exact = f"; half of the cells are known to within {number(half, 1)} points (95 % interval)"
    return f"{answers}{exact if math.isfinite(half) else ''}. {scope(ranking)}"


def top_name(items: Iterable[Item]) -> str:
    """Return what the chosen improvements are called together: ``TOP 5``."""
    return f"TOP {sum(item.in_top for item in items)}"


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
