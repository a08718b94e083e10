"""Gap, impact, effort, anchors and values against figures worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_workbench.errors import StudyError
from cx_workbench.rank.criteria import nice_anchor
from cx_workbench.rank.estimates import pert_mean
from cx_workbench.rank.ranking import rank
from tests.small import small, tables
from tests.vectors import vectors

if TYPE_CHECKING:
    from cx_workbench.rank.model import Ranking


def row(ranking: Ranking, improvement: str) -> dict[str, Any]:
    (found,) = ranking.table[ranking.table["improvement"] == improvement].to_dict("records")
    return {str(name): value for name, value in found.items()}


def test_the_gap_of_an_improvement_is_weighted_by_persona_and_reach() -> None:
    anna_order, anna_bill, boris_order = 0.5 * 1 * 37.5, 0.5 * 0.5 * 75, 0.5 * 1 * 0
    by_hand = (anna_order + anna_bill + boris_order) / (0.5 + 0.25 + 0.5)
    assert by_hand == 30
    assert row(rank(small()), "both")["gap"] == pytest.approx(by_hand)


def test_impact_adds_up_over_cells() -> None:
    by_hand = 0.5 * (2 / 3 * 0.4 * 37.5 + 1 / 3 * 0.4 * 75)
    assert by_hand == pytest.approx(10)
    assert row(rank(small()), "both")["impact"] == pytest.approx(by_hand)


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
    with pytest.raises(StudyError, match="row 3, column mentions: The cell 'mentions' is empty"):
        small(improvements=improvements, settings=settings)


@pytest.mark.parametrize(
    ("criterion", "anchor", "said"),
    [
        ("gap", {"worst": 50}, "anchors of gap are both 50"),
        ("gap", {"worst": 80}, "anchors of gap are the wrong way round: worst 80, best 50"),
        ("effort", {"best": 60}, "anchors of effort are the wrong way round: worst 50, best 60"),
    ],
)
def test_an_anchor_that_does_not_go_with_its_default_is_refused(
    criterion: str, anchor: dict[str, float], said: str
) -> None:
    with pytest.raises(StudyError, match=said):
        rank(small(settings={"criteria": {criterion: anchor}}))


def test_anchors_given_at_both_ends_may_turn_a_criterion_round() -> None:
    settings = {"criteria": {"gap": {"worst": 100, "best": 0}}}
    shares = rank(small(settings=settings)).contributions.set_index(["improvement", "criterion"])
    assert shares.loc[("both", "gap"), "value"] == pytest.approx(0.7)
