"""What matters in a study: which input decides, what to ask, and what is said at the edges."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from cx_workbench.errors import SettingError
from cx_workbench.measure.intervals import even_square
from cx_workbench.rank.knowing.information import WhatMatters, what_matters
from cx_workbench.rank.methods import METHODS
from cx_workbench.rank.ranking import rank
from cx_workbench.study.loading import load
from tests.example import example
from tests.small import small, tables

if TYPE_CHECKING:
    from cx_workbench.study.model import Study

#: One persona at two touchpoints; the second is asked of few.
ANSWERS = {"x": [1, 2, 3, 4] * 50, "y": [1, 2, 3, 4] * 3}


def two_rivals(
    asked: dict[str, list[int]] = ANSWERS,
    **columns: Any,  # noqa: ANN401  whatever a table holds
) -> Study:
    """Two improvements, one a touchpoint, alike but for the answers and what is given."""
    rows = [("a", place, score) for place, scores in asked.items() for score in scores]
    answers = pd.DataFrame(rows, columns=["persona", "touchpoint", "score"])
    improvements = {
        "improvement": ["often", "seldom"],
        "title": ["Well known", "Hardly known"],
        "touchpoints": ["x", "y"],
        "effort_likely": [20.0, 20.0],
        "closes_likely": [0.5, 0.5],
    }
    return load(
        {
            "personas": pd.DataFrame({"persona": ["a"], "name": ["Anna"]}),
            "touchpoints": pd.DataFrame({"touchpoint": ["x", "y"], "name": ["Order", "Bill"]}),
            "responses": answers.assign(metric="csat", kind="reality"),
            "improvements": pd.DataFrame(improvements | columns),
            "settings": {"target": {"default": 90}},
        }
    )


def matters(study: Study, **settings: Any) -> WhatMatters:  # noqa: ANN401  settings of `rank`
    return what_matters(rank(study, **settings))


def test_the_cell_with_few_answers_matters_most() -> None:
    found = matters(two_rivals(), top=1)
    assert found.inputs["touchpoint"].tolist() == ["y", "x"]
    assert found.inputs["n"].tolist() == [12, 200]
    first, second = found.inputs["settles"]
    assert first > 0.5 > second
    assert found.groups["settles"].tolist() == [1, 1]
    assert found.groups["evppi"].tolist() == pytest.approx([found.evpi] * 2, rel=0.02)
    assert found.next[0].startswith("Get 20 more answers from Anna about Bill (12 so far); ")
    assert found.next[0].endswith("above all the place of Hardly known.")


def test_the_answers_asked_for_are_the_fewest_that_settle_enough() -> None:
    study = two_rivals()
    few, many = (what_matters(rank(study, top=1), enough=share) for share in (0.2, 0.9))
    asked = [each.inputs.set_index("touchpoint")["answers"] for each in (few, many)]
    # Twelve answers and the two that what is known before weighs: told is m / (14 + m).
    assert asked[0]["y"] == 10
    assert asked[1]["y"] > 60


def test_as_many_answers_again_halve_the_variance() -> None:
    # The mean of a scale of five after n answers spread as in ANSWERS, and after twice as many.
    square, centre = np.mean(np.square([0, 0.25, 0.5, 0.75])), 0.375

    def variance(n: int) -> float:
        mean = (n * centre + 0.5) / (n + 1)
        return float(((n * square + even_square(5)) / (n + 1) - mean**2) / (n + 2))

    assert variance(12 + 14) / variance(12) == pytest.approx(0.5, abs=0.03)


def test_the_effort_in_doubt_is_what_to_estimate() -> None:
    study = two_rivals(effort_low=[20, 2], effort_high=[20, 80])
    found = matters(study, top=1, weights={"effort": 1})
    assert found.inputs["settles"].iloc[0] == pytest.approx(1, abs=0.05)
    assert found.inputs["what"].iloc[0] == "Effort of Hardly known"
    assert not found.inputs["settles"].iloc[1:].any()
    (said,) = found.next
    assert said == (
        "Hardly known: have its effort estimated more closely (2 to 80 person-days today); that "
        f"would settle {100 * found.inputs['settles'].iloc[0]:.0f} % of the doubt about the TOP 1, "
        "above all its own place."
    )
    effort = found.groups.set_index("group").loc["effort"]
    assert effort["settles"] == 1
    assert effort["evppi"] == pytest.approx(found.evpi)


def test_what_an_improvement_closes_and_the_weights_are_named_too() -> None:
    study = two_rivals(closes_low=[0.5, 0.1], closes_high=[0.5, 0.9])
    said = " ".join(matters(study, top=1, spread="any").next)
    assert (
        "Hardly known: try out on a small scale how much of the gap it closes (10 % to 90 % today)"
        in said
    )
    wide = two_rivals(effort_likely=[5, 60], closes_likely=[0.1, 1.0])
    said = " ".join(matters(wide, top=1, spread="any").next)
    assert "Agree on the weight of effort (a share of 0." in said


def test_inputs_and_groups_of_the_example() -> None:
    found = matters(example(), draws=4_000, spread="around")
    inputs, groups = found.inputs, found.groups.set_index("group")
    assert list(inputs.columns) == [
        "what",
        "group",
        "persona",
        "touchpoint",
        "improvement",
        "evppi",
        "settles",
        "n",
        "answers",
        "sentence",
    ]
    assert inputs["settles"].is_monotonic_decreasing
    assert inputs["settles"].between(0, 1).all()
    assert inputs["evppi"].between(0, found.evpi).all()
    assert groups.loc["everything", "evppi"] == found.evpi
    assert groups.loc["everything", "settles"] == 1
    # What is known of a group is never worth less than what is known of one of its inputs.
    most = inputs.groupby("group")["evppi"].max()
    for group, worth in most.items():
        assert groups.loc[str(group), "evppi"] >= 0.9 * worth - 1e-4
    assert groups["inputs"].iloc[:-1].sum() == groups["inputs"].iloc[-1] == len(inputs)
    assert inputs["n"].notna().equals(inputs["group"] == "scores")
    assert found.unknown == (
        "From the chat to a person in one tap (Chat with the assistant): nobody was asked there.",
    )
    assert "Find out next:" in found.to_text()
    assert "nan" not in found.to_text()


def test_the_reference_is_asked_for_where_it_is_a_matter_of_answers() -> None:
    found = matters(small(), top=1, personas=["a"], weights={"gap": 1}, draws=4_000)
    said = found.inputs.loc[found.inputs["group"] == "scores", "sentence"]
    assert len(said) == 2
    assert all("and as many on what they expect there" in each for each in said)
    assert "(2 and 1 so far)" in " ".join(said)


def test_stated_importance_is_an_input_of_its_own() -> None:
    answers = tables()["responses"]
    asked = answers[answers["kind"] == "expectation"].assign(kind="importance")
    study = small(responses=pd.concat([answers, asked]))
    found = matters(study, importance="stated", top=1, draws=4_000)
    inputs = found.inputs[found.inputs["group"] == "importance"]
    assert set(inputs["what"]) == {"Importance of Order to Anna", "Importance of Bill to Anna"}
    assert inputs["n"].tolist() == [1, 2] or inputs["n"].tolist() == [2, 1]
    assert found.groups["group"].tolist()[:2] == ["scores", "importance"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("impact", ["index", "path"])
def test_every_method_has_what_matters(method: str, impact: str) -> None:
    found = matters(example(), draws=1_000, method=method, impact=impact)
    assert found.evpi >= 0
    assert np.isfinite(found.inputs[["evppi", "settles"]].to_numpy()).all()
    assert found.inputs["evppi"].max() <= found.evpi * 1.1 + 1e-9
    assert found.said.endswith("that is the doubt.")


def test_a_top_n_that_takes_all_leaves_nothing_to_settle() -> None:
    found = matters(small(), draws=500)
    assert found.said == "All 2 improvements make the TOP 5: there is nothing to settle."
    assert (found.doubt, found.evpi, found.next) == (0, 0, ())
    assert not found.inputs[["evppi", "settles"]].to_numpy().any()
    one = small(improvements=tables()["improvements"].head(1))
    found = matters(one, draws=500)
    assert found.to_text().startswith("The one ranked improvement makes the TOP 5: there is noth")
    assert "what to" not in found.to_text()


def test_improvements_that_are_all_alike_leave_nothing_to_settle() -> None:
    twins = tables()["improvements"].iloc[[1, 1]].assign(improvement=["first", "second"])
    found = matters(small(improvements=twins), top=1, draws=500)
    assert found.said == "Every draw gives the same TOP 1: there is nothing to settle."
    assert found.next == ()


def test_a_study_without_anything_uncertain_says_so() -> None:
    study = two_rivals(effort_likely=[20, 30])
    found = matters(study, top=1, draws=1)
    assert found.inputs.empty
    assert found.said == "Nothing that the TOP 1 rests on is uncertain: there is nothing to settle."
    assert found.groups["group"].tolist() == ["everything"]


def test_a_ranking_without_draws_is_refused_with_a_hint() -> None:
    with pytest.raises(SettingError, match=r"without draws\. Rank with draws: rank"):
        what_matters(rank(small(), draws=0))


def test_an_empty_ranking_is_said_in_words() -> None:
    found = matters(small(), personas=["a"], pain_types=["feature"])
    assert found.to_text() == "No improvement is left to rank."
    assert list(found.inputs.columns) == list(matters(small(), draws=100).inputs.columns)


@pytest.mark.parametrize("enough", [0, 1, -1, 2, float("nan")])
def test_a_share_that_is_none_is_refused(enough: float) -> None:
    with pytest.raises(SettingError, match="Give a share above 0 and below 1"):
        what_matters(rank(small(), draws=100), enough=enough)


def test_the_same_seed_gives_the_same_figures() -> None:
    one, two = (matters(example(), draws=1_000, seed=7) for _ in range(2))
    pd.testing.assert_frame_equal(one.inputs, two.inputs)
    pd.testing.assert_frame_equal(one.groups, two.groups)


def test_derived_importance_is_one_input_for_each_touchpoint() -> None:
    found = matters(example(), importance="derived", draws=1_000)
    inputs = found.inputs[found.inputs["group"] == "importance"]
    assert inputs["touchpoint"].is_unique
    assert set(inputs["persona"]) == {""}
    assert inputs["n"].isna().all()
    row = inputs[inputs["touchpoint"] == "bill"].iloc[0]
    assert row["what"] == "Importance of The monthly bill"
    assert row["sentence"].startswith(
        "Ask more respondents about both The monthly bill and the whole journey, to know how "
        "important The monthly bill is; "
    )


def test_what_to_find_out_next_is_in_the_order_of_what_it_promises() -> None:
    few = {"x": [1, 2, 3, 4] * 12, "y": [1, 2, 3, 4] * 3}
    study = two_rivals(few, effort_low=[20, 12], effort_high=[20, 34])
    found = what_matters(rank(study, top=1), enough=0.2)
    promised = [int(re.findall(r"settle (\d+) % of the doubt", said)[0]) for said in found.next]
    assert promised == sorted(promised, reverse=True)
    # Otherwise the order would be that of knowing exactly, and this would prove nothing.
    assert list(found.next) != found.inputs["sentence"].head(len(found.next)).tolist()


@pytest.mark.parametrize("draws", [500, 4_000])
def test_a_group_settles_no_less_than_its_largest_input(draws: int) -> None:
    found = matters(example(), draws=draws, spread="any")
    groups = found.groups.set_index("group")["settles"]
    for group, most in found.inputs.groupby("group")["settles"].max().items():
        assert groups[str(group)] >= most
    assert "\nShares do not add up: " in found.to_text()


def test_a_notebook_gets_escaped_lists() -> None:
    found = matters(example(), draws=500)
    page = replace(found, next=("<b>",), unknown=("a & b",))._repr_html_()
    assert "<ol><li>&lt;b&gt;</li></ol>" in page
    assert "<li>a &amp; b</li>" in page
    assert "<li>everything together: 100 %</li>" in page
    assert matters(example(), draws=20).to_html().count("<ol>") == 0


def test_few_draws_tell_of_no_single_figure() -> None:
    found = matters(example(), draws=20)
    assert found.doubt > 0
    assert found.next == ()
    assert "No single figure would settle any of it" in found.to_text()
