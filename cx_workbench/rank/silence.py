"""Nothing on standard output while a solver works: what is printed there may be JSON.

HiGHS 1.12 writes a line meant for its authors now and then, whatever it is told (its issue
2783), and it writes past Python, to the process's own standard output.
"""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import contextmanager, suppress
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_STANDARD_OUTPUT = 1
_C_LIBRARY = "ucrtbase" if sys.platform == "win32" else None


class _Mouth:
    """The process's standard output: held shut as long as anyone asks for it, in any thread."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.holders = 0
        self.kept = -1

    def shut(self) -> None:
        with self.lock:
            self.holders += 1
            if self.holders == 1:
                self.kept = _redirected()

    def open(self) -> None:
        with self.lock:
            self.holders -= 1
            if not self.holders and self.kept >= 0:
                # What C holds back would come out later, after the mouth is open.
                with suppress(OSError, AttributeError):
                    ctypes.CDLL(_C_LIBRARY).fflush(None)
                os.dup2(self.kept, _STANDARD_OUTPUT)
                os.close(self.kept)


_MOUTH = _Mouth()


@contextmanager
def silence() -> Iterator[None]:
    """Keep what is not written by Python off the process's standard output.

    Examples
    --------
    >>> with silence():
    ...     nothing = os.write(1, b"meant for the authors")
    """
    _MOUTH.shut()
    try:
        yield
    finally:
        _MOUTH.open()


def _redirected() -> int:
    """Point standard output at nothing and return where it pointed; -1 where there is none."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(_C_LIBRARY).fflush(None)
    try:
        kept = os.dup(_STANDARD_OUTPUT)
    except OSError:
        return -1
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, _STANDARD_OUTPUT)
    os.close(nothing)
    return kept
