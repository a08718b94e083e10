"""Intervals against published figures, and where the usual ones fail."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from cx_workbench.measure.intervals import (
    Z95,
    adjusted_wald_nps,
    even_square,
    kish_n,
    mean_interval,
    wilson,
)
from tests.vectors import vectors


@pytest.mark.parametrize("case", vectors("shares")["wilson"])
def test_wilson_matches_published_figures(case: dict[str, float]) -> None:
    low, high = wilson(case["count"] / case["n"], case["n"])
    assert (low, high) == pytest.approx((case["low"], case["high"]), abs=5e-5)


@given(st.integers(1, 5000), st.data())
def test_wilson_matches_statsmodels(n: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, n))
    expected = proportion_confint(count, n, method="wilson")
    assert wilson(count / n, n) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("case", vectors("nps")["score"])
def test_adjusted_wald_matches_published_figures(case: dict[str, float]) -> None:
    n = case["n"]
    low, high = adjusted_wald_nps(case["promoters"] / n, case["detractors"] / n, n)
    assert (low, high) == pytest.approx((case["low"], case["high"]), abs=0.006)


def test_kish_matches_the_published_figure() -> None:
    case = vectors("weights")
    weights = np.array(case["weights"], dtype=float)
    assert kish_n(weights.sum(), (weights**2).sum()) == pytest.approx(case["effective_n"], abs=5e-5)


def test_kish_of_no_answers_is_zero() -> None:
    assert kish_n(0.0, 0.0) == 0


@given(st.lists(st.integers(0, 40), min_size=5, max_size=5).filter(any))
def test_the_interval_of_a_mean_holds_the_mean_and_stays_on_the_scale(counts: list[int]) -> None:
    n, mean, square = _moments(counts)
    low, high = mean_interval(mean, square, n, even_square(5))
    assert 0 <= low <= mean <= high <= 1
    assert high - low > 0


def test_the_interval_of_many_answers_is_the_usual_one() -> None:
    n, mean, square = _moments([5_000, 10_000, 30_000, 40_000, 15_000])
    low, high = mean_interval(mean, square, n, even_square(5))
    error = Z95 * np.sqrt((square - mean**2) / n)
    assert (low, high) == pytest.approx((mean - error, mean + error), abs=2e-5)


def test_unanimous_answers_are_not_certain_and_more_of_them_are_surer() -> None:
    few, many = (mean_interval(1.0, 1.0, n, even_square(5))[0] for n in (3, 300))
    assert few < many < 1


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    shares = np.array([0.05, 0.10, 0.20, 0.40, 0.25])
    steps = np.arange(5) / 4
    truth = float(shares @ steps)
    draws = np.random.default_rng(7).multinomial(12, shares, size=4000)
    mean, square = draws @ steps / 12, draws @ steps**2 / 12
    low, high = mean_interval(mean, square, np.full(4000, 12.0), even_square(5))
    assert np.mean((low <= truth) & (truth <= high)) == pytest.approx(0.95, abs=0.02)


def _moments(counts: list[int]) -> tuple[float, float, float]:
    answers, steps = np.array(counts, dtype=float), np.arange(5) / 4
    n = float(answers.sum())
    return n, float(answers @ steps / n), float(answers @ steps**2 / n)
