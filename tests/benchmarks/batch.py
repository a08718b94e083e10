"""How long reports take: many by a batch, many by papermill one after the other, one of each."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from cx_workbench.runs.notebook import Order, attempt
from cx_workbench.runs.templates import find
from cx_workbench.runs.warm import warm_process

_TEMPLATE = "top_improvements"


def main() -> None:
    """Time them and say how they compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=20)
    count = parser.parse_args().reports
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        # Whoever goes first also reads a thousand files from the disk: that is timed for neither.
        _one(home)
        _papermill(home, 0)
        ours = _batch(home, count)
        theirs = [_papermill(home, top + 1) for top in range(count)]
        print(f"{count} reports of the example, {os.cpu_count()} cores")
        print(f"  cx-workbench batch    {ours:7.1f} s")
        each = f"{min(theirs):.1f} to {max(theirs):.1f} s each"
        print(f"  papermill, in turn    {sum(theirs):7.1f} s   {each}")
        print(f"  {sum(theirs) / ours:.1f} times as fast")


def _batch(home: Path, count: int) -> float:
    jobs = home / "jobs.toml"
    tops = list(range(1, count + 1))
    jobs.write_text(f"study = 'example'\ntemplate = '{_TEMPLATE}'\n[grid]\ntop = {tops}\n")
    words = ["batch", str(jobs), "--out", str(home / "batch")]
    taken = _timed([sys.executable, "-m", "cx_workbench.cli", *words])
    assert len(list((home / "batch").glob("*/page.html"))) == count
    return taken


def _papermill(home: Path, top: int) -> float:
    out = home / f"papermill {top}"
    out.mkdir()
    words = [str(find(_TEMPLATE).path), str(out / "out.ipynb"), "-p", "top", str(top)]
    return _timed([sys.executable, "-m", "papermill", *words, "-p", "out", str(out)])


def _timed(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603  our own words
    return time.perf_counter() - start


def _one(home: Path) -> None:
    template = find(_TEMPLATE)
    nbformat.read(template.path, as_version=4)
    cold = attempt(Order(template, {}, home / "cold")).record.seconds
    start = time.perf_counter()
    warm_process()
    attempt(Order(template, {}, home / "first", warm=True))
    first = time.perf_counter() - start
    warm = attempt(Order(template, {}, home / "warm", warm=True)).record.seconds
    print("One report in a process that is up")
    print(f"  ordinary kernel       {cold:7.1f} s")
    print(f"  forked, the first     {first:7.1f} s   with the warm process started for it")
    print(f"  forked, the next      {warm:7.1f} s")


if __name__ == "__main__":
    main()
