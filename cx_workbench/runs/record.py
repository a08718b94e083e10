"""``run.json``: what became of a run, for people and programs that were not there."""

from __future__ import annotations

import datetime as dt
import json
import platform
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from cx_workbench.errors import (
    KernelDiedError,
    RunError,
    RunTimeoutError,
    SettingError,
    StudyError,
    WorkbenchError,
)
from cx_workbench.runs.injecting import shown
from cx_workbench.runs.inputs import sha256_of
from cx_workbench.runs.templates import headings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from nbformat import NotebookNode

    from cx_workbench.runs.verdict import Failure
    from cx_workbench.study.fingerprints import Fingerprint

SCHEMA = "cx-workbench/run/1"
RECORD_NAME = "run.json"
Status: TypeAlias = Literal["done", "refused", "bad_data", "failed", "timed_out", "kernel_died"]
#: The status that goes with an error, the narrower kind first.
_STATUSES: tuple[tuple[type[WorkbenchError], Status], ...] = (
    (SettingError, "refused"),
    (StudyError, "bad_data"),
    (RunTimeoutError, "timed_out"),
    (KernelDiedError, "kernel_died"),
    (RunError, "failed"),
    (WorkbenchError, "failed"),
)
#: What decides how a figure comes out.
_LIBRARIES = ("cx-workbench", "duckdb", "narwhals", "nbclient", "numpy", "pandas", "scipy")


@dataclass(frozen=True, slots=True)
class CellRun:
    """One code cell of a run.

    Attributes
    ----------
    index
        Its place in the executed notebook, from 0.
    number
        The number that stands beside it; ``None`` if it did not run.
    heading
        The heading above it.
    status
        ``completed``, ``failed`` or ``pending``.
    seconds
        How long it took; ``None`` if it did not end.
    """

    index: int
    number: int | None
    heading: str
    status: str
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Record:
    """What became of a run.

    Attributes
    ----------
    status
        ``done``, or why not: ``refused`` (parameters), ``bad_data``, ``failed`` (a cell, or the
        results could not be written), ``timed_out``, ``kernel_died``.
    exit_code
        As the command line has it: 0 done, 2 usage, 3 bad data, 4 the notebook failed, 5 it took
        too long, 6 its kernel died, 1 anything else.
    message
        In one sentence; empty if all is well.
    problems
        What was found, one sentence each.
    template, template_sha256
        Name of the notebook, and its content as it was run.
    failed_cell
        The cell that stopped it; ``None`` if none did, or it was stopped before the first.
    started, seconds
        When, as ISO 8601 with the time zone, and how long it took.
    cells
        Its code cells.
    parameters
        What it was run with.
    inputs
        The files that the study was read from, and other files that parameters name.
    versions
        Of Python and of the libraries that figures depend on.
    outputs
        The files that it left, by their path in its folder; without this record.
    """

    status: Status
    exit_code: int
    message: str
    problems: tuple[str, ...]
    template: str
    template_sha256: str
    failed_cell: CellRun | None
    started: str
    seconds: float
    cells: tuple[CellRun, ...]
    parameters: Mapping[str, object]
    inputs: tuple[Fingerprint, ...]
    versions: Mapping[str, str]
    outputs: tuple[Fingerprint, ...] = ()

    def with_outputs(self, outputs: tuple[Fingerprint, ...], seconds: float) -> Record:
        """Return the same with the files that it left."""
        return replace(self, outputs=outputs, seconds=seconds)

    def to_json(self) -> str:
        """Return what stands in ``run.json``."""
        return json.dumps({"schema": SCHEMA, **asdict(self)}, ensure_ascii=False, indent=2)


class Watch:
    """When a run began, and how long ago that is."""

    def __init__(self) -> None:
        self.started = dt.datetime.now(dt.UTC)
        self._start = time.monotonic()

    @property
    def seconds(self) -> float:
        """Seconds since it began."""
        return round(time.monotonic() - self._start, 3)


@dataclass(frozen=True, slots=True)
class Executed:
    """What is known of a run when its kernel is gone.

    Attributes
    ----------
    failure
        What stopped it; ``None`` if it came to its end.
    notebook
        As it was executed; ``None`` if it could not be read.
    values
        The parameters.
    inputs
        The files that were there to be read when it began.
    """

    failure: Failure | None
    notebook: NotebookNode | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    inputs: tuple[Fingerprint, ...] = ()


def record_of(template: Path, executed: Executed, watch: Watch) -> Record:
    """Write down how a run of a notebook ended; what it left is added later."""
    failure, notebook = executed.failure, executed.notebook
    error = failure.error if failure else None
    status, exit_code = status_of(error)
    message, problems = message_of(error)
    cells = tuple(cell_runs(notebook, failure)) if notebook is not None else ()
    stopped_at = failure.index if failure else None
    return Record(
        status=status,
        exit_code=exit_code,
        message=message,
        problems=problems,
        template=template.stem,
        template_sha256=sha256_of(template),
        failed_cell=next((cell for cell in cells if cell.index == stopped_at), None),
        started=watch.started.isoformat(timespec="seconds"),
        seconds=watch.seconds,
        cells=cells,
        parameters=shown(executed.values),
        inputs=executed.inputs,
        versions=versions(),
    )


def status_of(error: WorkbenchError | None) -> tuple[Status, int]:
    """Return the status and the exit code that go with what stopped a run.

    Examples
    --------
    >>> status_of(None), status_of(StudyError("There is no row."))
    (('done', 0), ('bad_data', 3))
    """
    if error is None:
        return "done", 0
    status = next(status for kind, status in _STATUSES if isinstance(error, kind))
    return status, error.exit_code


def message_of(error: WorkbenchError | None) -> tuple[str, tuple[str, ...]]:
    """Return what stopped a run in one sentence, and the problems under it."""
    if error is None:
        return "", ()
    # An error that came out of a kernel has its problems in its text.
    headline, *lines = str(error).splitlines() or [""]
    return headline, tuple(_without_number(line) for line in lines if line.strip())


def _without_number(line: str) -> str:
    number, dot, rest = line.strip().partition(". ")
    return rest if dot and number.isdecimal() else line.strip()


def cell_runs(notebook: NotebookNode, failure: Failure | None) -> Iterator[CellRun]:
    """Say of each code cell how it went."""
    failed = failure.index if failure else None
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            about = cell.metadata.get("papermill", {})
            status = "failed" if index == failed else about.get("status", "pending")
            if failed is not None and index > failed:
                status = "pending"
            above = list(headings(notebook.cells[: index + 1]))
            yield CellRun(
                index=index,
                number=cell.get("execution_count"),
                heading=above[-1] if above else "",
                status=status,
                seconds=about.get("duration"),
            )


def versions() -> dict[str, str]:
    """Return the versions of Python and of the libraries that figures depend on."""
    return {"python": platform.python_version(), **_of_libraries()}


@cache
def _of_libraries() -> dict[str, str]:
    found = {}
    for name in _LIBRARIES:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def read_record(text: str) -> dict[str, Any] | None:
    """Read a record; ``None`` if it is none of ours.

    Examples
    --------
    >>> read_record('{"schema": "else"}')
    """
    try:
        found = json.loads(text)
    except ValueError:
        return None
    is_ours = isinstance(found, dict) and found.get("schema") == SCHEMA
    return found if is_ours else None
