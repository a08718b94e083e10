"""Which rows of an export count, and what is said of the others."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from cx_workbench.study.importing.heads import head_of
from cx_workbench.study.importing.respondents import Respondents
from cx_workbench.study.importing.sheets import sheets_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_NAMES = ["StartDate", "Status", "Progress", "Finished", "ResponseId", "Q1"]


def respondents(path: Path) -> Respondents:
    [sheet] = sheets_of(path)
    return Respondents(sheet, head_of(sheet))


def written(folder: Path, rows: Sequence[Sequence[object]]) -> Path:
    path = folder / "export.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


def test_previews_tests_spam_and_unfinished_answers_are_left_out_and_counted(
    tmp_path: Path,
) -> None:
    ids = [f'{{"ImportId":"{name}"}}' for name in _NAMES]
    states = ["0", "1", "2", "8", "0", "4", "Survey Preview", "IP Address", "IP Address"]
    done = ["1", "1", "1", "1", "0", "True", "True", "False", "TRUE"]
    answers = [
        ["2026-01-02", state, "100", end, f"R_{place}", "4"]
        for place, (state, end) in enumerate(zip(states, done, strict=True))
    ]
    found = respondents(written(tmp_path, [_NAMES, _NAMES, ids, *answers]))
    assert [cells[4] for _, cells in found.rows()] == ["R_0", "R_5", "R_8"]
    assert found.said == (
        "2 previews were left out.",
        "1 test was left out.",
        "1 answer taken for spam was left out.",
        "2 unfinished answers were left out.",
    )


def test_headings_that_stand_there_again_and_empty_rows_are_no_answers(tmp_path: Path) -> None:
    headings = ["Timestamp", "How was it?", "How was it?"]
    rows = [headings, ["1.1.2026", "4", "5"], headings, ["", " ", ""], ["2.1.2026", "3", ""]]
    found = respondents(written(tmp_path, rows))
    assert [row for row, _ in found.rows()] == [2, 5]
    assert found.said == ("1 repeated row of headings was left out.",)
    assert len(list(found.rows())) == 2, "it can be read anew"
    assert found.left_out.total() == 1


def test_a_state_of_another_program_says_nothing(tmp_path: Path) -> None:
    rows = [["id", "Status", "Finished"], ["1", "1", "0"], ["2", "2", "1"]]
    found = respondents(written(tmp_path, rows))
    assert len(list(found.rows())) == 2
    assert found.said == ()


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("dirty_exports/surveymonkey_two_header_rows.csv", 1186),
        ("dirty_exports/surveymonkey_one_header_row.csv", 1040),
        ("dirty_exports/qualtrics_three_header_rows_german.csv", 1),
        ("sfo_airport_2017/responses_2017.csv", 2831),
        ("nps_by_channel/nps_web.csv", 2290),
        ("lounge_reviews/lounge.csv", 2264),
    ],
)
def test_real_exports_have_their_respondents(name: str, count: int, data_folder: Path) -> None:
    found = respondents(data_folder / name)
    assert sum(1 for _ in found.rows()) == count
    assert found.said == ()
