"""Tests and examples without a browser run as in a script, whatever ran before them.

Playwright leaves its own event loop running in a process that had a browser test. Tests come in
any order, and those that start a loop, or do at once what a loop would do later, would fail then.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator


class AsInAScript:
    """Let no loop run while a test without a browser is set up and run."""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Generator[None, object, object]:
        """Hide Playwright's loop from the test's own preparations."""
        with _no_loop(item):
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, object, object]:
        """Hide it from the test; what closes the browser in the end needs it again."""
        with _no_loop(item):
            return (yield)


@contextmanager
def _no_loop(item: pytest.Item) -> Iterator[None]:
    if "playwright" in getattr(item, "fixturenames", ()):
        yield
        return
    left = asyncio._get_running_loop()  # noqa: SLF001  no other way to leave a loop of another
    asyncio._set_running_loop(None)  # noqa: SLF001  as above
    try:
        yield
    finally:
        asyncio._set_running_loop(left)  # noqa: SLF001  as above
