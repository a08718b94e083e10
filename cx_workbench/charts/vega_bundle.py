"""Vega for a browser: made on this machine, and kept for the next time."""

from __future__ import annotations

import gzip
import hashlib
import logging
import subprocess
import sys
import zlib
from importlib.metadata import version
from pathlib import Path

import platformdirs

from cx_workbench.files import put

#: Making it takes seconds in which nothing else in the process could run.
_PROGRAM = """
import sys, vl_convert
sys.stdout.buffer.write(vl_convert.javascript_bundle(sys.argv[1]).encode())
"""
_LOG = logging.getLogger(__name__)
#: What this process has got already, by snippet.
_packed: dict[str, bytes] = {}


def packed(snippet: str) -> bytes:
    """Return vega, vega-lite and vega-embed as one script, gzipped.

    What is kept in the user's cache folder goes by the installed version and the snippet. Where
    nothing can be kept, it is made anew in each process, in about five seconds.

    Parameters
    ----------
    snippet
        A line of JavaScript that hands on what the script has: ``vegaEmbed``, ``vega``,
        ``vegaLite``. What it exports, the script exports.

    Raises
    ------
    OSError, subprocess.CalledProcessError
        It is not kept and cannot be made.
    """
    if snippet not in _packed:
        _packed[snippet] = _from_the_cache_or_made(snippet)
    return _packed[snippet]


def is_at_hand(snippet: str) -> bool:
    """Whether it is there without waiting."""
    return snippet in _packed or kept_in(snippet).is_file()


def kept_in(snippet: str) -> Path:
    """Return the file that keeps the script of the installed version."""
    digest = hashlib.sha256(snippet.encode()).hexdigest()[:8]
    name = f"vega-{version('vl-convert-python')}-{digest}.js.gz"
    return Path(platformdirs.user_cache_dir("cx_workbench", appauthor=False)) / name


def made(snippet: str) -> bytes:
    """Make the script in a process of its own, in about five seconds."""
    command = [sys.executable, "-c", _PROGRAM, snippet]
    done = subprocess.run(command, capture_output=True, check=True)  # noqa: S603  our own program
    return done.stdout


def _from_the_cache_or_made(snippet: str) -> bytes:
    path = kept_in(snippet)
    kept = _whole(path)
    if kept:
        return kept
    script = gzip.compress(made(snippet), mtime=0)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        put(path, script)
    except OSError as error:
        _LOG.debug("Vega is not kept for the next time: %s", error)
    return script


def _whole(path: Path) -> bytes:
    """Read what is kept; nothing if it is not there, or if a disk has spoilt it."""
    try:
        script = path.read_bytes()
        return script if gzip.decompress(script) else b""
    except (OSError, EOFError, zlib.error):
        return b""
