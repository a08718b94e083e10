"""Tables with one answer a row, with the columns of a study and with their own."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

import cx_workbench as cx
from cx_workbench.errors import StudyError
from cx_workbench.study.example import write_example
from cx_workbench.study.importing.answer_tables import has_answers, write_answers_study
from cx_workbench.study.importing.long_tables import unfolded
from cx_workbench.study.importing.proposing import proposed
from cx_workbench.study.importing.sheets import sheets_of
from cx_workbench.study.importing.surveys import survey_of
from cx_workbench.study.loading import load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cx_workbench.study.importing.surveys import Survey


def survey(path: Path, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> Survey:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return survey_of(sheets_of(path)[0])


ASKED = ("How easy was the bill?", "Rate the shop", "Would you recommend us?")


def test_questions_become_columns(tmp_path: Path) -> None:
    rows = [
        (n, question, (1 + n % 7, 1 + n % 5, n % 11)[at], "ab"[n % 2])
        for n in range(80)
        for at, question in enumerate(ASKED)
    ]
    long = survey(tmp_path / "a.csv", ("respondent", "question", "answer", "segment"), rows)
    sheet = unfolded(long)
    assert sheet is not None
    found = proposed(survey_of(sheet))
    assert found.rows == 80
    assert [(q.metric, str(q.scale)) for q in found.questions] == [
        ("ces", "1-7"),
        ("csat", "1-5"),
        ("nps", "0-10"),
    ]
    assert found.persona == "segment"
    assert any("one answer a row" in said for said in found.assumed)


def test_no_answer_is_lost_where_somebody_answered_twice(tmp_path: Path) -> None:
    rows = [(1, ASKED[1], 4), (1, ASKED[1], 2), (2, ASKED[1], 5), ("", ASKED[1], 1)]
    sheet = unfolded(survey(tmp_path / "a.csv", ("id", "question", "score"), rows))
    assert sheet is not None
    (_, heading), *answers = sheet.rows()
    assert list(heading) == ["id", ASKED[1]]
    assert sorted(str(cells[-1]) for _, cells in answers) == ["1", "2", "4", "5"]
    assert len({str(cells[0]) for _, cells in answers}) == 4


@pytest.mark.parametrize("headings", [("id", "Rate it", "segment"), ("id", "question", "segment")])
def test_other_tables_stay_as_they_are(tmp_path: Path, headings: Sequence[str]) -> None:
    rows = [(n, 1 + n % 5, "ab"[n % 2]) for n in range(40)]
    assert unfolded(survey(tmp_path / "a.csv", headings, rows)) is None


def test_a_column_of_comments_is_no_column_of_questions(tmp_path: Path) -> None:
    rows = [(n // 2, f"text {n // 2}", 1 + n % 5) for n in range(2400)]
    with pytest.raises(StudyError, match="over 500 different questions"):
        unfolded(survey(tmp_path / "a.csv", ("id", "question", "answer"), rows))


def test_the_examples_own_answers_are_read_as_they_are(tmp_path: Path) -> None:
    write_example(tmp_path / "example")
    found = survey_of(sheets_of(tmp_path / "example" / "responses.csv")[0])
    assert has_answers(found)
    write_answers_study(tmp_path / "study", found)
    study, own = load(tmp_path / "study"), cx.example()
    assert study.answers.count == own.answers.count
    keys = ["persona", "touchpoint", "metric", "kind"]
    sums = [s.answers.counts.groupby(keys)["n"].sum().sort_index() for s in (study, own)]
    assert sums[0].to_dict() == sums[1].to_dict()


def test_answers_without_personas_are_of_all_customers(tmp_path: Path) -> None:
    rows = [(n, "bill", "csat", 1 + n % 5) for n in range(30)]
    found = survey(tmp_path / "a.csv", ("respondent", "touchpoint", "metric", "score"), rows)
    assumed = write_answers_study(tmp_path / "study", found)
    assert "Nothing tells personas apart: all customers are one." in assumed
    assert load(tmp_path / "study").answers.count == 30
