"""A batch on a terminal: how far it is, how long it will take, and what became of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from cx_workbench.cli.console import console_for
from cx_workbench.cli.words import complain, say
from cx_workbench.errors import visible
from cx_workbench.runs.batch import BatchResult, Outcome, batch

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cx_workbench.runs.jobs import Job

_SAID = {
    "done": "done",
    "refused": "refused",
    "bad_data": "bad data",
    "failed": "failed",
    "timed_out": "took too long",
    "kernel_died": "kernel died",
}


def run_batch(
    jobs: Sequence[Job], out: Path, *, workers: int | None, resume: bool, as_json: bool
) -> BatchResult:
    """Run a batch and say what became of it."""
    result = _with_progress(jobs, out, workers, resume=resume)
    if as_json:
        say(json.dumps([_plain(outcome) for outcome in result.outcomes], ensure_ascii=False))
    else:
        if result.outcomes:
            console_for().print(_table(result.outcomes))
        say(_sum(result, out))
    if result.stopped:
        complain("It was stopped. Go on with --resume.")
    return result


def _with_progress(
    jobs: Sequence[Job], out: Path, workers: int | None, *, resume: bool
) -> BatchResult:
    columns = (
        TextColumn("Reports"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}"),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    failed = 0
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=len(jobs))

        def tell(outcome: Outcome, done: int, _jobs: int) -> None:
            nonlocal failed
            failed += outcome.status != "done"
            bar.update(task, completed=done, description=f"{failed} failed" if failed else "")

        return batch(jobs, out, workers=workers, resume=resume, told=tell)


def _table(outcomes: Sequence[Outcome]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("report", "result", "seconds", ""):
        table.add_column(heading, justify="right" if heading == "seconds" else "left")
    for outcome in outcomes:
        took = f"{outcome.seconds:.1f}" if outcome.is_new else ""
        about = outcome.message or ("" if outcome.is_new else "was there, unchanged")
        cells = (outcome.name, _SAID[outcome.status], took, about)
        table.add_row(*(Text(visible(cell), overflow="fold") for cell in cells))
    return table


def _sum(result: BatchResult, out: Path) -> str:
    done = [outcome for outcome in result.outcomes if outcome.status == "done"]
    left = [outcome for outcome in done if not outcome.is_new]
    there = f", {len(left):,} of them before" if left else ""
    return f"{len(done):,} of {result.jobs:,} reports are done{there}: {out}"


def _plain(outcome: Outcome) -> dict[str, object]:
    return {
        "name": outcome.name,
        "folder": str(outcome.folder),
        "status": outcome.status,
        "exit_code": outcome.exit_code,
        "message": outcome.message,
        "seconds": outcome.seconds,
        "is_new": outcome.is_new,
    }
