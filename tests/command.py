"""Run the command line, in this process or in one of its own, on the small study."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import warnings
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pytest

import cx_workbench
from cx_workbench import cli
from tests.small import tables

#: Where another process finds the package, wherever it runs.
HERE = {"PYTHONPATH": str(Path(cx_workbench.__file__).parents[1])}


@dataclass(frozen=True)
class Done:
    """What a command left: its exit code and what it said on standard output and error."""

    code: int
    out: str
    err: str


def cx(*words: str | Path) -> Done:
    """Run a command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with (
        patch.object(sys, "argv", ["cx-workbench", *map(str, words)]),
        redirect_stdout(out),
        redirect_stderr(err),
        warnings.catch_warnings(),
        pytest.raises(SystemExit) as end,
    ):
        cli.main()
    return Done(int(end.value.code or 0), out.getvalue(), err.getvalue())


def in_a_shell(*words: str | Path, folder: Path, **environment: str) -> Done:
    """Run a command as a process of its own, in another folder than the project's."""
    done = subprocess.run(  # noqa: S603  words of the tests
        [sys.executable, "-m", "cx_workbench.cli", *map(str, words)],
        cwd=folder,
        env=os.environ | HERE | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def write(folder: Path, **changes: object) -> Path:
    """Write the small study as a folder of tables, some of them changed, or left out by None."""
    folder.mkdir(parents=True)
    for name, frame in (tables() | changes).items():
        if frame is not None:
            frame.to_csv(folder / f"{name}.csv", index=False)
    return folder
