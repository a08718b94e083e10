"""One run of one notebook: in a fresh kernel, with a true verdict, and nothing half written."""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from cx_workbench.errors import Problem, SettingError, WorkbenchError
from cx_workbench.files import (
    in_words,
    is_study,
    publish,
    put,
    results_folder,
    safe_name,
    workplace,
)
from cx_workbench.runs.inputs import inputs_of
from cx_workbench.runs.parameters import SET_BY_RUN, STUDY, check
from cx_workbench.runs.record import RECORD_NAME, Executed, Record, Watch, record_of
from cx_workbench.runs.templates import Template, find
from cx_workbench.runs.verdict import Failure, judge, write_down
from cx_workbench.study.fingerprints import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nbformat import NotebookNode

    from cx_workbench.runs.executing import Progress
    from cx_workbench.study.fingerprints import Fingerprint

#: Looks at the parameters before a kernel starts, and raises what is wrong with them.
Beforehand: TypeAlias = "Callable[[Mapping[str, object]], None]"


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run that came to its end left behind.

    Attributes
    ----------
    template
        Name of the template.
    parameters
        What it was run with.
    notebook
        The executed notebook.
    files
        Every file that was written, by its path in the folder, notebook and ``run.json`` included.
    seconds
        How long it took.
    """

    template: str
    parameters: dict[str, object]
    notebook: Path
    files: dict[str, Path]
    seconds: float


@dataclass(frozen=True, slots=True)
class Order:
    """A run to be made.

    Attributes
    ----------
    template, parameters, out, timeout
        As for `run`.
    beforehand
        Looks at the parameters before a kernel starts; what it raises ends the run.
    warm
        Fork the kernel from a process that has everything imported, where that can be done.
    inside
        Let the notebook work in the folder of its results, not in that of this process.
    keep
        Begin a history of the study, if it has none. Where there is one, the ranking is kept.
    """

    template: Template
    parameters: Mapping[str, object]
    out: Path
    timeout: float | None = None
    beforehand: Beforehand | None = None
    warm: bool = False
    inside: bool = False
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    """How a run ended.

    Attributes
    ----------
    record
        What ``run.json`` says, also where it could not be written.
    error
        What stopped it; ``None`` if it is done.
    notebook
        The name under which the notebook was kept; empty if it was not.
    files
        What the run left, by path in its folder.
    notes
        What became of the study's history, if anything did.
    """

    record: Record
    error: WorkbenchError | None
    notebook: str = ""
    files: Mapping[str, Path] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def result(self) -> RunResult:
        """Return what the run left, or raise what stopped it."""
        if self.error is not None:
            raise self.error
        return RunResult(
            template=self.record.template,
            parameters=dict(self.record.parameters),
            notebook=self.files[self.notebook],
            files=dict(self.files),
            seconds=self.record.seconds,
        )


def run(
    template: str | Path | Template,
    parameters: Mapping[str, object] | None = None,
    out: str | Path = ".",
    timeout: float | None = None,
) -> RunResult:
    """Run a template with parameters and leave the results in a folder.

    The files appear together at the end, ``run.json`` last. A run that fails leaves earlier
    results as they are and keeps its notebook, with the error on top, as ``NAME.failed.ipynb``;
    ``run.json`` says what happened.

    Parameters
    ----------
    template
        Name of a shipped template (see `templates`) or path of a notebook.
    parameters
        Values for what the notebook's ``parameters`` cell sets, by name; ``None`` leaves the
        notebook's own. ``out`` is set by the run.
    out
        Folder for the executed notebook and what it writes.
    timeout
        Seconds that a single cell may take; as long as it needs by default.

    Returns
    -------
    RunResult
        Where everything is.

    Raises
    ------
    SettingError
        There is no such template, parameter, or kind of value.
    StudyError, WorkbenchError
        What the notebook said in these words, or the folder cannot be written to.
    RunTimeoutError, KernelDiedError, RunError
        A cell took too long, the kernel went away, or anything else stopped the notebook.

    Examples
    --------
    >>> run("top_improvment")
    Traceback (most recent call last):
    cx_workbench.errors.SettingError: There is no template 'top_improvment'.
      1. Did you mean 'top_improvements'?
    """
    known = find(template)
    return attempt(Order(known, parameters or {}, Path(out), timeout)).result()


def attempt(order: Order, progress: Progress | None = None) -> Attempt:
    """Make a run and say how it ended, whatever happens: nothing is raised but Ctrl-C.

    Parameters
    ----------
    order
        What is to be run.
    progress
        Told before each cell how many cells are done, and how many there are.
    """
    watch, home = Watch(), Path(order.out).expanduser()
    is_new = False
    try:
        with in_words(home):
            is_new = not home.exists()
        folder = results_folder(home)
        with workplace(folder) as work:
            return _attempt(order, work, folder, watch, progress)
    except WorkbenchError as error:
        executed = Executed(Failure(None, error), values=order.parameters)
        record = record_of(order.template.path, executed, watch)
        # A record is small, and what took the room is gone by now. If there is none for it
        # either, what is said is all that is left.
        with suppress(OSError):
            if not is_study(home):
                put(home / RECORD_NAME, record.to_json())
        return Attempt(record, error)
    except KeyboardInterrupt:
        if is_new:
            with suppress(OSError):
                home.rmdir()
        raise


def name_of(template: Template) -> str:
    """Return the template's name as the name of a file."""
    return safe_name(template.name)


