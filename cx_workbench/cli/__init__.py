"""The command line: thin, and nothing heavy is imported before a command runs."""

from __future__ import annotations

import os
import sys
import warnings

from cx_workbench.cli.commands import NAME, app
from cx_workbench.cli.words import complain, speak_utf8
from cx_workbench.errors import WorkbenchError

#: Set it to see where an unexpected error comes from.
DEBUG = "CX_WORKBENCH_DEBUG"
_UNEXPECTED = 1


def main() -> None:
    """Run the command line; problems come as words on standard error, with an exit code."""
    debugging = bool(os.environ.get(DEBUG))
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


def _unexpected(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        place = f": {error.filename}" if error.filename else ""
        return f"The computer did not allow it: {error.strerror}{place}."
    return (
        f"Something went wrong that should not: {type(error).__name__}: {error}\n"
        f"This is a fault of {NAME}, not yours. Set {DEBUG}=1 and run it again to see where it "
        "comes from."
    )
