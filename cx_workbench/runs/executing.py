"""A notebook executed in a kernel, cell by cell, with the time that each of them took."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import threading
from concurrent.futures import Future
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeAlias

from cx_workbench.runs.kernel import KERNEL_NAME, SamePythonKernelManager
from cx_workbench.runs.stopping import stoppable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbformat import NotebookNode

#: Told before each cell: how many cells are done, and how many there are.
Progress: TypeAlias = "Callable[[int, int], None]"
Listener: TypeAlias = "Callable[[NotebookNode], None]"

#: A kernel that is busy may be slow to send its output.
_OUTPUT_SECONDS = 60
_START_SECONDS = 120
#: Whoever wants nbclient's log may listen; nobody gets it unasked.
_LOG = logging.getLogger(__name__)
_LOG.addHandler(logging.NullHandler())


def execute(  # noqa: PLR0913  each with a default that suits most
    notebook: NotebookNode,
    *,
    kernels: type[AsyncKernelManager] = SamePythonKernelManager,
    kernel_name: str = KERNEL_NAME,
    cwd: Path | None = None,
    timeout: float | None = None,
    progress: Progress | None = None,
    listener: Listener | None = None,
) -> Exception | None:
    """Run all cells of a notebook in a fresh kernel, up to the first that fails.

    Parameters
    ----------
    notebook
        Is changed: outputs, and times and states in the metadata ``papermill``, as papermill
        writes them.
    kernels, kernel_name
        What starts the kernel.
    cwd
        Its working folder; that of this process by default.
    timeout
        Seconds that a single cell may take; as long as it needs by default.
    progress
        Told before each cell.
    listener
        Told of each output as it comes.

    Returns
    -------
    Exception or None
        What stopped it, for the verdict to put into words.
    """
    watch = _Watch(notebook, progress)
    client = _client_for(listener)(
        notebook,
        kernel_manager_class=kernels,
        kernel_name=kernel_name,
        timeout_func=lambda _cell: timeout,
        startup_timeout=_START_SECONDS,
        iopub_timeout=_OUTPUT_SECONDS,
        raise_on_iopub_timeout=True,
        log=_LOG,
        resources={"metadata": {"path": str(cwd)}} if cwd else {},
        on_cell_start=watch.cell_starts,
        on_cell_executed=watch.cell_ends,
    )
    try:
        _beside(client)
    except Exception as error:  # noqa: BLE001 - whatever stopped it is the verdict's business
        return error
    finally:
        watch.ends()
    return None


def _client_for(listener: Listener | None) -> type[NotebookClient]:
    """Return nbclient's class, listening if somebody wants to know."""
    from nbclient import NotebookClient

    if listener is None:
        return NotebookClient
    heard = listener

    class Listening(NotebookClient):
        def process_message(self, *arguments: Any, **named: Any) -> NotebookNode | None:  # noqa: ANN401  as its parent's
            output = super().process_message(*arguments, **named)
            if output is not None:
                heard(output)
            return output

    return Listening


def _beside(client: NotebookClient) -> None:
    """Run in a thread of its own, where no other loop runs and no signal arrives.

    nbclient takes Ctrl-C for its own and goes on as if the kernel had died. Here it ends the
    kernel and reaches the caller.
    """
    run = _Run(client)
    thread = threading.Thread(target=run.to_its_end, name="cx-workbench-run")
    thread.start()
    try:
        with stoppable(run.stop):
            run.done.result()
    except KeyboardInterrupt:
        run.stop()
        raise
    finally:
        thread.join()


class _Run:
    """A notebook's run in a loop of its own, which another thread may stop."""

    def __init__(self, client: NotebookClient) -> None:
        self.done: Future[None] = Future()
        self._client = client
        self._is_stopped = threading.Event()
        self._task: asyncio.Task[None] | None = None

    def to_its_end(self) -> None:
        """Run all cells; `done` holds what came of it."""
        try:
            asyncio.run(self._execute())
        except BaseException as error:  # noqa: BLE001 - is raised where the result is waited for
            # nbclient takes its being cancelled for the death of the kernel.
            self.done.set_exception(KeyboardInterrupt() if self._is_stopped.is_set() else error)
        else:
            self.done.set_result(None)

    async def _execute(self) -> None:
        self._task = asyncio.current_task()
        if not self._is_stopped.is_set():
            await self._client.async_execute()

    def stop(self) -> None:
        """End the kernel at once."""
        self._client.shutdown_kernel = "immediate"
        self._is_stopped.set()
        task = self._task
        if task is not None:
            with suppress(RuntimeError):  # the loop may be closed by now
                task.get_loop().call_soon_threadsafe(task.cancel)


class _Watch:
    """Writes down in the notebook when each cell started and ended, in papermill's form."""

    def __init__(self, notebook: NotebookNode, progress: Progress | None) -> None:
        self._notebook, self._progress = notebook, progress
        self._start = _now()
        for cell in notebook.cells:
            cell.metadata["papermill"] = dict.fromkeys(
                ("exception", "start_time", "end_time", "duration")
            ) | {"status": "pending"}
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None

    def cell_starts(self, cell: NotebookNode, cell_index: int) -> None:
        """Take the time."""
        if self._progress is not None:
            self._progress(cell_index, len(self._notebook.cells))
        cell.metadata["papermill"] |= {
            "start_time": _now().isoformat(),
            "status": "running",
            "exception": False,
        }

    def cell_ends(self, cell: NotebookNode, cell_index: int, execute_reply: object) -> None:  # noqa: ARG002  nbclient's names
        """Take the time again; whether it ended well is the verdict's to say."""
        about: dict[str, Any] = cell.metadata["papermill"]
        end = _now()
        start = dt.datetime.fromisoformat(about["start_time"])
        about |= {
            "end_time": end.isoformat(),
            "duration": (end - start).total_seconds(),
            "status": "completed",
        }

    def ends(self) -> None:
        """Take the time of the whole; words need none."""
        end = _now()
        cells = self._notebook.cells
        done = [index for index, cell in enumerate(cells) if _state(cell) == "completed"]
        begun = [index for index, cell in enumerate(cells) if _state(cell) == "running"]
        until = len(cells) if done and not begun else max(begun, default=0)
        for cell in cells[:until]:
            cell.metadata["papermill"]["status"] = "completed"
        self._notebook.metadata.setdefault("papermill", {}).update(
            start_time=self._start.isoformat(),
            end_time=end.isoformat(),
            duration=(end - self._start).total_seconds(),
            exception=None,
        )


def _state(cell: NotebookNode) -> str | None:
    state = cell.metadata["papermill"]["status"]
    return state if cell.cell_type == "code" else None


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
