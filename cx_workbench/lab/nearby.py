"""Studies near a notebook: what a form offers, and whether what was typed is one."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from cx_workbench.errors import Problem, SettingError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

BUILT_IN = "example"
_SETTINGS = "study.toml"
_TABLE_ENDINGS = (".csv", ".xlsx", ".parquet")
_WORKBOOK = ".xlsx"
#: Every study needs these, whatever it is made of.
_NEEDED = ("touchpoints", "improvements")
#: A home folder may hold thousands; a list that long helps nobody.
_MOST_LOOKED_AT = 300
_SHEET_NAMES = "xl/workbook.xml"
_GIVE = "Give a study folder, a workbook (.xlsx) or a study.toml."


def studies_near(folder: Path) -> list[str]:
    """List the studies in a folder, in the folders in it, and beside it, as a notebook names them.

    Examples
    --------
    >>> studies_near(Path("nowhere"))
    ['example']
    """
    found = [path for path in _candidates(folder) if is_study(path)]
    return [BUILT_IN, *(Path(os.path.relpath(path, folder)).as_posix() for path in found)]


def check_study(text: str, folder: Path) -> str:
    """Return the study that was typed if there is one of that name, seen from the folder.

    Raises
    ------
    SettingError
        There is nothing at that place, or no study.

    Examples
    --------
    >>> check_study("exmaple", Path("nowhere"))
    Traceback (most recent call last):
    cx_workbench.errors.SettingError: There is no study 'exmaple' near this notebook.
      1. Did you mean 'example'?
    """
    path = folder / os.path.expanduser(text)  # noqa: PTH111  leaves an unknown user as it is
    if text == BUILT_IN or (os.path.lexists(path) and is_study(path)):
        return text
    if _exists(path):
        problem = Problem(_GIVE)
        raise SettingError(f"'{text}' is not a study.", [problem])
    hint = did_you_mean(text, studies_near(folder))
    raise SettingError(f"There is no study '{text}' near this notebook.", [Problem(hint)])


def is_study(path: Path) -> bool:
    """Whether a folder, workbook or settings file looks like a study; no table is read."""
    try:
        if path.is_dir():
            names = [name.name.casefold() for name in path.iterdir()]
            return _SETTINGS in names or all(
                any(f"{table}{ending}" in names for ending in _TABLE_ENDINGS) for table in _NEEDED
            )
        return path.name == _SETTINGS or (path.suffix.casefold() == _WORKBOOK and _has_sheets(path))
    except OSError:
        return False


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _has_sheets(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as book:
            names = book.read(_SHEET_NAMES).decode("utf-8", "replace").casefold()
    except (OSError, KeyError, zipfile.BadZipFile):
        return False
    return all(f'name="{table}"' in names for table in _NEEDED)


def _candidates(folder: Path) -> Iterator[Path]:
    left = _MOST_LOOKED_AT
    for place in (folder, folder.parent):
        try:
            entries = sorted(entry for entry in place.iterdir() if not entry.name.startswith("."))
        except OSError:
            continue
        for entry in entries[:left]:
            left -= 1
            if entry.suffix.casefold() == _WORKBOOK or entry.is_dir():
                yield entry
