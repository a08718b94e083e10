"""Several exports as one: a file for each touchpoint or channel, the same people or others."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from cx_workbench.errors import Problem, StudyError
from cx_workbench.study.importing.ids import short_ids
from cx_workbench.study.importing.limits import MOST_TOGETHER, UNREAD
from cx_workbench.study.importing.proposal import AskedItem, Item, Proposal, Role
from cx_workbench.study.values import as_text, is_empty

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cx_workbench.study.importing.sheets import Row
    from cx_workbench.study.importing.surveys import Survey
    from cx_workbench.study.values import Cell

#: Files share respondents if so many of the ids of the smaller one stand in another.
_SHARED = 0.2


@dataclass(frozen=True)
class Part:
    """One of several exports."""

    survey: Survey
    proposal: Proposal


@dataclass
class Joined:
    """The rows of several exports, in the columns of all of them.

    Attributes
    ----------
    places
        For each export, which column of all each of its own is.
    width
        Columns of all.
    parts
        The exports.
    labels
        What tells the exports apart.
    key
        The column of all with the respondents, if there is one.
    is_shared
        Whether an id is the same person in all exports: rows are put together.
    """

    parts: Sequence[Part]
    places: Sequence[Sequence[int]]
    width: int
    labels: Sequence[str] = ("",)
    key: int | None = None
    is_shared: bool = False

    def rows(self) -> Iterator[Row]:
        """Give a row a respondent, with a cell for each column of all."""
        if self.is_shared and self.key is not None:
            yield from self._together(self.key)
            return
        for at, label in enumerate(self.labels):
            for number, row in self._of(at):
                if label and self.key is not None:
                    # The same number elsewhere is somebody else.
                    row[self.key] = f"{label} {as_text(row[self.key])}"
                yield number, row

    def _of(self, at: int) -> Iterator[tuple[int, list[Cell]]]:
        places = self.places[at]
        for number, cells in self.parts[at].survey.respondents.rows():
            row: list[Cell] = [None] * self.width
            for place, cell in zip(places, cells, strict=True):
                row[place] = cell
            yield number, row

    def _together(self, key: int) -> Iterator[Row]:
        whole: dict[str, tuple[int, list[Cell]]] = {}
        for at in range(len(self.parts)):
            for number, row in self._of(at):
                who = as_text(row[key])
                known = whole.setdefault(who, (number, row))[1]
                known[:] = [
                    old if is_empty(new) else new for old, new in zip(known, row, strict=True)
                ]
            if len(whole) > MOST_TOGETHER:
                what = f"They have over {MOST_TOGETHER:,} respondents between them."
                hint = "Join them by respondent in a database, or import them one by one."
                raise StudyError(UNREAD, [Problem(what, hint=hint)])
        yield from whole.values()


def joined(parts: Sequence[Part]) -> tuple[Joined, Proposal]:
    """Put exports side by side: each brings its own questions, all share the other columns.

    Parameters
    ----------
    parts
        At least one.

    Returns
    -------
    Joined
        Their rows.
    Proposal
        What becomes of their columns; a question is named by its file too.
    """
    if len(parts) == 1:
        [part] = parts
        width = len(part.proposal.items)
        return Joined(parts, [range(width)], width), part.proposal
    labels = labels_of([part.proposal.file for part in parts])
    lone = all(len(part.proposal.questions) <= 1 for part in parts)
    items: list[Item] = []
    known: dict[str, int] = {}
    places = []
    for part, label in zip(parts, labels, strict=True):
        own = []
        for item in part.proposal.items:
            named = _labelled(item, label, lone=lone)
            name = named.column.name.casefold()
            if name not in known:
                known[name] = len(items)
                items.append(replace(named, column=replace(named.column, place=len(items))))
            own.append(known[name])
        places.append(own)
    items = _with_ids(items)
    key = next((at for at, item in enumerate(items) if item.role is Role.RESPONDENT), None)
    same = _share_people(parts)
    first = parts[0].proposal
    groups = [group for group in first.groups if group.column.name.casefold() in known]
    together = Joined(parts, places, len(items), labels, key, same)
    return together, Proposal(
        file=" + ".join(part.proposal.file for part in parts),
        sheet=None,
        tool=first.tool,
        rows=sum(1 for _ in together.rows()) if same else sum(p.proposal.rows for p in parts),
        items=tuple(items),
        groups=tuple(groups),
        persona=first.persona,
        assumed=(
            *(f"{p.proposal.file}: {said}" for p in parts for said in p.proposal.assumed),
            "An id that stands in several files is one person."
            if same
            else "The files stand one below the other: few ids stand in two of them, so an id is "
            "somebody else in each.",
        ),
    )


def labels_of(files: Sequence[str]) -> list[str]:
    """Name files by what tells them apart.

    Examples
    --------
    >>> labels_of(["nps_web.csv", "nps_email.csv"])
    ['web', 'email']
    >>> labels_of(["a.csv", "a.csv"])
    ['a', 'a (2)']
    """
    names = [re.split(r"[\s_.-]+", Path(file).stem) for file in files]
    before, after = _shared(names), _shared([name[::-1] for name in names])
    labels: list[str] = []
    for name in names:
        short = " ".join(name[before : len(name) - after]) or " ".join(name)
        count = sum(label.partition(" (")[0] == short for label in labels)
        labels.append(f"{short} ({count + 1})" if count else short)
    return labels


def _shared(names: Sequence[Sequence[str]]) -> int:
    """Count the words that all names begin with."""
    return sum(1 for _ in takewhile(lambda words: len(set(words)) == 1, zip(*names, strict=False)))


def _labelled(item: Item, label: str, *, lone: bool) -> Item:
    if not isinstance(item, AskedItem):
        return item
    title = label if lone else f"{item.title} ({label})"
    column = replace(item.column, name=f"{item.column.name} ({label})")
    touchpoint = item.touchpoint or ("x" if lone else "")
    return replace(item, column=column, title=title, touchpoint=touchpoint)


def _with_ids(items: Sequence[Item]) -> list[Item]:
    asked = [item for item in items if isinstance(item, AskedItem) and item.touchpoint]
    titles = list(dict.fromkeys(item.title for item in asked))
    ids = dict(zip(titles, short_ids(titles, "touchpoint"), strict=True))
    return [
        replace(item, touchpoint=ids[item.title])
        if isinstance(item, AskedItem) and item.touchpoint
        else item
        for item in items
    ]


def _share_people(parts: Iterable[Part]) -> bool:
    """Whether people stand in several exports, as far as some of their rows tell."""
    files: dict[str, int] = defaultdict(int)
    smallest = None
    for part in parts:
        column = part.proposal.first(Role.RESPONDENT)
        if column is None:
            return False
        place = [item.column for item in part.proposal.items].index(column)
        people = {text for text in part.survey.texts(place) if text}
        smallest = len(people) if smallest is None else min(smallest, len(people))
        for who in people:
            files[who] += 1
    return sum(count > 1 for count in files.values()) > _SHARED * (smallest or 0)
