"""The program of the warm process: import everything, then fork a kernel for each order.

It starts no thread, opens no connection and reads no client's file, since a fork keeps only the
thread that forks. An order is a line of JSON on standard input: ``arguments`` of the kernel,
``cwd``, ``env``. An answer is one on standard output: ``{"forked": pid}``, later ``{"ended": pid,
"code": code}``; or, where it could not fork, ``{"failed": why}``.
"""

from __future__ import annotations

import atexit
import gc
import io
import json
import os
import pkgutil
import random
import selectors
import signal
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

_PIECE = 65_536
#: Seconds without any kernel after which there is time to import: a batch leaves only moments.
_A_WHILE = 1
#: Seconds for a thread that only has to say goodbye.
_PATIENCE = 2
#: What a kernel of ours needs sooner or later.
_FIRST = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "jupyter_client.localinterfaces",
    "narwhals._arrow.dataframe",
    "narwhals._arrow.namespace",
    "narwhals._duckdb.dataframe",
    "narwhals._duckdb.namespace",
    "psutil",
    "pyarrow.pandas_compat",
    "scipy.special",
    "sqlite3",
    "tornado.platform.asyncio",
    "zmq.utils.garbage",
    "cx_workbench.charts.picture",
    "cx_workbench.charts.rank_columns",
    "cx_workbench.charts.rank_moves",
    "cx_workbench.charts.registry",
    "cx_workbench.rank.sure.simulate",
    "cx_workbench.report.composing",
    "cx_workbench.report.webpage",
)
#: What only some notebooks need: imported while there is nothing else to do.
_LATER = (
    "matplotlib_inline.backend_inline",
    "openpyxl",
    "pyarrow.parquet",
    "scipy.optimize",
    "scipy.stats",
    "xlsxwriter",
)
_ROOMS = ("study", "measure", "rank", "charts", "report", "widgets")


def main() -> None:
    """Serve orders; in a forked kernel, be that kernel."""
    # Here all is kept, so there is nothing to look for.
    gc.disable()
    answers = _keep_answers_apart()
    for name in _FIRST:
        _bring(name)
    _prepare()
    order = _Server(answers, list(_further())).serve()
    if order is not None:
        _be_a_kernel(order)


def _keep_answers_apart() -> int:
    """Take standard output for the answers alone: whatever else prints, prints nowhere."""
    answers = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return answers


def _bring(name: str) -> None:
    # What another version of a library calls otherwise, its kernels import themselves.
    with suppress(ImportError):
        import_module(name)


def _prepare() -> None:
    """Make once what is the same for every report."""
    from cx_workbench.report.webpage import prepare
    from cx_workbench.study.built_in import example

    prepare()
    example()


def _further() -> Iterator[str]:
    yield from _LATER
    for room in _ROOMS:
        package = import_module(f"cx_workbench.{room}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield module.name


@dataclass
class _Server:
    """Forks, and tells what became of it.

    Attributes
    ----------
    answers
        Where to tell it: a file descriptor.
    further
        Modules to import when there is nothing else to do.
    running
        Kernels by their process ids.
    """

    answers: int
    further: list[str]
    running: set[int] = field(default_factory=set)

    def serve(self) -> dict[str, Any] | None:
        """Take orders until there are no more; in a forked kernel, return its order."""
        woken, waker = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(waker)
        # A handler has to be there for the signal to wake anybody.
        signal.signal(signal.SIGCHLD, lambda *_: None)
        unread = b""
        with selectors.DefaultSelector() as selector:
            for each in (0, woken):
                selector.register(each, selectors.EVENT_READ)
            while True:
                ready = self._wait(selector)
                if woken in ready:
                    os.read(woken, _PIECE)
                    self._bury()
                if 0 in ready:
                    piece = os.read(0, _PIECE)
                    if not piece:
                        self._end_all()
                        return None
                    *orders, unread = (unread + piece).split(b"\n")
                    for order in orders:
                        if self._fork():
                            _forget(woken, waker, self.answers)
                            taken: dict[str, Any] = json.loads(order)
                            return taken

    def _wait(self, selector: selectors.BaseSelector) -> set[int]:
        """Wait until there is something to do, and use the time if nobody comes for a while."""
        while self.further and not self.running:
            if ready := selector.select(_A_WHILE):
                return {key.fd for key, _ in ready}
            _bring(self.further.pop(0))
        return {key.fd for key, _ in selector.select()}

    def _fork(self) -> bool:
        """Fork; true in the kernel."""
        # A kernel that looked through all that is here for garbage would copy it.
        gc.freeze()
        try:
            pid = os.fork()
        except OSError as error:
            self._tell(failed=str(error))
            return False
        if pid == 0:
            return True
        # Its own group, so that what it starts is ended with it; whoever is first sets it.
        with suppress(OSError):
            os.setpgid(pid, pid)
        self.running.add(pid)
        self._tell(forked=pid)
        return False

    def _bury(self) -> None:
        for pid in tuple(self.running):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                self.running.discard(pid)
                self._tell(ended=pid, code=os.waitstatus_to_exitcode(status))

    def _end_all(self) -> None:
        for pid in self.running:
            with suppress(OSError):
                os.killpg(pid, signal.SIGKILL)

    def _tell(self, **answer: object) -> None:
        # Nobody may be listening any more; the end of the orders will tell.
        with suppress(OSError):
            os.write(self.answers, json.dumps(answer).encode() + b"\n")


def _forget(*descriptors: int) -> None:
    """Leave what is the warm process's own."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for each in descriptors:
        os.close(each)


def _be_a_kernel(order: dict[str, Any]) -> None:
    from ipykernel.kernelapp import IPKernelApp

    with suppress(OSError):
        os.setpgid(0, 0)
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    os.close(nowhere)
    os.chdir(order["cwd"])
    os.environ.clear()
    # The kernel ends itself when its parent, which is this one's, is gone.
    os.environ.update(order["env"], JPY_PARENT_PID=str(os.getppid()))
    random.seed()
    import_module("numpy").random.seed()
    gc.enable()
    sys.argv = ["ipykernel_launcher", *order["arguments"]]
    IPKernelApp.launch_instance()
    _end(IPKernelApp.instance().control_thread)


def _end(control: Any) -> NoReturn:  # noqa: ANN401  ipykernel's own class of thread
    """Do what Python does at its end, but do not take apart what a thousand modules hold.

    That alone takes a second, and copies most of the memory that kernels share.
    """
    # It may still be at its answer to whoever ended the kernel, and would wait for ten seconds if
    # the thread that sends it were closed first.
    control.stop()
    control.join(_PATIENCE)
    threading._shutdown()  # type: ignore[attr-defined]  # noqa: SLF001  Python's own, and nobody else's
    atexit._run_exitfuncs()  # noqa: SLF001  the same
    for each in gc.get_objects():
        if isinstance(each, io.IOBase) and not each.closed:
            # A file that nobody closed is written as far as it went.
            with suppress(OSError, ValueError):
                each.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
