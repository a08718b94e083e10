"""What a workshop keeps between two days: scenarios, decisions, and where it left off."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import TypeAdapter, ValidationError
from typing_extensions import TypedDict  # pydantic reads typing's own from Python 3.12 on

from cx_workbench.errors import Problem, StudyError
from cx_workbench.files import put

if TYPE_CHECKING:
    from collections.abc import Collection

    from cx_workbench.study.model import Study

_NAME = "session.json"
_UNREAD = "What was kept of the last session cannot be used."
_UNWRITABLE = "Choose another place: Session(study, file='...')."


class Changed(TypedDict, total=False):
    """Settings of a ranking that were changed from the study's own: arguments of `rank`."""

    weights: dict[str, float]
    top: int
    method: str
    reference: str
    importance: str
    impact: str
    personas: list[str]
    stages: list[str]
    phases: list[str]
    channels: list[str]
    pain_types: list[str]
    estimates: dict[str, dict[str, float]]
    pinned: dict[str, str]
    vetoed: dict[str, str]


@dataclass(frozen=True, slots=True)
class Decision:
    """One step of a workshop.

    Attributes
    ----------
    time
        When, with its time zone.
    what
        What was changed, as one sentence.
    reason
        Why, in the words of who did it; may be empty.
    improvement
        The improvement that it is about, if it is about one.
    """

    time: datetime
    what: str
    reason: str = ""
    improvement: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """Named settings: ``rank(study, **scenario.settings)`` gives their ranking again."""

    name: str
    time: datetime
    settings: Changed = field(default_factory=Changed)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a session file holds.

    Attributes
    ----------
    settings
        Where the work was left off.
    scenario
        Name of the scenario that these settings came from, if any.
    scenarios
        In the order in which they were first saved.
    decisions
        Oldest first.
    saved
        When the file was last written; ``None`` if it never was.
    """

    settings: Changed = field(default_factory=Changed)
    scenario: str = ""
    scenarios: tuple[Scenario, ...] = ()
    decisions: tuple[Decision, ...] = ()
    saved: datetime | None = None


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


def write(path: Path, kept: Kept, *, forgotten: Collection[str] = ()) -> Kept:
    """Write a session file, whole or not at all, and return what it now holds.

    What somebody else put there since it was read is not lost: their scenarios of other names
    stay, unless they are to be ``forgotten``, and so do their decisions.

    Raises
    ------
    StudyError
        The file cannot be written, or what stands there is no session file.
    """
    both = replace(_with(read(path), kept, forgotten), saved=datetime.now(UTC))
    text = TypeAdapter(_File).dump_json(_File(both), indent=2)
    try:
        put(path, text)
    except OSError as error:
        what = f"The session cannot be saved: {error.strerror}."
        raise StudyError(
            "Nothing was saved.", [Problem(what, file=path.name, hint=_UNWRITABLE)]
        ) from None
    return both


def _with(there: Kept, ours: Kept, forgotten: Collection[str]) -> Kept:
    named = {*forgotten, *(scenario.name for scenario in ours.scenarios)}
    theirs = [scenario for scenario in there.scenarios if scenario.name not in named]
    decisions = sorted({*there.decisions, *ours.decisions}, key=lambda decision: decision.time)
    return replace(ours, scenarios=(*ours.scenarios, *theirs), decisions=tuple(decisions))
