"""Vega for the browser: made on this machine, kept for the next time, one copy for all pictures."""

from __future__ import annotations

import base64
import gzip
import hashlib
import logging
import os
import subprocess
import sys
import tempfile
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from anywidget import AnyWidget
from traitlets import Unicode

from cx_workbench.charts import font_face_css
from cx_workbench.widgets.assets import script
from cx_workbench.widgets.later import beside
from cx_workbench.widgets.view import shared

if TYPE_CHECKING:
    from collections.abc import Callable

#: What the module hands to the pictures.
_SNIPPET = "export default {embed: vegaEmbed};"
#: Making it takes seconds in which nothing else in the process could run.
_PROGRAM = """
import sys, vl_convert
sys.stdout.buffer.write(vl_convert.javascript_bundle(sys.argv[1]).encode())
"""
_LOG = logging.getLogger(__name__)


class Vega(AnyWidget):
    """The drawing library and the font of the pictures, 0.4 MB packed; never shown itself.

    It exports ``embed``, which is vegaEmbed. Ask for `bring_vega`: one is enough.
    """

    _esm = script("vega.js")
    _css = font_face_css()
    packed = Unicode().tag(sync=True)

    def __init__(self) -> None:
        super().__init__(packed=base64.b64encode(library()).decode())


_waiting: list[Callable[[AnyWidget | Exception], None]] = []


def bring_vega(done: Callable[[AnyWidget | Exception], None]) -> None:
    """Hand over the one model of this kernel, without holding up what else goes on."""
    _waiting.append(done)
    if _is_at_hand():
        _hand_over(library())
    elif len(_waiting) == 1:
        beside(library, _hand_over)


def _hand_over(made: bytes | Exception) -> None:
    """Serve all that wait: whoever asks while it is made gets what is made."""
    waiting = list(_waiting)
    _waiting.clear()
    for done in waiting:
        done(made if isinstance(made, Exception) else shared(Vega))


@cache
def library() -> bytes:
    """Return vega, vega-lite and vega-embed as one packed ES module, from the cache if it is there.

    What is kept in the user's cache folder goes by the installed version. Where nothing can be
    kept, it is made anew in each kernel, in about five seconds.
    """
    kept = kept_in()
    try:
        return kept.read_bytes()
    except OSError:
        packed = gzip.compress(made(), mtime=0)
    try:
        _keep(kept, packed)
    except OSError as error:
        _LOG.debug("Vega is not kept for the next time: %s", error)
    return packed


def kept_in() -> Path:
    """Return the file that keeps the module of the installed version."""
    snippet = hashlib.sha256(_SNIPPET.encode()).hexdigest()[:8]
    name = f"vega-{version('vl-convert-python')}-{snippet}.js.gz"
    return Path(platformdirs.user_cache_dir("cx_workbench", appauthor=False)) / name


def _is_at_hand() -> bool:
    return library.cache_info().currsize > 0 or kept_in().is_file()


def made() -> bytes:
    """Make the module in a process of its own, in about five seconds."""
    command = [sys.executable, "-c", _PROGRAM, _SNIPPET]
    done = subprocess.run(command, capture_output=True, check=True)  # noqa: S603  our own program
    return done.stdout


def _keep(path: Path, packed: bytes) -> None:
    """Write beside and rename: another kernel sees no file or a whole one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(packed)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
