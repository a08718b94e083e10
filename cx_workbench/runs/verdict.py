"""What became of a run: the truth, which papermill alone does not tell.

A cell that timed out and a kernel that died are written down as completed, and a cell that
calls ``sys.exit(0)`` ends the notebook early as if all were well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cx_workbench.errors import (
    KernelDiedError,
    RunError,
    RunTimeoutError,
    SettingError,
    StudyError,
    WorkbenchError,
)
from cx_workbench.runs.templates import headings, tags

if TYPE_CHECKING:
    from nbformat import NotebookNode

_OURS = {kind.__name__: kind for kind in (WorkbenchError, StudyError, SettingError)}
_PAPERMILL_NOTE = "papermill-error-cell-tag"


@dataclass(frozen=True, slots=True)
class Failure:
    """Which cell stopped the run (``None``: before the first), and the error to raise."""

    index: int | None
    error: WorkbenchError


def judge(
    notebook: NotebookNode, raised: Exception | None, timeout: float | None
) -> Failure | None:
    """Find out whether a run came to its end.

    Parameters
    ----------
    notebook
        The executed notebook, without the notes that papermill adds.
    raised
        What papermill raised, if anything.
    timeout
        Seconds that a cell was allowed.

    Returns
    -------
    Failure or None
        ``None`` if every cell ran to its end without an error.
    """
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    last = _last_started(notebook)
    where = place(notebook, last)
    if isinstance(raised, CellTimeoutError):
        # The interrupted cell also shows a KeyboardInterrupt, which nobody pressed.
        return Failure(
            last, RunTimeoutError(f"The notebook took too long {where}: {_limit(timeout)}.")
        )
    output = _error_output(notebook)
    if output is not None:
        index, error = output
        return Failure(index, _from_output(error, place(notebook, index)))
    if raised is None:
        return None
    if isinstance(raised, DeadKernelError) or last is None:
        words = "The computer may have run out of memory, or the notebook ended its own process."
        return Failure(last, KernelDiedError(f"The notebook's kernel went away {where}. {words}"))
    return Failure(last, RunError(f"The notebook stopped {where}: {raised}"))


def _limit(timeout: float | None) -> str:
    if timeout is None:
        return "its output did not arrive"
    return f"a cell may take {timeout:g} {'second' if timeout == 1 else 'seconds'}"


def place(notebook: NotebookNode, index: int | None) -> str:
    """Name a cell as a person finds it: the number beside it and the heading above it."""
    if index is None:
        return "before its first cell"
    number = notebook.cells[index].get("execution_count")
    heading = list(headings(notebook.cells[: index + 1]))[-1:]
    under = f", under “{heading[0]}”" if heading else ""
    return f"at cell [{number or '*'}]{under}"


def write_down(notebook: NotebookNode, failure: Failure) -> None:
    """Make the notebook itself say what happened: in its metadata and on top."""
    import nbformat

    failed = -1 if failure.index is None else failure.index
    for index, cell in enumerate(notebook.cells):
        if index == failed:
            cell.metadata.setdefault("papermill", {}).update(status="failed", exception=True)
        elif index > failed:
            cell.metadata.setdefault("papermill", {}).update(status="pending", exception=None)
    notebook.metadata.setdefault("papermill", {})["exception"] = True
    # Indented text is shown as it is: an error's words may hold a client's markup.
    words = "\n".join(f"    {line}" for line in str(failure.error).splitlines())
    note = nbformat.v4.new_markdown_cell(f"**This run did not come to its end.**\n\n{words}")
    notebook.cells.insert(0, note)


def without_papermill_notes(notebook: NotebookNode) -> NotebookNode:
    """Take out the red notes that papermill puts beside a failed cell."""
    notebook.cells = [cell for cell in notebook.cells if _PAPERMILL_NOTE not in tags(cell)]
    return notebook


def _error_output(notebook: NotebookNode) -> tuple[int, NotebookNode] | None:
    outputs = (
        (index, output)
        for index, cell in enumerate(notebook.cells)
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    )
    return next(outputs, None)


def _from_output(output: NotebookNode, where: str) -> WorkbenchError:
    # Our own errors show a notebook their words where others show a traceback.
    if output.ename in _OURS and "\n".join(output.traceback) == output.evalue:
        return _OURS[output.ename](output.evalue)
    if output.ename == "SystemExit":
        return RunError(f"The notebook called exit {where}; what comes after it did not run.")
    what = ": ".join(part for part in (output.ename, output.evalue) if part)
    return RunError(f"The notebook stopped {where}: {what}")


def _last_started(notebook: NotebookNode) -> int | None:
    started = [
        index
        for index, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and cell.metadata.get("papermill", {}).get("start_time")
    ]
    return started[-1] if started else None
