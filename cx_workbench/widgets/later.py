"""Work that may wait until an answer has gone out to the browser, or that takes long."""

from __future__ import annotations

import asyncio
import logging
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_Result = TypeVar("_Result")
_LOG = logging.getLogger(__name__)


def soon(work: Callable[[], None]) -> None:
    """Do it once the kernel has done what it is at; at once where nothing runs besides.

    Examples
    --------
    >>> soon(lambda: print("done"))
    done
    """
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        work()
    else:
        loop.call_soon(work)


def beside(work: Callable[[], _Result], done: Callable[[_Result | Exception], None]) -> None:
    """Work in a thread of its own, and hand over what came of it, be it an error.

    ``done`` runs in the thread that asked, so it may change widgets. Where no loop runs, as in
    a script, both are done before this returns.

    Examples
    --------
    >>> beside(lambda: 6 * 7, print)
    42
    """
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        done(_outcome(work))
        return

    def run() -> None:
        outcome = _outcome(work)
        try:
            loop.call_soon_threadsafe(done, outcome)
        except RuntimeError:
            _LOG.debug("The kernel stopped before this was done.")

    # Not a daemon: a solver that is torn down at exit takes the process with it.
    Thread(target=run).start()


def _outcome(work: Callable[[], _Result]) -> _Result | Exception:
    try:
        return work()
    except Exception as error:  # noqa: BLE001  whoever asked says it in words
        return error
