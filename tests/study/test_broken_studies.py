"""Every broken study gives all of its problems at once, in words, and never a traceback."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cx_workbench import cli
from cx_workbench.errors import StudyError
from cx_workbench.study.loading import load
from tests.study.broken import Broken, texts, written
from tests.study.broken_answers import EXPORTS, LONG
from tests.study.broken_files import FILES, SEVERAL, WORKBOOKS
from tests.study.broken_frames import FRAMES
from tests.study.broken_settings import SETTINGS
from tests.study.broken_tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

GROUPS = {
    "tables": TABLES,
    "answers": LONG,
    "exports": EXPORTS,
    "frames": FRAMES,
    "files": FILES,
    "settings": SETTINGS,
    "workbooks": WORKBOOKS,
    "several": SEVERAL,
}
BROKEN = [
    pytest.param(broken, id=f"{group}: {broken.name}")
    for group, studies in GROUPS.items()
    for broken in studies
]
IN_FILES = [broken for broken in BROKEN if not broken.values[0].tables]  # type: ignore[union-attr]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    folder.mkdir()
    return folder


def test_there_are_many_and_none_twice() -> None:
    names = [broken.id for broken in BROKEN]

    assert len(names) >= 40
    assert len(names) == len(set(names))


@pytest.mark.parametrize("broken", BROKEN)
def test_all_problems_are_told_at_once(broken: Broken, folder: Path) -> None:
    written(folder, broken.files)

    with pytest.raises(StudyError) as refused:
        load(dict(broken.tables) if broken.tables else folder / broken.given)

    said = [str(problem) for problem in refused.value.problems]
    assert said == texts(broken.said, folder)
    assert refused.value.headline == broken.headline
    assert all(problem.hint for problem in refused.value.problems)


@pytest.mark.parametrize("broken", IN_FILES)
def test_the_command_line_says_the_same_and_exits_with_3(
    broken: Broken,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    study = written(folder, broken.files) / broken.given
    monkeypatch.setattr(sys, "argv", ["cx-workbench", "check", str(study)])

    with pytest.raises(SystemExit) as left:
        cli.main()

    out, err = capsys.readouterr()
    assert left.value.code == 3
    assert out == ""
    assert err.startswith(broken.headline)
    assert "Traceback" not in err
    for number, text in enumerate(texts(broken.said, folder), start=1):
        assert f"  {number}. {text}" in err


@pytest.mark.parametrize("broken", [LONG[0], WORKBOOKS[0], SEVERAL[0]], ids=lambda b: b.name)
def test_a_process_of_its_own_exits_with_3(broken: Broken, folder: Path) -> None:
    study = written(folder, broken.files)

    done = subprocess.run(  # noqa: S603  this very interpreter
        [sys.executable, "-m", "cx_workbench.cli", "rank", str(study), "--json"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr.count("\n") == len(texts(broken.said, folder)) + 1
    assert "Traceback" not in done.stderr
