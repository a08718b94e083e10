"""Studies at the edge: nothing left, nothing lacking, nobody passing, odd ids and names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from cx_workbench.errors import SettingError, StudyError
from cx_workbench.rank.export import to_csv
from cx_workbench.rank.methods import METHODS
from cx_workbench.rank.ranking import rank
from tests.small import small, tables

if TYPE_CHECKING:
    from cx_workbench.rank.model import Ranking

NOBODY = pd.DataFrame({"persona": ["a", "a", "b"], "touchpoint": ["x", "y", "x"], "reach": 0})


def every_form(ranking: Ranking) -> dict[str, Any]:
    """Write a ranking in each form and give the JSON back."""
    for text in (
        ranking.to_text(),
        ranking.to_html(),
        to_csv(ranking),
        to_csv(ranking, cells=True),
    ):
        assert "nan" not in text.replace(",nan", "")
    return dict(json.loads(ranking.to_json(cells=True)))


def records(ranking: Ranking) -> dict[str, dict[str, Any]]:
    rows = ranking.table.to_dict("records")
    return {row["improvement"]: {str(name): cell for name, cell in row.items()} for row in rows}


def without_gap() -> pd.DataFrame:
    """Answers where everybody expects nothing."""
    answers: pd.DataFrame = tables()["responses"]
    return answers.assign(score=answers["score"].where(answers["kind"] == "reality", 1))


def effortless() -> pd.DataFrame:
    improvements: pd.DataFrame = tables()["improvements"]
    return improvements.assign(effort_low=0, effort_likely=0, effort_high=0)


def test_filters_that_leave_nothing_give_an_empty_ranking_in_words() -> None:
    ranking = rank(small(), personas=["a"], pain_types=["feature"])
    assert ranking.table.empty
    assert "No improvement is left to rank." in ranking.to_text()
    assert "<p>No improvement is left to rank.</p>" in ranking.to_html()
    assert "For a TOP 5, no improvement is ranked." in ranking.warnings
    found = every_form(ranking)
    assert found["ranking"] == []
    assert {left["improvement"]: left["reason"] for left in found["out_of_scope"]} == {
        "both": "its pain type is payment",
        "spoilt": "the filters leave none of its cells in play",
        "silent": "the filters leave none of its cells in play",
    }
    assert found["filters"] == {"persona": ["a"], "pain_type": ["feature"]}
    assert list(ranking.table.columns) == list(rank(small()).table.columns)


@pytest.mark.parametrize("method", METHODS)
def test_an_empty_ranking_in_every_method(method: str) -> None:
    ranking = rank(small(), personas=["a"], pain_types=["feature"], method=method)
    assert every_form(ranking)["ranking"] == []


@pytest.mark.parametrize(
    ("method", "scores"),
    [
        ("additive", [0.3 * 0.6 + 0.4 + 0.3, 0.3]),
        ("product", [0.6**0.3, 0]),
        ("ratio", [10, 0]),
        ("pareto", [1, 0.5]),
    ],
)
def test_effort_of_zero(method: str, scores: list[float]) -> None:
    ranking = rank(small(improvements=effortless()), method=method)
    assert ranking.table["improvement"].tolist() == ["both", "spoilt"]
    assert ranking.table["score"].tolist() == pytest.approx(scores)
    (effort,) = [c for c in ranking.criteria if c.name == "effort"]
    assert (effort.worst, effort.best) == (1, 0)
    assert "0 person-days" in ranking.to_text()


# The opportunity score asks for satisfaction, not for a gap.
@pytest.mark.parametrize("method", [name for name in METHODS if name != "opportunity"])
@pytest.mark.parametrize("impact", ["index", "path"])
def test_without_any_gap_only_effort_tells_the_improvements_apart(method: str, impact: str) -> None:
    ranking = rank(small(responses=without_gap()), method=method, impact=impact)
    assert ranking.table["improvement"].tolist() == ["spoilt", "both"]
    assert not ranking.table[["gap", "impact"]].to_numpy().any()
    assert [(c.worst, c.best) for c in ranking.criteria[:2]] == [(0, 1), (0, 1)]
    assert any("nowhere below" in said for said in ranking.warnings)
    assert "and so meets" in str(ranking.table["why"].iloc[0])
    every_form(ranking)


def test_without_gap_and_effort_the_id_decides() -> None:
    ranking = rank(small(responses=without_gap(), improvements=effortless()))
    assert ranking.table["improvement"].tolist() == ["both", "spoilt"]
    assert ranking.table["score"].tolist() == pytest.approx([0.3, 0.3])


@pytest.mark.parametrize("impact", ["index", "path"])
def test_touchpoints_that_nobody_passes_gain_nothing_and_keep_their_evidence(impact: str) -> None:
    ranking = rank(small(reach=NOBODY), impact=impact)
    found = records(ranking)["both"]
    assert (found["gap"], found["impact"], found["n"]) == (0, 0, 4)
    # The plain means over three cells: 62.5, 0, 75 and 100, 75, 25.
    assert found["reality"] == pytest.approx(137.5 / 3)
    assert found["reference"] == pytest.approx(200 / 3)
    assert any(
        said.startswith("Nobody who counts passes") and "Both steps" in said
        for said in ranking.warnings
    )
    assert ranking.cells["importance"].fillna(0).tolist() == [0, 0, 0, 0]
    every_form(ranking)


def test_one_persona_who_never_passes_one_touchpoint() -> None:
    reach = pd.DataFrame({"persona": ["a"], "touchpoint": ["y"], "reach": [0]})
    found = records(rank(small(reach=reach), personas=["a"]))["both"]
    assert (found["gap"], found["impact"]) == (pytest.approx(37.5), pytest.approx(0.4 * 37.5))


def test_a_persona_without_weight_counts_nothing_with_others_and_all_alone() -> None:
    personas = tables()["personas"].assign(share=[0, 1])
    study = small(personas=personas)
    assert rank(study).personas["weight"].tolist() == [0, 1]
    assert records(rank(study))["both"]["gap"] == 0
    assert rank(study, personas=["a"]).personas["weight"].tolist() == [1]


def test_personas_that_all_weigh_nothing_count_alike_and_that_is_said() -> None:
    ranking = rank(small(personas=tables()["personas"].assign(share=[0, 1], value=[1, 0])))
    assert ranking.personas["weight"].tolist() == [0.5, 0.5]
    said = "No persona in play has both a share and a value above 0, so all count alike."
    assert said in ranking.warnings
    assert said not in rank(small()).warnings


def test_a_study_of_one_persona_and_one_improvement() -> None:
    frames = tables()
    study = small(
        personas=frames["personas"].head(1),
        responses=frames["responses"].query("persona == 'a'"),
        improvements=frames["improvements"].head(1),
    )
    ranking = rank(study)
    assert ranking.personas["weight"].tolist() == [1]
    assert records(ranking)["both"]["gap"] == pytest.approx((37.5 + 0.5 * 75) / 1.5)
    assert "For a TOP 5, only 1 improvement is ranked." in ranking.warnings


def test_ids_that_are_numbers() -> None:
    frames = tables()
    for frame in frames.values():
        for column in ("persona", "personas"):
            if column in frame:
                frame[column] = frame[column].map({"a": 1, "b": 2})
    ranking = rank(small(**frames), personas=[1])  # type: ignore[list-item]  # as people write it
    assert ranking.filters == {"persona": ("1",)}
    found = every_form(ranking)
    assert [persona["id"] for persona in found["personas"]] == ["1"]
    assert found["ranking"][0]["personas"] == ["1"]


def test_names_that_occur_twice() -> None:
    study = small(
        personas=tables()["personas"].assign(name="Anna"),
        touchpoints=tables()["touchpoints"].assign(name="Order"),
        improvements=tables()["improvements"].assign(title="Better"),
    )
    ranking = rank(study, personas=["anna"])
    assert ranking.filters == {"persona": ("a", "b")}
    assert ranking.table["improvement"].tolist() == ["both", "spoilt"]
    sums = ranking.contributions.groupby("improvement")["contribution"].sum()
    assert sums.to_dict() == pytest.approx(
        dict(zip(ranking.table["improvement"], ranking.table["score"], strict=True))
    )


def test_an_id_goes_before_another_persona_s_name() -> None:
    study = small(personas=tables()["personas"].assign(name=["b", "a"]))
    assert rank(study, personas=["a"]).filters == {"persona": ("a",)}


def test_an_unknown_pain_type_is_an_error_and_not_an_empty_ranking() -> None:
    with pytest.raises(SettingError, match="'paymnt' is not a pain type of this study"):
        rank(small(), pain_types=["paymnt"])


def test_numbers_of_numpy_are_numbers() -> None:
    weights = {"gap": np.int64(1), "effort": np.float64(1)}
    ranking = rank(small(), np.int64(1), weights=weights)  # type: ignore[arg-type]  # as from frames
    assert (ranking.top, len(ranking.top_table)) == (1, 1)
    assert ranking.weights == {"gap": 1, "impact": 0, "effort": 1}
    assert type(ranking.top) is int


@pytest.mark.parametrize("top", [0, -1, 2.5, True, "five"])
def test_a_top_that_is_no_count_is_refused(top: object) -> None:
    with pytest.raises(SettingError, match=f"top is {top}"):
        rank(small(), top)  # type: ignore[arg-type]  # what must be refused


@pytest.mark.parametrize("weight", [-0.1, float("nan"), float("inf"), "much"])
def test_a_weight_that_is_no_weight_is_refused(weight: object) -> None:
    with pytest.raises(SettingError, match=f"The weight of gap is {weight}"):
        rank(small(), weights={"gap": weight, "effort": 1})  # type: ignore[dict-item]  # likewise


def test_a_criterion_of_weight_0_needs_no_figures() -> None:
    improvements = tables()["improvements"].assign(mentions=[30, None, 0])
    ranking = rank(small(improvements=improvements), weights={"gap": 1, "mentions": 0})
    assert ranking.weights == {"gap": 1, "impact": 0, "effort": 0}


@pytest.mark.parametrize(
    ("column", "cells", "said"),
    [
        ("n", [1, 2, 3], "a ranking has a column of that name"),
        ("score", [1, 2, 3], "a ranking has a column of that name"),
        ("mood", ["good", "bad", "bad"], "it is not a column of numbers"),
    ],
)
def test_a_column_that_cannot_be_a_criterion_says_why(
    column: str, cells: list[object], said: str
) -> None:
    study = small(improvements=tables()["improvements"].assign(**{column: cells}))
    with pytest.raises(SettingError, match=said):
        rank(study, weights={column: 1})


def test_without_expectation_and_target_it_is_the_study_that_lacks_something() -> None:
    answers = tables()["responses"].query("kind == 'reality'")
    study = small(responses=answers)
    with pytest.raises(StudyError, match="the study has none") as caught:
        rank(study)
    assert caught.value.exit_code == 3
    with pytest.raises(SettingError, match="no answers of the kind expectation"):
        rank(study, reference="expectation")


def test_answers_without_a_reference_are_not_said_to_be_missing() -> None:
    improvements = tables()["improvements"]
    improvements.loc[0, "touchpoints"] = "y"
    study = small(improvements=improvements, settings={"target": {"x": 85}})
    (both, silent) = rank(study, reference="target").not_measured
    assert both.reason == "there is no target to hold the answers against"
    assert silent.reason == "only other personas were asked there"


def test_a_persona_that_was_not_asked_is_not_nobody() -> None:
    answers = tables()["responses"].query("touchpoint != 'y' and persona != 'b'")
    ranking = rank(small(responses=answers))
    reasons = {left.title: left.reason for left in ranking.not_measured}
    assert reasons == {
        "Already good": "only other personas were asked there",
        "Nobody knows": "nobody was asked there",
    }


def test_the_reason_names_only_touchpoints_with_a_gap() -> None:
    answers = tables()["responses"]
    # At x Anna gets 62.5 and expects nothing, at y she gets 0 and expects 75.
    answers.loc[(answers["touchpoint"] == "x") & (answers["kind"] == "expectation"), "score"] = 1
    why = records(rank(small(responses=answers), personas=["a"]))["both"]["why"]
    assert why.startswith("Both steps: Bill scores 0 (n 1) against an expectation of 75 for Anna")


def test_the_reason_shows_a_gap_that_whole_figures_would_hide() -> None:
    study = small(settings={"target": {"default": 0.4}})
    ranking = rank(study, personas=["a"], reference="target")
    why = records(ranking)["both"]["why"]
    assert "Bill scores 0.0 (n 1) against a target of 0.4 for Anna" in why
