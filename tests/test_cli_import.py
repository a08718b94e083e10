"""`cx-workbench import` as its users meet it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.command import cx

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [(n, 1 + n % 5, ("home", "firm")[n % 2]) for n in range(60)]
HEADINGS = ("id", "How satisfied are you with the bill?", "segment")


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "May 2026.csv"
    lines = [",".join(map(str, row)) for row in [HEADINGS, *ROWS]]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_raw_export_becomes_a_top_5_in_two_commands(data_folder: Path, tmp_path: Path) -> None:
    raw = data_folder / "sfo_airport_2017" / "responses_2017.csv"
    done = cx("import", raw, "--into", tmp_path / "airport")
    assert (done.code, done.err) == (0, "")
    assert "2,831 respondents" in done.out
    assert "Personas are told by 'Q2PURP1'." in done.out
    ranked = cx("rank", tmp_path / "airport", "--draws", "50")
    assert (ranked.code, ranked.err) == (0, "")
    assert "TOP 5 · responses 2017" in ranked.out


def test_it_says_what_it_took_each_question_for(export: Path, tmp_path: Path) -> None:
    done = cx("import", export, "--into", tmp_path / "study")
    assert done.code == 0
    assert "How satisfied are you with the bill" in done.out
    assert "1-5" in done.out
    assert "Respondents are told by 'id'." in done.out
    assert "Personas are told by 'segment'." in done.out
    assert "reality is held against a target of 85" in done.out
    assert f"cx-workbench report {tmp_path / 'study'}" in done.out


def test_json_says_all_of_it_and_nothing_else(export: Path, tmp_path: Path) -> None:
    done = cx("import", export, "--into", tmp_path / "study", "--json")
    found = json.loads(done.out)
    assert (done.code, done.err) == (0, "")
    assert found["respondents"] == 60
    assert [question["metric"] for question in found["questions"]] == ["csat"]
    assert {each["column"]: each["role"] for each in found["columns"]}["segment"] == "persona"


def test_personas_by_another_column_or_none(export: Path, tmp_path: Path) -> None:
    assert cx("import", export, "--into", tmp_path / "a", "--persona", "none").code == 0
    assert "All customers" in (tmp_path / "a" / "personas.csv").read_text("utf-8")
    wrong = cx("import", export, "--into", tmp_path / "b", "--persona", "segmnet")
    assert wrong.code == 2
    assert "Did you mean 'segment'?" in wrong.err
    assert not (tmp_path / "b").exists()


def test_nothing_is_overwritten(export: Path, tmp_path: Path) -> None:
    before = export.read_bytes()
    done = cx("import", export, "--into", tmp_path)
    assert done.code == 3
    assert "nothing is overwritten" in done.err
    assert [path.name for path in tmp_path.iterdir()] == [export.name]
    assert export.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("missing.csv", None, "missing.csv"),
        ("empty.csv", b"", "empty.csv"),
        ("photo.png", b"\x89PNG", "'.png' cannot be imported"),
        ("broken.xlsx", b"PK\x03\x04 no workbook", "broken.xlsx"),
        ("numbers.csv", b"a,b,c\n1.5,x,2\n2.5,y,7\n", "No column is a question"),
    ],
)
def test_what_cannot_be_imported_is_said_in_words(
    tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    done = cx("import", path, "--into", tmp_path / "study")
    assert done.code == 3
    assert said in done.err
    assert "Traceback" not in done.err
    assert not (tmp_path / "study").exists()


def test_of_a_workbook_the_longest_sheet_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    cover = book.active
    assert cover is not None
    cover.title = "cover"
    cover.append(["Results of May"])
    answers = book.create_sheet("answers")
    for row in (HEADINGS, *ROWS):
        answers.append(row)
    book.save(tmp_path / "may.xlsx")
    done = cx("import", tmp_path / "may.xlsx", "--into", tmp_path / "study")
    assert done.code == 0
    assert "The sheet 'answers' was read; not read: 'cover' (see --sheet)." in done.out
    wrong = cx("import", tmp_path / "may.xlsx", "--into", tmp_path / "b", "--sheet", "anwsers")
    assert wrong.code == 2
    assert "Did you mean 'answers'?" in wrong.err


def test_a_workbook_without_content_is_empty(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "nothing.xlsx")
    done = cx("import", tmp_path / "nothing.xlsx", "--into", tmp_path / "study")
    assert done.code == 3
    assert "nothing.xlsx" in done.err
    assert "went wrong" not in done.err


def test_answers_that_are_a_study_already_leave_nothing_to_choose(tmp_path: Path) -> None:
    lines = ["respondent,persona,touchpoint,metric,score"]
    lines += [f"{n},home,bill,csat,{1 + n % 5}" for n in range(30)]
    path = tmp_path / "answers.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    refused = cx("import", path, "--into", tmp_path / "a", "--drop", "score")
    assert refused.code == 2
    assert "nothing to choose" in refused.err
    done = cx("import", path, "--into", tmp_path / "a")
    assert (done.code, done.err) == (0, "")
    assert "30 answers, with the columns of a study" in done.out


def test_what_is_a_question_and_what_is_to_go_can_be_said(tmp_path: Path) -> None:
    lines = ["id,Rate the shop,Rate the bill,Visits"]
    lines += [f"{n},{1 + n % 5},{1 + n % 5},{1 + n % 4}" for n in range(60)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    words = ("--question", "Visits", "--drop", "Rate the bill")
    done = cx("import", path, "--into", tmp_path / "study", *words)
    assert done.code == 0
    assert "Left out: 'Rate the bill' (you left it out)." in done.out
    names = (tmp_path / "study" / "touchpoints.csv").read_text("utf-8-sig")
    assert "Visits" in names
    assert "bill" not in names
    two = tmp_path / "b.csv"
    two.write_text(
        "\n".join(["id,Rate the app", *(f"{n},{1 + n % 5}" for n in range(60))]), "utf-8"
    )
    assert cx("import", path, two, "--into", tmp_path / "both", *words).code == 0
    wrong = cx("import", path, "--into", tmp_path / "other", "--drop", "Rate the bil")
    assert wrong.code == 2
    assert "Did you mean 'Rate the bill'?" in wrong.err
