"""What knowing is worth and what it settles, against closed forms and brute force."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri
from scipy.stats import multivariate_normal, norm

from cx_workbench.rank.knowing.settling import (
    doubt,
    settled,
    settled_by_answers,
    settled_together,
    slices,
)
from cx_workbench.rank.knowing.value import best_sum, expected_given, in_order, partial, perfect
from tests.vectors import vectors

DRAWS = 10_000
VECTORS = vectors("information")


def normal(seed: int, rows: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.random.default_rng(seed).standard_normal((rows, DRAWS))


def evenly(count: int = DRAWS) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Normal scores without the luck of a draw."""
    scores = ndtri((np.arange(count) + 0.5) / count)
    return np.asarray(scores, dtype=float)


def test_perfect_information_about_two_options() -> None:
    case = VECTORS["two_options"]
    values = np.array(case["outcomes"], dtype=float).T
    assert case["odds"] == [0.5, 0.5]
    assert perfect(values, top=1) == case["value"]


def test_perfect_information_about_a_normal_difference() -> None:
    case = VECTORS["normal_difference"]
    better = case["mean"] + case["sd"] * evenly()
    values = np.column_stack([np.zeros(DRAWS), better])
    assert perfect(values, top=1) == pytest.approx(case["value"], abs=1e-4)
    order = in_order(better[None])
    alone = partial(better[None], order, values, 1, np.array([[False, True]]))
    assert alone[0] == pytest.approx(case["value"], abs=2e-3)


@given(
    st.lists(st.lists(st.floats(-100, 100), min_size=4, max_size=4), min_size=1, max_size=20),
    st.integers(1, 5),
)
def test_knowing_everything_never_hurts_and_is_nothing_where_all_are_taken(
    rows: list[list[float]], top: int
) -> None:
    values = np.array(rows)
    assert perfect(values, top) >= 0
    assert top < 4 or perfect(values, top) == 0
    assert np.allclose(best_sum(values, top), np.sort(values, axis=1)[:, ::-1][:, :top].sum(axis=1))


def test_knowing_one_of_two_independent_amounts() -> None:
    # X + Y with sd 1 and 0.5 against 0.3 sure: knowing X alone is worth
    # E max(X, 0.3) - 0.3, with X ~ N(0, 1).
    first, second = normal(1, 2)
    first, second = (each - each.mean() for each in (first, 0.5 * second))
    values = np.column_stack([first + second, np.full(DRAWS, 0.3)])
    inputs = np.stack([first, second])
    found = partial(inputs, in_order(inputs), values, 1, np.array([[True, False]] * 2))
    for worth, sd in zip(found, (1, 0.5), strict=True):
        expected = sd * norm.pdf(0.3 / sd) - 0.3 * norm.sf(0.3 / sd)
        assert worth == pytest.approx(expected, abs=0.015)


def test_an_input_without_effect_is_worth_nothing() -> None:
    noise, useless = normal(2, 10), normal(3, 40)
    values = noise.T + np.linspace(0, 0.4, 10)
    found = partial(useless, in_order(useless), values, 3, np.ones((40, 10), dtype=bool))
    assert found.min() >= 0
    assert found.max() < 0.002 * perfect(values, 3)
    assert not partial(noise, in_order(noise), values, 3, np.zeros((10, 10), dtype=bool)).any()


def test_what_is_expected_given_a_group_is_what_the_group_tells() -> None:
    known, rest = normal(4, 2)
    values = (known * (1 + rest) + known**2)[:, None]
    found = expected_given(known[:, None], values)[:, 0]
    assert found.mean() == pytest.approx(values.mean())
    assert np.abs(found - known - known**2).mean() < 0.05


def test_the_doubt_is_the_members_in_which_two_draws_differ() -> None:
    first = np.array([[1, 1, 0], [1, 0, 1], [1, 1, 0]], dtype=bool)
    pairs = [2 - (a & b).sum() for a in first for b in first]
    assert doubt(first) == pytest.approx(np.mean(pairs))


def test_an_input_that_decides_alone_settles_everything() -> None:
    score = normal(5, 1)
    first = np.column_stack([score[0] > 0.3, score[0] <= 0.3])
    assert settled(slices(in_order(score), first), DRAWS)[0] == pytest.approx(1, abs=0.03)


def test_one_of_two_equal_inputs_settles_a_third() -> None:
    # Of the variance of 1(X + Y > 0), X explains P(X + Y > 0, X + Y' > 0) - 1/4 of 1/4.
    inputs = normal(6, 3)
    wins = inputs[0] + inputs[1] > 0
    first = np.column_stack([wins, ~wins])
    found = settled(slices(in_order(inputs), first), DRAWS)
    both = multivariate_normal(cov=[[1, 0.5], [0.5, 1]]).cdf([0, 0])
    assert found[:2] == pytest.approx([4 * both - 1] * 2, abs=0.02)
    assert found[2] == 0
    again = inputs[0] + np.roll(inputs[1], 1) > 0
    together = settled_together(first, np.column_stack([again, ~again]))
    assert together == pytest.approx(4 * both - 1, abs=0.04)


def test_many_inputs_without_effect_all_settle_nothing() -> None:
    useless = normal(7, 60)
    ranks = np.argsort(normal(8, 12).T, axis=1)
    assert not settled(slices(in_order(useless), ranks < 5), DRAWS).any()
    assert settled_together(ranks < 5, np.roll(ranks, 1, axis=0) < 5) == 0


def test_without_doubt_nothing_is_settled() -> None:
    sure = np.tile([True, False], (DRAWS, 1))
    assert not settled(slices(in_order(normal(9, 2)), sure), DRAWS).any()
    assert settled_together(sure, sure) == 0


@pytest.mark.parametrize("told", [0.1, 0.3, 0.5, 0.9])
def test_further_answers_against_a_nested_simulation(told: float) -> None:
    # What is known of z after the answers is normal with variance `told`.
    places = evenly(50)
    shares = norm.cdf(2 * (places - 0.4))[:, None]
    known = np.sqrt(told) * evenly(2_000)
    rest = np.sqrt(1 - told) * evenly(2_000)
    given_answers = norm.cdf(2 * (known[:, None] + rest - 0.4)).mean(axis=1)
    exactly = norm.cdf(2 * (evenly(2_000) - 0.4))
    part = settled_by_answers(shares, np.array(told))
    assert float(part) == pytest.approx(given_answers.var() / exactly.var(), abs=0.03)


def test_more_answers_settle_more() -> None:
    shares = np.random.default_rng(10).random((50, 4))
    parts = settled_by_answers(shares, np.linspace(0, 1, 20))
    assert (np.diff(parts) >= 0).all()
    assert (parts[0], parts[-1]) == (0, pytest.approx(1))
