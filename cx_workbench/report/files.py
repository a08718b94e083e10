"""Writing results so that nobody ever meets half of one."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cx_workbench.errors import Problem, WorkbenchError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_HINT = "Choose another folder, or close the program that holds the file."


def make_folder(out: str | Path) -> Path:
    """Make the folder that results go to, with those above it.

    Raises
    ------
    WorkbenchError
        A file stands in the way, or the folder may not be written to.
    """
    folder = Path(out).expanduser()
    with _in_words(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """Lend a hidden folder inside ``folder``, so that a rename is all that is left to do.

    Inside and not beside: a mounted folder is another file system than the one above it.
    """
    with _in_words(folder):
        work = Path(tempfile.mkdtemp(prefix=".cx-workbench-", dir=folder))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def write(folder: Path, contents: Mapping[str, str | bytes]) -> dict[str, Path]:
    """Write all files or, if one cannot be written, none.

    Parameters
    ----------
    folder
        An existing folder.
    contents
        Text (written as UTF-8) or bytes, by path relative to the folder.

    Raises
    ------
    WorkbenchError
        The disk is full, or a file may not be written.
    """
    with workplace(folder) as work, _in_words(folder):
        for name, content in contents.items():
            path = work / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return publish(work, folder)


def publish(work: Path, folder: Path) -> dict[str, Path]:
    """Move every file from the hidden folder to its place; each appears whole or not at all."""
    published = {}
    with _in_words(folder):
        for path in sorted(path for path in work.rglob("*") if path.is_file()):
            name = path.relative_to(work)
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
            published[name.as_posix()] = target
    return published


@contextmanager
def _in_words(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        place = error.filename2 or error.filename or folder
        problem = Problem(f"{error.strerror or error}.", file=str(place), hint=_HINT)
        raise WorkbenchError(f"The folder {folder} cannot be written to.", [problem]) from error
