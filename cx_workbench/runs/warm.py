"""The warm process, as the one sees it that starts it: has everything imported, forks kernels.

Importing pandas, the charts and IPython takes seconds, a fork takes milliseconds. This module
imports next to nothing, so that the process starts at once.
"""

from __future__ import annotations

import atexit
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PROGRAM = "cx_workbench.runs.warm_process"
#: What forks elsewhere (threads of the system's own libraries on macOS) is not to be relied on.
_CAN_FORK = sys.platform.startswith("linux")


#: Arrays are small: threads of several kernels would only get into each other's way.
_ONE_CORE_EACH = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class NotWarmError(Exception):
    """There is no warm process, or it could not fork."""


class Forked:
    """A forked kernel, with as much of `subprocess.Popen` as a provisioner asks for."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._end = threading.Event()

    def poll(self) -> int | None:
        """Return the exit code; ``None`` while it runs."""
        return self.returncode

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait for its end, and return the exit code."""
        self._end.wait(timeout)
        return self.returncode

    def send_signal(self, signum: int) -> None:
        """Send a signal, but none to a process that is gone: its number may be another's."""
        if self.returncode is None:
            os.kill(self.pid, signum)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def ended(self, code: int) -> None:
        """Take down that it ended."""
        self.returncode = code
        self._end.set()


class WarmProcess:
    """The warm process, as seen by the one that started it. Threads may share it.

    It takes orders as lines of JSON and answers in the same way. When its input ends, however
    that comes about, it ends its kernels and itself: nothing is left running.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603  our own program
            [sys.executable, "-Xfrozen_modules=off", "-m", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**_ONE_CORE_EACH, **os.environ},
            # Ctrl-C is for the one that started it to answer.
            start_new_session=True,
        )
        self._ordering = threading.Lock()
        self._answers: queue.Queue[Forked | None] = queue.Queue()
        self._running: dict[int, Forked] = {}
        threading.Thread(target=self._listen, daemon=True).start()

    def fork(
        self, arguments: Sequence[str], cwd: str | Path | None, env: Mapping[str, str]
    ) -> Forked:
        """Start a kernel.

        Parameters
        ----------
        arguments
            Of the kernel, such as ``["-f", "connection.json"]``.
        cwd
            Its working folder; that of this process by default.
        env
            All of its environment.

        Raises
        ------
        NotWarmError
            The process is gone, or could not fork.
        """
        order = {"arguments": [*arguments], "cwd": str(cwd or Path.cwd()), "env": {**env}}
        with self._ordering:
            try:
                self._tell(order)
            except (OSError, ValueError) as error:
                raise NotWarmError from error
            forked = self._answers.get()
        if forked is None:
            raise NotWarmError
        return forked

    def close(self) -> None:
        """End it and its kernels at once."""
        for forked in tuple(self._running.values()):
            with suppress(OSError):
                os.killpg(forked.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait()
        with suppress(OSError):
            self._input.close()

    @property
    def _input(self) -> Any:  # noqa: ANN401  a binary file
        return self._process.stdin

    def _tell(self, order: Mapping[str, object]) -> None:
        self._input.write(json.dumps(order).encode() + b"\n")
        self._input.flush()

    def _listen(self) -> None:
        """Take down what it answers, until it is gone and with it all of its kernels."""
        answers: Any = self._process.stdout
        for line in answers:
            answer = json.loads(line)
            if "forked" in answer:
                forked = Forked(answer["forked"])
                self._running[forked.pid] = forked
                self._answers.put(forked)
            elif "ended" in answer:
                self._running.pop(answer["ended"]).ended(answer["code"])
            else:
                self._answers.put(None)
        for forked in self._running.values():
            forked.ended(-signal.SIGKILL)
        self._answers.put(None)
        answers.close()


@cache
def warm_process() -> WarmProcess | None:
    """Start the warm process of this process, once; ``None`` where kernels cannot be forked.

    It is ready some seconds later; until then a kernel that is asked for waits.
    """
    if not _CAN_FORK:
        return None
    try:
        started = WarmProcess()
    except OSError:
        return None
    atexit.register(started.close)
    return started
