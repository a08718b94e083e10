from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cx_workbench.widgets import Session
from cx_workbench.widgets.controls import Controls
from cx_workbench.widgets.offers import choices, criteria, filters
from tests.small import small, tables
from tests.widgets.asking import PLANTED, ask

if TYPE_CHECKING:
    from cx_workbench.study.model import Study


@pytest.fixture
def controls() -> Controls:
    return Controls(Session(small(), file=False, draws=0))


def offered(controls: Controls, setting: str) -> dict[str, str]:
    """Why not, by choice; empty for what can be had."""
    found = next(each for each in controls.offers["settings"] if each["name"] == setting)
    return {choice["name"]: choice["reason"] for choice in found["choices"]}


def with_mentions(**criteria_sections: dict[str, float]) -> Study:
    improvements = tables()["improvements"].assign(mentions=[12, 3, 0])
    return small(improvements=improvements, settings={"criteria": criteria_sections})


def test_the_screen_starts_with_what_is_set(controls: Controls) -> None:
    assert controls.state["weights"] == {"gap": 0.3, "impact": 0.4, "effort": 0.3}
    assert controls.state["full"] == 1
    assert controls.state["settings"]["method"] == "additive"
    assert controls.state["filters"]["personas"] == ["a", "b"]
    assert not controls.state["changed"]


def test_a_drag_previews_and_only_its_end_is_decided(controls: Controls) -> None:
    session = controls.session
    weights = {"gap": 0.3, "impact": 0.4, "effort": 0.9}

    controls.wanted = {"number": 1, "kind": "weights", "weights": {**weights, "effort": 0.5}}
    controls.wanted = {"number": 2, "kind": "weights", "weights": weights}

    assert not session.answer.settled
    assert session.weights["effort"] == 0.3
    assert controls.state["number"] == 0

    ask(controls, "change", number=3, inputs={"weights": weights})

    assert session.answer.settled
    assert session.weights == weights
    assert len(session.log) == 1
    assert controls.state["number"] == 3


def test_a_preview_that_comes_after_its_decision_is_passed_over(controls: Controls) -> None:
    weights = {"gap": 0.3, "impact": 0.4, "effort": 0.9}
    ask(controls, "change", number=61, inputs={"weights": weights})

    controls.wanted = {"number": 60, "kind": "weights", "weights": {**weights, "effort": 0.1}}

    assert controls.session.answer.settled
    assert controls.session.order is not None
    assert controls.session.weights == weights


def test_all_weights_at_nothing_are_refused_and_the_screen_goes_back(controls: Controls) -> None:
    ask(controls, "change", number=1, inputs={"weights": {"gap": 0, "impact": 0, "effort": 0}})

    assert controls.problem == "All weights are 0. Give at least one criterion a weight."
    assert controls.state["weights"] == {"gap": 0.3, "impact": 0.4, "effort": 0.3}
    assert controls.state["number"] == 1


def test_a_filter_that_leaves_nothing_is_refused_and_put_back(controls: Controls) -> None:
    ask(controls, "change", number=1, inputs={"channels": ["letter"]})
    ask(controls, "change", number=2, inputs={"personas": ["b"]})

    assert "leave no improvement that can be ranked" in controls.problem
    assert controls.session.personas == ()
    assert controls.state["filters"]["personas"] == ["a", "b"]
    assert controls.state["filters"]["channels"] == ["letter"]
    assert controls.state["number"] == 2
    assert len(controls.session.ranking.table) == 1


def test_stage_and_channel_that_never_meet_are_refused(controls: Controls) -> None:
    ask(controls, "change", number=1, inputs={"channels": ["letter"]})
    ask(controls, "change", number=2, inputs={"stages": ["Buy"]})

    assert "The filters by stage, phase and channel leave no touchpoint." in controls.problem
    assert controls.session.stages == ()


def test_a_filter_that_leaves_only_what_is_vetoed_is_refused(controls: Controls) -> None:
    controls.session.veto("spoilt", "too dear")

    ask(controls, "change", number=1, inputs={"pain_types": ["feature"]})

    assert "leave no improvement" in controls.problem
    assert controls.session.pain_types == ()


def test_a_filter_that_leaves_something_is_kept_and_can_be_undone(controls: Controls) -> None:
    ask(controls, "change", number=1, inputs={"pain_types": ["feature"]})

    assert controls.session.ranking.table["improvement"].tolist() == ["spoilt"]
    assert controls.state["filters"]["pain_types"] == ["feature"]
    controls.session.undo()
    assert controls.state["filters"]["pain_types"] == ["payment", "feature"]


def test_filters_count_what_they_would_keep() -> None:
    counted = {
        each.title: {value.title: value.counted for value in each.values}
        for each in filters(small())
    }

    assert counted == {
        "Personas": {"Anna": "1 improvement", "Boris": "3 improvements"},
        "Stages": {
            "Buy": "1 touchpoint, 2 improvements",
            "Use": "1 touchpoint, 2 improvements",
        },
        "Phases": {
            "before": "1 touchpoint, 2 improvements",
            "during": "1 touchpoint, 2 improvements",
        },
        "Channels": {
            "app": "1 touchpoint, 2 improvements",
            "letter": "1 touchpoint, 2 improvements",
        },
        "Pain types": {"payment": "1 improvement", "feature": "2 improvements"},
    }


