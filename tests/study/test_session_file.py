from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cx_workbench.errors import StudyError
from cx_workbench.rank.ranking import rank
from cx_workbench.study.built_in import example
from cx_workbench.study.loading import load
from cx_workbench.study.session_file import read, session_path, write
from cx_workbench.study.sessions import Decision, Kept, Scenario
from cx_workbench.study.starter import create_folder, create_workbook
from tests.small import small

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
BASE = Scenario("Base", NOON, {"top": 3, "weights": {"gap": 1.0}})
KEPT = Kept(
    settings={"vetoed": {"spoilt": "žiadny rozpočet"}},
    scenario="Base",
    scenarios=(BASE,),
    decisions=(Decision(NOON, "Vetoed Already good", "žiadny rozpočet", "spoilt"),),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "session.json"


def test_what_is_written_is_read_again(file: Path) -> None:
    written = write(file, KEPT).kept

    assert written.saved is not None
    assert read(file) == written
    assert replace(written, saved=None) == KEPT


def test_a_file_that_is_not_there_holds_nothing(file: Path) -> None:
    assert read(file) == Kept()


def test_settings_are_arguments_of_rank(file: Path) -> None:
    settings = read_after_writing(file).scenarios[0].settings

    assert rank(small(), draws=0, **settings).top == 3


def read_after_writing(file: Path) -> Kept:
    write(file, KEPT)
    return read(file)


def test_what_somebody_else_decided_meanwhile_is_not_lost(file: Path) -> None:
    theirs = Kept(
        scenarios=(Scenario("Theirs", NOON),),
        decisions=(Decision(NOON.replace(hour=9), "TOP 5 to TOP 10"),),
    )
    write(file, theirs)

    both = write(file, KEPT).kept

    assert [scenario.name for scenario in both.scenarios] == ["Base", "Theirs"]
    assert [each.what for each in both.decisions] == ["TOP 5 to TOP 10", "Vetoed Already good"]


def test_a_forgotten_scenario_does_not_come_back(file: Path) -> None:
    since = write(file, KEPT).kept

    assert not write(file, replace(KEPT, scenarios=()), since).kept.scenarios
    assert not read(file).scenarios


def test_a_decision_written_twice_is_kept_once(file: Path) -> None:
    write(file, KEPT)

    assert len(write(file, KEPT).kept.decisions) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "\x00\xff",
        '{"schema": "cx-workbench/session/9", "kept": {}}',
        '{"schema": "cx-workbench/session/1", "kept": {"settings": {"top": "five"}}}',
    ],
)
def test_a_broken_file_is_refused_in_words_and_left_alone(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")

    with pytest.raises(StudyError, match="cannot be used") as refused:
        write(file, KEPT)

    assert all(problem.file == "session.json" for problem in refused.value.problems)
    assert "another name" in str(refused.value)
    assert file.read_text(encoding="utf-8") == text


def test_a_broken_write_leaves_the_old_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = write(file, KEPT).kept

    def full(_path: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(StudyError, match="No space left on device"):
        write(file, replace(KEPT, scenarios=()))
    monkeypatch.undo()

    assert read(file) == before
    assert [path.name for path in file.parent.iterdir()] == ["session.json"]


def test_the_file_stands_in_the_folder_of_the_study_and_does_not_disturb_it(
    tmp_path: Path,
) -> None:
    create_folder(tmp_path)
    study = load(tmp_path)
    path = session_path(study)

    write(path, KEPT)

    assert path == tmp_path / "session.json"
    assert load(tmp_path).warnings == study.warnings


def test_the_file_stands_beside_a_workbook(tmp_path: Path) -> None:
    workbook = create_workbook(tmp_path / "client.xlsx")

    assert session_path(load(workbook)) == tmp_path / "client.session.json"


def test_a_study_without_a_folder_keeps_its_session_in_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    path = session_path(replace(example(), title="../Žltý & spol: <b>2026</b>"))

    assert path == tmp_path / "žltý_spol_b_2026_b.session.json"
