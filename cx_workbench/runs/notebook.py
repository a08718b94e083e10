"""One run of one notebook: in a fresh kernel, with a true verdict, and nothing half written."""

from __future__ import annotations

import logging
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cx_workbench.errors import KernelDiedError, SettingError
from cx_workbench.report.files import make_folder, publish, workplace, write
from cx_workbench.runs.parameters import SET_BY_RUN, check
from cx_workbench.runs.templates import Template, find
from cx_workbench.runs.verdict import Failure, judge, without_papermill_notes, write_down

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: papermill takes a kernel that is slow to send its output for one that timed out.
_OUTPUT_SECONDS = 60


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
        Every file that was written, by its path in the folder, the notebook included.
    seconds
        How long it took.
    """

    template: str
    parameters: dict[str, object]
    notebook: Path
    files: dict[str, Path]
    seconds: float


def run(
    template: str | Path | Template,
    parameters: Mapping[str, object] | None = None,
    out: str | Path = ".",
    timeout: float | None = None,
) -> RunResult:
    """Run a template with parameters and leave the results in a folder.

    The files appear together at the end. A run that fails leaves earlier results as they are
    and keeps its notebook, with the error, as ``NAME.failed.ipynb``.

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
        What the notebook said in these words.
    RunTimeoutError, KernelDiedError, RunError
        A cell took too long, the kernel went away, or anything else stopped the notebook.

    Examples
    --------
    >>> run("top_improvment")
    Traceback (most recent call last):
    cx_workbench.errors.SettingError: There is no template 'top_improvment'.
      1. Did you mean 'top_improvements'?
    >>> run("top_improvements", {"tpo": 3})
    Traceback (most recent call last):
    cx_workbench.errors.SettingError: The template 'top_improvements' cannot be run so.
      1. There is no parameter 'tpo'. Did you mean 'top'?
    """
    known = find(template)
    set_by_run = [each.name for each in known.parameters if each.name in SET_BY_RUN]
    values = check(known, parameters or {})
    _check_timeout(timeout)
    start = time.monotonic()
    folder = make_folder(out)
    with workplace(folder) as work:
        notebook = work / f"{known.name}.ipynb"
        raised = _execute(
            known, {**values, **dict.fromkeys(set_by_run, str(work))}, notebook, timeout
        )
        failure = _settle(known, notebook, raised, timeout)
        if failure is not None:
            kept = {_failed_name(known): notebook.read_bytes()}
            write(folder, kept)
            raise failure.error from raised
        files = publish(work, folder)
    (folder / _failed_name(known)).unlink(missing_ok=True)
    seconds = time.monotonic() - start
    return RunResult(known.name, values, files[notebook.name], files, seconds)


def _check_timeout(timeout: float | None) -> None:
    if timeout is not None and not timeout > 0:
        raise SettingError(f"A timeout must be more than 0 seconds, not {timeout:g}.")


def _failed_name(template: Template) -> str:
    return f"{template.name}.failed.ipynb"


def _execute(
    template: Template, values: dict[str, object], notebook: Path, timeout: float | None
) -> Exception | None:
    """Run the notebook and give back what stopped it, for the verdict to put into words."""
    import papermill

    from cx_workbench.runs.kernel import KERNEL_NAME, SamePythonKernelManager

    # Whoever wants papermill's log may listen; nobody gets it unasked.
    logging.getLogger("papermill").addHandler(logging.NullHandler())
    try:
        papermill.execute_notebook(
            _verbatim(template.path),
            _verbatim(notebook.absolute()),
            values,
            kernel_name=KERNEL_NAME,
            language="python",
            progress_bar=False,
            kernel_manager_class=SamePythonKernelManager,
            timeout_func=lambda _cell: timeout,
            iopub_timeout=_OUTPUT_SECONDS,
        )
    except Exception as error:  # noqa: BLE001 - whatever stopped it is the verdict's business
        return error
    return None


def _verbatim(path: Path) -> str:
    """Write a path so that papermill, which fills in ``{names}``, leaves it alone."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _settle(
    template: Template, path: Path, raised: Exception | None, timeout: float | None
) -> Failure | None:
    """Read what papermill wrote, judge it, and write it back as it is to be kept."""
    import nbformat

    if not path.exists():
        raise KernelDiedError(f"The notebook '{template.name}' did not start: {raised}") from raised
    notebook = without_papermill_notes(nbformat.read(path, as_version=4))
    failure = judge(notebook, raised, timeout)
    if failure is not None:
        write_down(notebook, failure)
    name = path.name if failure is None else _failed_name(template)
    notebook.metadata.setdefault("papermill", {}).update(
        input_path=template.path.name, output_path=name
    )
    path.write_text(nbformat.writes(_at_home(notebook, path.parent.name)), encoding="utf-8")
    return failure


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
