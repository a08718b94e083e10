"""Many reports, each in a fresh kernel and a folder of its own, past any that fails."""

from __future__ import annotations

import os
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from cx_workbench.errors import WorkbenchError
from cx_workbench.files import clear, make_folder
from cx_workbench.runs.inputs import inputs_of, sha256_of
from cx_workbench.runs.notebook import Order, attempt
from cx_workbench.runs.parameters import check
from cx_workbench.runs.record import RECORD_NAME, message_of, read_record, status_of, versions
from cx_workbench.runs.stopping import stop_all
from cx_workbench.runs.templates import find
from cx_workbench.runs.warm import warm_process

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor
    from pathlib import Path

    from cx_workbench.runs.jobs import Job
    from cx_workbench.runs.record import Status

#: Told whenever a report is finished: that one, how many are, and how many there are.
Told: TypeAlias = "Callable[[Outcome, int, int], None]"
#: What a shell reports of a program that was stopped by Ctrl-C.
STOPPED = 130
_SECONDS_BETWEEN_LOOKS = 0.2


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one report.

    Attributes
    ----------
    name
        Of the job.
    folder
        Where its results are.
    status, exit_code, message
        As in its ``run.json``.
    seconds
        How long it took.
    is_new
        False if it was there already, whole and unchanged, and was left.
    """

    name: str
    folder: Path
    status: Status
    exit_code: int
    message: str
    seconds: float
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of a batch: the outcomes in the order of the jobs.

    ``stopped`` says whether it was stopped before all were done.
    """

    outcomes: tuple[Outcome, ...]
    jobs: int
    stopped: bool = False

    @property
    def exit_code(self) -> int:
        """0 if all are done; the code that all failures share; else 1; 130 if it was stopped."""
        if self.stopped:
            return STOPPED
        codes = {outcome.exit_code for outcome in self.outcomes if outcome.exit_code}
        return 0 if not codes else codes.pop() if len(codes) == 1 else 1


def batch(  # noqa: PLR0913  each with a default that suits most
    jobs: Sequence[Job],
    out: str | Path,
    *,
    executor: Executor | None = None,
    workers: int | None = None,
    resume: bool = False,
    told: Told | None = None,
) -> BatchResult:
    """Make many reports.

    Parameters
    ----------
    jobs
        What to make (see `read_jobs`); each gets the folder of its name in ``out``.
    out
        The folder for all of them.
    executor
        What runs them: any `concurrent.futures.Executor`, Dask's and Ray's too, as long as its
        workers see the same files. By default threads of this process, each with a kernel forked
        from one warm process.
    workers
        How many at a time, without an executor; by default one for each core, and one more that
        takes over while a kernel comes or goes.
    resume
        Leave what is there, whole and made from the same notebook, parameters, files and versions.
    told
        Called in this thread whenever a report is finished.

    Returns
    -------
    BatchResult
        Also if some failed, or if Ctrl-C stopped it: what is done is done.

    Raises
    ------
    WorkbenchError
        The folder cannot be written to.

    Examples
    --------
    >>> import tempfile
    >>> from cx_workbench.runs.jobs import Job
    >>> jobs = [Job("slip", "top_improvements", {"study": "example", "tpo": 3})]
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     made = batch(jobs, folder)
    >>> made.exit_code, made.outcomes[0].status
    (2, 'refused')
    """
    home = make_folder(out).resolve()
    clear(home)
    there = dict(_there(jobs, home)) if resume else {}
    missing = [job for job in jobs if job.name not in there]
    outcomes: dict[str, Outcome] = {}

    def finished(outcome: Outcome) -> None:
        outcomes[outcome.name] = outcome
        if told is not None:
            told(outcome, len(outcomes), len(jobs))

    for outcome in there.values():
        finished(outcome)
    stopped = _run_all(missing, home, executor, workers or _cores() + 1, finished)
    ordered = tuple(outcomes[job.name] for job in jobs if job.name in outcomes)
    return BatchResult(ordered, len(jobs), stopped)


def run_job(job: Job, home: Path) -> Outcome:
    """Make one report of a batch, wherever this is called.

    Parameters
    ----------
    job
        What to make.
    home
        The batch's folder.
    """
    folder = home / job.name
    try:
        template = find(job.template)
    except WorkbenchError as error:
        status, code = status_of(error)
        return Outcome(job.name, folder, status, code, message_of(error)[0], 0)
    order = Order(template, job.parameters, folder, job.timeout, warm=True, inside=True)
    record = attempt(order).record
    said = " ".join([record.message, *record.problems[:1]])
    return Outcome(job.name, folder, record.status, record.exit_code, said.strip(), record.seconds)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _run_all(
    jobs: Sequence[Job],
    home: Path,
    executor: Executor | None,
    workers: int,
    finished: Callable[[Outcome], None],
) -> bool:
    """Run them all, and say whether they were stopped."""
    if not jobs:
        return False
    if executor is not None:
        return _gathered([executor.submit(run_job, job, home) for job in jobs], finished)
    warm_process()
    with ThreadPoolExecutor(min(workers, len(jobs))) as threads:
        running = [threads.submit(run_job, job, home) for job in jobs]
        stopped = _gathered(running, finished)
        if stopped:
            _end(running)
    return stopped


def _gathered(waiting: Sequence[Future[Outcome]], finished: Callable[[Outcome], None]) -> bool:
    """Take the outcomes as they come, until all are there or somebody stops it."""
    left = set(waiting)
    try:
        while left:
            done, left = wait(left, _SECONDS_BETWEEN_LOOKS, FIRST_COMPLETED)
            for future in done:
                finished(future.result())
    except KeyboardInterrupt:
        for future in left:
            future.cancel()
        stop_all()
        return True
    return False


def _end(running: Sequence[Future[Outcome]]) -> None:
    """Wait for our own threads to have ended.

    One that was still on its way to its kernel did not hear that all are to stop; it is told
    again until it does.
    """
    left = {future for future in running if not future.done()}
    while left:
        _, left = wait(left, _SECONDS_BETWEEN_LOOKS)
        stop_all()


def _there(jobs: Sequence[Job], home: Path) -> Iterator[tuple[str, Outcome]]:
    """Yield what need not be made again."""
    for job in jobs:
        folder = home / job.name
        if folder.is_dir():
            clear(folder)
        found = _record_in(folder)
        if found is not None and _is_current(found, job, folder):
            yield job.name, Outcome(job.name, folder, "done", 0, "", 0, is_new=False)


def _record_in(folder: Path) -> dict[str, Any] | None:
    try:
        return read_record((folder / RECORD_NAME).read_text(encoding="utf-8"))
    except OSError:
        return None


def _is_current(found: Mapping[str, Any], job: Job, folder: Path) -> bool:
    """Whether a report is whole, and what a new one would be."""
    try:
        template = find(job.template)
        values = check(template, job.parameters)
        now = {
            "status": "done",
            "template_sha256": sha256_of(template.path),
            "parameters": values,
            "versions": versions(),
            "inputs": [(each.name, each.sha256) for each in inputs_of(values)],
        }
        then = {**found, "inputs": [(each["name"], each["sha256"]) for each in found["inputs"]]}
        whole = all(sha256_of(folder / each["name"]) == each["sha256"] for each in found["outputs"])
    except (WorkbenchError, KeyError, TypeError):
        return False
    return whole and all(then.get(name) == value for name, value in now.items())
