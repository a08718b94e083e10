"""Drivers and derived importance from loaded studies, against their respondents one by one."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from cx_workbench.errors import SettingError, StudyError
from cx_workbench.measure.cells import cells
from cx_workbench.measure.derived import derived
from cx_workbench.measure.driver_shares import derive
from cx_workbench.measure.drivers import drivers, drivers_by_persona
from cx_workbench.measure.joint import joint_path
from cx_workbench.measure.tally import tally
from cx_workbench.measure.weights import stated_by_touchpoint
from cx_workbench.study.loading import load
from tests.example import example
from tests.ratings import made_up, sample_of, study_of, tables_of

if TYPE_CHECKING:
    from cx_workbench.errors import WorkbenchError
    from cx_workbench.study.model import Study


def problem(study: Study, error: type[WorkbenchError] = StudyError, **settings: str) -> str:
    with pytest.raises(error) as refused:
        drivers(study, **settings)  # type: ignore[arg-type]
    (found,) = refused.value.problems
    return str(found)


def test_complete_answers_give_the_shares_of_the_respondents() -> None:
    ratings = made_up(4, 120)
    found = drivers(study_of(ratings), replicates=200)
    assert found.shares == pytest.approx(derive(sample_of(ratings, complete=True), 0).shares)
    assert (found.cases, found.n, found.outcome, found.study) == ("complete", 120, "nps", "study")
    assert "all 120 respondents who answered the outcome question" in found.assumptions[1]
    assert found.table["name"].str.startswith("Touchpoint").all()
    assert (found.table["high"] > found.table["low"]).all()


def test_only_complete_cases_count_where_they_are_enough() -> None:
    ratings = made_up(3, 200, missing=0.1)
    full = ratings[np.isfinite(ratings).all(axis=1)]
    found = drivers(study_of(ratings), replicates=0)
    assert found.shares == pytest.approx(derive(sample_of(full, complete=True), 0).shares)
    assert (found.cases, found.n) == ("complete", len(full))
    assert (
        f"of the 200 respondents who answered the outcome question, only the {len(full)}"
        in (found.assumptions[1])
    )


@pytest.mark.parametrize(("respondents", "missing"), [(400, 0.4), (40, 0.1)])
def test_pairs_count_where_complete_cases_are_few(respondents: int, missing: float) -> None:
    ratings = made_up(4, respondents, missing=missing)
    found = drivers(study_of(ratings), replicates=0)
    assert found.cases == "pairwise"
    assert found.shares == pytest.approx(derive(sample_of(ratings), 0).shares)


def test_weights_are_those_of_the_survey() -> None:
    ratings = made_up(3, 150)
    given = tables_of(ratings)
    weights = np.random.default_rng(2).uniform(0.2, 3, 150)
    people = given["responses"]["respondent"].str[1:].astype(int)
    weighted = given["responses"].assign(weight=weights[people])
    found = drivers(study_of(ratings, responses=weighted), replicates=0)
    expected = derive(sample_of(ratings, weights, complete=True), 0)
    assert found.shares == pytest.approx(expected.shares)
    assert found.r2 == pytest.approx(expected.r2)


def test_the_outcome_is_the_recommend_question_unless_another_is_asked_for() -> None:
    ratings = made_up(3, 120)
    answers = tables_of(ratings)["responses"]
    whole = answers[answers["touchpoint"] == ""]
    ease = whole.assign(metric="ces", score=8 - np.clip(whole["score"], 1, 7))
    study = study_of(ratings, responses=pd.concat([answers, ease]))
    assert drivers(study, replicates=0).outcome == "nps"
    found = drivers(study, outcome="ces", replicates=0)
    assert found.outcome == "ces"
    assert (found.table["correlation"] < 0).any()
    assert "Nobody was asked for csat" in problem(study, SettingError, outcome="csat")
    only_ease = study_of(ratings, responses=pd.concat([answers.drop(whole.index), ease]))
    assert drivers(only_ease, replicates=0).outcome == "ces"


def test_a_touchpoint_counts_in_the_metric_that_is_used_there() -> None:
    ratings = made_up(2, 120)
    answers = tables_of(ratings)["responses"]
    rows = answers["touchpoint"] == "t0"
    effort = answers[rows].assign(metric="ces", score=4)
    study = study_of(ratings, responses=pd.concat([answers, effort]))
    assert drivers(study, replicates=0).shares == pytest.approx(
        drivers(study_of(ratings), replicates=0).shares
    )


def test_what_is_missing_is_said_in_words() -> None:
    ratings = made_up(3, 60)
    answers = tables_of(ratings)["responses"]
    no_outcome = study_of(ratings, responses=answers[answers["touchpoint"] != ""])
    assert problem(no_outcome).startswith("Nobody was asked about the journey as a whole")
    nobody = study_of(ratings, responses=answers.drop(columns="respondent"))
    assert "respondent" in problem(nobody)
    few = study_of(ratings, responses=answers[answers["respondent"].isin(["r0", "r1", "r2"])])
    assert problem(few).startswith("No touchpoint was rated by 10 respondents or more")
    averages = tables_of(ratings)
    del averages["responses"]
    scores = pd.DataFrame(
        {"persona": ["a"], "touchpoint": ["t0"], "metric": "csat", "mean": 3, "sd": 1, "n": 9}
    )
    study = load(averages | {"scores": scores})
    assert problem(study).startswith("The study brings averages")


def test_personas_with_enough_answers_have_drivers_of_their_own() -> None:
    ratings = made_up(3, 300)
    ratings[1::2, :3] = ratings[1::2, 2::-1]
    found = drivers_by_persona(study_of(ratings))
    assert list(found) == ["a", "b"]
    for persona, first in (("a", 0), ("b", 1)):
        own = derive(sample_of(ratings[first::2], complete=True), 0)
        assert found[persona].shares == pytest.approx(own.shares)
    assert found["a"].table["touchpoint"].iloc[0] == "t0"
    assert found["b"].table["touchpoint"].iloc[0] == "t2"
    assert found["b"].persona == "Boris"
    assert "Boris" in found["b"].to_text()
    assert (found["a"].table["high"] > found["a"].table["low"]).all()


def test_pooled_shares_stand_in_for_a_persona_with_few_answers() -> None:
    ratings = made_up(3, 300)
    ratings[11::2] = np.nan
    found = derived(study_of(ratings), by_persona=True)
    assert list(found.own) == ["a"]
    assert found.without_own == ("Boris",)
    shares = found.shares(["a", "b"], ["t1", "elsewhere"])
    assert shares[:, 0] == pytest.approx([found.own["a"].shares["t1"], found.pooled.shares["t1"]])
    assert np.isnan(shares[:, 1]).all()
    assert "Boris: too few answers for shares of its own; the pooled shares stand in." in (
        found.warnings
    )
    assert sum("associations" in said for said in found.warnings) == 1


def test_drawn_shares_spread_as_their_intervals() -> None:
    study = study_of(made_up(3, 300))
    found = derived(study)
    drawn = found.drawn(["a", "b"], ["t2", "elsewhere", "t0"], 4000, seed=1)
    assert drawn.shape == (2, 3, 4000)
    np.testing.assert_array_equal(drawn[0], drawn[1])
    assert np.isnan(drawn[:, 1]).all()
    table = drivers(study).table.set_index("touchpoint")
    low, high = np.percentile(drawn[0, 2], [2.5, 97.5])
    assert (low, high) == pytest.approx((table.loc["t0", "low"], table.loc["t0", "high"]), abs=0.02)
    own = derived(study, by_persona=True).drawn(["a", "b"], ["t0"], 50, seed=1)
    assert not np.array_equal(own[0], own[1])


def test_the_same_study_is_derived_once() -> None:
    study = study_of(made_up(3, 100))
    assert derived(study) is derived(study)
    assert derived(study) is not derived(study, by_persona=True)


def test_stated_importance_is_averaged_over_all_who_said_so() -> None:
    ratings = made_up(2, 40)
    answers = tables_of(ratings)["responses"]
    said = pd.DataFrame(
        {
            "respondent": ["r0", "r1", "r2"],
            "persona": ["a", "b", "a"],
            "touchpoint": "t1",
            "metric": "csat",
            "kind": "importance",
            "score": [5, 3, 2],
        }
    )
    study = study_of(ratings, responses=pd.concat([answers, said]))
    table = stated_by_touchpoint(tally(study), ["csat"])
    assert table.to_dict("records") == [
        {"touchpoint": "t1", "importance": pytest.approx(175 / 3), "n": 3}
    ]


def test_the_example_has_drivers_and_says_what_is_odd() -> None:
    found = drivers(example(), replicates=50)
    assert found.table["share"].sum() == pytest.approx(1)
    assert 0 < found.r2 < 1
    assert "nan" not in found.to_text().replace("Finan", "")


def test_a_study_that_was_derived_is_freed_with_all_that_was_kept_of_it() -> None:
    study = study_of(made_up(3, 100))
    found = derived(study)
    found.drawn(["a"], ["t0"], 5, seed=1)
    way = cells(
        tally(study),
        reference="target",
        metrics=["csat"],
        target={"default": 85},
        reach=np.ones((2, 3)),
    )
    assert joint_path(study, way).n.sum() == 100
    gone = weakref.ref(study)
    del study
    gc.collect()
    assert gone() is None


def test_blocks_that_all_ids_share_are_no_resamples() -> None:
    ratings = made_up(3, 300)
    few = sample_of(ratings, complete=True)
    alone = replace(few, blocks=few.blocks.resampled(np.eye(50)[:2] * 25))
    assert few.in_blocks
    assert not alone.in_blocks
    assert "draws by normal theory" in derive(alone, 50).assumptions[-1]


def test_answers_that_name_nobody_are_not_called_few() -> None:
    ratings = made_up(3, 60)
    answers = tables_of(ratings)["responses"]
    assert "column 'respondent' is empty" in problem(
        study_of(ratings, responses=answers.assign(respondent=""))
    )
