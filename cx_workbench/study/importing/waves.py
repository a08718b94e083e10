"""A second wave of a survey: read as the first was, and what is no longer as it was."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import tomlkit
from pydantic import BaseModel, Field, ValidationError
from tomlkit.exceptions import ParseError

from cx_workbench.errors import Problem, StudyError
from cx_workbench.study.contract import DEFAULT_SCALES
from cx_workbench.study.importing.cleaning import clean, plain
from cx_workbench.study.importing.mapping import ANSWERS, title_of
from cx_workbench.study.importing.proposal import AskedItem, Item, Proposal, Role
from cx_workbench.study.importing.writing import (
    RECORD,
    SETTINGS,
    new_study,
    record,
    write_answers,
    write_texts,
)
from cx_workbench.study.values import answer_key

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from cx_workbench.study.importing.writing import Readable

_UNREAD = "The export cannot be read as the first wave was."
#: What belongs to the first wave alone.
_LEFT_BEHIND = {ANSWERS, RECORD, "session.json"}
#: New answers that are named one by one.
_NAMED = 5


@dataclass(frozen=True)
class Wave:
    """A second wave, ready to be written.

    Attributes
    ----------
    first
        The folder of the first one.
    proposal
        What the columns are, as they were then.
    settings
        study.toml of the first one, without questions whose columns are gone.
    changes
        What is no longer as it was, in words.
    """

    first: Path
    proposal: Proposal
    settings: tomlkit.TOMLDocument
    changes: tuple[str, ...]


def next_wave(first: Path, found: Proposal) -> Wave:
    """Read an export as an earlier one of the same survey was read.

    Parameters
    ----------
    first
        A study that `write_study` wrote; what was changed in its study.toml since then counts.
    found
        What the new export looks like by itself.

    Raises
    ------
    StudyError
        The study was not imported, or none of its questions is in the new export.
    """
    known, settings = _record(first), _settings(first)
    responses: Any = settings.get("responses", {})
    asked = responses.get("question", [])
    columns = {clean(item.column.name): item for item in found.items}
    told_by = [column for rule in responses.get("persona", []) for column in rule.get("when", {})]
    _must_be_there(first, found, responses, [*columns], told_by)
    changes: list[str] = []
    for place in reversed(range(len(asked))):
        if asked[place]["column"] not in columns:
            changes.insert(0, f"'{asked[place]['column']}' is gone: its question has no answers.")
            del asked[place]
    for question in asked:
        changes += _new_answers(question, responses, columns[question["column"]])
    changes += [
        f"'{item.column.name}' is new; no question of the first wave."
        for item in found.items
        if item.column.name not in known.columns
    ]
    changes += _new_groups(known.groups, found, told_by)
    about: Any = settings.get("study", {})
    if about.get("title") == title_of(known.file):
        about["title"] = title_of(found.file)
    questions = {each["column"] for each in asked}
    items = tuple(_as_then(item, known.columns, questions) for item in found.items)
    return Wave(first, replace(found, items=items), settings, tuple(changes))


def _must_be_there(
    first: Path,
    found: Proposal,
    responses: Any,  # noqa: ANN401  TOML
    columns: Collection[str],
    told_by: Iterable[str],
) -> None:
    """Refuse an export that lacks what all of the first wave rests on."""
    asked = [question["column"] for question in responses.get("question", [])]
    if not set(asked) & set(columns):
        hint = "Check that it is an export of the same survey."
        problem = Problem(f"None of the columns of '{first}' is there.", file=found.file, hint=hint)
        raise StudyError(_UNREAD, [problem])
    needed = [str(responses[role]) for role in ("respondent", "weight") if role in responses]
    lacking = [name for name in dict.fromkeys([*needed, *told_by]) if name not in columns]
    if lacking:
        hint = "Put it back, or change study.toml of the first wave."
        gone = [f"The column '{name}' is gone." for name in lacking]
        raise StudyError(_UNREAD, [Problem(what, file=found.file, hint=hint) for what in gone])


def write_wave(
    folder: Path,
    respondents: Readable,
    wave: Wave,
    *,
    mask: bool = True,
    told: Callable[[int], None] = lambda _: None,
) -> None:
    """Write the study of a second wave: the tables of the first, the answers of the second.

    Raises
    ------
    StudyError
        The folder has files already.
    """
    with new_study(folder) as work:
        for path in wave.first.iterdir():
            if path.is_file() and path.name not in {*_LEFT_BEHIND, SETTINGS}:
                shutil.copyfile(path, work / path.name)
        write_answers(work / ANSWERS, respondents, wave.proposal.items, mask=mask, told=told)
        settings = tomlkit.dumps(wave.settings)
        write_texts(work, {RECORD: record(wave.proposal), SETTINGS: settings})


class _Column(BaseModel):
    role: Role


class _Record(BaseModel):
    """What import.json holds."""

    file: str
    columns: dict[str, _Column]
    groups: dict[str, list[str]]
    written: Literal["cx-workbench/import/1"] = Field(alias="schema")


def _record(first: Path) -> _Record:
    try:
        text = (first / RECORD).read_bytes()
    except OSError as error:
        hint = "Name a study that 'cx-workbench import' made."
        problem = Problem(f"'{first}' has no {RECORD}.", hint=hint)
        raise StudyError(_UNREAD, [problem]) from error
    try:
        return _Record.model_validate_json(text)
    except ValidationError as error:
        hint = "It was changed, or made by another version: import the first wave again."
        raise StudyError(
            _UNREAD, [Problem("It is not understood.", file=RECORD, hint=hint)]
        ) from error


def _settings(first: Path) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse((first / SETTINGS).read_text("utf-8"))
    except (OSError, ParseError, ValueError) as error:
        problem = Problem(str(error), file=SETTINGS, hint="Check it with 'cx-workbench check'.")
        raise StudyError(_UNREAD, [problem]) from error


def _new_answers(question: Any, responses: Any, item: Item) -> Iterator[str]:  # noqa: ANN401  TOML
    """Say which answers nothing explains; they are read as blank, and study.toml says so."""
    if not isinstance(item, AskedItem):
        yield f"'{item.column.name}' looks like no question any more: {item.why}."
        return
    known = {answer_key(word) for part in (question, responses) for word in part.get("words", {})}
    for name in ("blank", "not_applicable"):
        known |= {answer_key(c) for part in (question, responses) for c in part.get(name, [])}
    usual = DEFAULT_SCALES[question["metric"]]
    low, high = float(question.get("min", usual.min)), float(question.get("max", usual.max))
    strange = {
        answer: count
        for answer, count in item.counts.items()
        if (key := answer_key(clean(answer))) not in known
        and not (isinstance(key, float) and low <= key <= high)
    }
    if not strange:
        return
    blank = [*question.get("blank", []), *(plain(answer) for answer in strange)]
    question["blank"] = blank
    named = ", ".join(f"'{a}' ({n:,} times)" for a, n in list(strange.items())[:_NAMED])
    more = f" and {len(strange) - _NAMED} more" if len(strange) > _NAMED else ""
    yield f"'{item.column.name}' has new answers, read as blank: {named}{more}."


def _new_groups(
    known: Mapping[str, list[str]], found: Proposal, told_by: Iterable[str]
) -> Iterator[str]:
    """Say which groups came and went, of the columns that tell personas."""
    for group in found.groups:
        before = known.get(group.column.name)
        if before is None or clean(group.column.name) not in told_by:
            continue
        new = [value for value in group.values if value not in before]
        gone = [value for value in before if value not in group.values]
        if new:
            yield f"'{group.column.name}' has new values: {', '.join(new[:_NAMED])}."
        if gone:
            yield f"'{group.column.name}' no longer has: {', '.join(gone[:_NAMED])}."


def _as_then(item: Item, before: Mapping[str, _Column], asked: Collection[str]) -> Item:
    """Give a column the role that it had."""
    name = item.column.name
    if clean(name) in asked:
        return replace(item, role=Role.QUESTION)
    role = before[name].role if name in before else Role.OTHER
    role = Role.OTHER if role is Role.QUESTION else role
    # What is private now is so whatever it was then.
    role = Role.PRIVATE if item.role is Role.PRIVATE and role is Role.OTHER else role
    return Item(item.column, role, item.why, item.doubts)
