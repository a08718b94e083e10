"""Exports as their programs write them: where the headings are, and what is refused."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import openpyxl
import pytest

from cx_workbench.errors import StudyError
from cx_workbench.study.importing.heads import Head, Tool, head_of
from cx_workbench.study.importing.sheets import delimiter_of, sheets_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

QUALTRICS = [
    ["StartDate", "Status", "Progress", "Finished", "ResponseId", "Q1"],
    ["Anfangsdatum", "Antworttyp", "Stand", "Beendet", "Antwort-ID", "Wie zufrieden?"],
    ['{"ImportId":"startDate"}', '{"ImportId":"status"}', '{"ImportId":"progress"}',
     '{"ImportId":"finished"}', '{"ImportId":"_recordId"}', '{"ImportId":"QID1"}'],
    ["2026-01-02", "0", "100", "1", "R_1", "4"],
]  # fmt: skip
MATRIX = [
    ["Respondent ID", "How was it?", "", "", "Anything else?"],
    ["", "Shop", "App", "Bill", "Open-Ended Response"],
    ["1", "4", "5", "2", "No"],
]


def head(folder: Path, rows: Sequence[Sequence[object]], delimiter: str = ",") -> Head:
    path = folder / "export.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    [sheet] = sheets_of(path)
    return head_of(sheet)


def refused(folder: Path, rows: Sequence[Sequence[object]]) -> str:
    with pytest.raises(StudyError) as caught:
        head(folder, rows)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "expected", "column"),
    [
        ("surveymonkey_two_header_rows", (Tool.SURVEYMONKEY, 2, 38), "Which character shot first?"),
        ("surveymonkey_one_header_row", (Tool.SURVEYMONKEY, 1, 27), "How tall are you?"),
        ("qualtrics_three_header_rows_german", (Tool.QUALTRICS, 3, 20), "Q2 - Topics"),
    ],
)
def test_exports_as_they_came(
    name: str, expected: tuple[Tool, int, int], column: str, data_folder: Path
) -> None:
    [sheet] = sheets_of(data_folder / "dirty_exports" / f"{name}.csv")
    found = head_of(sheet)
    assert (found.tool, len(found.rows), len(found.columns)) == expected
    assert column in {each.name for each in found.columns}


def test_the_two_rows_of_surveymonkey_leave_1186_answers(data_folder: Path) -> None:
    [sheet] = sheets_of(data_folder / "dirty_exports" / "surveymonkey_two_header_rows.csv")
    found = head_of(sheet)
    assert sum(row > found.rows[-1] for row, _ in sheet.rows()) == 1186
    seen = [each for each in found.columns if each.asks.startswith("Which of the following")]
    assert [each.place for each in seen] == [3, 4, 5, 6, 7, 8]
    assert seen[4].part == "Star Wars: Episode V The Empire Strikes Back"


def test_the_raw_export_of_the_airport(data_folder: Path) -> None:
    [sheet] = sheets_of(data_folder / "sfo_airport_2017" / "responses_2017.csv")
    found = head_of(sheet)
    assert (found.tool, found.rows, len(found.columns)) == (Tool.PLAIN, (1,), 94)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_qualtrics_with_fewer_rows_of_headings(tmp_path: Path, count: int) -> None:
    found = head(tmp_path, [*QUALTRICS[:count], QUALTRICS[-1]])
    assert (found.tool, found.rows) == (Tool.QUALTRICS, tuple(range(1, count + 1)))
    asks = "Wie zufrieden?" if count > 1 else "Q1"
    assert (found.columns[-1].name, found.columns[-1].asks) == ("Q1", asks)


def test_parts_of_a_matrix_carry_their_question(tmp_path: Path) -> None:
    found = head(tmp_path, MATRIX)
    assert found.tool is Tool.SURVEYMONKEY
    assert [(each.asks, each.part) for each in found.columns] == [
        ("Respondent ID", ""),
        ("How was it?", "Shop"),
        ("How was it?", "App"),
        ("How was it?", "Bill"),
        ("Anything else?", ""),
    ]
    assert found.columns[2].name == "How was it?: App"


def test_merged_headings_of_any_program(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Spokojnosť zákazníkov 2026"])
    sheet.append([])
    sheet.append(["Zákazník", "Spokojnosť", None, "Vek"])
    sheet.append([None, "Predajňa", "Faktúra", None])
    sheet.merge_cells("B3:C3")
    for row in ([1, 4, 5, 33], [2, 3, 2, 41]):
        sheet.append(row)
    book.save(tmp_path / "export.xlsx")
    [found] = sheets_of(tmp_path / "export.xlsx")
    read = head_of(found)
    assert read.rows == (3, 4)
    names = [each.name for each in read.columns]
    assert names == ["Zákazník", "Spokojnosť: Predajňa", "Spokojnosť: Faktúra", "Vek"]
    [said] = read.assumed
    assert "above the table (row 1: 'Spokojnosť zákazníkov 2026') is no answer" in said


@pytest.mark.parametrize(
    ("headings", "tool"),
    [
        (["Časová pečiatka", "Ako ste boli spokojný?", "Vek"], Tool.GOOGLE_FORMS),
        (["ID", "Startzeit", "Fertigstellungszeit", "E-Mail"], Tool.MICROSOFT_FORMS),
        (["id", "score", "age"], Tool.PLAIN),
    ],
)
def test_forms_are_told_by_their_first_columns(
    headings: list[str], tool: Tool, tmp_path: Path
) -> None:
    assert head(tmp_path, [headings, ["a", "b", "c", "d"]]).tool is tool


def test_headings_that_repeat_get_names_of_their_own(tmp_path: Path) -> None:
    found = head(tmp_path, [["id", "Score", "score", "", "SCORE"], ["1", "2", "3", "", "5"]])
    assert [each.name for each in found.columns] == ["id", "Score", "score (2)", "SCORE (3)"]
    assert [each.place for each in found.columns] == [0, 1, 2, 4]


@pytest.mark.parametrize(
    "rows",
    [
        [["", "Men", "Women"], ["Very satisfied", "40 %", "35 %"], ["Total", "100 %", "100 %"]],
        [["Otázka", "Muži", "Ženy"], ["Spokojný", "412", "388"], ["Spolu", "800", "790"]],
        [["Segment", "Base", "Mean"], ["Families", "120", "4.1"], ["Singles", "80", "3.9"]],
    ],
)
def test_a_table_of_results_is_refused_with_the_reason(
    rows: list[list[str]], tmp_path: Path
) -> None:
    said = refused(tmp_path, rows)
    assert "It is a table of results, one group a column, not of answers." in said
    assert "one row a respondent" in said


@pytest.mark.parametrize("rows", [[["id", "score", "age"]], QUALTRICS[:3], [["Only a title"]]])
def test_headings_without_an_answer_are_refused(rows: list[list[str]], tmp_path: Path) -> None:
    assert "no" in refused(tmp_path, rows)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_what_divides_evenly(delimiter: str) -> None:
    rows = [["id", "score", "said"], ["1", "4,5", "well; yes, it was"], ["2", "3,5", "no"]]
    text = "Results, of all; in May\n\n" + "".join(
        delimiter.join(f'"{cell}"' for cell in row) + "\n" for row in rows
    )
    assert delimiter_of(text) == delimiter
