"""How long 10,000 draws take, against bare numpy and against a loop over pymcdm.

50 improvements, 6 personas x 15 touchpoints, everything uncertain: reality, expectation, effort
and closes. All three go from the tally to p_top and rank ranges, and take turns in one process.
The loop goes through 500 draws and its time is scaled up.

    python -m tests.benchmarks.simulation
"""

from __future__ import annotations

import statistics
import sys
import time
import warnings
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from pymcdm.methods import TOPSIS

import cx_workbench
from cx_workbench.rank.criteria import touches
from cx_workbench.rank.ranking import rank
from cx_workbench.rank.sure.simulation import simulation
from tests.benchmarks.synthetic import World, synthetic, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from cx_workbench.measure.tally import Moments
    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.sure.simulation import Simulation

    Array = NDArray[np.float64]

DRAWS, TOP, SEED = 10_000, 5, 1
LOOPED = 500
ROUNDS, CHANGES = 5, 20
BIG = World(
    respondents=(3000, 3000),
    personas=(6, 6),
    touchpoints=(15, 15),
    improvements=(50, 50),
    expectation=1.0,
)
OURS, NUMPY = "simulation of cx_workbench", "bare numpy"
LOOP, UNCHECKED = "loop over pymcdm", "the same without its checks"
SCALED = dict.fromkeys((LOOP, UNCHECKED), DRAWS / LOOPED)
#: Ours over bare numpy at most; the loop over ours at least; milliseconds for other weights.
GOAL_BARE, GOAL_LOOP, GOAL_WEIGHTS = 1.5, 100.0, 25.0
#: Points by which the p_top of ours and of bare numpy may differ: chance alone moves it by 1.
GOAL_APART = 3.0


@dataclass(frozen=True, eq=False)
class Bare:
    """What the plain versions need: arrays, computed from the tally beforehand.

    ``shares`` and ``gains``, (cells, improvements), turn gaps of cells into gap and impact of
    improvements, these in the order of the ranking. ``worst`` and ``best`` are the anchors of
    gap, impact and effort.
    """

    reality: Moments
    expectation: Moments
    shares: Array
    gains: Array
    effort: Array
    closes: Array
    weights: Array
    worst: Array
    best: Array


def bare_inputs(ranking: Ranking) -> Bare:
    world, table = ranking.basis.world, ranking.basis.study.improvements.set_index("improvement")
    assert world.cells.held is not None
    assert world.cells.measured.all()
    ranked = table.loc[list(ranking.table["improvement"])]
    touched = touches(ranked, world.cells).reshape(len(ranked), -1)
    mass = touched * world.mass.ravel()
    ends = ("low", "likely", "high")
    weights = np.array([criterion.weight for criterion in ranking.criteria])
    return Bare(
        reality=world.cells.moments,
        expectation=world.cells.held,
        shares=(mass / mass.sum(axis=1, keepdims=True)).T,
        gains=(touched * (world.weight[:, None] * world.importance).ravel()).T,
        effort=ranked[[f"effort_{end}" for end in ends]].to_numpy(float),
        closes=ranked[[f"closes_{end}" for end in ends]].to_numpy(float),
        weights=weights / weights.sum(),
        worst=np.array([criterion.worst for criterion in ranking.criteria]),
        best=np.array([criterion.best for criterion in ranking.criteria]),
    )


@dataclass(frozen=True, eq=False)
class Shapes:
    """Parameters of all beta distributions, computed once before anything is drawn."""

    reality: tuple[Array, Array]
    expectation: tuple[Array, Array]
    effort: tuple[Array, Array]
    closes: tuple[Array, Array]


def shapes(bare: Bare) -> Shapes:
    return Shapes(
        mean_shape(bare.reality),
        mean_shape(bare.expectation),
        pert_shape(bare.effort),
        pert_shape(bare.closes),
    )


def mean_shape(answers: Moments) -> tuple[Array, Array]:
    """Perks' prior on the steps of the scale, matched by a beta distribution."""
    n = answers.weight.ravel() ** 2 / answers.weight2.ravel()
    mean = (n * (answers.total / answers.weight).ravel() + 0.5) / (n + 1)
    square = n * (answers.squares / answers.weight).ravel() + (answers.prior / answers.n).ravel()
    variance = (square / (n + 1) - mean**2) / (n + 2)
    strength = mean * (1 - mean) / variance - 1
    return mean * strength, (1 - mean) * strength


def pert_shape(estimate: Array) -> tuple[Array, Array]:
    low, likely, high = estimate.T
    return 1 + 4 * (likely - low) / (high - low), 1 + 4 * (high - likely) / (high - low)


def drawn_figures(bare: Bare, shape: Shapes, random: np.random.Generator, draws: int) -> Array:
    """Gap, impact and effort of every draw, shape (draws, improvements, 3)."""
    cells, improvements = (draws, len(bare.shares)), (draws, len(bare.effort))
    reality = random.beta(*shape.reality, size=cells)
    lacking = 100 * np.maximum(random.beta(*shape.expectation, size=cells) - reality, 0)
    effort = stretched(bare.effort, random.beta(*shape.effort, size=improvements))
    closes = stretched(bare.closes, random.beta(*shape.closes, size=improvements))
    gap = lacking @ bare.shares
    impact = closes * (lacking @ bare.gains)
    return np.stack([gap, impact, effort], axis=-1)


