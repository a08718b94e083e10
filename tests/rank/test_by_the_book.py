"""The figures of the example once more, by loops that read as the formulas do."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

import pytest

from cx_workbench.rank.ranking import rank
from tests.example import example

if TYPE_CHECKING:
    from cx_workbench.rank.model import Ranking
    from cx_workbench.study.model import Study

Cell = tuple[str, str]


@dataclass
class Book:
    """What the formulas speak of: R, E, r, w and I, by persona and touchpoint."""

    reality: dict[Cell, float]
    reference: dict[Cell, float]
    reach: dict[Cell, float]
    weight: dict[str, float]
    importance: dict[Cell, float]

    def lacks(self, cell: Cell) -> float:
        return max(self.reference[cell] - self.reality[cell], 0)


def opened(study: Study, personas: list[str], touchpoints: list[str]) -> Book:
    means = indices(study)
    reach = {
        (persona, place): share
        for persona, place, share in study.reach.itertuples(index=False, name=None)
    }
    reality, reference = {}, {}
    for persona, place in product(personas, touchpoints):
        metrics = [m for m in ("csat", "ces", "nps") if (place, m, "reality") in asked(means)]
        for metric in metrics[:1]:
            keys = [(persona, place, metric, kind) for kind in ("reality", "expectation")]
            if all(key in means for key in keys):
                reality[persona, place], reference[persona, place] = (means[key] for key in keys)
    passing = {cell: reach.get(cell, 1.0) for cell in reality}
    whole = {
        persona: sum(r for (p, _), r in passing.items() if p == persona) for persona in personas
    }
    importance = {cell: r / whole[cell[0]] for cell, r in passing.items()}
    return Book(reality, reference, passing, weights(study, personas), importance)


def indices(study: Study) -> dict[tuple[str, str, str, str], float]:
    sums: dict[Any, float] = defaultdict(float)
    counts: dict[Any, float] = defaultdict(float)
    for row in study.answers.counts.to_dict("records"):
        key = (row["persona"], row["touchpoint"], row["metric"], row["kind"])
        index = 100 * (row["score"] - row["min"]) / (row["max"] - row["min"])
        sums[key] += row["weight"] * index
        counts[key] += row["weight"]
    return {key: total / counts[key] for key, total in sums.items()}


def asked(means: dict[tuple[str, str, str, str], float]) -> set[tuple[str, str, str]]:
    return {key[1:] for key in means}


def weights(study: Study, personas: list[str]) -> dict[str, float]:
    rows = study.personas.set_index("persona")[["share", "value"]].T.to_dict()
    raw = {persona: rows[persona]["share"] * rows[persona]["value"] for persona in personas}
    return {persona: weight / sum(raw.values()) for persona, weight in raw.items()}


def gap(book: Book, cells: list[Cell]) -> float:
    mass = {cell: book.weight[cell[0]] * book.reach[cell] for cell in cells}
    return sum(mass[cell] * book.lacks(cell) for cell in cells) / sum(mass.values())


def index_impact(book: Book, cells: list[Cell], closes: float) -> float:
    return sum(
        book.weight[cell[0]] * book.importance[cell] * closes * book.lacks(cell) for cell in cells
    )


def path_impact(book: Book, cells: list[Cell], closes: float) -> float:
    lifted = {
        cell: real + (closes * book.lacks(cell) if cell in cells else 0)
        for cell, real in book.reality.items()
    }
    return 100 * sum(
        weight * (through(book, lifted, persona) - through(book, book.reality, persona))
        for persona, weight in book.weight.items()
    )


def through(book: Book, reality: dict[Cell, float], persona: str) -> float:
    return prod(
        1 - book.reach[cell] * (1 - real / 100)
        for cell, real in reality.items()
        if cell[0] == persona
    )


def by_the_book(study: Study, book: Book, ranking: Ranking) -> dict[str, tuple[float, ...]]:
    """Gap, impact, effort and score of every improvement that is measured."""
    gains = index_impact if ranking.impact == "index" else path_impact
    found = {}
    for item in study.improvements.to_dict("records"):
        cells = [c for c in product(item["personas"], item["touchpoints"]) if c in book.reality]
        if cells:
            effort = (item["effort_low"] + 4 * item["effort_likely"] + item["effort_high"]) / 6
            gained = gains(book, cells, item["closes_likely"])
            figures = {"gap": gap(book, cells), "impact": gained, "effort": effort}
            found[item["improvement"]] = (*figures.values(), score(figures, ranking))
    return found


def score(figures: dict[str, float], ranking: Ranking) -> float:
    worth = {c.name: (figures[c.name] - c.worst) / (c.best - c.worst) for c in ranking.criteria}
    weighted = sum(weight * worth[name] for name, weight in ranking.weights.items())
    return weighted / sum(ranking.weights.values())


@pytest.mark.parametrize("impact", ["index", "path"])
@pytest.mark.parametrize("phase", [None, "during"])
@pytest.mark.parametrize("few", [None, 2])
def test_every_figure_of_the_example(impact: str, phase: str | None, few: int | None) -> None:
    study = example()
    places = study.touchpoints
    personas = list(study.personas["persona"])[:few]
    touchpoints = list(places.loc[(places["phase"] == phase) | (phase is None), "touchpoint"])
    book = opened(study, personas, touchpoints)

    ranking = rank(
        study,
        impact=impact,
        draws=0,
        personas=personas if few else None,
        phases=[phase] if phase else None,
    )

    expected = by_the_book(study, book, ranking)
    rows = ranking.table[["improvement", "gap", "impact", "effort", "score"]]
    found = {name: tuple(row) for name, *row in rows.itertuples(index=False, name=None)}
    assert found.keys() == expected.keys()
    for name, row in found.items():
        assert row == pytest.approx(expected[name], abs=1e-9)
    order = sorted(expected, key=lambda name: -expected[name][-1])
    assert ranking.table["improvement"].tolist() == order
    people = ranking.personas
    assert dict(zip(people["persona"], people["weight"], strict=True)) == pytest.approx(book.weight)
