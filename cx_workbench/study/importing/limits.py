"""How much a file may hold before it is opened: one that was made to choke us is refused."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from cx_workbench.errors import Problem, StudyError

if TYPE_CHECKING:
    from pathlib import Path

UNREAD = "The file cannot be imported."
_MILLION = 1_000_000
#: Bytes of a workbook as it lies there, unpacked, and of a journey map.
MOST_OF_A_WORKBOOK, MOST_UNPACKED = 200 * _MILLION, 2_000 * _MILLION
MOST_OF_A_MAP = 20 * _MILLION
#: XML packs by ten to twenty; what packs much better is nothing but a bomb.
_MOST_PACKED = 200
_SMALL = 10 * _MILLION
#: Bytes that any cell takes in any kind of workbook, and cells that are quickly read anyway.
_LEAST_OF_A_CELL, _FEW_CELLS = 4, 100_000
#: Columns of a table, and letters of a cell: no survey asks more, and nobody writes more.
MOST_COLUMNS, LONGEST_CELL = 5_000, 1_000_000
#: Respondents whose answers are put together in memory.
MOST_TOGETHER = 2_000_000

_RIGHT_FILE = "Check that it is the right file."


def check_size(path: Path, most: int, headline: str) -> None:
    """Refuse a file of more bytes than such a file can reasonably have.

    Parameters
    ----------
    path
        The file.
    most
        Bytes.
    headline
        What cannot be done, as one sentence.

    Raises
    ------
    StudyError
        It is larger.
    """
    size = path.stat().st_size
    if size > most:
        _refuse(headline, f"It has {_mb(size)}, over {_mb(most)}.", path)


def check_archive(path: Path, headline: str) -> int:
    """Refuse a zipped file that would not stop unpacking; one that is no zip passes.

    Parameters
    ----------
    path
        A workbook; nothing of it is unpacked.
    headline
        What cannot be done, as one sentence.

    Returns
    -------
    int
        The most cells that a file of its size can hold when it is unpacked; fewer bytes for a
        cell are a trick, one cell said to stand there a million times.

    Raises
    ------
    StudyError
        It would unpack to more than a workbook can reasonably hold.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile:
        return _cells(path.stat().st_size)
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if unpacked > MOST_UNPACKED or (unpacked > _SMALL and unpacked > _MOST_PACKED * packed):
        _refuse(headline, f"It would unpack to {_mb(unpacked)}.", path)
    return _cells(unpacked)


def _cells(size: int) -> int:
    return _FEW_CELLS + size // _LEAST_OF_A_CELL


def _mb(size: int) -> str:
    return f"{size / _MILLION:,.0f} MB"


def _refuse(headline: str, what: str, path: Path) -> None:
    raise StudyError(headline, [Problem(what, file=path.name, hint=_RIGHT_FILE)])
