"""RICE, ICE, WSJF and the opportunity score: from columns, and from what the study knows."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from cx_workbench.errors import SettingError, StudyError
from cx_workbench.rank.checks.frameworks import frameworks
from cx_workbench.rank.methods import METHODS
from cx_workbench.rank.parts import PARTS
from cx_workbench.rank.ranking import rank
from tests.example import example
from tests.small import small, tables
from tests.vectors import vectors

if TYPE_CHECKING:
    from cx_workbench.rank.model import Ranking
    from cx_workbench.study.model import Study

CASES = vectors("frameworks")
NAMED = ["rice", "ice", "wsjf", "opportunity"]


def with_columns(**columns: Any) -> Study:  # noqa: ANN401  what a column may hold
    """Load the small study with further columns of the improvements."""
    improvements: pd.DataFrame = tables()["improvements"]
    return small(improvements=improvements.assign(**columns))


@cache
def mobile(method: str = "additive") -> Ranking:
    """Rank the example once by each method."""
    return rank(example(), method=method, draws=0)


def score(study: Study, method: str, improvement: str = "both", **settings: Any) -> float:  # noqa: ANN401
    table = rank(study, method=method, draws=0, **settings).table.set_index("improvement")
    return float(table["score"][improvement])


@pytest.mark.parametrize(
    ("method", "case"), [(method, case) for method in CASES for case in CASES[method]]
)
def test_columns_of_the_usual_names_give_the_published_figures(
    method: str, case: dict[str, float]
) -> None:
    columns = {name: figure for name, figure in case.items() if name != "score"}
    assert score(with_columns(**columns), method) == pytest.approx(case["score"], abs=0.05)


def test_ice_is_the_product_of_its_columns() -> None:
    assert score(with_columns(impact=8, confidence=5, ease=2), "ice") == 80


# "both" touches a at x and y and b at x: closes 0.4, effort 25, gap 37.5 and impact 10.5 (see
# tests.small); three of four customers are b, half of a's journeys pass y.
GAP = (0.5 * 37.5 + 0.25 * 75) / 1.25
IMPACT = 0.5 * (2 / 3 * 37.5 + 1 / 3 * 75) * 0.4


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("rice", 100 * GAP * 0.4 * 0.7 / 25),
        # Impact is worth 0 to 20 points, effort 50 to 0 person-days.
        ("ice", IMPACT * 0.7 * 10 * (1 - 25 / 50)),
        ("wsjf", 10 * (IMPACT / 10) / 25),
    ],
)
def test_without_columns_the_study_says_what_it_knows(method: str, expected: float) -> None:
    study = with_columns(closes_low=[0.3, 0.5, 0.5], closes_high=[0.6, 0.5, 0.5])
    anchors = {c.name: (c.worst, c.best) for c in rank(study, draws=0).criteria}
    assert anchors == {"gap": (0, 50), "impact": (0, 10), "effort": (50, 0)}
    assert score(study, method) == pytest.approx(expected)


def test_reach_counts_customers_not_their_worth_at_the_busiest_touchpoint() -> None:
    improvements: pd.DataFrame = tables()["improvements"].iloc[[0, 1]]
    study = small(improvements=improvements.assign(touchpoints=["y", "x"], personas=["", "b"]))
    columns = {"impact": 1, "confidence": 1, "effort": 1}
    for name, figure in columns.items():
        study.improvements[name] = figure
    # y is measured for a alone: a quarter of the customers, half of whom pass; x reaches all of b.
    assert score(study, "rice", "both") == pytest.approx(12.5)
    assert score(study, "rice", "spoilt") == pytest.approx(75)
    # With b out of play, all customers in play are a.
    assert score(study, "rice", "both", personas=["a"]) == pytest.approx(50)


def test_opportunity_takes_each_persona_s_most_important_touchpoint_for_ten() -> None:
    # a: x 10, y 5 (half as many pass); b: x 10. Weights with reach 0.5, 0.25, 0.5.
    importance = (0.5 * 10 + 0.25 * 5 + 0.5 * 10) / 1.25
    satisfaction = (0.5 * 6.25 + 0 + 0.5 * 7.5) / 1.25
    expected = importance + max(importance - satisfaction, 0)
    assert score(small(), "opportunity") == pytest.approx(expected)
    assert score(small(), "opportunity", "spoilt") == pytest.approx(10 + 2.5)


def test_opportunity_takes_what_customers_said_of_importance() -> None:
    answers: pd.DataFrame = tables()["responses"]
    asked = pd.DataFrame(
        [
            ("a", "x", "importance", 5, 1, "csat"),
            ("a", "y", "importance", 3, 1, "csat"),
            ("b", "x", "importance", 4, 1, "csat"),
        ],
        columns=answers.columns,
    )
    study = small(responses=pd.concat([answers, asked]))
    assert score(study, "opportunity", "spoilt") == pytest.approx(7.5)
    said = rank(study, method="opportunity", draws=0).assumptions[-1]
    assert "importance is what customers said of its touchpoints, 0 to 10" in said
    partly = small(responses=pd.concat([answers, asked.iloc[:2]]))
    assert score(partly, "opportunity", "spoilt") == pytest.approx(12.5)
    stated = score(partly, "opportunity", "spoilt", importance="stated")
    assert stated == 0


def test_effort_below_a_day_counts_as_a_day_unless_a_column_says_otherwise() -> None:
    quick = {"effort_low": 0, "effort_likely": 0, "effort_high": 0}
    known = {"reach": 10, "impact": 2, "confidence": 1}
    assert score(with_columns(**quick, **known), "rice") == 20
    assert score(with_columns(**quick, **known, effort=0.5), "rice") == 40


def test_ease_beyond_the_worst_anchor_is_none_at_all() -> None:
    study = small(settings={"criteria": {"effort": {"worst": 10}}})
    assert score(study, "ice") == 0


@pytest.mark.parametrize("method", NAMED)
def test_what_each_part_was_taken_from_is_said(method: str) -> None:
    columns = [PARTS[name].column for name in METHODS[method].parts]
    own = rank(with_columns(**{columns[0]: 1.0}), method=method, draws=0).assumptions[-1]
    assert own.startswith(f"Parts of {METHODS[method].title}: ")
    assert f"is the improvements' column '{columns[0]}';" in own
    for column in columns:
        assert f"{column.replace('_', ' ')} is " in own
    assert not any("Parts of" in said for said in rank(small(), draws=0).assumptions)


@pytest.mark.parametrize(
    ("column", "fault"),
    [
        (["high", "low", "low"], "it is not a column of numbers"),
        ([1.0, None, 2.0], "there is no number for Already good"),
        ([1.0, -2.0, -1.0], "it is below 0 for Already good, Nobody knows"),
        ([0.0, 0.0, 0.0], "it is 0 for Both steps, Already good, Nobody knows"),
    ],
)
def test_a_column_that_cannot_be_reckoned_with_is_told(column: list[object], fault: str) -> None:
    study = with_columns(job_size=column)
    with pytest.raises(SettingError) as refused:
        rank(study, method="wsjf")
    assert str(refused.value.problems[0]) == (
        f"The column 'job_size' of the improvements is no good for WSJF: {fault}. "
        "Fill it in for every improvement, or give it another name."
    )
    compared = frameworks(rank(study, draws=0))
    assert "wsjf" not in compared.methods
    assert fault in compared.left_out["wsjf"]


def test_a_study_that_asks_for_a_framework_it_cannot_serve_is_at_fault() -> None:
    improvements = tables()["improvements"].assign(confidence="very")
    study = small(improvements=improvements, settings={"ranking": {"method": "rice"}})
    with pytest.raises(StudyError, match="'confidence'"):
        rank(study)


def test_all_columns_at_fault_are_told_at_once() -> None:
    with pytest.raises(SettingError) as refused:
        rank(with_columns(reach=-1, effort="much"), method="rice")
    assert len(refused.value.problems) == 2


def test_wsjf_that_would_repeat_another_method_is_left_out() -> None:
    compared = frameworks(mobile())
    assert set(compared.left_out) == {"wsjf"}
    assert "time criticality and risk reduction" in compared.left_out["wsjf"]
    assert "wsjf" in frameworks(rank(with_columns(time_criticality=3), draws=0)).methods


@pytest.mark.parametrize("main", ["additive", "rice", "wsjf", "pareto"])
def test_one_table_beside_the_main_ranking(main: str) -> None:
    ranking = mobile(main)
    compared = frameworks(ranking)
    table = compared.table
    assert compared.methods[0] == main
    assert set(compared.methods) | set(compared.left_out) == set(METHODS)
    assert table["improvement"].tolist() == ranking.table["improvement"].tolist()
    assert table[f"{main}_rank"].tolist() == table["rank"].tolist()
    assert table[f"{main}_score"].tolist() == ranking.table["score"].tolist()
    for method in compared.methods:
        own = mobile(method).table.set_index("improvement")
        own = own.loc[table["improvement"]]
        assert table[f"{method}_rank"].tolist() == own["rank"].tolist()
        np.testing.assert_allclose(table[f"{method}_score"], own["score"])
    assert table["tops"].tolist() == (compared.ranks <= ranking.top).sum(axis=1).tolist()


def test_filters_and_weights_of_the_main_ranking_are_kept() -> None:
    settings: dict[str, Any] = {
        "personas": ["human_help", "on_the_move"],
        "weights": {"impact": 1},
        "top": 3,
        "draws": 0,
    }
    ranking = rank(example(), **settings)
    compared = frameworks(ranking)
    own = rank(example(), method="topsis", **settings).table.set_index("improvement")
    assert compared.table["topsis_rank"].tolist() == (
        own.loc[compared.table["improvement"], "rank"].tolist()
    )


def test_nothing_ranked_gives_an_empty_table() -> None:
    compared = frameworks(rank(small(), personas=["a"], pain_types=["feature"]))
    assert compared.table.empty
    assert compared.ranks.shape == (0, len(compared.methods))


@pytest.mark.parametrize("method", NAMED)
def test_draws_move_what_was_measured_or_estimated_and_no_column(method: str) -> None:
    ranking = rank(example(), method=method, draws=400)
    assert ranking.simulation is not None
    scores = ranking.simulation.scores
    assert scores.shape == (400, len(ranking.table))
    assert (np.ptp(scores, axis=0) > 0).any()
    middle = np.median(scores, axis=0)
    assert np.corrcoef(middle, ranking.table["score"])[0, 1] > 0.98
    columns: dict[str, Any] = {PARTS[name].column: 2.0 for name in METHODS[method].parts}
    fixed = rank(with_columns(**columns), method=method, draws=50).simulation
    assert fixed is not None
    assert fixed.scores.shape == (50, 2)
    assert not np.ptp(fixed.scores, axis=0).any()


def test_contributions_of_a_framework_show_the_criteria() -> None:
    key = ["improvement", "criterion"]
    own, usual = (
        mobile(method).contributions.sort_values(key).reset_index(drop=True)
        for method in ("rice", "additive")
    )
    pd.testing.assert_frame_equal(own, usual)


def test_it_is_shown_in_words() -> None:
    compared = frameworks(mobile())
    said = repr(compared)
    first = compared.table["title"].iloc[0]
    assert said.startswith("Ranks under ")
    assert f"\n 1  {first}: 1, " in said
    assert f"; TOP 5 under {compared.table['tops'].iloc[0]} of {len(compared.methods)}\n" in said
    assert "    WSJF: The study says nothing of time criticality and risk reduction, so " in said
