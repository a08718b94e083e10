"""Path satisfaction: product, bounds, interval, and what a point is worth."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from cx_workbench.measure.paths import (
    path_bounds,
    path_interval,
    path_satisfaction,
    point_gains,
    steps_kept,
)
from tests.vectors import vectors

NONE = float("nan")
SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=6)


def published() -> tuple[dict[str, float], np.ndarray]:
    case = vectors("path")
    return case, np.array(case["steps"]) / 100


def test_three_forced_steps_leave_the_published_share() -> None:
    case, kept = published()
    assert path_satisfaction(100 * kept, np.ones(3)) == pytest.approx(case["satisfaction"])
    lifted = 100 * kept + case["lift"] * np.eye(3)
    gains = path_satisfaction(lifted, np.ones((3, 3))) - case["satisfaction"]
    np.testing.assert_allclose(gains, case["gains"], atol=5e-5)


def test_bounds_match_the_published_figures() -> None:
    case, kept = published()
    assert path_bounds(kept) == pytest.approx((case["bound_low"], case["bound_high"]))


def test_the_interval_matches_the_published_figures() -> None:
    case, kept = published()
    found = path_interval(kept, kept * (1 - kept) / case["answers"])
    assert found == pytest.approx((case["low"], case["high"]), abs=5e-5)


def test_what_a_point_adds_matches_the_published_figures() -> None:
    case, kept = published()
    gains = case["lift"] / 100 * point_gains(kept, np.ones(3))
    np.testing.assert_allclose(gains, case["gains"], atol=5e-5)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=4))
def test_no_joint_distribution_leaves_more_or_less_than_the_bounds(kept: list[float]) -> None:
    # Every way to be content or not at each step, with a probability.
    ways = np.array(list(itertools.product([0, 1], repeat=len(kept))), dtype=float)
    content = ways.prod(axis=1)
    sums = np.vstack([ways.T, np.ones(len(ways))])
    ends = [
        linprog(sign * content, A_eq=sums, b_eq=[*kept, 1.0], bounds=(0, 1)).x @ content
        for sign in (1, -1)
    ]
    assert path_bounds(kept) == pytest.approx(ends, abs=1e-7)


@given(SHARES)
def test_bounds_and_interval_hold_the_product(kept: list[float]) -> None:
    shares = np.array(kept)
    product = float(shares.prod())
    for low, high in (
        path_bounds(shares),
        path_interval(shares, np.maximum(shares * (1 - shares), 0.01) / 20),
    ):
        assert 0 <= low <= product + 1e-12
        assert product - 1e-12 <= high <= 1


@given(SHARES)
def test_a_point_is_worth_the_product_of_all_others(kept: list[float]) -> None:
    shares = np.array(kept)
    expected = [np.delete(shares, place).prod() for place in range(len(kept))]
    np.testing.assert_allclose(point_gains(shares, np.ones(len(kept))), expected, atol=1e-12)


def test_points_count_by_reach() -> None:
    kept = steps_kept([60, 60], [1, 0.5])
    np.testing.assert_allclose(point_gains(kept, [1, 0.5]), [0.8, 0.3])


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    truth = np.array([0.9, 0.75, 0.6, 0.8])
    seen = np.random.default_rng(5).binomial(80, truth, (4000, 4)) / 80
    low, high = path_interval(seen, seen * (1 - seen) / 80)
    product = truth.prod()
    assert np.mean((low <= product) & (product <= high)) == pytest.approx(0.95, abs=0.012)


def test_answers_of_the_same_people_make_the_interval_wider_and_honest() -> None:
    chance = np.random.default_rng(6)
    # One mood for all four steps of a person, and a chance of its own at each.
    mood = chance.standard_normal((3000, 60, 1))
    own = chance.standard_normal((3000, 60, 4))
    answers = np.clip(0.65 + 0.12 * mood + 0.16 * own, 0, 1)
    truth = np.clip(0.65 + 0.2 * chance.standard_normal(1_000_000), 0, 1).mean() ** 4
    seen, variance = answers.mean(axis=1), answers.var(axis=1, ddof=1) / 60
    correlation = np.full((4, 4), 0.36)
    np.fill_diagonal(correlation, 1)
    covered = []
    for together in (None, correlation):
        low, high = path_interval(seen, variance, together)
        covered.append(float(np.mean((low <= truth) & (truth <= high))))
    assert covered[0] < 0.88
    assert covered[1] == pytest.approx(0.95, abs=0.015)


def test_nobody_content_at_a_step_is_not_certain_either() -> None:
    low, high = path_interval([0.0, 0.9], [0.02, 0.001])
    assert low == 0
    assert high > 0.1


def test_a_path_that_is_certain_has_no_width() -> None:
    assert path_interval([1.0, 1.0], [0.0, 0.0]) == pytest.approx((1, 1))
    assert path_interval([0.0, 1.0], [0.0, 0.0]) == pytest.approx((0, 0))


def test_steps_that_are_not_measured_or_not_passed_lose_nothing() -> None:
    np.testing.assert_allclose(steps_kept([NONE, 0, 40], [1, 0, 0.5]), [1, 1, 0.7])
    assert path_satisfaction([NONE, 0, 40], [1, 0, 0.5]) == pytest.approx(0.7)


def test_a_step_that_half_of_the_journeys_pass_costs_half() -> None:
    assert path_satisfaction([62.5, 0], [1, 0.5]) == pytest.approx(0.3125)


def test_many_paths_at_once() -> None:
    kept = np.array([[0.9, 0.75, 0.6], [1.0, 0.5, 1.0]])
    low, high = path_bounds(kept)
    np.testing.assert_allclose([low, high], [[0.25, 0.5], [0.6, 0.5]])
    np.testing.assert_allclose(point_gains(kept, np.ones((2, 3)))[1], [0.5, 1, 0.5])
