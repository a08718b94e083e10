"""Round figures along an axis, whatever it shows."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_workbench.charts.ticks import round_figures

FIGURES = st.floats(-1e9, 1e9)


@given(FIGURES, FIGURES, st.integers(2, 8))
def test_they_reach_around_in_even_steps(one: float, other: float, steps: int) -> None:
    low, high = sorted((one, other))
    found = round_figures(low, high, steps)
    slack = 1e-6 * max(1.0, abs(low), abs(high))
    assert 2 <= len(found) <= steps + 2
    assert found[0] <= low + slack
    assert found[-1] >= high - slack
    assert len(set(found)) == len(found)
    apart = [later - sooner for sooner, later in pairwise(found)]
    assert all(math.isclose(each, apart[0], rel_tol=1e-6) for each in apart)


@pytest.mark.parametrize("figure", [0.0, 1.75, -3.0, 1e9, 1e-12])
def test_figures_that_arithmetic_tells_apart_are_one(figure: float) -> None:
    found = round_figures(figure, figure * (1 + 3e-16), 5)
    assert found[0] < found[-1]
    assert found == round_figures(figure, figure, 5)
