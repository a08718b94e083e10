"""NPS, CES and CSAT as the field reports them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from cx_workbench.measure.outcomes import outcomes
from tests.vectors import vectors


def counted(
    metric: str, scores: object, n: object, scale: tuple[float, float], **more: object
) -> pd.DataFrame:
    columns = {
        "touchpoint": "",
        "metric": metric,
        "kind": "reality",
        "score": scores,
        "n": n,
        "weight": n,
        "weight2": n,
        "min": scale[0],
        "max": scale[1],
    }
    return pd.DataFrame(columns | more)


@pytest.mark.parametrize("case", vectors("nps")["score"])
def test_nps_matches_published_figures(case: dict[str, float]) -> None:
    rest = case["n"] - case["promoters"] - case["detractors"]
    n = [case["promoters"], rest, case["detractors"]]
    (found,) = outcomes(counted("nps", [9, 8, 6], n, (0, 10)))
    assert found.value == pytest.approx(case["nps"], abs=0.005)
    assert (found.low, found.high) == pytest.approx((case["low"], case["high"]), abs=0.006)
    assert found.n == case["n"]


def test_ces_is_the_share_above_the_middle() -> None:
    case = vectors("ces")
    (found,) = outcomes(counted("ces", range(1, 8), case["counts"], (1, 7)))
    assert found.value == pytest.approx(case["percent_above_middle"])
    assert found.definition == "CES: % of 5-7 (above the middle) on 1-7"
    low, high = vectors("shares")["wilson"][2]["low"], vectors("shares")["wilson"][2]["high"]
    # 46 of 100 is as sure as 460 of 1,000 is not: the interval shrinks with the root of n.
    assert found.high - found.low == pytest.approx(100 * (high - low) / np.sqrt(10), rel=0.02)


@pytest.mark.parametrize(
    ("scale", "score", "value"),
    [((1, 5), [2, 3, 4], 100 / 3), ((1, 4), [2, 3, 4], 200 / 3), ((0, 10), [5, 6, 7], 200 / 3)],
)
def test_ces_on_other_scales(scale: tuple[int, int], score: list[int], value: float) -> None:
    (found,) = outcomes(counted("ces", score, [1, 1, 1], scale))
    assert found.value == pytest.approx(value)


def test_csat_is_the_share_of_the_top_two_steps() -> None:
    (found,) = outcomes(counted("csat", [1, 2, 3, 4, 5], [10, 10, 10, 30, 40], (1, 5)))
    assert found.value == pytest.approx(70)
    assert (found.low, found.high) == pytest.approx((60.42, 78.11), abs=0.01)
    assert found.definition == "CSAT: % of 4-5 (the top two steps) on 1-5"


def test_weights_count_in_the_weighted_figure_only() -> None:
    case = vectors("weights")
    weights = np.array(case["weights"], dtype=float)
    frame = counted("nps", case["scores"], 1, (0, 10), weight=weights, weight2=weights**2)
    (found,) = outcomes(frame)
    assert found.value == pytest.approx(100 * (4 - 2) / 7)
    assert found.weighted_value == pytest.approx(case["nps"], abs=0.0005)
    assert found.weighted_high - found.weighted_low > found.high - found.low
    assert found.weighted_error == pytest.approx(case["linearised_error"], abs=5e-4)


def test_answers_at_a_touchpoint_are_no_outcome() -> None:
    frame = counted("nps", [9], [4], (0, 10), touchpoint="bill")
    assert outcomes(frame) == ()


def test_weights_that_are_all_zero_leave_the_plain_figure() -> None:
    (found,) = outcomes(counted("nps", [9, 3], [3, 1], (0, 10), weight=0.0, weight2=0.0))
    assert (found.value, found.weighted_value) == (50, 50)
