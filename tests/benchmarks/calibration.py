"""Whether a stated chance of the TOP 5 comes true, and whose five are the best.

Synthetic studies with a planted truth (see synthetic.py) are loaded, ranked and simulated like a
client's. Then the stated `p_top` of every improvement is held against whether it is in the true
TOP 5, and the five chosen by the ranking against those that other ways choose.

    python -m tests.benchmarks.calibration --studies 2000
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tests.benchmarks.synthetic import World, synthetic, tables
from tests.benchmarks.synthetic_rivals import gap_impact_effort, rice, topsis
from tests.benchmarks.synthetic_truth import best, truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

TOP = 5
TENTHS, FIFTHS = 10, 5
PROCESSES = 2
#: Points by which stated and observed share may differ, in each tenth.
GOAL_POINTS = 3.0
#: Standard errors that few studies may lie beyond the goal by chance.
BY_CHANCE = 2.0
#: Worlds that differ in one respect, to see what a miscalibration hangs on.
WORLDS = {
    "usual": World(),
    "no halo": World(halo=(0.0, 0.0)),
    "scores uncertain only": World(estimated=False),
    "expectation always": World(expectation=1.0),
    "target always": World(expectation=0.0),
    "few respondents": World(respondents=(100, 300)),
    "few, scores only": World(respondents=(100, 300), estimated=False),
}


class Choice(NamedTuple):
    """How good the five are that one way chose: shares of the best, 0..1."""

    recall: float
    score_lost: float
    impact_lost: float


class Study(NamedTuple):
    """What one study says of the method."""

    number: int
    respondents: int
    personas: int
    asked: str
    stated: NDArray[np.float64]
    true: NDArray[np.bool_]
    choices: dict[str, Choice]


GROUPS: dict[str, Callable[[Study], bool]] = {
    "100 to 309 respondents": lambda study: study.respondents < 310,
    "310 to 969 respondents": lambda study: 310 <= study.respondents < 970,
    "970 to 3,000 respondents": lambda study: study.respondents >= 970,
    "2 or 3 personas": lambda study: study.personas <= 3,
    "4 to 6 personas": lambda study: study.personas > 3,
    "against expectation": lambda study: study.asked == "expectation",
    "against a target": lambda study: study.asked == "target",
}


class Band(NamedTuple):
    """Improvements whose stated share lies in one band; shares and error 0..1."""

    low: float
    high: float
    improvements: int
    stated: float
    observed: float
    error: float

    @property
    def points(self) -> float:
        """Observed minus stated, in points."""
        return 100 * (self.observed - self.stated)

    @property
    def chance(self) -> float:
        """Standard error of the difference, in points."""
        return 100 * self.error


def one_study(number: int, *, seed: int, draws: int, world: str, shrink: bool) -> Study:
    """Draw, load, rank and simulate one study, and hold it against its truth."""
    import cx_workbench

    planted = synthetic(seed, number, WORLDS[world])
    loaded = cx_workbench.load(tables(planted), settings={"ranking": {"top": TOP}})
    ranking = cx_workbench.rank(loaded, draws=draws, seed=number, shrink=shrink)
    assert ranking.simulation is not None
    stated = ranking.simulation.p_top
    true = truth(planted, ranking)
    chosen = {
        "ours, by rank": -ranking.table["rank"].to_numpy(dtype=float),
        "ours, by p_top": stated,
        "gap x impact / effort": gap_impact_effort(ranking),
        "TOPSIS, min-max (pymcdm)": topsis(ranking),
        "RICE": rice(ranking, planted),
    }
    return Study(
        number,
        len(planted.persona),
        len(planted.share),
        planted.asked,
        stated,
        true.best(TOP),
        {way: choice(best(score, TOP), true.score, true.impact) for way, score in chosen.items()},
    )


def choice(
    taken: NDArray[np.bool_], score: NDArray[np.float64], impact: NDArray[np.float64]
) -> Choice:
    """Hold a choice of five against the true TOP 5.

    Impact lost can be negative: others may buy more of it with more effort.
    """
    top = best(score, TOP)
    return Choice(
        recall=float(np.mean(taken[top])),
        score_lost=_lost(score, taken, top),
        impact_lost=_lost(impact, taken, top),
    )


def _lost(worth: NDArray[np.float64], taken: NDArray[np.bool_], top: NDArray[np.bool_]) -> float:
    return float(1 - worth[taken].sum() / worth[top].sum())


def bands(studies: Sequence[Study], count: int = TENTHS) -> list[Band]:
    """Compare stated with observed shares by bands of the stated; empty ones are left out.

    The standard error of the difference takes whole studies as drawn, for the improvements of
    one study depend on each other.
    """
    stated = np.concatenate([study.stated for study in studies])
    true = np.concatenate([study.true for study in studies]).astype(float)
    of = np.repeat(np.arange(len(studies)), [len(study.stated) for study in studies])
    bins = np.minimum((stated * count).astype(int), count - 1)
    found = []
    for number in np.unique(bins):
        here = bins == number
        off = true[here] - stated[here]
        by_study = np.bincount(of[here], off - off.mean())
        error = float(np.sqrt(np.sum(by_study**2)) / here.sum())
        shares = float(stated[here].mean()), float(true[here].mean())
        found.append(Band(number / count, (number + 1) / count, int(here.sum()), *shares, error))
    return found


def brier(studies: Sequence[Study]) -> float:
    """Mean squared distance of the stated share from what is true; 0 is best."""
    off = np.concatenate([study.stated - study.true for study in studies])
    return float(np.mean(off**2))


def print_tenths(tenths: Iterable[Band]) -> None:
    print(f"{'stated p_top':14}{'improvements':>14}", end="")
    print(f"{'stated %':>10}{'true %':>9}{'points':>9}{'+-':>6}")
    for tenth in tenths:
        print(f"{tenth.low:.1f} to {tenth.high:.1f}    {tenth.improvements:>14,}", end="")
        print(f"{100 * tenth.stated:>10.1f}{100 * tenth.observed:>9.1f}", end="")
        print(f"{tenth.points:>+9.1f}{tenth.chance:>6.1f}")


def print_choices(studies: Sequence[Study]) -> None:
    print(f"{'the five chosen by':28}{'recall %':>10}{'score lost %':>14}{'impact lost %':>15}")
    for way in studies[0].choices:
        mean = 100 * np.mean([study.choices[way] for study in studies], axis=0)
        print(f"{way:28}{mean[0]:>10.1f}{mean[1]:>14.1f}{mean[2]:>15.1f}")


def print_groups(studies: Sequence[Study]) -> None:
    """Say for which kinds of study the method is further off."""
    lows = [number / FIFTHS for number in range(FIFTHS)]
    print(f"{'points by fifths of p_top':28}", end="")
    print(*(f"{f'{low:.1f}-':>7}" for low in lows), f"{'Brier':>9}", sep="")
    for name, belongs in GROUPS.items():
        some = [study for study in studies if belongs(study)]
        if some:
            points = {band.low: f"{band.points:>+7.1f}" for band in bands(some, FIFTHS)}
            print(f"{name:28}", *(points.get(low, " " * 7) for low in lows), sep="", end="")
            print(f"{brier(some):>9.4f}")


def run(studies: int, *, seed: int, draws: int, world: str, shrink: bool) -> list[Study]:
    """Go through the studies in two processes; the figures do not depend on how many."""
    # The processes share two cores: threads of the algebra would get in each other's way.
    os.environ["OMP_NUM_THREADS"] = "1"
    work = partial(one_study, seed=seed, draws=draws, world=world, shrink=shrink)
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        return list(pool.map(work, range(studies), chunksize=8))


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--studies", type=int, default=2_000)
    arguments.add_argument("--draws", type=int, default=2_000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--world", choices=WORLDS, default="usual")
    arguments.add_argument("--shrink", action="store_true", help="shrink small cells")
    given = arguments.parse_args()
    begun = time.perf_counter()
    studies = run(**vars(given))
    minutes = (time.perf_counter() - begun) / 60
    cells = "shrunk cells, " if given.shrink else ""
    print(f"{len(studies):,} synthetic studies ({given.world}), {cells}seed {given.seed}, ", end="")
    print(f"{given.draws:,} draws each, {minutes:.1f} minutes")
    tenths = bands(studies)
    print_tenths(tenths)
    furthest = max(abs(tenth.points) for tenth in tenths)
    print(f"largest difference {furthest:.1f} points (goal {GOAL_POINTS:g}); ", end="")
    print(f"Brier score {brier(studies):.4f}")
    print()
    print_groups(studies)
    print()
    print_choices(studies)
    return int(any(abs(t.points) - BY_CHANCE * t.chance > GOAL_POINTS for t in tenths))


if __name__ == "__main__":
    sys.exit(main())
