"""A second wave, read as the first was."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from cx_workbench.errors import StudyError
from cx_workbench.study.importing.proposing import proposed
from cx_workbench.study.importing.sheets import sheets_of
from cx_workbench.study.importing.surveys import survey_of
from cx_workbench.study.importing.waves import next_wave, write_wave
from cx_workbench.study.importing.writing import write_study
from cx_workbench.study.loading import load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HEADINGS = ("id", "Rate the bill", "Rate the shop", "segment")
ROWS = [(n, 1 + n % 5, 1 + (n // 2) % 5, ("home", "firm")[n % 2]) for n in range(60)]


def export(path: Path, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return path


@pytest.fixture
def first(tmp_path: Path) -> Path:
    survey = survey_of(sheets_of(export(tmp_path / "may.csv", HEADINGS, ROWS))[0])
    write_study(tmp_path / "may", survey.respondents, proposed(survey))
    return tmp_path / "may"


def second(
    first: Path, into: Path, headings: Sequence[str], rows: Sequence[Sequence[object]]
) -> tuple[str, ...]:
    survey = survey_of(sheets_of(export(into.with_suffix(".csv"), headings, rows))[0])
    wave = next_wave(first, proposed(survey))
    write_wave(into, survey.respondents, wave)
    return wave.changes


def test_the_same_columns_and_answers_change_nothing(first: Path, tmp_path: Path) -> None:
    more = [*ROWS, *((100 + n, 3, 4, "home") for n in range(20))]
    assert second(first, tmp_path / "june", HEADINGS, more) == ()
    assert load(tmp_path / "june").answers.count == 160
    for name in ("touchpoints.csv", "personas.csv", "improvements.csv"):
        assert (tmp_path / "june" / name).read_bytes() == (first / name).read_bytes()


def test_a_wave_is_called_by_its_file_unless_somebody_named_the_study(
    first: Path, tmp_path: Path
) -> None:
    second(first, tmp_path / "june", HEADINGS, ROWS)
    assert load(tmp_path / "june").title == "june"
    path = first / "study.toml"
    path.write_text(path.read_text("utf-8").replace('"may"', '"Acme"'), encoding="utf-8")
    second(first, tmp_path / "july", HEADINGS, ROWS)
    assert load(tmp_path / "july").title == "Acme"


def test_a_question_without_a_scale_of_its_own_has_the_usual_one(
    first: Path, tmp_path: Path
) -> None:
    path = first / "study.toml"
    text = path.read_text("utf-8").replace("min = 1\nmax = 5\n", "")
    path.write_text(text, encoding="utf-8")
    assert second(first, tmp_path / "june", HEADINGS, ROWS) == ()


def test_what_somebody_wrote_into_the_first_study_holds(first: Path, tmp_path: Path) -> None:
    path = first / "study.toml"
    text = path.read_text("utf-8").replace("default = 85", "default = 70  # agreed in May")
    path.write_text(text, encoding="utf-8")
    second(first, tmp_path / "june", HEADINGS, ROWS)
    assert "default = 70  # agreed in May" in (tmp_path / "june" / "study.toml").read_text("utf-8")


def test_new_codes_are_told_and_read_as_blank(first: Path, tmp_path: Path) -> None:
    rows = [(n, 9 if n < 6 else bill, shop, segment) for n, bill, shop, segment in ROWS]
    [change] = second(first, tmp_path / "june", HEADINGS, rows)
    assert change == "'Rate the bill' has new answers, read as blank: '9' (6 times)."
    assert load(tmp_path / "june").answers.count == 114


def test_columns_that_came_and_went_are_told(first: Path, tmp_path: Path) -> None:
    headings = ("id", "Rate the bill", "segment", "Rate the app")
    rows = [(n, bill, segment, shop) for n, bill, shop, segment in ROWS]
    changes = second(first, tmp_path / "june", headings, rows)
    assert changes == (
        "'Rate the shop' is gone: its question has no answers.",
        "'Rate the app' is new; no question of the first wave.",
    )
    assert load(tmp_path / "june").answers.count == 60


def test_new_groups_are_told(first: Path, tmp_path: Path) -> None:
    rows = [(n, bill, shop, "club" if n < 10 else s) for n, bill, shop, s in ROWS]
    changes = second(first, tmp_path / "june", HEADINGS, rows)
    assert changes == ("'segment' has new values: club.",)


def test_without_the_column_of_the_personas_it_is_refused(first: Path, tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="The column 'segment' is gone"):
        second(first, tmp_path / "june", HEADINGS[:3], [row[:3] for row in ROWS])
    assert not (tmp_path / "june").exists()


def test_an_export_of_another_survey_is_refused(first: Path, tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="export of the same survey"):
        second(first, tmp_path / "june", ("a", "Rate b"), [(n, 1 + n % 5) for n in range(60)])


@pytest.mark.parametrize(
    "damage",
    [
        "{",
        "[]",
        '{"schema": "other"}',
        '{"schema": "cx-workbench/import/1"}',
        '{"schema": "cx-workbench/import/1", "file": "a", "columns": {"a": 1}, "groups": {}}',
        None,
    ],
)
def test_a_study_that_was_not_imported_is_refused(
    first: Path, tmp_path: Path, damage: str | None
) -> None:
    record = first / "import.json"
    record.unlink()
    if damage is not None:
        record.write_text(damage, encoding="utf-8")
    with pytest.raises(StudyError, match="cannot be read as the first wave"):
        second(first, tmp_path / "june", HEADINGS, ROWS)
