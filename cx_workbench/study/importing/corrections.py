"""What somebody who knows better makes of a proposal: each change gives a new one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cx_workbench.errors import SettingError, did_you_mean
from cx_workbench.study.contract import KINDS, METRICS, Scale
from cx_workbench.study.importing.ids import short_ids
from cx_workbench.study.importing.proposal import AskedItem, Item, Proposal, Role
from cx_workbench.study.importing.proposing import question_of
from cx_workbench.study.values import answer_key

if TYPE_CHECKING:
    from cx_workbench.study.importing.surveys import Survey

#: Roles that one column has at most.
_ALONE = {Role.RESPONDENT, Role.WEIGHT, Role.DATE, Role.COMMENT, Role.PERSONA}
_YOU = "you said so"
#: What an answer may be.
MEANINGS = ("score", "blank", "not_applicable")


def with_role(survey: Survey, proposal: Proposal, name: str, role: Role) -> Proposal:
    """Take a column for something else; of what one column only can be, the other is no more.

    Raises
    ------
    SettingError
        There is no such column; or it is to be a question, and its answers are on no scale.
    """
    place = _place(proposal, name)
    item = proposal.items[place]
    if role is Role.PERSONA:
        return proposal.with_persona(name)
    if item.role is Role.PERSONA:
        proposal = proposal.with_persona("")
    if role is Role.QUESTION:
        made: Item = replace(question_of(survey, place), why=_YOU, doubts=())
    else:
        made = Item(item.column, role, _YOU)
    items = [
        replace(other, role=Role.OTHER, why="another column is that")
        if role in _ALONE and other.role is role
        else other
        for other in proposal.items
    ]
    items[place] = made
    return _named(replace(proposal, items=tuple(items)))


def with_question(proposal: Proposal, name: str, **changes: Any) -> Proposal:  # noqa: ANN401  checked below
    """Change what a question is.

    Parameters
    ----------
    proposal
        With the question.
    name
        Of its column.
    changes
        ``metric``, ``kind``, ``min``, ``max``, ``title``, ``whole`` (of the journey as a whole).

    Raises
    ------
    SettingError
        There is no such question, or the change makes no sense.
    """
    item = _question(proposal, name)
    for field, allowed in (("metric", METRICS), ("kind", KINDS)):
        if field in changes and changes[field] not in allowed:
            message = f"There is no {field} '{changes[field]}'."
            raise SettingError(f"{message} {did_you_mean(changes[field], allowed)}")
    scale = Scale(changes.pop("min", item.scale.min), changes.pop("max", item.scale.max))
    if not scale.min < scale.max:
        raise SettingError("The highest score must be above the lowest.")
    whole = changes.pop("whole", not item.touchpoint)
    title = str(changes.pop("title", item.title)).strip() or item.column.name
    made = replace(
        item, scale=scale, title=title, touchpoint="" if whole else "new", why=_YOU, **changes
    )
    return _named(_instead(proposal, made))


def with_meaning(proposal: Proposal, name: str, answer: str, meaning: str) -> Proposal:
    """Say whether an answer is a score, blank, or says that the question does not apply.

    Raises
    ------
    SettingError
        There is no such question or meaning; or a score is off the scale.
    """
    item = _question(proposal, name)
    if meaning not in MEANINGS:
        raise SettingError(f"There is no meaning '{meaning}'. {did_you_mean(meaning, MEANINGS)}")
    key = answer_key(answer)
    code = key if isinstance(key, float) else answer
    blank = tuple(c for c in item.blank if answer_key(str(c)) != key)
    not_applicable = tuple(c for c in item.not_applicable if answer_key(str(c)) != key)
    if meaning == "score":
        on_scale = isinstance(key, float) and item.scale.min <= key <= item.scale.max
        if not on_scale and answer not in item.words:
            message = f"'{answer}' is not on the scale {item.scale}: change the scale first."
            raise SettingError(message)
    elif meaning == "blank":
        blank = (*blank, code)
    else:
        not_applicable = (*not_applicable, code)
    return _instead(proposal, replace(item, blank=blank, not_applicable=not_applicable, why=_YOU))


def turned(proposal: Proposal, name: str) -> Proposal:
    """Turn a question round: what was the best is the worst.

    Raises
    ------
    SettingError
        There is no such question.
    """
    item = _question(proposal, name)
    both = item.scale.min + item.scale.max
    if item.words:
        words = {word: both - score for word, score in item.words.items()}
        # Numbers that mean themselves need no words.
        words = {w: s for w, s in words.items() if answer_key(w) != s}
    else:
        steps = [key for answer in item.counts if isinstance(key := answer_key(answer), float)]
        inside = [step for step in steps if item.scale.min <= step <= item.scale.max]
        words = {f"{step:g}": both - step for step in sorted(set(inside))}
    return _instead(proposal, replace(item, words=words, why=_YOU, doubts=()))


def _place(proposal: Proposal, name: str) -> int:
    names = [item.column.name for item in proposal.items]
    if name not in names:
        raise SettingError(f"There is no column '{name}'. {did_you_mean(name, names)}")
    return names.index(name)


def _question(proposal: Proposal, name: str) -> AskedItem:
    item = proposal.items[_place(proposal, name)]
    if not isinstance(item, AskedItem):
        raise SettingError(f"The column '{name}' is no question.")
    return item


def _instead(proposal: Proposal, made: AskedItem) -> Proposal:
    items = (made if item.column == made.column else item for item in proposal.items)
    return replace(proposal, items=tuple(items))


def _named(proposal: Proposal) -> Proposal:
    """Give touchpoints their ids; questions of the same title share one."""
    titles = [item.title for item in proposal.questions if item.touchpoint]
    names = list(dict.fromkeys(titles))
    ids = dict(zip(names, short_ids(names, "touchpoint"), strict=True))
    items = (
        replace(item, touchpoint=ids[item.title])
        if isinstance(item, AskedItem) and item.touchpoint
        else item
        for item in proposal.items
    )
    return replace(proposal, items=tuple(items))
