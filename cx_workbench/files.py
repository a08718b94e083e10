"""Writing results so that nobody ever meets half of one."""

from __future__ import annotations

import errno
import hashlib
import os
import platform
import secrets
import shutil
import tempfile
import unicodedata
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cx_workbench.errors import Problem, SettingError, WorkbenchError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_HINT = "Choose another folder, or close the program that holds the file."
_FULL = "Make room, or choose a folder on another disk."
#: The disk, somebody's share of it, or what a single file may take is used up.
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_HIDDEN = ".cx-workbench-"
_NOT_AT_ENDS = "._-~ \t\N{NO-BREAK SPACE}"
_SEPARATORS = '/\\:*?"<>|'
#: Bytes that every file system takes for a name, with room for an ending.
_LONGEST_NAME = 120
#: Seconds that another process may take to read a small file and write it again.
_LONGEST_WAIT = 5


def make_folder(out: str | Path) -> Path:
    """Make the folder that results go to, with those above it.

    Raises
    ------
    WorkbenchError
        A file stands in the way, or the folder may not be written to.
    """
    folder = Path(out).expanduser()
    with in_words(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def results_folder(out: str | Path) -> Path:
    """Make the folder that a report goes to; never that of a study, whose tables have its names.

    Raises
    ------
    SettingError
        A study lies there.
    WorkbenchError
        It cannot be written to.
    """
    folder = make_folder(out)
    if is_study(folder):
        hint = "Name another folder: the results would take the place of the study's tables."
        raise SettingError("Nothing was written.", [Problem(f"'{folder}' is a study.", hint=hint)])
    return folder


def is_study(folder: Path) -> bool:
    """Whether a folder holds the tables of a study."""
    return (folder / "study.toml").exists() or any(folder.glob("touchpoints.*"))


@contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """Lend a hidden folder inside ``folder``, so that a rename is all that is left to do.

    Inside and not beside: a mounted folder is another file system than the one above it. What a
    process that was killed left there is taken away.
    """
    with in_words(folder):
        clear(folder)
        work = Path(tempfile.mkdtemp(prefix=f"{_HIDDEN}{_here()}-{os.getpid()}-", dir=folder))
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
    with workplace(folder) as work, in_words(folder):
        for name, content in contents.items():
            path = work / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return publish(work, folder)


def publish(work: Path, folder: Path, last: str = "") -> dict[str, Path]:
    """Move every file from the hidden folder to its place; each appears whole or not at all.

    Parameters
    ----------
    work, folder
        From where, and to where.
    last
        Name of the file that is moved when all others are in their places.

    Raises
    ------
    WorkbenchError
        A file may not be written.
    """
    published = {}
    with in_words(folder):
        names = (path.relative_to(work) for path in work.rglob("*") if path.is_file())
        for name in sorted(names, key=lambda name: (name.as_posix() == last, name)):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            _settle(work / name)
            (work / name).replace(target)
            published[name.as_posix()] = target
    return published


def put(path: Path, content: str | bytes) -> None:
    """Write beside and rename: whoever looks sees the old file, a whole new one, or none.

    Raises
    ------
    OSError
        It cannot be written; what was there still is.
    """
    # Not a temporary file of Python's, which nobody else may read.
    beside = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    try:
        with beside.open("xb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Have a file to oneself, among all processes that ask so, to read it and write it again.

    A mark beside it says so. One that a killed process of this machine left is passed over.

    Raises
    ------
    OSError
        There is no leave to write there, or somebody else held it for five seconds.
    """
    from filelock import SoftFileLock

    # A mark would make a folder that somebody misspelt.
    path.parent.stat()
    # Marks hold on folders that several machines share, and leave nothing behind.
    with SoftFileLock(mark_of(path), timeout=_LONGEST_WAIT):
        yield


def mark_of(path: Path) -> Path:
    """Return the mark that stands beside a file while a process has it to itself."""
    return path.with_name(f".{path.name}.lock")


def safe_name(wish: str) -> str:
    r"""Return a name that any file system takes and that leads nowhere else.

    Examples
    --------
    >>> safe_name("Žltý telefón 2026"), safe_name("../../etc/passwd"), safe_name("NUL")
    ('Žltý telefón 2026', 'etc_passwd', 'NUL_')
    >>> safe_name("..\\x"), safe_name(" "), safe_name("-rf =1+1")
    ('x', 'unnamed', 'rf =1+1')
    """
    from pathvalidate import sanitize_filename

    # Marks that turn the direction of a text, and the like, cannot be seen.
    seen = "".join(
        "_" if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign
        for sign in unicodedata.normalize("NFC", wish)
        if unicodedata.category(sign) not in {"Cf", "Cs", "Co", "Cn"}
    )
    for sign in _SEPARATORS:
        seen = seen.replace(sign, "_")
    # A name that begins with a dot is hidden, one with a hyphen an option.
    short = _cut(seen.strip(_NOT_AT_ENDS)).rstrip(_NOT_AT_ENDS)
    return sanitize_filename(short or "unnamed", replacement_text="_", platform="universal")


def safe_names(wishes: Iterable[str]) -> list[str]:
    """Return safe names of which no two are one on any file system.

    Examples
    --------
    >>> safe_names(["Acme", "ACME", "a/b", "a:b"])
    ['Acme', 'ACME 2', 'a_b', 'a_b 2']
    """
    taken: set[str] = set()
    names = []
    for wish in wishes:
        name = safe = safe_name(wish)
        count = 1
        while _folded(name) in taken:
            count += 1
            name = f"{safe} {count}"
        taken.add(_folded(name))
        names.append(name)
    return names


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKD", name).casefold()


def _cut(name: str) -> str:
    """Keep what fits; a long name ends in a mark of the whole."""
    if len(name.encode()) <= _LONGEST_NAME:
        return name
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    kept = name.encode()[: _LONGEST_NAME - len(mark) - 1].decode(errors="ignore")
    return f"{kept.rstrip()}-{mark}"


def _settle(path: Path) -> None:
    """Have the content on the disk before the name: after a power cut a file is whole."""
    with suppress(PermissionError), path.open("rb+") as file:
        os.fsync(file.fileno())


def _here() -> str:
    """Name this machine, without saying which it is."""
    return hashlib.sha256(platform.node().encode()).hexdigest()[:8]


def clear(folder: Path) -> None:
    """Take away hidden folders whose process, on this machine, was killed."""
    import psutil

    ours = f"{_HIDDEN}{_here()}-"
    for left in folder.glob(f"{ours}*-*"):
        pid = left.name.removeprefix(ours).partition("-")[0]
        if pid.isdecimal() and not psutil.pid_exists(int(pid)):
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def in_words(folder: Path) -> Iterator[None]:
    """Turn what the system says of a folder that cannot be written to into words.

    Raises
    ------
    WorkbenchError
        The disk is full, or a file may not be written.
    """
    try:
        yield
    except OSError as error:
        place = _as_seen(error.filename2 or error.filename or folder)
        hint = _FULL if error.errno in _NO_ROOM else _HINT
        problem = Problem(f"{error.strerror or error}.", file=str(place), hint=hint)
        headline = f"The folder {_as_seen(folder)} cannot be written to."
        raise WorkbenchError(headline, [problem]) from error


def _as_seen(place: str | Path) -> Path:
    """Return a place in a hidden folder as one in the folder that people know."""
    path = Path(place)
    return Path(*(part for part in path.parts if not part.startswith(_HIDDEN)))
