"""The file of a session: read, and written so that nobody's work is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import TypeAdapter, ValidationError

from cx_workbench.errors import Problem, StudyError
from cx_workbench.files import alone, put
from cx_workbench.study.session_merge import Merged, merged
from cx_workbench.study.sessions import Kept

if TYPE_CHECKING:
    from cx_workbench.study.model import Study

_NAME = "session.json"
_UNREAD = "What was kept of the last session cannot be used."
_UNWRITABLE = "Choose another place: Session(study, file='...')."


@dataclass(frozen=True, slots=True)
class _File:
    kept: Kept
    schema: Literal["cx-workbench/session/1"] = "cx-workbench/session/1"


def session_path(study: Study) -> Path:
    """Return where a study's session is kept: in its folder, or beside its workbook.

    A study that came from neither (frames, the built-in example) has its session in the
    working folder, under its title.

    Examples
    --------
    >>> import cx_workbench as cx
    >>> session_path(cx.example()).name
    'mobile_operator_2026_synthetic_example.session.json'
    """
    source = study.source
    if source is None:
        words = re.findall(r"\w+", study.title.casefold())
        return Path.cwd() / f"{'_'.join(words)[:60] or 'study'}.{_NAME}"
    if source.is_dir():
        return source / _NAME
    return source.with_name(f"{source.stem}.{_NAME}")


def read(path: Path) -> Kept:
    """Read a session file; one that is not there yet holds nothing.

    Raises
    ------
    StudyError
        The file cannot be read, or is no session file.
    """
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return Kept()
    except OSError as error:
        what = f"The file cannot be read: {error.strerror}."
        raise StudyError(_UNREAD, [Problem(what, file=path.name)]) from None
    try:
        return TypeAdapter(_File).validate_json(text).kept
    except ValidationError as error:
        raise StudyError(_UNREAD, _problems(error, path)) from None


def _problems(error: ValidationError, path: Path) -> list[Problem]:
    hint = "Give the file another name to start afresh; nothing in it is lost."
    return [
        Problem(
            f"{'.'.join(str(step) for step in each['loc']) or 'The file'}: {each['msg']}.",
            file=path.name,
            hint=hint,
        )
        for each in error.errors(include_url=False)[:5]
    ]


def write(path: Path, kept: Kept, since: Kept | None = None) -> Merged:
    """Write a session file, whole or not at all, and return what it now holds.

    What somebody else put there since it was read is not lost: their decisions and scenarios
    stay. Where both changed a scenario, theirs gets another name; where they left off becomes a
    scenario.

    Parameters
    ----------
    path
        The file.
    kept
        What it shall hold.
    since
        What it held when it was last read or written here.

    Raises
    ------
    StudyError
        The file cannot be written, or what stands there is no session file.
    """
    try:
        with alone(path):
            both = merged(kept, read(path), since or Kept())
            both = replace(both, kept=replace(both.kept, saved=datetime.now(UTC)))
            put(path, TypeAdapter(_File).dump_json(_File(both.kept), indent=2))
    except OSError as error:
        reason = error.strerror or "another program is writing it"
        what = f"The session cannot be saved: {reason}."
        raise StudyError(
            "Nothing was saved.", [Problem(what, file=path.name, hint=_UNWRITABLE)]
        ) from None
    return both
