"""Two who import into one folder: the first makes the study, the other is refused."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cx_workbench.errors import StudyError, WorkbenchError
from cx_workbench.study.importing.writing import new_study, write_texts

if TYPE_CHECKING:
    from pathlib import Path

DIES = """
import os, signal, sys
from pathlib import Path
from cx_workbench.study.importing.writing import new_study

with new_study(Path(sys.argv[1])) as work:
    (work / "responses_raw.csv").write_text("half of a f")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in folder.iterdir()}


def test_who_comes_second_is_refused_and_disturbs_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    with new_study(folder) as work:
        with pytest.raises(StudyError, match="is there already"), new_study(folder):
            pytest.fail("two had the folder")
        write_texts(work, {"study.toml": "first"})
    assert files(folder) == {"study.toml": "first"}


def test_what_was_put_there_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    making = new_study(folder)
    write_texts(making.__enter__(), {"study.toml": "imported"})
    write_texts(folder, {"study.toml": "by hand"})
    with pytest.raises(StudyError, match="nothing is overwritten"):
        making.__exit__(None, None, None)
    assert files(folder) == {"study.toml": "by hand"}


def test_a_killed_import_does_not_stand_in_the_way(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    died = subprocess.run([sys.executable, "-c", DIES, str(folder)], check=False)  # noqa: S603
    assert died.returncode == -signal.SIGKILL
    with new_study(folder) as work:
        write_texts(work, {"study.toml": "second"})
    assert files(folder) == {"study.toml": "second"}


def test_a_disk_that_is_full_is_said_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "acme"

    def full(_path: Path, _text: str, **_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_text", full)
    with pytest.raises(WorkbenchError, match="No space left"), new_study(folder) as work:
        write_texts(work, {"study.toml": "imported"})
    assert list(folder.iterdir()) == []
