"""Gap, impact, effort, anchors and values against figures worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_workbench.errors import SettingError, StudyError
from cx_workbench.rank.criteria import nice_anchor, pert_mean
from cx_workbench.rank.model import Ranking
from cx_workbench.rank.ranking import rank
from tests.small import small, tables
from tests.vectors import vectors


def row(ranking: Ranking, improvement: str) -> pd.Series:  # type: ignore[type-arg]
    table = ranking.table.set_index("improvement")
    return table.loc[improvement]


def test_the_gap_of_an_improvement_is_weighted_by_persona_and_reach() -> None:
    # (0.5 * 1 * 37.5 + 0.5 * 0.5 * 75 + 0.5 * 1 * 0) / (0.5 + 0.25 + 0.5)
    assert row(rank(small()), "both")["gap"] == pytest.approx(30)


def test_impact_adds_up_over_cells() -> None:
    # 0.5 * (2/3 * 0.4 * 37.5 + 1/3 * 0.4 * 75)
    assert row(rank(small()), "both")["impact"] == pytest.approx(10)


def test_impact_on_the_path_is_what_more_get_through() -> None:
    # a: 0.775 * (1 - 0.5 * 0.7) - 0.625 * 0.5 = 0.19125, half of the weight
    assert row(rank(small(), impact="path"), "both")["impact"] == pytest.approx(9.5625)


def test_effort_is_the_pert_mean_and_a_missing_end_is_the_likely() -> None:
    table = rank(small())
    assert row(table, "both")["effort"] == pytest.approx(25)
    assert row(table, "spoilt")["effort"] == pytest.approx(5)


@pytest.mark.parametrize("case", vectors("pert")["estimate"])
def test_pert_mean(case: dict[str, float]) -> None:
    assert pert_mean(case["low"], case["likely"], case["high"]) == pytest.approx(case["mean"])


def test_over_delivery_is_no_gap_and_no_gain() -> None:
    found = row(rank(small()), "spoilt")
    assert (found["gap"], found["impact"]) == (0, 0)


def test_reality_against_a_target_per_touchpoint() -> None:
    ranking = rank(small(settings={"target": {"default": 85, "y": 60}}), reference="target")
    # a: 22.5 and 60, b: 10 at x.
    assert row(ranking, "both")["gap"] == pytest.approx((11.25 + 15 + 5) / 1.25)


def test_stated_importance_moves_impact() -> None:
    asked = pd.DataFrame(
        {
            "persona": ["a", "a"],
            "touchpoint": ["x", "y"],
            "kind": "importance",
            "score": [4, 2],
            "weight": 1,
            "metric": "csat",
        }
    )
    study = small(responses=pd.concat([tables()["responses"], asked]))
    # Importance 0.75 and 0.25: 0.5 * 0.4 * (0.75 * 37.5 + 0.25 * 75); b was not asked.
    ranking = rank(study, importance="stated")
    assert row(ranking, "both")["impact"] == pytest.approx(9.375)
    assert any("nobody was asked how important" in said for said in ranking.warnings)


@given(st.floats(1e-6, 1e9))
def test_default_anchors_are_the_next_round_figure(largest: float) -> None:
    anchor = nice_anchor(largest)
    digit = float(f"{anchor:e}".split("e")[0])
    assert digit in (1, 2, 5)
    assert anchor >= largest * (1 - 1e-9)
    below = {1: anchor / 2, 2: anchor / 2, 5: anchor / 2.5}[int(digit)]
    assert below < largest


def test_default_anchors_come_from_all_ranked_improvements() -> None:
    anchors = {c.name: (c.worst, c.best) for c in rank(small()).criteria}
    assert anchors == {"gap": (0, 50), "impact": (0, 10), "effort": (50, 0)}


def test_default_anchors_do_not_move_with_a_filter() -> None:
    study = small()
    everything, some = rank(study), rank(study, personas=["Boris"])
    assert [(c.worst, c.best) for c in some.criteria] == [
        (c.worst, c.best) for c in everything.criteria
    ]


def test_a_value_beyond_its_anchor_counts_on_and_is_said() -> None:
    settings = {"criteria": {"effort": {"worst": 20, "best": 0, "weight": 0.3}}}
    ranking = rank(small(settings=settings))
    shares = ranking.contributions.set_index(["improvement", "criterion"])
    assert shares.loc[("both", "effort"), "value"] == pytest.approx(-0.25)
    assert any("effort of Both steps" in said for said in ranking.warnings)


def test_a_numeric_column_can_be_a_criterion() -> None:
    improvements = tables()["improvements"].assign(mentions=[30, 10, 0])
    settings = {"criteria": {"mentions": {"worst": 0, "best": 40, "weight": 1}}}
    ranking = rank(small(improvements=improvements, settings=settings), weights={"mentions": 2})
    assert ranking.table["improvement"].tolist() == ["both", "spoilt"]
    assert ranking.table["score"].tolist() == pytest.approx([0.75, 0.25])


def test_a_criterion_with_holes_names_them() -> None:
    improvements = tables()["improvements"].assign(mentions=[30, None, 0])
    settings = {"criteria": {"mentions": {"worst": 0, "best": 40, "weight": 1}}}
    with pytest.raises(StudyError, match="'spoilt' has no mentions"):
        rank(small(improvements=improvements, settings=settings))


def test_an_anchor_that_meets_its_default_is_refused() -> None:
    with pytest.raises(SettingError, match="anchors of gap are both 50"):
        rank(small(settings={"criteria": {"gap": {"worst": 50}}}))
