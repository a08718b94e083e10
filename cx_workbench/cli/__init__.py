"""The command line: thin, and nothing heavy is imported before a command runs."""

from __future__ import annotations

import os
import signal
import sys
import threading
import warnings
from typing import TYPE_CHECKING

# The commands stand in the help in the order in which they are loaded.
from cx_workbench.cli import commands, imports, reports  # noqa: F401  they name themselves to the program
from cx_workbench.cli.app import NAME, app
from cx_workbench.cli.words import complain, speak_utf8
from cx_workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from types import ModuleType

#: Set it to see where an unexpected error comes from.
DEBUG = "CX_WORKBENCH_DEBUG"
_UNEXPECTED = 1


def main() -> None:
    """Run the command line; problems come as words on standard error, with an exit code."""
    debugging = bool(os.environ.get(DEBUG))
    _take_an_end_for_ctrl_c()
    _do_without_grammars()
    speak_utf8()
    if not (debugging or sys.warnoptions):
        # What libraries tell programmers is nothing to a consultant.
        warnings.simplefilter("ignore")
    try:
        app(prog_name=NAME)
    except WorkbenchError as error:
        complain(str(error))
        sys.exit(error.exit_code)
    except Exception as error:
        if debugging:
            raise
        complain(_unexpected(error))
        sys.exit(_UNEXPECTED)


def _take_an_end_for_ctrl_c() -> None:
    """Answer a scheduler that ends the program as a person who does."""

    def stop(_signal: int, _frame: object) -> None:
        raise KeyboardInterrupt

    # Only the main thread hears signals.
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, stop)


def _do_without_grammars() -> None:
    """Keep a library of JupyterLab's out: what checks notebooks would load it for two seconds.

    It builds 39 grammars for kinds of addresses; a notebook has none that anybody checks. For
    this process alone it counts as not installed: kernels have processes of their own.
    """
    modules: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment]
    modules.setdefault("rfc3987_syntax", None)


def _unexpected(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        place = f": {error.filename}" if error.filename else ""
        return f"The computer did not allow it: {error.strerror}{place}."
    return (
        f"Something went wrong that should not: {type(error).__name__}: {error}\n"
        f"This is a fault of {NAME}, not yours. Set {DEBUG}=1 and run it again to see where it "
        "comes from."
    )
