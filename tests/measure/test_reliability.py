"""How reliable a difference of two answers is."""

from __future__ import annotations

import numpy as np
import pytest

from cx_workbench.measure.reliability import difference_reliability


@pytest.mark.parametrize(
    ("first", "second", "correlation", "part", "expected"),
    [
        # Equal spreads: (r - r12) / (1 - r12).
        (1, 1, 0.0, 0.7, 0.7),
        (1, 1, 0.5, 0.7, 0.4),
        (1, 1, 0.65, 0.7, 1 / 7),
        (1, 1, -0.5, 0.7, 0.8),
        # More alike than reliable cannot be: then the parts count as reliable as they are alike.
        (1, 1, 0.9, 0.7, 0.0),
        (4, 1, 0.5, 0.8, (0.8 * 5 - 2) / 3),
    ],
)
def test_reliability_of_a_difference(
    first: float, second: float, correlation: float, part: float, expected: float
) -> None:
    covariance = correlation * np.sqrt(first * second)
    found = difference_reliability(first, second, covariance, part)
    assert float(found) == pytest.approx(expected)


def test_reliability_is_the_share_of_true_variance() -> None:
    chance = np.random.default_rng(8)
    true = chance.multivariate_normal([0, 0], [[0.8, 0.3], [0.3, 0.8]], 200_000)
    seen = true + chance.normal(0, np.sqrt(0.2), true.shape)
    share = np.corrcoef(seen[:, 0] - seen[:, 1], true[:, 0] - true[:, 1])[0, 1] ** 2
    (first, together), (_, second) = np.cov(seen.T)
    found = difference_reliability(first, second, together, 0.8)
    assert float(found) == pytest.approx(share, abs=0.01)


def test_differences_that_do_not_vary_have_no_reliability() -> None:
    assert np.isnan(difference_reliability(0.04, 0.04, 0.04))
    assert np.isnan(difference_reliability(0.0, 0.0, 0.0))
