"""Small cells drawn toward the mean of their like."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from statsmodels.stats.meta_analysis import combine_effects

from cx_workbench.measure.cells import Cells
from cx_workbench.measure.intervals import even_square
from cx_workbench.measure.shrinkage import shrunk, shrunk_cells
from cx_workbench.measure.tally import Moments
from tests.vectors import vectors

NONE = float("nan")
MEANS = st.lists(st.tuples(st.floats(0, 1), st.floats(1e-4, 0.1)), min_size=2, max_size=12)


def answered(mean: object, n: object, spread: float = 0.25) -> Moments:
    """Answers on five steps with these means and numbers; none where n is 0."""
    means, counts = np.asarray(mean, dtype=float), np.asarray(n, dtype=float)
    squares = means**2 + np.minimum(spread**2, means * (1 - means))
    even = counts * even_square(5)
    return Moments(counts, counts, counts, counts * means, counts * squares, even)


def grid(
    moments: Moments, held: Moments | None = None, metric: tuple[str | None, ...] | None = None
) -> Cells:
    personas, touchpoints = moments.n.shape
    reference = np.full(moments.n.shape, 85.0) if held is None else 100 * held.mean
    return Cells(
        tuple(f"p{number}" for number in range(personas)),
        tuple(f"t{number}" for number in range(touchpoints)),
        metric or ("csat",) * touchpoints,
        moments,
        held,
        reference,
        np.ones(moments.n.shape),
    )


def test_shrinkage_matches_the_published_figures() -> None:
    case = vectors("shrinkage")
    found = shrunk(case["means"], np.array(case["spread"]) / case["n"])
    assert float(found.between) == pytest.approx(case["between"], abs=5e-7)
    assert float(found.centre) == pytest.approx(case["centre"], abs=1e-6)
    np.testing.assert_allclose(found.mean, case["shrunk"], atol=5e-5)


@given(MEANS)
def test_variance_between_and_common_mean_match_statsmodels(
    cells: list[tuple[float, float]],
) -> None:
    means, variances = np.array(cells).T
    found = shrunk(means, variances)
    # Where there is none, statsmodels does not cut the variance between off at 0.
    assume(found.between > 1e-6)
    expected = combine_effects(means, variances, method_re="dl")
    assert float(found.between) == pytest.approx(expected.tau2, abs=1e-9)
    assert float(found.centre) == pytest.approx(expected.mean_effect_re, abs=1e-9)


@given(MEANS)
def test_a_shrunk_mean_lies_between_its_own_and_the_common_one(
    cells: list[tuple[float, float]],
) -> None:
    means, variances = np.array(cells).T
    found = shrunk(means, variances)
    low, high = np.minimum(means, found.centre), np.maximum(means, found.centre)
    assert np.all((found.mean >= low - 1e-12) & (found.mean <= high + 1e-12))
    assert np.all((found.own >= 0) & (found.own <= 1))
    assert np.all(found.variance > 0)


def test_the_less_certain_mean_moves_further() -> None:
    found = shrunk([0.2, 0.2, 0.8], [0.001, 0.01, 0.001])
    assert 0.2 < found.mean[0] < found.mean[1] < 0.8


def test_means_that_differ_by_chance_only_all_become_the_common_one() -> None:
    found = shrunk([0.5, 0.52, 0.48], [0.01, 0.01, 0.01])
    np.testing.assert_allclose(found.mean, 0.5)
    np.testing.assert_allclose(found.variance, 0.01 / 3)


def test_rows_are_shrunk_each_by_itself_and_what_is_not_there_stays_out() -> None:
    rows = np.array([[0.2, 0.5, 0.8, NONE], [0.3, 0.3, NONE, NONE], [0.7, NONE, NONE, NONE]])
    variances = np.full(rows.shape, 0.01)
    found = shrunk(rows, variances)
    np.testing.assert_allclose(found.mean[0, :3], shrunk(rows[0, :3], variances[0, :3]).mean)
    assert np.isnan(found.mean[~np.isfinite(rows)]).all()
    assert found.mean[2, 0] == pytest.approx(0.7)


def test_shrunk_means_err_less_than_their_own_answers_on_average() -> None:
    chance = np.random.default_rng(11)
    truth = chance.normal(0.6, 0.08, (4000, 6))
    n = np.array([5, 8, 12, 20, 60, 200])
    variances = np.broadcast_to(0.0625 / n, truth.shape)
    seen = truth + chance.standard_normal(truth.shape) * np.sqrt(variances)
    errors = [
        np.mean((figure - truth) ** 2, axis=0) for figure in (seen, shrunk(seen, variances).mean)
    ]
    assert errors[1].sum() < 0.7 * errors[0].sum()
    assert errors[1][0] < 0.5 * errors[0][0]


def test_a_small_cell_is_drawn_toward_its_touchpoint_and_surer_than_before() -> None:
    before = grid(answered([[0.7], [0.6], [0.65], [0.2]], [[300], [300], [300], [4]]))
    after = shrunk_cells(before, "target")
    moved = np.abs(after.reality - before.reality).ravel()
    assert moved[3] > 15
    assert moved[:3].max() < 1
    np.testing.assert_array_equal(after.n, before.n)
    widths = [np.subtract(*cells.interval[::-1]).ravel() for cells in (before, after)]
    assert widths[1][3] < 0.7 * widths[0][3]
    np.testing.assert_array_equal(after.reference, before.reference)


def test_what_customers_expect_is_shrunk_too_but_not_what_the_company_says() -> None:
    reality = answered([[0.7], [0.6], [0.5]], [[40], [40], [40]])
    held = answered([[0.9], [0.8], [0.4]], [[90], [90], [3]])
    cells = grid(reality, held)
    assert shrunk_cells(cells, "expectation").reference[2, 0] > 45
    np.testing.assert_array_equal(shrunk_cells(cells, "company").reference, cells.reference)


def test_a_touchpoint_with_too_few_cells_learns_from_all_of_its_metric() -> None:
    means = [[0.70, 0.68, 0.1], [0.72, 0.2, 0.1], [0.74, 0, 0]]
    n = [[200, 200, 3], [200, 2, 3], [200, 0, 0]]
    cells = grid(answered(means, n), metric=("csat", "csat", "nps"))
    after = shrunk_cells(cells, "target")
    # Five cells of CSAT draw the two answers up; two cells of NPS are too few.
    assert after.reality[1, 1] > 40
    np.testing.assert_allclose(after.reality[:2, 2], cells.reality[:2, 2])
    assert np.isnan(after.reality[2, 1])
    np.testing.assert_allclose(
        after.reality[:, 0],
        shrunk_cells(grid(cells.moments.at(np.ix_([0, 1, 2], [0]))), "target").reality[:, 0],
    )


def test_cells_that_all_say_the_same_stay_within_the_scale() -> None:
    cells = grid(answered([[1.0], [1.0], [0.0]], [[5], [50], [1]], spread=0))
    after = shrunk_cells(cells, "target")
    low, high = after.interval
    assert np.all((after.reality >= 0) & (after.reality <= 100))
    assert np.all((low >= 0) & (low <= after.reality) & (after.reality <= high) & (high <= 100))


def test_shrinking_leaves_the_given_cells_alone() -> None:
    cells = grid(answered([[0.7], [0.6], [0.2]], [[30], [30], [3]]))
    copy = replace(cells, moments=cells.moments.at(np.ix_([0, 1, 2], [0])))
    shrunk_cells(cells, "target")
    np.testing.assert_array_equal(cells.reality, copy.reality)
