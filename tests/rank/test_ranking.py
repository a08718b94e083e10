"""What a ranking holds, says and leaves out."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_workbench.errors import SettingError, StudyError
from cx_workbench.rank.export import to_csv
from cx_workbench.rank.methods import METHODS
from cx_workbench.rank.ranking import rank
from cx_workbench.study.example import planted_truth
from tests.example import example
from tests.small import small, tables
from tests.tries import tries

ANCHORS = {
    "gap": {"worst": 0, "best": 100},
    "impact": {"worst": 0, "best": 40},
    "effort": {"worst": 200, "best": 0},
}
estimates = st.tuples(st.floats(0, 300), st.floats(0, 1), st.sampled_from(["x", "y", "x;y"]))


def test_scores_are_the_sum_of_contributions() -> None:
    ranking = rank(example(), draws=0)
    sums = ranking.contributions.groupby("improvement")["contribution"].sum()
    scores = ranking.table.set_index("improvement")["score"]
    np.testing.assert_allclose(sums[scores.index], scores)


def test_the_order_by_hand() -> None:
    ranking = rank(small())
    # u = .6, 1, .5 and 0, 0, .9 with weights .3, .4, .3
    assert ranking.table["improvement"].tolist() == ["both", "spoilt"]
    assert ranking.table["score"].tolist() == pytest.approx([0.73, 0.27])


def test_ties_go_by_impact_then_effort_then_id() -> None:
    improvements = pd.DataFrame(
        {
            "improvement": ["c", "b", "a", "d"],
            "touchpoints": "x",
            "personas": "a",
            "effort_likely": [10, 10, 10, 5],
            "closes_likely": [0.4, 0.4, 0.4, 0.4],
        }
    )
    by_impact_only = rank(small(improvements=improvements), weights={"impact": 1})
    assert by_impact_only.table["improvement"].tolist() == ["d", "a", "b", "c"]


@tries(20)
@given(st.lists(estimates, min_size=3, max_size=8), st.data())
def test_an_unrelated_improvement_never_turns_the_order_of_two_others(
    given_estimates: list[tuple[float, float, str]], data: st.DataObject
) -> None:
    names = [f"i{place}" for place in range(len(given_estimates))]
    table = pd.DataFrame(
        {
            "improvement": names,
            "touchpoints": [where for *_, where in given_estimates],
            "effort_likely": [effort for effort, *_ in given_estimates],
            "closes_likely": [closes for _, closes, _ in given_estimates],
        }
    )
    keep = sorted(data.draw(st.sets(st.sampled_from(names), min_size=2)))
    study = small(improvements=table, settings={"criteria": ANCHORS})
    fewer = study.improvements[study.improvements["improvement"].isin(keep)]
    everything = rank(study, draws=0).table["improvement"]
    some = rank(replace(study, improvements=fewer), draws=0).table["improvement"]
    assert [name for name in everything if name in keep] == some.tolist()


def test_what_nobody_measured_is_listed_and_never_ranked() -> None:
    ranking = rank(small())
    assert [(left.improvement, left.touchpoints) for left in ranking.not_measured] == [
        ("silent", ("y",))
    ]
    assert "silent" not in set(ranking.table["improvement"])
    holes = ranking.cells[~ranking.cells["measured"]]
    assert holes[["persona", "touchpoint"]].to_numpy().tolist() == [["b", "y"]]


def test_a_filter_takes_the_rest_out_of_play() -> None:
    ranking = rank(small(), personas=["a"], stages=["Use"])
    assert ranking.personas["weight"].tolist() == [1]
    assert ranking.touchpoints["touchpoint"].tolist() == ["y"]
    assert ranking.cells["importance"].tolist() == [1]
    both = ranking.table.set_index("improvement").loc["both"]
    assert (both["gap"], both["impact"]) == (pytest.approx(75), pytest.approx(30))
    assert {left.improvement for left in ranking.out_of_scope} == {"spoilt", "silent"}
    assert ranking.filters == {"persona": ("a",), "stage": ("Use",)}


@pytest.mark.parametrize(
    ("filters", "ranked"),
    [
        ({"phases": ["before"]}, {"both", "spoilt"}),
        ({"channels": ["LETTER"]}, {"both"}),
        ({"pain_types": ["feature"]}, {"spoilt"}),
        ({"personas": "Boris"}, {"both", "spoilt"}),
        ({"stages": ["Buy"], "phases": ["before"], "channels": ["app"]}, {"both", "spoilt"}),
    ],
)
def test_each_filter(filters: dict[str, Any], ranked: set[str]) -> None:
    assert set(rank(small(), **filters).table["improvement"]) == ranked


def test_every_wrong_argument_is_named_at_once() -> None:
    with pytest.raises(SettingError) as caught:
        rank(
            small(),
            0,
            method="topsi",
            reference="expectaton",
            importance="equl",
            impact="pat",
            weights={"gap": -1, "impakt": 1},
            personas=["anna", "borys"],
            stages=["buying"],
        )
    said = str(caught.value)
    for text in (
        "top is 0",
        "Did you mean 'topsis'",
        "Did you mean 'expectation'",
        "Did you mean 'equal'",
        "Did you mean 'path'",
        "The weight of gap is -1",
        "Did you mean 'impact'",
        "'borys' is not a persona",
        "'buying' is not a stage",
    ):
        assert text in said
    assert "'anna'" not in said
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"weights": {"gap": 0}}, "All weights are 0."),
        ({"reference": "company"}, "no answers of the kind company"),
        ({"reference": "target"}, "the study has none"),
        ({"importance": "stated"}, "no answers of the kind importance"),
        ({"weights": {"effort_likely": 1}}, "has no anchors"),
        ({"stages": ["Buy"], "phases": ["during"]}, "leave no touchpoint"),
    ],
)
def test_what_the_study_cannot_serve_is_said(asked: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingError, match=said):
        rank(small(), **asked)


def test_nothing_measured_is_an_error_in_words() -> None:
    improvements = tables()["improvements"].query("improvement == 'silent'")
    with pytest.raises(StudyError, match="No improvement touches a touchpoint"):
        rank(small(improvements=improvements))


def test_arguments_go_before_the_file_and_the_file_before_the_defaults() -> None:
    study = small(
        settings={
            "ranking": {"top": 1, "method": "topsis"},
            "criteria": {"gap": {"weight": 0.9}},
        }
    )
    plain, asked = rank(study), rank(study, 2, weights={"effort": 1})
    assert (plain.top, plain.method, plain.weights) == (
        1,
        "topsis",
        {"gap": 0.9, "impact": 0.4, "effort": 0.3},
    )
    assert (asked.top, asked.weights) == (2, {"gap": 0, "impact": 0, "effort": 1})
    assert any(
        "topsis" in said.casefold() and "the study's settings" in said for said in plain.assumptions
    )
    assert any("effort 1 (as asked)" in said for said in asked.assumptions)
    assert any("the default" in said for said in plain.assumptions)


def test_a_top_beyond_the_candidates_is_said() -> None:
    ranking = rank(small(), 10)
    assert len(ranking.top_table) == 2
    assert "For a TOP 10, only 2 improvements are ranked." in ranking.warnings


def test_the_reason_names_figures_that_can_be_checked() -> None:
    why = rank(small(), draws=0).table.set_index("improvement")["why"]
    assert why["both"] == (
        "Both steps: Order and Bill score 42 (n 3) against an expectation of 92 for Anna, "
        "with 50 % of the weight; 25 person-days"
    )
    assert why["spoilt"] == (
        "Already good: Order scores 75 (n 1) and so meets an expectation of 25 for Boris, "
        "with 50 % of the weight; 5 person-days"
    )


@pytest.mark.parametrize("method", METHODS)
def test_every_method_gives_a_whole_ranking_of_the_example(method: str) -> None:
    ranking = rank(example(), method=method, draws=0)
    assert ranking.table["rank"].tolist() == list(range(1, len(ranking.table) + 1))
    assert np.isfinite(ranking.table["score"]).all()
    assert ranking.table["score"].is_monotonic_decreasing


def test_the_example_gives_the_planted_top_5() -> None:
    assert rank(example(), draws=0).top_table["improvement"].tolist() == list(planted_truth().top)


def test_json_is_plain_and_complete() -> None:
    found = json.loads(rank(example()).to_json(cells=True))
    assert found["schema"] == "cx-workbench/ranking/1"
    assert set(found) >= {
        "study",
        "top",
        "method",
        "reference",
        "importance",
        "impact",
        "weights",
        "criteria",
        "personas",
        "outcomes",
        "draws",
        "seed",
        "ranking",
        "not_measured",
        "warnings",
        "cells",
    }
    assert set(found["ranking"][0]) >= {
        "rank",
        "improvement",
        "title",
        "score",
        "gap",
        "impact",
        "effort",
        "contributions",
        "p_top",
        "rank_low",
        "rank_high",
        "touchpoints",
        "personas",
        "evidence",
        "why",
    }
    assert set(found["cells"][0]) == {
        "persona",
        "touchpoint",
        "metric",
        "n",
        "reality",
        "reference",
        "gap",
        "low",
        "high",
        "importance",
        "reach",
    }
    assert all(
        set(cell) == {"worst", "best", "unit", "anchors_from"}
        for cell in found["criteria"].values()
    )
    assert sum(persona["weight"] for persona in found["personas"]) == pytest.approx(1)


def test_html_and_csv_keep_a_planted_text_a_text() -> None:
    bad = "=cmd|'/c calc'!A1<script>alert(1)</script>"
    improvements = tables()["improvements"].assign(title=bad)
    ranking = rank(small(improvements=improvements))
    assert "<script" not in ranking.to_html()
    assert "&lt;script&gt;" in ranking.to_html()
    assert "'=cmd" in to_csv(ranking)
    assert ",=cmd" not in to_csv(ranking)
    assert '"=cmd' not in to_csv(ranking)


def test_a_folder_is_not_yet_a_study() -> None:
    with pytest.raises(SettingError, match="Load it first"):
        rank("acme")  # type: ignore[arg-type]  # what people type
