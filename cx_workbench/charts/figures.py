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
    from collections.abc import Iterable, Iterator, Mapping

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
        Person(str(persona), named(name, persona), float(weight))
        for persona, name, weight in columns(ranking.personas, "persona", "name", "weight")
    ]


def cells_of(ranking: Ranking) -> dict[tuple[str, str], Cell]:
    """Return the measured cells by persona and touchpoint."""
    figures = ("reality", "reference", "gap", "low", "high", "reach")
    rows = columns(ranking.cells, "measured", "persona", "touchpoint", "n", *figures)
    cells = (
        Cell(str(persona), str(touchpoint), int(n), *map(float, known))
        for measured, persona, touchpoint, n, *known in rows
        if measured
    )
    return {(cell.persona, cell.touchpoint): cell for cell in cells if math.isfinite(cell.gap)}


def items_of(ranking: Ranking) -> list[Item]:
    """Return the ranked improvements, best first."""
    figures = ("score", "gap", "impact", "effort")
    rows = columns(ranking.table, "rank", "improvement", "title", *figures, "in_top")
    return [
        Item(
            rank=int(rank),
            improvement=str(improvement),
            title=named(title, improvement),
            score=float(score),
            gap=float(gap),
            impact=float(impact),
            effort=float(effort),
            in_top=bool(in_top),
        )
        for rank, improvement, title, score, gap, impact, effort, in_top in rows
    ]


def parts_of(ranking: Ranking, improvements: Iterable[str]) -> dict[str, list[Part]]:
    """Return the parts of the scores of some improvements by their ids."""
    parts: dict[str, list[Part]] = {improvement: [] for improvement in improvements}
    figures = ("figure", "value", "contribution")
    rows = columns(ranking.contributions, "improvement", "criterion", *figures)
    for improvement, criterion, *known in rows:
        if improvement in parts:
            parts[improvement].append(Part(clean(criterion), *map(float, known)))
    return parts


def names_of(ranking: Ranking) -> dict[str, str]:
    """Return the names of the touchpoints by id."""
    return {
        str(touchpoint): named(name, touchpoint)
        for touchpoint, name in columns(ranking.touchpoints, "touchpoint", "name")
    }


def touched_by(ranking: Ranking, selected: str | None) -> frozenset[tuple[str, str]]:
    """Return the cells that an improvement touches, as pairs of persona and touchpoint."""
    if selected is None:
        return frozenset()
    rows = columns(ranking.table, "improvement", "personas", "touchpoints")
    return frozenset(
        (str(persona), str(touchpoint))
        for improvement, personas, touchpoints in rows
        if str(improvement) == selected
        for persona in personas
        for touchpoint in touchpoints
    )


def columns(frame: pd.DataFrame, *names: str) -> Iterator[tuple[Any, ...]]:
    """Go through the rows of a frame, of these columns only."""
    return zip(*(frame[name].tolist() for name in names), strict=True)


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