def test_a_dimension_with_one_value_is_no_filter_and_a_blank_one_is_named() -> None:
    study = small(touchpoints=tables()["touchpoints"].assign(stage=["Use", ""], phase="during"))

    found = {each.name: each for each in filters(study)}

    assert "phases" not in found
    assert [value.title for value in found["stages"].values] == ["Use", "(no stage given)"]
    session = Session(study, file=False, draws=0)
    session.stages = ("",)
    assert session.ranking.touchpoints["touchpoint"].tolist() == ["y"]


def test_what_the_study_cannot_serve_is_offered_with_the_reason(controls: Controls) -> None:
    references = offered(controls, "reference")

    assert references["expectation"] == ""
    assert references["company"].startswith("There are no answers of the kind company")
    assert references["target"].startswith("Reality is to be held against the target, but the")


def test_deriving_importance_is_tried_only_once_somebody_looks(controls: Controls) -> None:
    assert set(offered(controls, "importance").values()) == {""}

    ask(controls, "look", setting="importance")

    reasons = offered(controls, "importance")
    assert reasons["equal"] == ""
    assert reasons["stated"].startswith("There are no answers of the kind importance.")
    assert reasons["derived"]


def test_a_framework_with_a_bad_column_is_offered_with_the_reason() -> None:
    judged = tables()["improvements"].assign(confidence=["high", "low", "low"])

    reasons = {each.name: each.reason for each in choices(small(improvements=judged), "method")}

    assert "it is not a column of numbers" in reasons["rice"]
    assert reasons["additive"] == ""


def test_a_choice_that_is_refused_all_the_same_says_so(controls: Controls) -> None:
    ask(controls, "change", number=1, inputs={"reference": "company"})

    assert controls.problem.startswith("There are no answers of the kind company")
    assert controls.state["settings"]["reference"] == "expectation"


def test_a_method_without_weights_rests_the_sliders_and_says_so(controls: Controls) -> None:
    ask(controls, "change", number=1, inputs={"method": "ratio"})

    assert not controls.state["weighted"]
    assert controls.state["unweighted"].startswith("Impact per person-day takes no weights")
    assert "Weight of gap: 0.3\n" in controls.to_text()


def test_the_way_back_to_the_studys_settings_can_be_undone(controls: Controls) -> None:
    ask(controls, "change", number=1, inputs={"top": 2, "method": "topsis"})
    assert controls.state["changed"]

    ask(controls, "reset", number=2)

    assert controls.session.settings == {}
    assert not controls.state["changed"]
    controls.session.undo()
    assert controls.session.method == "topsis"


def test_an_unknown_input_is_refused_in_words(controls: Controls) -> None:
    ask(controls, "change", number=1, inputs={"methods": "topsis"})

    assert "Did you mean 'method'?" in controls.problem


def test_a_column_with_anchors_gets_a_slider() -> None:
    study = with_mentions(mentions={"worst": 0, "best": 20, "weight": 0.2})
    controls = Controls(study, file=False, draws=0)

    assert criteria(study) == ("gap", "impact", "effort", "mentions")
    assert controls.state["weights"]["mentions"] == 0.2

    weights = {**controls.state["weights"], "mentions": 0}
    ask(controls, "change", number=1, inputs={"weights": weights})

    assert controls.state["weights"]["mentions"] == 0


def test_a_slider_reaches_the_studys_own_weight() -> None:
    controls = Controls(with_mentions(gap={"weight": 3}), file=False, draws=0)

    controls.session.weights = {"gap": 1.0}

    assert controls.state["full"] == 3


def test_as_words_and_as_a_table(controls: Controls) -> None:
    controls.session.change(personas=["a"], weights={"gap": 0.5, "effort": 0.5})

    assert controls.to_text() == (
        "Settings\n"
        "  Weight of gap: 0.5 (50 % of the score)\n"
        "  Weight of impact: 0 (0 % of the score)\n"
        "  Weight of effort: 0.5 (50 % of the score)\n"
        "  Method: Weighted sum\n"
        "  Reality is held against: What customers expect\n"
        "  Importance of touchpoints: Equal\n"
        "  Impact counts: The overall index\n"
        "  Only personas: Anna"
    )
    assert "<th scope='row'>Only personas</th><td>Anna</td>" in controls.to_html()


def test_a_clients_words_are_escaped() -> None:
    named = tables()["personas"].assign(name=[f"{PLANTED} a", f"{PLANTED} b"])
    controls = Controls(small(personas=named), file=False, draws=0)
    controls.session.personas = ("a",)

    assert "<script>" not in controls.to_html()
    assert "&lt;script&gt;" in controls.to_html()