def stretched(estimate: Array, drawn: Array) -> Array:
    return estimate[:, 0] + (estimate[:, 2] - estimate[:, 0]) * drawn


def sure(ranks: NDArray[np.intp]) -> tuple[Array, Array]:
    """Share in the TOP N, and the ranks between which the middle 90 % lie."""
    span: Array = np.quantile(ranks, [0.05, 0.95], axis=0, method="inverted_cdf")
    return (ranks <= TOP).mean(axis=0), span


def with_numpy(bare: Bare, seed: int) -> Array:
    figures = drawn_figures(bare, shapes(bare), np.random.default_rng(seed), DRAWS)
    scores = (figures - bare.worst) / (bare.best - bare.worst) @ bare.weights
    order = np.argsort(-scores, axis=1)
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(1, order.shape[1] + 1)[None], axis=1)
    return sure(ranks)[0]


def with_pymcdm(bare: Bare, seed: int, *, checked: bool) -> Array:
    random, method, shape = np.random.default_rng(seed), TOPSIS(), shapes(bare)
    types = np.sign(bare.best - bare.worst)
    ranks = np.empty((LOOPED, len(bare.effort)), dtype=np.intp)
    for number in range(LOOPED):
        figures = drawn_figures(bare, shape, random, 1)[0]
        ranks[number] = method.rank(method(figures, bare.weights, types, validation=checked))
    return sure(ranks)[0]


def with_workbench(ranking: Ranking, seed: int) -> Array:
    basis = replace(ranking.basis, options=replace(ranking.basis.options, seed=seed))
    improvements = basis.study.improvements.set_index("improvement", drop=False)
    ranked = improvements.loc[list(ranking.table["improvement"])].reset_index(drop=True)
    made = simulation(basis, ranked, ranking.criteria)
    assert (made.rank_low <= made.rank_high).all()
    return made.p_top


def seconds_of(way: Callable[[], object]) -> float:
    begun = time.perf_counter()
    way()
    return time.perf_counter() - begun


def changes_of_weights(ranking: Ranking) -> list[float]:
    """Seconds from new weights to a new p_top, each time other weights."""
    assert ranking.simulation is not None
    kept = ranking.simulation
    weights = np.random.default_rng(SEED).dirichlet(np.ones(3), size=CHANGES + 1)
    moves = [dict(zip(("gap", "impact", "effort"), row, strict=True)) for row in weights]
    taken = [seconds_of(partial(reweigh, kept, move)) for move in moves]
    return taken[1:]


def reweigh(kept: Simulation, weights: Mapping[str, float]) -> Array:
    return kept.reweighted(weights).p_top


def print_times(runs: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Print seconds, best and median; return the best."""
    print(f"{'':28}{'best s':>9}{'median s':>10}")
    fastest = {}
    for name in runs[0]:
        taken = [run[name] for run in runs]
        fastest[name] = min(taken)
        print(f"{name:28}{fastest[name]:>9.3f}{statistics.median(taken):>10.3f}")
    return fastest


def main() -> int:
    study = cx_workbench.load(tables(synthetic(SEED, 0, BIG)))
    ranking = rank(study, top=TOP, draws=DRAWS, seed=SEED)
    bare = bare_inputs(ranking)
    ways: dict[str, Callable[[int], Array]] = {
        OURS: partial(with_workbench, ranking),
        NUMPY: partial(with_numpy, bare),
        LOOP: partial(with_pymcdm, bare, checked=True),
        UNCHECKED: partial(with_pymcdm, bare, checked=False),
    }
    # pymcdm warns of a candidate that is worst in everything: in some draws there is one.
    warnings.simplefilter("ignore", UserWarning)
    p_top = {name: way(SEED) for name, way in ways.items()}
    # Every round has a seed of its own, so that nothing kept from the last one helps.
    runs = [
        {name: seconds_of(partial(way, seed)) * SCALED.get(name, 1) for name, way in ways.items()}
        for seed in range(SEED + 1, SEED + 1 + ROUNDS)
    ]
    print(f"{DRAWS:,} draws, {len(bare.effort)} improvements, {len(bare.shares)} cells")
    fastest = print_times(runs)
    print(f"(the loop went through {LOOPED} draws, its time is scaled up)")
    apart = 100 * np.max(np.abs(p_top[OURS] - p_top[NUMPY]))
    print(f"p_top of the first two at most {apart:.1f} points apart: other random numbers")
    to_bare, to_loop = fastest[OURS] / fastest[NUMPY], fastest[LOOP] / fastest[OURS]
    print(f"ours over bare numpy {to_bare:.2f} (goal at most {GOAL_BARE})")
    print(f"loop over ours {to_loop:.0f} (goal at least {GOAL_LOOP:.0f})")
    taken = [1000 * seconds for seconds in changes_of_weights(ranking)]
    middle = statistics.median(taken)
    print(f"other weights on kept draws: best {min(taken):.1f} ms, ", end="")
    print(f"median of {CHANGES} {middle:.1f} ms (goal under {GOAL_WEIGHTS:.0f})")
    met = to_bare <= GOAL_BARE, to_loop >= GOAL_LOOP, middle < GOAL_WEIGHTS, apart < GOAL_APART
    return int(not all(met))


if __name__ == "__main__":
    sys.exit(main())
