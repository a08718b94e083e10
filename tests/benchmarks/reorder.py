"""How long the answer takes while somebody drags, against ranking anew.

50 and 200 improvements, 6 personas x 15 touchpoints, 10,000 draws: a weight moved without draws
and with them, an effort and a share closed edited, and what is then done on release.

    python -m tests.benchmarks.reorder
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

import cx_workbench
from cx_workbench.rank.ranking import rank
from cx_workbench.rank.reorder import reorder
from tests.benchmarks.simulation import BIG
from tests.benchmarks.synthetic import synthetic, tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from cx_workbench.study.model import Study

SIZES = (50, 200)
DRAWS, SEED = 10_000, 1
TIMES, FEW_TIMES = 60, 9
#: Milliseconds with 50 improvements at most: without draws and with them.
GOAL_ORDER, GOAL_SURE = 3.0, 12.0


class Taken(NamedTuple):
    """Milliseconds of one answer: the fastest, the median, and what 95 of 100 stay below."""

    fastest: float
    median: float
    most: float


def taken(answer: Callable[[float], object], times: int) -> Taken:
    """Ask again and again, each time for another figure between 0.1 and 0.9."""
    answer(0.05)
    figures = np.linspace(0.1, 0.9, times)
    milliseconds = []
    for figure in figures:
        begun = time.perf_counter()
        answer(float(figure))
        milliseconds.append(1000 * (time.perf_counter() - begun))
    return Taken(min(milliseconds), *np.quantile(milliseconds, [0.5, 0.95]))


def study_of(improvements: int) -> Study:
    world = replace(BIG, improvements=(improvements, improvements))
    return cx_workbench.load(tables(synthetic(SEED, 0, world)))


def measure(study: Study) -> dict[str, Taken]:
    drawn, plain = rank(study, draws=DRAWS), rank(study, draws=0)
    path = rank(study, draws=0, impact="path")
    one = str(plain.table["improvement"].iloc[9])

    def weights(figure: float) -> dict[str, float]:
        return {"gap": figure, "impact": 0.4, "effort": 0.3}

    def estimates(figure: float) -> dict[str, dict[str, float]]:
        return {one: {"effort": 100 * figure, "closes": figure}}

    quick = {
        "a weight, no draws": lambda figure: reorder(plain, weights=weights(figure)),
        "a weight, TOPSIS": lambda figure: reorder(plain, weights=weights(figure), method="topsis"),
        "estimates": lambda figure: reorder(plain, estimates=estimates(figure)),
        "estimates, path": lambda figure: reorder(path, estimates=estimates(figure)),
        "a weight, 10,000 draws": lambda figure: reorder(drawn, weights=weights(figure)),
    }
    slow = {
        "rank, no draws": lambda figure: rank(study, draws=0, weights=weights(figure)),
        "rank, 10,000 draws": lambda figure: rank(study, draws=DRAWS, weights=weights(figure)),
    }
    return {name: taken(answer, TIMES) for name, answer in quick.items()} | {
        name: taken(answer, FEW_TIMES) for name, answer in slow.items()
    }


def main() -> None:
    print("Milliseconds until the order is there: fastest, median, 95 of 100 stay below")
    found = {}
    for size in SIZES:
        found[size] = measure(study_of(size))
        print(f"\n{size} improvements")
        for name, figures in found[size].items():
            print(f"  {name:<24}" + "".join(f"{figure:>9.2f}" for figure in figures), flush=True)
    first = found[SIZES[0]]
    held = (
        first["a weight, no draws"].median <= GOAL_ORDER
        and first["a weight, 10,000 draws"].median <= GOAL_SURE
    )
    print(f"\ngoals with {SIZES[0]}: at most {GOAL_ORDER:g} and {GOAL_SURE:g} ms", end=" ")
    print("kept" if held else "MISSED")
    sys.exit(not held)


if __name__ == "__main__":
    main()
