"""What commands say: plain text, whatever a study's names hold."""

from __future__ import annotations

import io
import os
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

from cx_workbench.errors import visible

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def speak_utf8() -> None:
    """Write names as they are into any pipe or file, and break on none that a screen lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def listed(sentences: Iterable[str]) -> None:
    """Print sentences as points."""
    for sentence in sentences:
        say(f"  - {sentence}")


def say(text: str) -> None:
    """Print a line of the result."""
    sys.stdout.write(f"{_shown(text)}\n")


def complain(text: str) -> None:
    """Print on standard error, beside the result."""
    sys.stderr.write(f"{_shown(text)}\n")


def quoted(path: Path) -> str:
    """Write a path as it is typed on a command line."""
    if os.name == "nt":
        return subprocess.list2cmdline([str(path)])
    return shlex.quote(str(path))


def _shown(text: str) -> str:
    return "\n".join(visible(line) for line in text.split("\n"))
