"""What an importer makes of an export: a proposal, each part with its reason and its doubt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING

from cx_workbench.study.values import answer_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cx_workbench.study.contract import Kind, Metric, Scale
    from cx_workbench.study.importing.heads import Column, Tool


class Role(Enum):
    """What a column is for."""

    QUESTION = "question"
    RESPONDENT = "respondent"
    WEIGHT = "weight"
    DATE = "date"
    COMMENT = "comment"
    PERSONA = "persona"
    GROUP = "group"
    PRIVATE = "private"
    DROPPED = "dropped"
    OTHER = "other"


#: What is not copied into the study.
LEFT_OUT = frozenset({Role.PRIVATE, Role.DROPPED})


@dataclass(frozen=True)
class Item:
    """A column and what it is taken for.

    Attributes
    ----------
    column
        Which.
    role
        What it is for.
    why
        The reason, in words.
    doubts
        What somebody should look at, in words.
    is_on_a_scale
        Whether it is no question though its numbers are on a scale: somebody may say that it is.
    """

    column: Column
    role: Role
    why: str
    doubts: tuple[str, ...] = ()
    is_on_a_scale: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class AskedItem(Item):
    """A column of answers to a question.

    Attributes
    ----------
    title
        What people call the touchpoint.
    touchpoint
        Its id; empty for the journey as a whole.
    metric, kind, scale
        As study.toml has them.
    blank, not_applicable
        Codes and words that are no scores.
    words
        The score of each answer in words.
    counts
        How often each answer was given, codes among them.
    answered
        How many of them are scores.
    """

    title: str = ""
    touchpoint: str = ""
    metric: Metric = "csat"
    kind: Kind = "reality"
    scale: Scale = field(kw_only=True)
    blank: tuple[str | float, ...] = ()
    not_applicable: tuple[str | float, ...] = ()
    words: Mapping[str, float] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def answered(self) -> int:
        """How many answers are scores."""
        codes = {answer_key(str(code)) for code in (*self.blank, *self.not_applicable)}
        return sum(
            count for answer, count in self.counts.items() if answer_key(answer) not in codes
        )


@dataclass(frozen=True)
class Group:
    """A column that may tell personas.

    Attributes
    ----------
    column
        Which.
    values
        How often each stands there, the most frequent first.
    is_usual
        Whether it is worth offering: few values, and most people have one.
    """

    column: Column
    values: Mapping[str, int]
    is_usual: bool = True


@dataclass(frozen=True)
class Proposal:
    """How an export could become a study.

    Attributes
    ----------
    file, sheet
        Where the answers are.
    tool
        What wrote them.
    rows
        Respondents.
    items
        Every column, from left to right.
    groups
        Columns that may tell personas, the likeliest first.
    persona
        The column that does; empty: all are one persona.
    assumed
        What was made of the file, in words.
    """

    file: str
    sheet: str | None
    tool: Tool
    rows: int
    items: tuple[Item, ...]
    groups: tuple[Group, ...]
    persona: str = ""
    assumed: tuple[str, ...] = ()

    @property
    def questions(self) -> tuple[AskedItem, ...]:
        """The columns of answers."""
        return tuple(item for item in self.items if isinstance(item, AskedItem))

    @property
    def offered(self) -> tuple[str, ...]:
        """Columns that are worth offering to tell personas by."""
        return tuple(group.column.name for group in self.groups if group.is_usual)

    def first(self, role: Role) -> Column | None:
        """Return the column of a role that only one can have."""
        return next((item.column for item in self.items if item.role is role), None)

    @property
    def doubts(self) -> tuple[str, ...]:
        """Everything that somebody should look at, with the column that it is about."""
        return tuple(f"{item.column.name}: {doubt}" for item in self.items for doubt in item.doubts)

    @property
    def unused(self) -> dict[str, list[str]]:
        """The columns that are for nothing, by the reason why."""
        found: dict[str, list[str]] = {}
        for item in self.items:
            if item.role is Role.OTHER or (item.role is Role.GROUP and item.is_on_a_scale):
                # Without the figures, which are each column's own.
                found.setdefault(item.why.partition(" (")[0], []).append(item.column.name)
        return found

    def with_persona(self, name: str) -> Proposal:
        """Tell personas by another column; by none, if the name is empty."""
        items = tuple(
            replace(item, role=Role.PERSONA)
            if item.column.name == name
            else replace(item, role=Role.GROUP)
            if item.role is Role.PERSONA
            else item
            for item in self.items
        )
        return replace(self, persona=name, items=items)
