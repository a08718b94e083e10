"""What an export's columns are taken for: real exports, and small ones of each kind."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cx_workbench.errors import SettingError
from cx_workbench.study.contract import Scale
from cx_workbench.study.importing.personas import personas_of
from cx_workbench.study.importing.proposal import AskedItem, Proposal, Role
from cx_workbench.study.importing.proposing import proposed
from cx_workbench.study.importing.sheets import sheets_of
from cx_workbench.study.importing.surveys import survey_of
from cx_workbench.study.loading import load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def read(path: Path) -> Proposal:
    [sheet] = sheets_of(path)
    return proposed(survey_of(sheet))


def written(path: Path, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> Proposal:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return read(path)


def by_name(proposal: Proposal) -> dict[str, AskedItem]:
    return {item.column.name: item for item in proposal.questions}


def roles(proposal: Proposal) -> dict[str, Role]:
    return {item.column.name: item.role for item in proposal.items}


def test_the_airport_is_understood_as_its_own_code_book_says(data_folder: Path) -> None:
    proposal = read(data_folder / "sfo_airport_2017" / "responses_2017.csv")
    questions = by_name(proposal)
    known = load(data_folder / "sfo_airport_2017").settings.responses
    assert known is not None
    rated = [q for q in known.question if q.touchpoint]
    assert len(rated) == 21
    found = [
        q
        for q in rated
        if q.column in questions
        and questions[q.column].scale == Scale(1, 5)
        and questions[q.column].touchpoint
        and set(questions[q.column].blank) <= {0.0}
        and set(questions[q.column].not_applicable) <= {6.0}
    ]
    assert len(found) == 21
    # Comments have numbers of their own, which go along with the scores: they are none.
    assert len(questions) == 26
    assert not [name for name in questions if "COM" in name]
    assert proposal.first(Role.WEIGHT).name == "WEIGHT"  # type: ignore[union-attr]
    assert proposal.first(Role.RESPONDENT).name == "RESPNUM"  # type: ignore[union-attr]
    nps = questions["NETPRO"]
    assert (nps.metric, nps.scale, nps.touchpoint) == ("nps", Scale(0, 10), "")
    assert set(nps.blank) == {11.0}
    overall = questions["Q7ALL"]
    assert (overall.touchpoint, set(overall.blank)) == ("", {"Blank"})
    assert proposal.rows == 2831


def test_nothing_of_the_airport_is_taken_for_a_rating_that_is_none(data_folder: Path) -> None:
    proposal = read(data_folder / "sfo_airport_2017" / "responses_2017.csv")
    others = {"Q5TIMESFLOWN", "Q19AGE", "Q20GENDER", "Q21INCOME", "Q2PURP1", "DESTGEO", "LANG"}
    assert not others & by_name(proposal).keys()


def test_the_matrix_of_surveymonkey_is_14_questions(data_folder: Path) -> None:
    proposal = read(data_folder / "dirty_exports" / "surveymonkey_two_header_rows.csv")
    assert proposal.rows == 1186
    assert len(proposal.questions) == 14
    for item in proposal.questions:
        assert item.scale == Scale(1, 5)
        assert item.not_applicable == ("Unfamiliar (N/A)",)
        assert item.words["Very favorably"] == 5
        assert item.words["Very unfavorably"] == 1
    assert proposal.questions[0].title == "Han Solo"


def test_an_order_of_preference_is_no_rating(data_folder: Path) -> None:
    proposal = read(data_folder / "dirty_exports" / "surveymonkey_two_header_rows.csv")
    ranked = [item for item in proposal.items if item.column.asks.startswith("Please rank")]
    assert len(ranked) == 6
    assert {item.role for item in ranked} == {Role.OTHER}


def test_zero_stars_are_no_rating_of_a_lounge(data_folder: Path) -> None:
    questions = by_name(read(data_folder / "lounge_reviews" / "lounge.csv"))
    rated = [item for name, item in questions.items() if name != "overall_rating"]
    assert len(rated) == 7
    assert {(item.scale, item.blank) for item in rated} == {(Scale(1, 5), (0.0,))}
    # By themselves those of two questions look like the worst of all: that is said.
    assert any("0 could be a score here" in doubt for item in rated for doubt in item.doubts)
    assert (questions["overall_rating"].scale, questions["overall_rating"].touchpoint) == (
        Scale(1, 10),
        "",
    )


@pytest.mark.parametrize("channel", ["web", "email", "mobile"])
def test_a_file_with_one_question_has_one_touchpoint(data_folder: Path, channel: str) -> None:
    [question] = read(data_folder / "nps_by_channel" / f"nps_{channel}.csv").questions
    assert (question.metric, question.scale) == ("nps", Scale(0, 10))
    assert question.touchpoint


def test_private_columns_are_told(tmp_path: Path) -> None:
    rows = [
        (n, f"p{n}@example.org", "Anna", f"+421 905 {n:06d}", 1 + n % 5, f"It was number {n}, fine")
        for n in range(40)
    ]
    headings = ("id", "contact", "First name", "Mobile", "How satisfied were you?", "Comment")
    found = roles(written(tmp_path / "a.csv", headings, rows))
    assert found == {
        "id": Role.RESPONDENT,
        "contact": Role.PRIVATE,
        "First name": Role.PRIVATE,
        "Mobile": Role.PRIVATE,
        "How satisfied were you?": Role.QUESTION,
        "Comment": Role.COMMENT,
    }


def test_a_reversed_question_is_doubted_and_not_turned(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    mood = rng.normal(3.2, 1, size=(400, 1))
    scores = np.clip(np.round(mood + rng.normal(0, 0.7, size=(400, 4))), 1, 5).astype(int)
    rows = [(*row[:3], 6 - row[3]) for row in scores.tolist()]
    headings = ("Rate the shop", "Rate the bill", "Rate the help", "Rate the wait")
    turned = by_name(written(tmp_path / "a.csv", headings, rows))["Rate the wait"]
    assert any("is 1 the best" in doubt for doubt in turned.doubts)
    assert (turned.scale, turned.words) == (Scale(1, 5), {})


def test_an_unexplained_number_on_a_lone_question_is_a_doubt(tmp_path: Path) -> None:
    rows = [(n, n % 11) for n in range(200)] + [(200 + n, 11) for n in range(85)]
    [item] = written(tmp_path / "a.csv", ("id", "Would you recommend us?"), rows).questions
    assert item.blank == (11.0,)
    assert item.doubts == ("11 occurs 85 times on a 0-10 question: no score?",)


def test_what_was_expected_shares_the_touchpoint_of_what_was_got(tmp_path: Path) -> None:
    rows = [(n, 1 + n % 5, 1 + (n // 2) % 5, 1 + n % 4) for n in range(60)]
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "How satisfied were you with", "", "What did you expect of"])
        writer.writerow(["", "the bill", "the shop", "the bill"])
        writer.writerows(rows)
    found = [(item.touchpoint, item.kind) for item in read(path).questions]
    assert found == [
        ("the_bill", "reality"),
        ("the_shop", "reality"),
        ("the_bill", "expectation"),
    ]


def test_persona_is_told_by_a_column_that_says_so(tmp_path: Path) -> None:
    rows = [(n, 1 + n % 5, ("home", "firm")[n % 2], n % 3) for n in range(60)]
    headings = ("id", "How satisfied are you?", "Customer segment", "branch")
    proposal = written(tmp_path / "a.csv", headings, rows)
    assert proposal.persona == "Customer segment"
    assert [group.column.name for group in proposal.groups] == ["Customer segment", "branch"]
    assert roles(proposal.with_persona("branch"))["Customer segment"] is Role.GROUP
    assert proposal.with_persona("").first(Role.PERSONA) is None


RNG = np.random.default_rng(12)
MOOD = RNG.normal(size=(300, 1))


def rated(count: int, low: int = 1, high: int = 5) -> list[list[int]]:
    """Answers of the same people to so many questions."""
    middle = (low + high) / 2 + MOOD * (high - low) / 4
    noise = RNG.normal(0, (high - low) / 6, (len(MOOD), count))
    scores: list[list[int]] = np.clip(np.round(middle + noise), low, high).astype(int).tolist()
    return scores


def test_expectation_and_importance_stand_at_the_touchpoint_of_their_name(tmp_path: Path) -> None:
    kinds = ("satisfaction", "expectation", "importance")
    headings = [f"{place} {kind}" for place in ("Branch", "App", "Call centre") for kind in kinds]
    # Expectations and importance are high throughout, whatever the mood.
    rows = [
        [n, *(score if at % 3 == 0 else 4 + n % 2 for at, score in enumerate(scores))]
        for n, scores in enumerate(rated(9))
    ]
    found = written(tmp_path / "a.csv", ["id", *headings], rows).questions
    assert {item.touchpoint for item in found} == {"branch", "app", "call_centre"}
    assert [item.kind for item in found] == ["reality", "expectation", "importance"] * 3
    assert {(item.scale, item.blank, item.not_applicable) for item in found} == {
        (Scale(1, 5), (), ())
    }


def test_questions_of_the_same_heading_stay_apart(tmp_path: Path) -> None:
    rows = [[n, *scores] for n, scores in enumerate(rated(3))]
    headings = ("id", "Satisfaction", "Satisfaction", "Satisfaction")
    found = written(tmp_path / "a.csv", headings, rows).questions
    assert [item.title for item in found] == [
        "Satisfaction",
        "Satisfaction (2)",
        "Satisfaction (3)",
    ]


def test_whether_people_recommend_is_asked_from_0_to_10_whatever_they_chose(tmp_path: Path) -> None:
    rows = [[n, *scores, 2 * (1 + n % 5)] for n, scores in enumerate(rated(3))]
    headings = ("id", "Rate A", "Rate B", "Rate C", "How likely are you to recommend us?")
    [*_, nps] = written(tmp_path / "a.csv", headings, rows).questions
    assert (nps.metric, nps.scale) == ("nps", Scale(0, 10))


def test_two_scales_in_one_column_are_a_doubt(data_folder: Path) -> None:
    questions = by_name(read(data_folder / "lounge_reviews" / "lounge.csv"))
    assert "were two scales mixed" in " ".join(questions["overall_rating"].doubts)


def test_what_counts_as_answered_leaves_out_codes_however_they_are_written(
    data_folder: Path,
) -> None:
    questions = by_name(read(data_folder / "lounge_reviews" / "lounge.csv"))
    # The data's own zeros, which some columns write as 0.0, are not rated.
    assert questions["bar_beverages_rating"].answered == 2240
    assert questions["washrooms_rating"].answered == 2128


def test_plain_scales_without_a_word_are_questions_with_a_doubt(tmp_path: Path) -> None:
    rows = [(n, 1 + n % 5, 1 + (n // 5) % 5) for n in range(100)]
    found = written(tmp_path / "a.csv", ("id", "Branch", "App"), rows).questions
    assert [item.title for item in found] == ["Branch", "App"]
    assert all("Nothing but its numbers" in item.doubts[0] for item in found)


def test_half_points_are_scores_where_the_heading_asks(tmp_path: Path) -> None:
    rows = [(n, 1 + (n % 9) / 2) for n in range(90)]
    [item] = written(tmp_path / "a.csv", ("id", "Rate the shop"), rows).questions
    assert (item.scale, item.answered) == (Scale(1, 5), 90)


def test_yes_and_no_are_no_scale(tmp_path: Path) -> None:
    rows = [(n, n % 2, 1 + n % 5) for n in range(60)]
    headings = ("id", "Would you recommend us?", "Rate the shop")
    found = written(tmp_path / "a.csv", headings, rows).questions
    assert [item.column.name for item in found] == ["Rate the shop"]


def test_people_say_what_is_a_question_and_what_is_to_go(tmp_path: Path) -> None:
    rows = [[n, *scores, 1 + n % 4] for n, scores in enumerate(rated(3))]
    path = tmp_path / "a.csv"
    written(path, ("id", "Rate A", "Rate B", "Rate C", "Visits"), rows)
    survey = survey_of(sheets_of(path)[0])
    found = proposed(survey, asked=["Visits"], dropped=["Rate B"])
    assert [item.column.name for item in found.questions] == ["Rate A", "Rate C", "Visits"]
    assert roles(found)["Rate B"] is Role.DROPPED
    with pytest.raises(SettingError, match="on no scale"):
        proposed(survey, asked=["id"])


def test_personas_by_a_column_with_many_values_if_somebody_says_so(data_folder: Path) -> None:
    proposal = read(data_folder / "sfo_airport_2017" / "responses_2017.csv")
    assert "AIRLINE" not in proposal.offered
    personas = personas_of(proposal.with_persona("AIRLINE"))
    assert personas[0].name == "UNITED"
    assert personas[-1].name == "Other"
    assert len(personas) == 8
    assert sum(persona.share for persona in personas) == pytest.approx(1)
