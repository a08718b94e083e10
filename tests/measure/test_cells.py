"""Cells, weights and importance against figures worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_workbench.measure.cells import cells
from cx_workbench.measure.tally import tally
from cx_workbench.measure.weights import importance, persona_weights
from cx_workbench.study.contract import METRICS, Scale
from cx_workbench.study.loading import load
from tests.small import small, tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cx_workbench.measure.cells import Cells
    from cx_workbench.measure.tally import Tally
    from cx_workbench.study.model import Study

NONE = float("nan")


def grid(
    study: Study | None = None,
    reference: str = "expectation",
    target: Mapping[str, float] | None = None,
) -> tuple[Cells, Tally]:
    counted = tally(study or small())
    passes = np.array([[1, 0.5], [1, 1]])
    found = cells(counted, reference=reference, metrics=METRICS, target=target or {}, reach=passes)
    return found, counted


@given(st.floats(-5, 5), st.floats(0.1, 10), st.floats(0, 1))
def test_the_index_runs_from_0_to_100_along_the_scale(low: float, span: float, part: float) -> None:
    scale = Scale(low, low + span)
    assert scale.index(low + part * span) == pytest.approx(100 * part, abs=1e-6)


def test_reality_is_the_weighted_mean_index() -> None:
    found, _ = grid()
    np.testing.assert_allclose(found.reality, [[62.5, 0], [75, NONE]])
    np.testing.assert_array_equal(found.n, [[2, 1], [1, 0]])


def test_the_gap_is_signed_and_its_positive_part_is_not() -> None:
    found, _ = grid()
    np.testing.assert_allclose(found.gap, [[37.5, 75], [-50, NONE]])
    np.testing.assert_allclose(found.positive_gap, [[37.5, 75], [0.0, 0]])
    np.testing.assert_array_equal(found.measured, [[True, True], [True, False]])


def test_a_target_holds_per_touchpoint_and_by_default() -> None:
    found, _ = grid(reference="target", target={"default": 85, "y": 60})
    np.testing.assert_allclose(found.gap, [[22.5, 60], [10, NONE]])


def test_a_touchpoint_without_a_target_is_not_measured() -> None:
    found, _ = grid(reference="target", target={"y": 60})
    np.testing.assert_array_equal(found.measured, [[False, True], [False, False]])


def test_the_first_metric_with_reality_answers_is_used_whoever_gave_them() -> None:
    answers = tables()["responses"]
    answers.loc[answers["persona"] == "b", "metric"] = "ces"
    answers.loc[answers["touchpoint"] == "y", "metric"] = "nps"
    found, _ = grid(small(responses=answers))
    assert found.metric == ("csat", "nps")
    # b answered at x in another metric than the one used there.
    np.testing.assert_array_equal(found.measured, [[True, True], [False, False]])
    assert found.reality[0, 1] == pytest.approx(10)


def test_answers_for_every_persona_count_for_each() -> None:
    answers = pd.concat(
        [
            tables()["responses"],
            pd.DataFrame(
                {
                    "persona": ["", "a"],
                    "touchpoint": ["x", "x"],
                    "kind": ["company", "company"],
                    "score": [5, 3],
                    "weight": [1, 1],
                    "metric": "csat",
                }
            ),
        ]
    )
    found, _ = grid(small(responses=answers), reference="company")
    np.testing.assert_allclose(found.reference, [[75, NONE], [100, NONE]])


def test_averages_stand_for_answers() -> None:
    scores = pd.DataFrame(
        {
            "persona": ["a", "a"],
            "touchpoint": ["x", "x"],
            "metric": "csat",
            "kind": ["reality", "expectation"],
            "mean": [3.5, 4.5],
            "sd": [1.0, 0.5],
            "n": [40, 20],
        }
    )
    changed = tables() | {"scores": scores}
    del changed["responses"]
    found, _ = grid(load(changed))
    assert (found.reality[0, 0], found.gap[0, 0], found.n[0, 0]) == (62.5, 25, 40)
    low, high = (bound[0, 0] for bound in found.interval)
    # sd 1.0 on 1-5 is 25 points: the usual interval is 62.5 +- 7.7.
    assert (low, high) == (pytest.approx(54.3, abs=0.8), pytest.approx(69.9, abs=0.8))


def test_persona_weight_is_share_times_value() -> None:
    weight = persona_weights(np.array([0.25, 0.75]), np.array([300, 100.0]), np.array([9.0, 1]))
    np.testing.assert_allclose(weight, [0.5, 0.5])


def test_without_values_the_share_counts_alone() -> None:
    weight = persona_weights(np.array([1.0, 3]), np.full(2, NONE), np.array([9.0, 1]))
    np.testing.assert_allclose(weight, [0.25, 0.75])


def test_without_shares_the_weight_of_all_answers_stands_in() -> None:
    counted = tally(small())
    # a gave 5 + 3 (weights 1, 3, 1 and 1, 1, 1), b gave 2; every kind counts.
    np.testing.assert_allclose(counted.persona_weight, [8, 2])
    weight = persona_weights(np.full(2, NONE), np.array([1.0, 2]), counted.persona_weight)
    np.testing.assert_allclose(weight, [8 / 12, 4 / 12])


def test_equal_importance_follows_reach_over_measured_cells() -> None:
    found, counted = grid()
    shares = importance(found, "equal", counted, METRICS)
    np.testing.assert_allclose(shares, [[2 / 3, 1 / 3], [1.0, 0]])


def test_stated_importance_follows_the_answers() -> None:
    asked = pd.DataFrame(
        {
            "persona": ["a", "a", "a", "b"],
            "touchpoint": ["x", "x", "y", "y"],
            "kind": "importance",
            "score": [5, 3, 2, 5],
            "weight": 1,
            "metric": "csat",
        }
    )
    found, counted = grid(small(responses=pd.concat([tables()["responses"], asked])))
    shares = importance(found, "stated", counted, METRICS)
    # a: x 75, y 25. b: said so only where nothing is measured.
    np.testing.assert_allclose(shares, [[0.75, 0.25], [0.0, 0]])
