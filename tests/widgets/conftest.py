"""What all tests of the widgets share."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _as_in_a_script() -> Iterator[None]:
    """Let no loop run: Playwright leaves its own running in a process that had a browser test."""
    left = asyncio._get_running_loop()  # noqa: SLF001  no other way to leave a loop of another
    asyncio._set_running_loop(None)  # noqa: SLF001  as above
    yield
    asyncio._set_running_loop(left)  # noqa: SLF001  as above
