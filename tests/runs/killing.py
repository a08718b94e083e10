"""Batches in processes of their own, to be stopped and killed."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import psutil

from tests.command import HERE
from tests.runs.ways import notebook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_PATIENCE = 90
#: What differs between two runs of the same: times, and what holds them.
_TIMES = ("started", "seconds", "cells", "failed_cell", "outputs")


def jobs_file(folder: Path, slow: float, count: int = 4) -> Path:
    """Write a batch of reports that take their time."""
    begun, sleep = "Path(out, 'begun.txt').touch()", f"import time; time.sleep({slow})"
    notebook(folder / "report.ipynb", begun, sleep)
    names = "".join(
        f"[[job]]\nname = '{number}'\nparameters = {{ client = 'client {number}' }}\n"
        for number in range(count)
    )
    path = folder / "jobs.toml"
    path.write_text(f"study = 'example'\ntemplate = 'report.ipynb'\n{names}")
    return path


def start(jobs: Path, out: Path, *words: str) -> subprocess.Popen[str]:
    """Start a batch as a process of its own."""
    command = [sys.executable, "-m", "cx_workbench.cli", "batch", str(jobs), "--out", str(out)]
    return subprocess.Popen(  # noqa: S603  words of the tests
        [*command, *words],
        env=os.environ | HERE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(batch: subprocess.Popen[str]) -> None:
    """Wait for a batch to be done."""
    said, complained = batch.communicate(timeout=600)
    assert batch.returncode == 0, said + complained


def wait_for(what: Callable[[], object]) -> None:
    """Wait until it is so."""
    patience = time.monotonic() + _PATIENCE
    while not what():
        assert time.monotonic() < patience, "it does not come about"
        time.sleep(0.01)


def children_gone(family: Iterable[psutil.Process]) -> None:
    """Wait until kernels and the warm process are gone, too."""
    wait_for(lambda: not any(each.is_running() and _lives(each) for each in family))


def _lives(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def content_of(out: Path) -> dict[str, str]:
    """Return what each file of a batch holds, without times; hidden folders too."""
    return {
        path.relative_to(out).as_posix(): _content(path, out)
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def _content(path: Path, out: Path) -> str:
    text = path.read_bytes()
    if path.name == "run.json":
        found = json.loads(text)
        names = [each["name"] for each in found["outputs"]]
        for each in found["outputs"]:
            whole = hashlib.sha256((path.parent / each["name"]).read_bytes()).hexdigest()
            assert each["sha256"] == whole
        kept = {name: value for name, value in found.items() if name not in _TIMES}
        return json.dumps([kept, names])
    if path.suffix == ".ipynb":
        cells = json.loads(text.decode().replace(str(out), "OUT"))["cells"]
        return json.dumps([[cell["source"], cell.get("outputs")] for cell in cells])
    return hashlib.sha256(text).hexdigest()
