"""Runs that go on in threads, where Ctrl-C does not reach them."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_lock = threading.Lock()
_running: set[Callable[[], None]] = set()


@contextmanager
def stoppable(end: Callable[[], None]) -> Iterator[None]:
    """Let `stop_all` end what runs within; ``end`` is called in another thread."""
    with _lock:
        _running.add(end)
    try:
        yield
    finally:
        with _lock:
            _running.discard(end)


def stop_all() -> None:
    """End all runs of this process; none of them is written down as one that failed."""
    with _lock:
        ending = tuple(_running)
    for end in ending:
        end()
