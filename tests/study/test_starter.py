"""The study to start from: it loads as it is, explains every column, and says what to delete."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import openpyxl
import pytest

from cx_workbench.errors import StudyError
from cx_workbench.study.complaints import Origin, check_settings, parse_toml
from cx_workbench.study.contract import TABLES
from cx_workbench.study.loading import load
from cx_workbench.study.starter import create_folder, create_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cx_workbench.study.model import Study

WAYS = {"folder": create_folder, "workbook": create_workbook}


def made(way: str, place: Path) -> Path:
    study = place / ("mine" if way == "folder" else "mine.xlsx")
    WAYS[way](study)
    return study


def as_read(study: Study) -> list[object]:
    tables = (study.personas, study.touchpoints, study.improvements, study.answers.counts)
    return [study.settings, *(table.to_dict("records") for table in tables)]


@pytest.mark.parametrize("way", WAYS)
def test_it_loads_as_it_is_and_says_which_rows_are_examples(way: str, tmp_path: Path) -> None:
    study = load(made(way, tmp_path))

    place = "mine.xlsx, sheet {}" if way == "workbook" else "{}.csv"
    assert study.answers.count == 1
    assert study.title == "My study"
    assert study.warnings == tuple(
        f"{place.format(table)}, row 2: this is still the example row; delete it if it is not "
        "yours."
        for table in ("personas", "touchpoints", "improvements")
    )


def test_folder_and_workbook_are_the_same_study(tmp_path: Path) -> None:
    folder, workbook = (load(made(way, tmp_path)) for way in WAYS)

    assert as_read(folder) == as_read(workbook)


def test_an_example_row_is_known_among_others(tmp_path: Path) -> None:
    personas = made("folder", tmp_path) / "personas.csv"
    text = personas.read_text(encoding="utf-8-sig")
    heading, example = text.splitlines()
    # Excel writes a day as the country does.
    example = example.replace("2026-01-15", "15.1.2026")
    rows = [heading, "seniors,Seniors,1,320,,,,,", example, ""]
    personas.write_text("\n".join(rows), encoding="utf-8")

    study = load(tmp_path / "mine")

    assert (
        "personas.csv, row 3: this is still the example row; delete it if it is not yours."
        in study.warnings
    )


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_column_is_explained(table: object, tmp_path: Path) -> None:
    assert table in TABLES.values()
    columns = TABLES[table.name].columns  # type: ignore[attr-defined]
    explained = (made("folder", tmp_path) / "COLUMNS.md").read_text(encoding="utf-8")
    workbook = openpyxl.load_workbook(made("workbook", tmp_path))
    sheet = workbook[table.name]  # type: ignore[attr-defined]
    comments = {str(cell.value): cell.comment.text if cell.comment else "" for cell in sheet[1]}
    read_me = {str(row[1].value): str(row[2].value) for row in workbook["read me"].iter_rows()}

    for column in columns:
        assert f"| {column.name} | " in explained
        assert column.means in explained
        assert column.means in comments[column.name]
        assert column.name in read_me


def test_the_tables_are_as_excel_wants_them(tmp_path: Path) -> None:
    folder = made("folder", tmp_path)

    for name in ("personas.csv", "touchpoints.csv", "responses.csv", "improvements.csv"):
        assert (folder / name).read_bytes().startswith(b"\xef\xbb\xbf")


def test_every_remark_in_study_toml_that_is_a_setting_can_be_used(tmp_path: Path) -> None:
    text = (made("folder", tmp_path) / "study.toml").read_text(encoding="utf-8")
    in_use, count = re.subn(r"^# (?=\[|\w+ = )", "", text, flags=re.MULTILINE)

    given, problems = parse_toml(in_use, "study.toml")
    checked = check_settings(given, Origin("study.toml"))

    assert count > 15
    assert not problems
    assert not checked.problems
    assert checked.settings.responses is not None
    assert checked.settings.criteria["effort"].worst == 200


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_overwritten(way: str, tmp_path: Path) -> None:
    study = made(way, tmp_path)
    create: Callable[[Path], object] = WAYS[way]

    with pytest.raises(StudyError, match="is there already"):
        create(study)


def test_a_folder_that_is_there_and_empty_may_be_filled(tmp_path: Path) -> None:
    create_folder(tmp_path)

    assert load(tmp_path).answers.count == 1
