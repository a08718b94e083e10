"""Importance derived from the answers, in a ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from cx_workbench.errors import SettingError, StudyError
from cx_workbench.measure.driver_words import ASSOCIATIONS
from cx_workbench.measure.drivers import drivers, drivers_by_persona
from cx_workbench.rank.ranking import rank
from cx_workbench.study.loading import load
from tests.ratings import made_up, study_of, tables_of
from tests.small import small

if TYPE_CHECKING:
    from cx_workbench.rank.model import Ranking

BY_PERSONA = {"target": {"default": 100}, "ranking": {"derived_by_persona": True}}


def importance(ranking: Ranking) -> pd.DataFrame:
    return ranking.cells.pivot_table(index="persona", columns="touchpoint", values="importance")


def test_importance_is_the_share_of_the_outcome() -> None:
    study = study_of(made_up(3, 200))
    found = importance(rank(study, importance="derived", draws=0))
    shares = drivers(study, replicates=0).shares
    for persona in ("a", "b"):
        assert found.loc[persona].to_dict() == pytest.approx(shares)


def test_what_explains_more_is_improved_first() -> None:
    study = study_of(made_up(3, 300))
    ranking = rank(study, importance="derived", weights={"impact": 1}, draws=0)
    assert ranking.table["improvement"].tolist() == ["fix_t0", "fix_t1", "fix_t2"]


def test_fewer_journeys_through_a_touchpoint_make_it_count_less() -> None:
    reach = pd.DataFrame({"persona": ["a"], "touchpoint": ["t0"], "reach": [0.25]})
    study = study_of(made_up(2, 200), reach=reach)
    shares = drivers(study, replicates=0).shares
    found = importance(rank(study, importance="derived", draws=0))
    both = 0.25 * shares["t0"] + shares["t1"]
    assert found.loc["a", "t0"] == pytest.approx(0.25 * shares["t0"] / both)
    assert found.loc["b", "t0"] == pytest.approx(shares["t0"])


def test_a_filter_shares_importance_out_over_what_is_left() -> None:
    ratings = made_up(3, 200)
    places = tables_of(ratings)["touchpoints"].assign(stage=["one", "one", "two"])
    study = study_of(ratings, touchpoints=places)
    shares = drivers(study, replicates=0).shares
    ranking = rank(study, importance="derived", stages=["one"], personas=["b"], draws=0)
    found = importance(ranking)
    assert list(found.index) == ["b"]
    assert found.loc["b", "t0"] == pytest.approx(shares["t0"] / (shares["t0"] + shares["t1"]))


def test_each_persona_can_have_shares_of_its_own() -> None:
    ratings = made_up(3, 300)
    ratings[1::2, :3] = ratings[1::2, 2::-1]
    study = study_of(ratings, settings=BY_PERSONA)
    ranking = rank(study, importance="derived", draws=0)
    own = drivers_by_persona(study, replicates=0)
    found = importance(ranking)
    for persona in ("a", "b"):
        assert found.loc[persona].to_dict() == pytest.approx(own[persona].shares)
    assert "Shares are those of each persona's own answers." in ranking.assumptions


def test_how_importance_was_derived_is_said() -> None:
    ranking = rank(study_of(made_up(3, 200)), importance="derived", draws=0)
    assert ranking.importance == "derived"
    text = ranking.to_text()
    assert "Importance is derived: touchpoints count by how much of the outcome" in text
    assert "Complete cases: all 200 respondents" in text
    assert "Shares are pooled over all personas." in text
    assert ASSOCIATIONS in ranking.warnings


def test_other_importances_say_nothing_of_drivers() -> None:
    ranking = rank(study_of(made_up(3, 200)), draws=0)
    assert ASSOCIATIONS not in ranking.warnings
    assert not any("outcome" in said for said in ranking.assumptions)


def test_touchpoints_without_a_share_count_nothing_and_are_named() -> None:
    ratings = made_up(3, 200)
    ratings[5:, 1] = np.nan
    ranking = rank(study_of(ratings), importance="derived", draws=0)
    cells = ranking.cells.set_index(["persona", "touchpoint"])["importance"]
    assert cells["a", "t1"] == 0
    assert cells["a", "t0"] + cells["a", "t2"] == pytest.approx(1)
    assert any(
        said.startswith("Touchpoint 1 is left aside: fewer than 10 respondents")
        for said in ranking.warnings
    )
    assert (
        "At 2 measured cells there is no share of the outcome from which importance could be "
        "derived; such a cell's importance counts as 0: Touchpoint 1."
    ) in ranking.warnings


def test_a_study_without_an_outcome_is_told_so_with_all_other_problems() -> None:
    with pytest.raises(SettingError) as refused:
        rank(small(), importance="derived", method="best")
    facts = [problem.what for problem in refused.value.problems]
    assert len(facts) == 2
    assert "'best' is not known as method." in facts
    assert any(fact.startswith("Nobody was asked about the journey as a whole") for fact in facts)
    hints = " ".join(problem.hint for problem in refused.value.problems)
    assert "Use the importance 'equal' or 'stated'." in hints


def test_a_study_whose_own_settings_ask_for_it_is_itself_at_fault() -> None:
    with pytest.raises(StudyError, match="Nobody was asked about the journey as a whole"):
        rank(small(settings={"ranking": {"importance": "derived"}}))


def test_too_few_answers_are_refused_in_words() -> None:
    with pytest.raises(SettingError, match="too few to derive the importance of 5 touchpoints"):
        rank(study_of(made_up(5, 13)), importance="derived")


def test_a_slip_in_the_setting_is_told() -> None:
    wrong = tables_of(made_up(2, 20)) | {"settings": {"ranking": {"derived_by_persona": "often"}}}
    with pytest.raises(StudyError, match="neither true nor false"):
        load(wrong)


def test_it_can_be_said_how_sure_such_a_ranking_is() -> None:
    ranking = rank(study_of(made_up(3, 200)), importance="derived", draws=500)
    assert ranking.table["p_top"].between(0, 1).all()
