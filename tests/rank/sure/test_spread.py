"""Drawn weights against the figures of the literature."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from cx_workbench.rank.sure.spread import CONCENTRATION, SPREADS, drawn_weights
from tests.vectors import vectors

SMAA = vectors("smaa")
GIVEN = np.array([0.3, 0.4, 0.3])


def test_fixed_weights_are_those_given() -> None:
    assert_allclose(drawn_weights(2 * GIVEN, "fixed", 10, seed=1), GIVEN)


@given(
    st.lists(st.floats(0, 10), min_size=1, max_size=6).filter(lambda weights: sum(weights) > 0.1),
    st.sampled_from([name for name in SPREADS if name != "fixed"]),
)
def test_drawn_weights_sum_to_1_and_leave_out_what_counts_nothing(
    weights: list[float], spread: str
) -> None:
    drawn = drawn_weights(np.array(weights), spread, 50, seed=3)
    assert (drawn >= 0).all()
    assert_allclose(drawn.sum(axis=1), 1)
    assert (drawn[:, np.array(weights) == 0] == 0).all()


def test_around_has_the_given_weights_as_its_mean() -> None:
    drawn = drawn_weights(GIVEN, "around", 20_000, seed=1)
    assert_allclose(drawn.mean(axis=0), GIVEN, atol=0.003)
    assert_allclose(
        drawn.std(axis=0), np.sqrt(GIVEN * (1 - GIVEN) / (CONCENTRATION + 1)), rtol=0.03
    )


def test_only_the_order_of_the_weights() -> None:
    drawn = drawn_weights(np.array([3.0, 2.0, 1.0]), "ordered", 10_000, seed=1)
    assert (np.diff(drawn, axis=1) <= 0).all()
    assert drawn.mean(axis=0) == pytest.approx(
        SMAA["ordered"]["mean_weights"], abs=SMAA["worst_error"]
    )


def test_equal_weights_have_no_order() -> None:
    drawn = drawn_weights(GIVEN, "ordered", 10_000, seed=1)
    assert (drawn[:, [1]] >= drawn).all()
    assert (drawn[:, 0] > drawn[:, 2]).mean() == pytest.approx(0.5, abs=0.02)


def test_any_weights_are_even_over_all() -> None:
    drawn = drawn_weights(GIVEN, "any", 20_000, seed=1)
    # Even over the triangle: a weight is above x with probability (1 - x)^2.
    for least in (0.25, 0.5, 0.75):
        assert (drawn[:, 1] > least).mean() == pytest.approx((1 - least) ** 2, abs=0.012)
