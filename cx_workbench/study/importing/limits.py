"""How much a file may hold before it is opened: one that was made to choke us is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cx_workbench.errors import Problem, StudyError

if TYPE_CHECKING:
    from pathlib import Path

_MILLION = 1_000_000


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
        what = f"It has {size / _MILLION:,.0f} MB, over {most / _MILLION:,.0f} MB."
        hint = "Check that it is the right file."
        raise StudyError(headline, [Problem(what, file=path.name, hint=hint)])