def _attempt(
    order: Order, work: Path, folder: Path, watch: Watch, progress: Progress | None
) -> Attempt:
    executed = _execute(order, work, progress)
    failure, notebook = executed.failure, executed.notebook
    record = record_of(order.template.path, executed, watch)
    failed_name = f"{name_of(order.template)}.failed.ipynb"
    name = failed_name if failure else f"{name_of(order.template)}.ipynb"
    if failure:
        _empty(work)
    if notebook is not None:
        if failure:
            write_down(notebook, failure)
        _keep(notebook, work / name, order.template)
    record = record.with_outputs(_left_in(work), watch.seconds)
    with in_words(folder):
        (work / RECORD_NAME).write_text(record.to_json(), encoding="utf-8")
    files = publish(work, folder, last=RECORD_NAME)
    notes: tuple[str, ...] = ()
    if not failure:
        (folder / failed_name).unlink(missing_ok=True)
        notes = _keep_history(order, files, watch)
    kept = name if notebook is not None else ""
    return Attempt(record, failure.error if failure else None, kept, files, notes)


def _execute(order: Order, work: Path, progress: Progress | None) -> Executed:
    """Check, execute and judge."""
    template = order.template
    notebook = None
    values: Mapping[str, object] = order.parameters
    try:
        notebook = _read(template)
        values = check(template, order.parameters)
        _check_timeout(order.timeout)
        _check_language(template, notebook)
        inputs = inputs_of(values)
        if order.beforehand is not None:
            order.beforehand(values)
    except WorkbenchError as error:
        return Executed(Failure(None, error), notebook, values)
    from cx_workbench.runs.executing import execute
    from cx_workbench.runs.injecting import inject
    from cx_workbench.runs.kernel import SamePythonKernelManager, WarmKernelManager

    known = [each.name for each in template.parameters]
    set_by_run = {name: str(work) for name in SET_BY_RUN if name in known}
    inject(notebook, {**values, **set_by_run})
    raised = execute(
        notebook,
        kernels=WarmKernelManager if order.warm else SamePythonKernelManager,
        cwd=work if order.inside else None,
        timeout=order.timeout,
        progress=progress,
    )
    return Executed(judge(notebook, raised, order.timeout), notebook, values, inputs)


def _keep_history(order: Order, files: Mapping[str, Path], watch: Watch) -> tuple[str, ...]:
    """Keep the ranking with the study, so that the next report says what moved."""
    study, ranking = order.parameters.get(STUDY), files.get("ranking.json")
    source = Path(study).expanduser() if isinstance(study, str) else None
    if source is None or not source.exists():
        return ("There is no history of a study that is in no file.",) if order.keep else ()
    if ranking is None:
        return ("It left no ranking.json that could be kept.",) if order.keep else ()
    from cx_workbench.report.history import history_folder, keep

    try:
        text = ranking.read_text(encoding="utf-8")
        kept = keep(text, source, watch.started, begin=order.keep)
    except OSError as error:
        folder = history_folder(source)
        return (f"The ranking was not kept in {folder}: {error.strerror or error}.",)
    return (
        (f"The ranking is kept in {kept}, for the next report to say what moved.",) if kept else ()
    )


def _check_timeout(timeout: float | None) -> None:
    if timeout is not None and not timeout > 0:
        raise SettingError(f"A timeout must be more than 0 seconds, not {timeout:g}.")


def _check_language(template: Template, notebook: NotebookNode) -> None:
    spec = notebook.metadata.get("kernelspec", {})
    language = spec.get("language") or notebook.metadata.get("language_info", {}).get("name")
    if language and str(language).casefold() != "python":
        kernel = spec.get("name", language)
        problem = Problem(
            f"It is for the kernel '{kernel}', which speaks {language}.",
            hint="Only notebooks in Python can be run.",
        )
        raise SettingError(f"The notebook '{template.name}' cannot be run here.", [problem])


def _read(template: Template) -> NotebookNode:
    import nbformat

    try:
        notebook: NotebookNode = nbformat.read(template.path, as_version=4)
    except Exception as error:  # whatever nbformat makes of what is no notebook
        what = f"The template {template.path} cannot be read."
        hint = "Open and save it in JupyterLab."
        raise SettingError(what, [Problem("It is not a Jupyter notebook.", hint=hint)]) from error
    return notebook


def _empty(work: Path) -> None:
    """Leave nothing of a run that failed: what it had written is not whole."""
    for path in work.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _left_in(work: Path) -> tuple[Fingerprint, ...]:
    paths = sorted(path for path in work.rglob("*") if path.is_file())
    return tuple(
        replace(fingerprint(path), name=path.relative_to(work).as_posix()) for path in paths
    )


def _keep(notebook: NotebookNode, path: Path, template: Template) -> None:
    """Write the executed notebook as it is to be kept."""
    import nbformat

    notebook.metadata.setdefault("papermill", {}).update(
        input_path=template.path.name, output_path=path.name
    )
    at_home = _at_home(notebook, path.parent.name)
    with in_words(path.parent):
        path.write_text(nbformat.writes(at_home), encoding="utf-8")


def _at_home(value: object, hidden: str) -> object:
    """Write every path as it will be once the files have left the hidden folder."""
    if isinstance(value, dict):
        for key, item in value.items():
            value[key] = _at_home(item, hidden)
    elif isinstance(value, list):
        value[:] = [_at_home(item, hidden) for item in value]
    elif isinstance(value, str) and hidden in value:
        here = re.escape(hidden)
        # A file in the folder, then the folder within another, then the folder alone.
        for pattern, instead in ((rf"{here}(/|\\+)", ""), (rf"(/|\\+){here}", ""), (here, ".")):
            value = re.sub(pattern, instead, value)
    return value
