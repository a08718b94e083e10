"""Which files a study was read from, so that it can be told whether they are still the same."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from cx_workbench.study.model import Study


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A file: its name, its size in bytes, and the SHA-256 of its content."""

    name: str
    size: int
    sha256: str


def fingerprint(path: Path) -> Fingerprint:
    """Take a file's fingerprint; it is read in pieces, whatever its size.

    Raises
    ------
    OSError
        It cannot be read.
    """
    state = path.stat()
    digest = _sha256(path.resolve(), state.st_ino, state.st_size, state.st_mtime_ns)
    return Fingerprint(path.name, state.st_size, digest)


@lru_cache(256)
def _sha256(path: Path, *_state: int) -> str:
    """Read a file once as long as it stays as it is: many reports are of the same answers."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fingerprints(study: Study) -> tuple[Fingerprint, ...]:
    """Take the fingerprints of all files that a study was read from; none if it came from frames.

    A file that is gone by now is left out.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> fingerprints(cx.example())
    ()
    """
    return tuple(fingerprint(path) for path in study.files if path.is_file())
