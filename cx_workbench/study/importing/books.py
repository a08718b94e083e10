"""Workbooks of any program, read at arm's length: whatever is wrong with one stays outside."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from cx_workbench.errors import Problem, StudyError
from cx_workbench.study.importing import book_process
from cx_workbench.study.importing.limits import (
    MOST_OF_A_WORKBOOK,
    UNREAD,
    check_archive,
    check_size,
)
from cx_workbench.study.tables import unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from cx_workbench.study.values import Cell

#: Rows with content, as a spreadsheet numbers them.
Rows = list[tuple[int, "Sequence[Cell]"]]
_KINDS: dict[str, Callable[[Any], Any]] = {
    book_process.MOMENT: dt.datetime.fromisoformat,
    book_process.DAY: dt.date.fromisoformat,
    book_process.TIME: dt.time.fromisoformat,
    book_process.SPAN: lambda seconds: dt.timedelta(seconds=seconds),
    "text": str,
}


def read_book(path: Path) -> list[tuple[str, Rows]]:
    """Read every sheet of a workbook: its name, and its rows.

    Parameters
    ----------
    path
        A workbook of Excel (of before 2007 too) or OpenDocument. Formulas are not run: what they
        showed when it was saved is read.

    Raises
    ------
    StudyError
        It is damaged, locked, or holds more than a workbook can reasonably hold.
    """
    check_size(path, MOST_OF_A_WORKBOOK, UNREAD)
    most = check_archive(path, UNREAD)
    # -P: the modules beside the script are none of Python's own.
    command = [sys.executable, "-P", book_process.__file__, str(path)]
    with subprocess.Popen(  # noqa: S603  our own script
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    ) as process:
        try:
            sheets = _collected(process.stdout or (), most, path)
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise StudyError(UNREAD, [_too_far(path)])
    return sheets


def _collected(lines: Iterable[str], most: int, path: Path) -> list[tuple[str, Rows]]:
    """Take the lines that the other process writes: a sheet's name, and then its rows."""
    sheets: list[tuple[str, Rows]] = []
    for line in lines:
        found = json.loads(line, object_hook=_cell)
        if isinstance(found, list):
            number, cells = found
            sheets[-1][1].append((number, cells))
            most -= len(cells) - cells.count("")
        elif "sheet" in found:
            sheets.append((found["sheet"], []))
        else:
            raise StudyError(UNREAD, [_refused(path, found["refused"])])
        if most < 0:
            raise StudyError(UNREAD, [_too_far(path)])
    return sheets


def _cell(found: dict[str, Any]) -> Any:  # noqa: ANN401  of any kind that a cell may have
    """Take a cell that is no text and no number; what is none stays as it is."""
    [(kind, value)] = found.items()
    return _KINDS[kind](value) if kind in _KINDS else found


def _refused(path: Path, why: str) -> Problem:
    if why == "locked":
        hint = "Open it in Excel and save it without a password."
        return Problem("The workbook is locked by a password.", file=path.name, hint=hint)
    return unreadable(path, ValueError(why))


def _too_far(path: Path) -> Problem:
    return Problem(
        "The workbook cannot be read: it is damaged, or something stands far away from its table.",
        file=path.name,
        hint="Open it in Excel, copy the table into a new workbook, or save it as .csv.",
    )
