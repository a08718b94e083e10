"""What somebody who knows better makes of a proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cx_workbench.errors import SettingError
from cx_workbench.study.contract import Scale
from cx_workbench.study.importing import corrections
from cx_workbench.study.importing.proposal import AskedItem, Proposal, Role
from cx_workbench.study.importing.proposing import proposed
from cx_workbench.study.importing.sheets import sheets_of
from cx_workbench.study.importing.surveys import survey_of
from cx_workbench.study.importing.writing import write_study
from cx_workbench.study.loading import load

if TYPE_CHECKING:
    from pathlib import Path

    from cx_workbench.study.importing.surveys import Survey
    from cx_workbench.study.model import Study


@pytest.fixture
def survey(tmp_path: Path) -> Survey:
    words = ("Very good", "Good", "Poor")
    lines = ["id,Rate the shop,Rate the bill,Quality of the app,Visits,segment"]
    lines += [
        f"{n},{1 + n % 5},{(6, 1, 2, 3, 4, 5)[n % 6]},{words[n % 3]},{1 + n % 4},{'ab'[n % 2]}"
        for n in range(120)
    ]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return survey_of(sheets_of(path)[0])


@pytest.fixture
def proposal(survey: Survey) -> Proposal:
    return proposed(survey)


def study(survey: Survey, proposal: Proposal, into: Path) -> Study:
    write_study(into, survey.respondents, proposal)
    return load(into)


def question(proposal: Proposal, name: str) -> AskedItem:
    return next(item for item in proposal.questions if item.column.name == name)


def mean(found: Study, touchpoint: str) -> tuple[int, float]:
    counts = found.answers.counts
    own = counts[counts["touchpoint"] == touchpoint]
    n = int(own["n"].sum())
    return n, float((own["n"] * own["score"]).sum() / n)


def test_a_code_is_what_somebody_says(survey: Survey, proposal: Proposal, tmp_path: Path) -> None:
    wider = corrections.with_question(proposal, "Rate the bill", min=1, max=5)
    said = corrections.with_meaning(wider, "Rate the bill", "6", "not_applicable")
    assert question(said, "Rate the bill").not_applicable == (6.0,)
    found = study(survey, said, tmp_path / "study")
    n, bill = mean(found, "rate_the_bill")
    assert (n, round(bill, 9)) == (100, 3.0)
    back = corrections.with_question(said, "Rate the bill", max=6)
    back = corrections.with_meaning(back, "Rate the bill", "6", "score")
    assert mean(study(survey, back, tmp_path / "other"), "rate_the_bill")[0] == 120


def test_turned_round_the_best_is_the_worst(
    survey: Survey, proposal: Proposal, tmp_path: Path
) -> None:
    once = corrections.turned(corrections.turned(proposal, "Quality of the app"), "Rate the shop")
    found, before = (
        study(survey, each, tmp_path / name) for each, name in ((once, "a"), (proposal, "b"))
    )
    for touchpoint, scale in (("rate_the_shop", 6), ("quality_of_the_app", 6)):
        n, turned = mean(found, touchpoint)
        assert n == 120
        assert turned == pytest.approx(scale - mean(before, touchpoint)[1])
    twice = corrections.turned(once, "Rate the shop")
    assert question(twice, "Rate the shop").words == {}


def test_a_title_names_the_touchpoint_and_a_shared_one_joins(
    survey: Survey, proposal: Proposal, tmp_path: Path
) -> None:
    said = corrections.with_question(proposal, "Rate the shop", title="Our shop")
    said = corrections.with_question(said, "Rate the bill", title="Our shop", max=6)
    assert question(said, "Rate the bill").touchpoint == "our_shop"
    found = study(survey, said, tmp_path / "study")
    assert "Our shop" in set(found.touchpoints["name"])
    # 6 stays a code until somebody says that it is a score.
    assert mean(found, "our_shop")[0] == 220


def test_a_question_about_the_whole_journey_is_no_touchpoint(proposal: Proposal) -> None:
    said = corrections.with_question(proposal, "Rate the shop", whole=True)
    assert question(said, "Rate the shop").touchpoint == ""
    again = corrections.with_question(said, "Rate the shop", whole=False)
    assert question(again, "Rate the shop").touchpoint == "rate_the_shop"


def test_roles_that_only_one_column_has_change_hands(survey: Survey, proposal: Proposal) -> None:
    said = corrections.with_role(survey, proposal, "Visits", Role.QUESTION)
    assert question(said, "Visits").scale == Scale(1, 4)
    weighed = corrections.with_role(survey, said, "Visits", Role.WEIGHT)
    assert weighed.first(Role.WEIGHT).name == "Visits"  # type: ignore[union-attr]
    other = corrections.with_role(survey, weighed, "Rate the shop", Role.WEIGHT)
    assert [item.role for item in other.items if item.column.name == "Visits"] == [Role.OTHER]
    assert corrections.with_role(survey, said, "segment", Role.DROPPED).persona == ""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda s, p: corrections.with_role(s, p, "Visit", Role.DATE), "Did you mean 'Visits'"),
        (lambda s, p: corrections.with_role(s, p, "segment", Role.QUESTION), "on no scale"),
        (lambda _, p: corrections.turned(p, "segment"), "no question"),
        (lambda _, p: corrections.with_question(p, "Rate the shop", metric="x"), "no metric"),
        (lambda _, p: corrections.with_question(p, "Rate the shop", min=9), "above the lowest"),
        (
            lambda _, p: corrections.with_meaning(p, "Rate the shop", "9", "score"),
            "not on the scale",
        ),
        (lambda _, p: corrections.with_meaning(p, "Rate the shop", "1", "what"), "no meaning"),
    ],
)
def test_what_makes_no_sense_is_refused(
    survey: Survey, proposal: Proposal, change: object, said: str
) -> None:
    with pytest.raises(SettingError, match=said):
        change(survey, proposal)  # type: ignore[operator]
