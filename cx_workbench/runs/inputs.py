"""The files that a run reads, as far as its parameters tell."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cx_workbench.errors import WorkbenchError
from cx_workbench.runs.parameters import STUDY
from cx_workbench.study.fingerprints import Fingerprint, fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def inputs_of(parameters: Mapping[str, object]) -> tuple[Fingerprint, ...]:
    """Take the fingerprints of the study's files, and of files that other parameters name.

    Parameters
    ----------
    parameters
        Plain values by name.
    """
    found: dict[Path, Fingerprint] = {}
    for path in _paths(parameters):
        with suppress(OSError):
            found[path.resolve()] = fingerprint(path)
    return tuple(found.values())


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file; empty if it cannot be read."""
    try:
        return fingerprint(path).sha256
    except OSError:
        return ""


def _paths(parameters: Mapping[str, object]) -> Iterator[Path]:
    for name, value in parameters.items():
        if isinstance(value, str) and value:
            path = Path(value).expanduser()
            with suppress(OSError, ValueError):
                if name == STUDY and path.exists():
                    yield from _of_study(path)
                elif path.is_file():
                    yield path


def _of_study(path: Path) -> Iterator[Path]:
    from cx_workbench.study.gathering import gather

    # What is wrong with the study is for the run to say.
    with suppress(WorkbenchError):
        yield from gather(path).files
