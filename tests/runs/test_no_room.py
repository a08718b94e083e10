"""What is made when the system lets no file grow: the truth is told, and nothing is half-written.

A limit on the size of files is what a full disk looks like to those who write: the first bytes are
taken, the rest is not.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.command import HERE
from tests.runs.ways import notebook

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such limit")

BYTES = 50_000
#: A run's own end, and what is said of it.
SAID = {
    "print('x' * 100_000)": ("failed", 1, "cannot be written to"),
    "with open('large.txt', 'w') as file: file.write('x' * 100_000)": ("failed", 4, "too large"),
}
_LIMITED = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, ({bytes}, {bytes}))
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


def limited(*words: object, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a module of Python's in a folder, where no file grows beyond the limit."""
    return subprocess.run(  # noqa: S603  words of the tests
        [sys.executable, "-c", _LIMITED.format(bytes=BYTES), "-m", *map(str, words)],
        cwd=folder,
        env=os.environ | HERE,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def commands(folder: Path) -> dict[str, tuple[list[object], Path]]:
    """Return what to run for each way to a report, and where its record will be."""
    report = folder / "report.ipynb"
    about = f"template = '{report.as_posix()}'\n[[job]]\nname = 'one'\nstudy = 'example'\n"
    (folder / "jobs.toml").write_text(about)
    alone, one = ["cx_workbench.cli", "report", report], ["cx_workbench.cli", "batch", "jobs.toml"]
    papermill = ["papermill", "--engine", "cx", "-k", "python3", report, "made/out.ipynb"]
    return {
        "report": ([*alone, "example", "--out", "made"], folder / "made" / "run.json"),
        "batch": ([*one, "--out", "made"], folder / "made" / "one" / "run.json"),
        "papermill": (papermill, folder / "made" / "out.run.json"),
    }


@pytest.mark.parametrize("way", ["report", "batch", "papermill"])
@pytest.mark.parametrize("code", SAID, ids=["the notebook", "a file of the notebook's"])
def test_no_file_may_grow(tmp_path: Path, way: str, code: str) -> None:
    notebook(tmp_path / "report.ipynb", code)
    words, place = commands(tmp_path)[way]
    (tmp_path / "made").mkdir()
    status, exit_code, said = SAID[code]

    done = limited(*words, folder=tmp_path)

    assert done.returncode == exit_code
    assert said in done.stdout + done.stderr
    assert ".cx-workbench-" not in done.stdout + done.stderr
    found = json.loads(place.read_text("utf-8"))
    assert (found["status"], found["exit_code"]) == (status, exit_code)
    assert said in " ".join([found["message"], *found["problems"]])
    left = {path.name for path in place.parent.iterdir()}
    assert not any(name.startswith(".") for name in left)
    assert "large.txt" not in left or way == "papermill"
