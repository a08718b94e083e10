"""Exports as people make them by hand: odd marks, slips, few respondents, files of another kind."""

from __future__ import annotations

import csv
import random
from typing import TYPE_CHECKING

import pytest

from cx_workbench.errors import StudyError
from cx_workbench.study.importing.proposing import proposed
from cx_workbench.study.importing.sheets import sheets_of
from cx_workbench.study.importing.surveys import survey_of
from tests.command import cx

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from cx_workbench.study.importing.proposal import Proposal


def proposal(path: Path, rows: Sequence[Sequence[object]], delimiter: str = ",") -> Proposal:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return proposed(survey_of(sheets_of(path)[0]))


def moody(count: int, questions: int) -> list[list[int]]:
    """Scores of people in a mood, each of whom answers all questions."""
    dice = random.Random(3)  # noqa: S311  answers, not secrets
    moods = [dice.gauss(3.4, 1.0) for _ in range(count)]
    return [
        [min(5, max(1, round(mood + dice.gauss(0, 0.6)))) for _ in range(questions)]
        for mood in moods
    ]


PLACES = ("ordering", "delivery", "payment", "returns")
ASKED = [f"How satisfied were you with {place}?" for place in PLACES]


def test_a_reversed_question_is_noticed_among_few(tmp_path: Path) -> None:
    rows = [[n, *own[:3], 6 - own[3]] for n, own in enumerate(moody(60, 4))]
    found = proposal(tmp_path / "a.csv", [["id", *ASKED], *rows])
    assert any("runs against the other answers" in said for said in found.doubts)
    assert len(found.questions) == 4


def test_a_column_that_somebody_names_drops_no_other(tmp_path: Path) -> None:
    rows = [[n, *own] for n, own in enumerate(moody(15, 3))]
    path = tmp_path / "a.csv"
    assert len(proposal(path, [["id", "Order", "Pay", "Return"], *rows]).questions) == 3
    survey = survey_of(sheets_of(path)[0])
    assert len(proposed(survey, asked=["Pay"]).questions) == 3


def test_a_slip_of_the_hand_is_a_doubt_and_loses_no_question(tmp_path: Path) -> None:
    rows = [[n, *own] for n, own in enumerate(moody(600, 4))]
    rows[7][2] = 55
    found = proposal(tmp_path / "a.csv", [["id", *ASKED], *rows])
    assert len(found.questions) == 4
    assert found.questions[1].blank == (55.0,)
    assert any("55" in said for said in (*found.doubts, found.questions[1].why))


def test_plain_headings_are_questions_among_few_respondents_too(tmp_path: Path) -> None:
    rows = [[n, *own] for n, own in enumerate(moody(40, 4))]
    found = proposal(tmp_path / "a.csv", [["id", *map(str.title, PLACES)], *rows])
    assert len(found.questions) == 4


@pytest.mark.parametrize(
    "written",
    [
        lambda score: f"{score}/5",
        lambda score: f"{score} of 5",
        lambda score: f"{score} z 5",
        lambda score: "★" * score + "☆" * (5 - score),
        lambda score: "⭐" * score,
    ],
)
def test_marks_out_of_five_and_stars(tmp_path: Path, written: Callable[[int], str]) -> None:
    rows = [[n, *map(written, own)] for n, own in enumerate(moody(60, 2))]
    found = proposal(tmp_path / "a.csv", [["id", "Ordering", "Delivery"], *rows])
    assert [(str(item.scale), item.metric) for item in found.questions] == [("1-5", "csat")] * 2
    assert found.questions[0].words[written(4)] == 4


@pytest.mark.parametrize("delimiter", ["^", "~", "|", ";", "\t"])
def test_delimiters_that_few_use(tmp_path: Path, delimiter: str) -> None:
    rows = [[n, *own] for n, own in enumerate(moody(60, 4))]
    found = proposal(tmp_path / "a.csv", [["id", *ASKED], *rows], delimiter)
    assert len(found.questions) == 4


def test_numbers_that_are_no_question_say_why(tmp_path: Path) -> None:
    dice = random.Random(5)  # noqa: S311  answers, not secrets
    rows = [[n, *own, dice.randint(1, 4)] for n, own in enumerate(moody(200, 3))]
    found = proposal(tmp_path / "a.csv", [["id", *ASKED[:3], "Region"], *rows])
    assert "Region" in [name for names in found.unused.values() for name in names]
    assert "Region" in found.offered


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04" + b"x" * 99, b"%PDF-1.7\nid,score\n", bytes(range(32)) * 40, b"\x89PNG\r\n"],
)
def test_what_is_no_text_is_refused_by_any_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(content)
    with pytest.raises(StudyError, match="It is no text, whatever its name says"):
        sheets_of(path)


def test_yes_and_no_are_refused_with_the_reason(tmp_path: Path) -> None:
    lines = [
        "id,Was it good?,Would you return?",
        *(f"{n},{'yn'[n % 2]},{'yn'[n % 3 > 0]}" for n in range(60)),
    ]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    done = cx("import", tmp_path / "a.csv", "--into", tmp_path / "s")
    assert done.code == 3
    assert "Was it good?, Would you return?: a few different answers, on no scale" in done.err


def test_a_folder_is_called_one(tmp_path: Path) -> None:
    done = cx("import", tmp_path, "--into", tmp_path / "s")
    assert done.code == 3
    assert "It is a folder" in done.err


def test_the_same_people_in_two_files_are_counted_once(tmp_path: Path) -> None:
    for name in ("web", "shop"):
        lines = ["id,Rate the place", *(f"{n},{1 + n % 5}" for n in range(60))]
        (tmp_path / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    done = cx("import", tmp_path / "web.csv", tmp_path / "shop.csv", "--into", tmp_path / "s")
    assert (done.code, done.err) == (0, "")
    assert "60 respondents" in done.out
    assert "120" not in done.out


def test_a_report_never_takes_the_place_of_a_study(tmp_path: Path) -> None:
    lines = ["id,Rate the shop", *(f"{n},{1 + n % 5}" for n in range(60))]
    (tmp_path / "may.csv").write_text("\n".join(lines), encoding="utf-8")
    study = tmp_path / "s"
    assert cx("import", tmp_path / "may.csv", "--into", study).code == 0
    before = {path.name: path.read_bytes() for path in study.iterdir()}
    done = cx("report", study, "--out", study, "--format", "csv", "--draws", "0")
    assert done.code != 0
    assert "is a study" in done.err
    assert {path.name: path.read_bytes() for path in study.iterdir()} == before
