"""The gap: paired, partly paired, independent and against a target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm, ttest_rel

from cx_workbench.measure.cells import Cells
from cx_workbench.measure.crossed import Crossed, crossed
from cx_workbench.measure.gaps import gap_table, gaps_in_words
from cx_workbench.measure.intervals import (
    Z95,
    even_square,
    kish_n,
)
from cx_workbench.measure.overlap import mean_correlation
from cx_workbench.measure.pairs import paired_interval
from cx_workbench.measure.tally import Moments
from cx_workbench.rank.ranking import rank
from cx_workbench.study.crossing import Asked
from tests.small import small, tables
from tests.vectors import vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cx_workbench.study.model import Study

    Array: TypeAlias = NDArray[np.float64]

REALITY, EXPECTED = Asked("x", "nps", "reality"), Asked("x", "nps", "expectation")


def asked(rows: list[tuple[str, str, float]], weights: list[float] | None = None) -> Study:
    """Study of one cell: who answered of which kind what, 0 to 10."""
    answers = pd.DataFrame(rows, columns=["respondent", "kind", "score"]).assign(
        persona="a", touchpoint="x", metric="nps"
    )
    return small(responses=answers.assign(weight=1.0 if weights is None else weights))


def both(reality: list[float], expected: list[float], apart: int = 0) -> Study:
    """The same people on both sides; the first ``apart`` of each side are different people."""
    rows = []
    for number, (got, hoped) in enumerate(zip(reality, expected, strict=True)):
        rows += [(f"r{number}", "reality", got)]
        rows += [(f"{'e' if number < apart else 'r'}{number}", "expectation", hoped)]
    return asked(rows)


def row(study: Study, *, known: bool = True) -> dict[str, Any]:
    """The only measured cell."""
    cells = rank(study, draws=0).basis.world.cells
    together = crossed(study, [REALITY, EXPECTED]) if known else None
    table = gap_table(cells, together)
    return {str(name): cell for name, cell in table.iloc[0].to_dict().items()}


def test_the_paired_gap_matches_the_published_figures() -> None:
    case = vectors("paired")
    found = row(both(case["reality"], case["expectation"]))
    assert found["from"] == "paired"
    assert found["n_paired"] == 10
    figures = found["gap"], found["gap_low"], found["gap_high"]
    assert figures == pytest.approx((16, 10 * case["low"], 10 * case["high"]), abs=5e-3)


def test_the_published_t_and_p_belong_to_that_interval() -> None:
    case = vectors("paired")
    found = ttest_rel(case["expectation"], case["reality"])
    assert (found.statistic, found.pvalue) == pytest.approx((case["t"], case["p"]), abs=6e-4)
    differences = np.subtract(case["expectation"], case["reality"])
    low, high = paired_interval(differences.mean(), differences.var(), 10)
    assert (low + high) / 2 == pytest.approx(case["gap"])
    # 2.262 is the 97.5 % point of Student's t with nine degrees of freedom.
    assert (high - low) / 2 / 2.262 == pytest.approx(case["error"], abs=1e-4)


def test_different_people_make_the_gap_less_certain() -> None:
    case = vectors("paired")
    study = both(case["reality"], case["expectation"], apart=10)
    found = row(study)
    assert (found["from"], found["n_paired"]) == ("independent", 0)
    assert np.isnan(found["correlation"])
    assert np.isnan(found["reliability"])
    half = (found["gap_high"] - found["gap_low"]) / 2
    # One even answer on each side goes before the ten.
    assert 1 < half / (10 * Z95 * case["unpaired_error"]) < 1.3
    alone = row(study, known=False)
    assert (alone["from"], alone["gap_low"]) == ("independent", found["gap_low"])


def test_people_in_common_narrow_the_gap_by_as_much_as_they_are() -> None:
    reality = [7.0, 8, 6, 5, 9, 8, 5, 6, 7, 6, 9, 4] * 3
    expected = [score + 1 + (number % 3 == 0) for number, score in enumerate(reality)]
    widths, origins = [], []
    for apart in (36, 12, 0):
        found = row(both(reality, expected, apart))
        assert found["n_paired"] == 36 - apart
        origins.append(found["from"])
        widths.append(found["gap_high"] - found["gap_low"])
        assert found["gap_low"] < found["gap"] < found["gap_high"]
    assert widths == sorted(widths, reverse=True)
    assert origins == ["independent", "partly paired", "paired"]


def test_partly_paired_means_correlate_as_simulated() -> None:
    chance = np.random.default_rng(3)
    # 40 gave both, 20 reality only, 10 expectation only.
    answers = chance.multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], (20_000, 70))
    means = (
        answers[:, :60, 0].mean(axis=1),
        np.delete(answers[..., 1], np.s_[40:60], 1).mean(axis=1),
    )
    simulated = float(np.corrcoef(*means)[0, 1])
    assert simulated == pytest.approx(0.6 * 40 / np.sqrt(60 * 50), abs=0.02)
    steps = np.clip(
        np.round(5 + 2 * chance.multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], 600)), 0, 10
    )
    rows = [(f"r{k}", "reality", a) for k, (a, _) in enumerate(steps)]
    rows += [(f"r{k}", "expectation", b) for k, (_, b) in enumerate(steps)]
    rows += [(f"s{k}", "reality", a) for k, (a, _) in enumerate(steps[:300])]
    rows += [(f"t{k}", "expectation", b) for k, (_, b) in enumerate(steps[:150])]
    together = crossed(asked(rows), [REALITY, EXPECTED])
    places = (np.array([0]), np.array([0]), np.array([1]))
    found = mean_correlation(together, places, (np.array([0.35]), np.array([0.35])))
    assert float(found[0]) == pytest.approx(simulated, abs=0.05)


def test_two_who_agree_prove_nothing() -> None:
    found = row(both([2.0, 8, 5], [4.0, 10, 7], apart=1))
    alone = row(both([2.0, 8, 5], [4.0, 10, 7], apart=3))
    assert found["correlation"] == pytest.approx(1)
    assert found["gap_high"] - found["gap_low"] > 0.6 * (alone["gap_high"] - alone["gap_low"])


@pytest.mark.parametrize("apart", [0, 12, 30])
def test_the_interval_covers_the_truth_as_often_as_it_says(apart: int) -> None:
    chance = np.random.default_rng(apart)
    moods, errors = chance.normal(0, 1.2, (2, 4000, 30)), chance.normal(0, 1, (2, 4000, 30))
    moods[1, :, apart:] = moods[0, :, apart:]
    sides = [
        np.clip(np.round(centre + mood + error), 0, 10) / 10
        for centre, mood, error in zip((6, 7), moods, errors, strict=True)
    ]
    truth = 100 * (_mean_answer(7) - _mean_answer(6))
    table = gap_table(*_sampled(sides[0], sides[1], apart))
    covered = (table["gap_low"] <= truth) & (truth <= table["gap_high"])
    assert 0.94 < covered.mean() < 0.97


def _mean_answer(centre: float) -> float:
    """True mean on 0..1 of answers around a centre, rounded and cut off."""
    steps = np.arange(11)
    edges = norm.cdf(np.append(steps[:-1] + 0.5, np.inf), centre, np.hypot(1.2, 1))
    return float(np.diff(edges, prepend=0.0) @ steps / 10)


def _sampled(reality: Array, expected: Array, apart: int) -> tuple[Cells, Crossed]:
    """Each row a persona; from ``apart`` on, the same people gave both answers."""
    people, n = reality.shape
    sides = (reality, expected)
    count = np.full((people, 1), float(n))
    moments = [
        Moments(
            count,
            count,
            count,
            side.sum(axis=1, keepdims=True),
            (side**2).sum(axis=1, keepdims=True),
            count * even_square(11),
        )
        for side in sides
    ]
    names = tuple(f"p{number}" for number in range(people))
    cells = Cells(
        names,
        ("x",),
        ("nps",),
        moments[0],
        moments[1],
        100 * moments[1].mean,
        np.ones((people, 1)),
    )
    sums = np.zeros((4, people, 2, 2))
    for i, j in np.ndindex(2, 2):
        first, second = (side if i == j else side[:, apart:] for side in (sides[i], sides[j]))
        sums[:, :, i, j] = (
            np.full(people, first.shape[1]),
            first.sum(axis=1),
            (first**2).sum(axis=1),
            (first * second).sum(axis=1),
        )
    count_, total, squares, products = sums
    together = Crossed((REALITY, EXPECTED), names, count_, count_, count_, total, squares, products)
    return cells, together


@pytest.mark.parametrize("n", [1, 2, 25])
def test_differences_that_are_all_alike_are_not_certain(n: int) -> None:
    found = row(both([6.0] * n, [9.0] * n))
    assert (found["from"], found["n_paired"], found["gap"]) == ("paired", n, pytest.approx(30))
    assert found["gap_low"] < 30 < found["gap_high"]
    assert -100 <= found["gap_low"] <= found["gap_high"] <= 100
    assert np.isnan(found["reliability"])


def test_one_respondent_leaves_almost_everything_open() -> None:
    found = row(both([0.0], [10.0]))
    assert found["gap"] == 100
    assert found["gap_low"] < 40
    assert found["gap_high"] == 100


def test_unequal_weights_count_as_fewer_pairs() -> None:
    rows = [(f"r{k}", "reality", score) for k, score in enumerate([2.0, 5, 7, 4, 9, 3, 6])]
    rows += [(f"r{k}", "expectation", score) for k, score in enumerate([8.0, 9, 7, 8, 9, 4, 9])]
    weights = np.array([1.0, 1, 1, 1, 2, 2, 3])
    found = row(asked(rows, [*weights, *weights]))
    differences = np.array([6, 4, 0, 4, 0, 1, 3]) * 10
    mean = np.average(differences, weights=weights)
    spread = np.average((differences - mean) ** 2, weights=weights)
    n = float(kish_n(weights.sum(), (weights**2).sum()))
    assert n == pytest.approx(vectors("weights")["effective_n"], abs=5e-5)
    low, high = paired_interval(mean, spread, n)
    assert (found["gap_low"], found["gap_high"]) == pytest.approx((float(low), float(high)))


def test_against_a_target_the_interval_is_that_of_reality() -> None:
    held = small(
        responses=tables()["responses"][lambda rows: rows["kind"] == "reality"],
        settings={"target": {"default": 85}},
    )
    grid = rank(held, draws=0).basis.world.cells
    table = gap_table(grid, None, "target")
    low, high = grid.interval
    measured = grid.measured.ravel()
    assert table["from"].tolist() == ["target", "target", "target", "not measured"]
    np.testing.assert_allclose(table.loc[measured, "gap_low"], (85 - high).ravel()[measured])
    np.testing.assert_allclose(table.loc[measured, "gap_high"], (85 - low).ravel()[measured])
    assert table.loc[measured, "reliability"].unique().tolist() == [0.7]
    assert table.loc[~measured, ["gap_low", "gap_high"]].isna().to_numpy().all()


def test_what_gaps_rest_on_is_said() -> None:
    study = both([6.0, 7, 8, 5], [9.0, 9, 10, 6])
    cells = rank(study, draws=0).basis.world.cells
    said = " ".join(gaps_in_words(gap_table(cells, crossed(study, [REALITY, EXPECTED]))))
    assert "One cell is paired: the same people answered on both sides." in said
    assert "If each answer is 70 % reliable" in said
    assert "nan" not in said
    nothing = gap_table(cells).assign(**{"from": "not measured"})
    assert gaps_in_words(nothing) == ("No gap is measured.",)


def test_a_cell_where_the_gap_may_be_nothing_is_counted() -> None:
    study = both([6.0, 7, 8, 5], [7.0, 5, 9, 6])
    cells = rank(study, draws=0).basis.world.cells
    said = gaps_in_words(gap_table(cells))
    assert any(text.startswith("In 1 of 1 measured cells") for text in said)
