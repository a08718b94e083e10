"""Intervals of differences: of shares, of NPS, within persons."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, norm, ttest_rel
from statsmodels.stats.proportion import confint_proportions_2indep

from cx_workbench.measure.intervals import Z95, adjusted_wald_nps, difference_interval, wilson
from cx_workbench.measure.pairs import paired_interval
from tests.vectors import vectors


@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=3, max_size=30).filter(
        lambda rows: np.ptp([a - b for a, b in rows]) > 1e-3
    )
)
def test_the_paired_interval_is_student_s(rows: list[tuple[float, float]]) -> None:
    first, second = np.array(rows).T
    expected = ttest_rel(first, second).confidence_interval()
    differences = first - second
    found = paired_interval(differences.mean(), differences.var(), len(rows))
    assert found == pytest.approx((expected.low, expected.high), rel=1e-6, abs=1e-9)


def test_newcombe_s_interval_matches_the_published_figures() -> None:
    case = vectors("shares")["difference"]
    (a, n), (b, m) = case["first"], case["second"]
    found = difference_interval((a / n, *wilson(a / n, n)), (b / m, *wilson(b / m, m)))
    assert a / n - b / m == pytest.approx(case["share"])
    assert found == pytest.approx((case["low"], case["high"]), abs=5e-5)


@given(st.integers(1, 300), st.integers(1, 300), st.data())
def test_newcombe_s_interval_matches_statsmodels(n: int, m: int, data: st.DataObject) -> None:
    a, b = data.draw(st.integers(0, n)), data.draw(st.integers(0, m))
    expected = confint_proportions_2indep(a, n, b, m, method="newcomb", compare="diff")
    found = difference_interval((a / n, *wilson(a / n, n)), (b / m, *wilson(b / m, m)))
    assert found == pytest.approx(expected, abs=1e-9)


def test_the_difference_of_two_nps_matches_the_published_figures() -> None:
    case = vectors("nps")["difference"]
    sides = []
    for up, down, n in (case["first"], case["second"]):
        low, high = adjusted_wald_nps(up / n, down / n, n)
        sides.append(((low + high) / 2, low, high))
    lower, upper = difference_interval(*sides)
    assert sides[0][0] - sides[1][0] == pytest.approx(case["nps"], abs=5e-3)
    assert (lower, upper) == pytest.approx((case["low"], case["high"]), abs=6e-3)
    error = float(upper - lower) / 2 / Z95
    assert error == pytest.approx(case["error"], abs=5e-3)
    assert case["nps"] / error == pytest.approx(case["z"], abs=5e-4)
    assert 2 * norm.sf(case["z"]) == pytest.approx(case["p"], abs=5e-5)


@pytest.mark.parametrize("case", vectors("nps")["score"])
def test_the_usual_interval_of_an_nps_is_empty_where_ours_is_not(case: dict[str, Any]) -> None:
    up, down = case["promoters"] / case["n"], case["detractors"] / case["n"]
    half = 100 * Z95 * math.sqrt((up + down - (up - down) ** 2) / case["n"])
    usual = case["nps"] - half, case["nps"] + half
    assert usual == pytest.approx(case["wald"], abs=6e-3)
    low, high = adjusted_wald_nps(up, down, case["n"])
    assert high - low > 25


@pytest.mark.parametrize("shift", [0, 1])
def test_the_paired_interval_agrees_with_mcnemar_s_exact_test(shift: int) -> None:
    case = vectors("paired")["mcnemar"]
    yes, no = case["yes"] - shift, case["no"] + shift
    p = binomtest(no, yes + no).pvalue
    changes = np.repeat([1.0, -1.0, 0.0], [yes, no, 60])
    low, high = paired_interval(changes.mean(), changes.var(), len(changes))
    assert (p < 0.05) == (low > 0)
    assert high > 0
    if not shift:
        assert p == pytest.approx(case["p"], abs=5e-5)
