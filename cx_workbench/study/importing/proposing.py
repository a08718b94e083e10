"""What each column of an export is for, as far as its heading and its answers tell."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import numpy as np

from cx_workbench.errors import SettingError
from cx_workbench.study.contract import Scale
from cx_workbench.study.counting import may_weigh
from cx_workbench.study.importing.clues import Clue, subject, tells
from cx_workbench.study.importing.ids import short_ids
from cx_workbench.study.importing.numeric_scales import Numbers, numeric_scales
from cx_workbench.study.importing.private import private
from cx_workbench.study.importing.proposal import AskedItem, Group, Item, Proposal, Role
from cx_workbench.study.importing.questions import (
    asks_for_a_score,
    blank_words,
    no_question,
    numeric_question,
    worded_question,
)
from cx_workbench.study.importing.worded import Worded, is_not_applicable, worded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from cx_workbench.study.importing.numeric_scales import Numeric
    from cx_workbench.study.importing.profiles import Profile
    from cx_workbench.study.importing.surveys import Survey

#: Scales that hardly anything else has.
_PLAIN = {Scale(1, 5), Scale(0, 10), Scale(1, 7), Scale(1, 10)}
#: Different numbers of a question at most: a slider has a hundred.
_MOST_LEVELS = 150
#: Different values of a column that may tell personas, and the share of respondents it must have.
_FEWEST_GROUPS, _MOST_GROUPS, _TOLD = 2, 15, 0.6
#: Letters of a comment, on average.
_COMMENT = 15
#: Weights average one; how near, and how far from it the largest may be.
_ABOUT_ONE, _HEAVIEST = 0.02, 50
#: Of many times, the one when it was answered.
_LATEST = ("recordeddate", "completion time", "end date", "enddate", "timestamp")
#: With fewer rows, anything may be different for everybody.
_MANY_ROWS = 20
#: Shares of cells: nearly all of them.
_NEARLY_ALL = 0.9


class _Read(NamedTuple):
    """How the answers of a column read."""

    numeric: Numeric | None = None
    words: Worded | None = None


def proposed(
    survey: Survey, *, asked: Collection[str] = (), dropped: Collection[str] = ()
) -> Proposal:
    r"""Propose how an export becomes a study.

    A column is a question where its answers are on a scale and go along with those to the other
    questions; where nothing can be compared, where its heading says so.

    Parameters
    ----------
    survey
        An export that was gone through.
    asked
        Names of columns that somebody says are questions.
    dropped
        Names of columns that are to be left out.

    Raises
    ------
    SettingError
        The answers of a column that is to be a question are on no scale.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> from cx_workbench.study.importing.sheets import sheets_of
    >>> from cx_workbench.study.importing.surveys import survey_of
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "export.csv")
    ...     rows = "".join(f"{row},{row % 5 + 1},{row % 2}\n" for row in range(60))
    ...     _ = path.write_text("id,How satisfied are you?,segment\n" + rows)
    ...     found = proposed(survey_of(sheets_of(path)[0]))
    >>> [item.role.value for item in found.items]
    ['respondent', 'question', 'persona']
    """
    reads = _reads(survey, asked)
    items = [_item(survey, place, read, asked) for place, read in enumerate(reads)]
    items = [
        Item(item.column, Role.DROPPED, "you left it out") if item.column.name in dropped else item
        for item in items
    ]
    # A column that somebody names speaks for itself, and not against the others.
    if not any(isinstance(item, AskedItem) and item.column.name not in asked for item in items):
        items = _perhaps(survey, items, reads)
    items = _with_touchpoints(_one_of_each(items, survey))
    groups = tuple(_groups(items, survey))
    sheet, head = survey.respondents.sheet, survey.head
    found = Proposal(
        file=sheet.file,
        sheet=sheet.name,
        tool=head.tool,
        rows=survey.rows,
        items=tuple(items),
        groups=groups,
        assumed=(*sheet.notes, *head.assumed, *survey.respondents.said),
    )
    said = [g.column.name for g in groups if g.is_usual and tells(g.column.asks, Clue.GROUP)]
    return found.with_persona(said[0]) if said else found


def _perhaps(survey: Survey, items: Sequence[Item], reads: Sequence[_Read]) -> list[Item]:
    """Take plain scales for questions where nothing else is one: somebody looks at it."""
    doubt = "Nothing but its numbers says that it is a question."
    found: list[Item] = []
    for place, (item, read) in enumerate(zip(items, reads, strict=True)):
        numeric, profile = read.numeric, survey.profiles[place]
        is_plain = numeric is not None and not numeric.codes and numeric.scale in _PLAIN
        if is_plain and numeric is not None and item.role in {Role.GROUP, Role.OTHER}:
            asked = numeric_question(profile, numeric, survey.decimals(place))
            found.append(replace(asked, doubts=(doubt, *asked.doubts)))
        else:
            found.append(item)
    return found


def question_of(survey: Survey, place: int) -> AskedItem:
    """Read a column as a question, since somebody says that it is one.

    Raises
    ------
    SettingError
        Its answers are on no scale that is known here.
    """
    profile = survey.profiles[place]
    name = profile.column.name
    words = _in_words(survey, place)
    [numeric] = numeric_scales([_column(survey, place, [name])])
    made = _item(survey, place, _Read(numeric, words), [name])
    return replace(made, title=_about(made)) if isinstance(made, AskedItem) else _refused(name)


def _refused(name: str) -> NoReturn:
    message = f"The answers in '{name}' are on no scale that is known here."
    raise SettingError(message)


def _reads(survey: Survey, asked: Collection[str]) -> list[_Read]:
    """Read the columns whose answers may be on a scale."""
    in_words = [_in_words(survey, place) for place in range(len(survey.profiles))]
    in_numbers = [
        place
        for place, words in enumerate(in_words)
        if words is None and _may_be_scores(survey, place)
    ]
    columns = [_column(survey, place, asked) for place in in_numbers]
    others = [
        _scores(survey, place, words) for place, words in enumerate(in_words) if words is not None
    ]
    numeric = dict(zip(in_numbers, numeric_scales(columns, others), strict=True))
    return [_Read(numeric.get(place), words) for place, words in enumerate(in_words)]


def _column(survey: Survey, place: int, asked: Collection[str]) -> Numbers:
    column = survey.profiles[place].column
    return Numbers(
        _numbers(survey, place),
        survey.numbers(place),
        asks=column.name in asked or asks_for_a_score(column),
        is_mood=not any(tells(column.asks, clue) for clue in (Clue.EXPECTED, Clue.IMPORTANT)),
        usual=Scale(0, 10) if tells(column.asks, Clue.RECOMMEND) else None,
    )


def _in_words(survey: Survey, place: int) -> Worded | None:
    profile = survey.profiles[place]
    if profile.is_open:
        return None
    return worded(blank_words(profile.words(survey.decimals(place)))[0])


def _may_be_scores(survey: Survey, place: int) -> bool:
    profile = survey.profiles[place]
    found = _numbers(survey, place)
    words = blank_words(profile.words(survey.decimals(place)))[0]
    asked = sum(count for word, count in words.items() if not is_not_applicable(word))
    answered = sum(found.values())
    is_an_id = profile.is_unique and profile.filled >= _MANY_ROWS
    return (
        not (profile.is_open or is_an_id)
        and 1 < len(found) <= _MOST_LEVELS
        and answered >= _NEARLY_ALL * (answered + asked)
        and not tells(profile.column.asks, Clue.WEIGHT)
    )


def _numbers(survey: Survey, place: int) -> dict[float, int]:
    return survey.profiles[place].numbers(survey.decimals(place))


def _scores(survey: Survey, place: int, words: Worded) -> NDArray[np.float64]:
    return np.array([words.words.get(text, np.nan) for text in survey.texts(place)], dtype=float)


def _item(survey: Survey, place: int, read: _Read, asked: Collection[str]) -> Item:
    profile = survey.profiles[place]
    if tells(profile.column.asks, Clue.RANKED):
        why = "its things were put in order against each other: no score by itself"
        return Item(profile.column, Role.OTHER, why)
    if read.words is not None:
        return worded_question(profile, read.words)
    decimals = survey.decimals(place)
    reason = "" if read.numeric is None else no_question(profile, read.numeric)
    is_asked = profile.column.name in asked
    if read.numeric is not None and (is_asked or not reason):
        return numeric_question(profile, read.numeric, decimals)
    if is_asked:
        _refused(profile.column.name)
    role, why = _role(survey, place)
    is_on_a_scale = role in {Role.OTHER, Role.GROUP} and read.numeric is not None
    return Item(profile.column, role, reason if is_on_a_scale else why, is_on_a_scale=is_on_a_scale)


def _role(survey: Survey, place: int) -> tuple[Role, str]:
    """Tell what a column is for that is no question, and why."""
    profile, texts = survey.profiles[place], survey.texts(place)
    if not profile.filled:
        return Role.OTHER, "it is empty"
    reason = _weighs(survey, place)
    if reason:
        return Role.WEIGHT, reason
    # Qualtrics names its own columns in English beside any other language.
    reason = private(f"{profile.column.name} {profile.column.asks}", texts)
    if reason:
        return Role.PRIVATE, reason
    if any(tells(said, Clue.DATE) for said in (profile.column.name, profile.column.asks)):
        return Role.DATE, "its heading says so"
    filled = [text for text in texts if text]
    return _identity(profile, filled) or _substance(profile, filled)


def _identity(profile: Profile, filled: Sequence[str]) -> tuple[Role, str] | None:
    """Tell whether a column names the respondents."""
    is_whole = profile.filled >= _NEARLY_ALL * profile.rows
    if not is_whole or len(set(filled)) < len(filled):
        return None
    if tells(profile.column.name, Clue.ID) or (profile.column.place == 0 and len(filled) > 1):
        return Role.RESPONDENT, "it is different for everybody"
    if len(filled) >= _MANY_ROWS and (profile.usual_length < _COMMENT or " " not in filled[0]):
        return Role.PRIVATE, "it is different for everybody: an id"
    return None


def _substance(profile: Profile, filled: Sequence[str]) -> tuple[Role, str]:
    if _is_comment(profile, filled):
        return Role.COMMENT, "people wrote sentences there"
    if _tells_groups(profile):
        return Role.GROUP, f"it has {len(profile.values)} different values"
    if profile.is_open or len(profile.values) > _MOST_GROUPS:
        return Role.OTHER, "it is on no scale, and has many different values"
    if len(profile.values) < _FEWEST_GROUPS:
        return Role.OTHER, "it is the same for everybody"
    return (
        Role.OTHER,
        f"it is on no scale, and {1 - profile.filled / profile.rows:.0%} left it empty",
    )


def _weighs(survey: Survey, place: int) -> str:
    profile = survey.profiles[place]
    found = _numbers(survey, place)
    if not found or sum(found.values()) < profile.filled or not all(map(may_weigh, profile.values)):
        return ""
    if tells(profile.column.asks, Clue.WEIGHT):
        return "its heading says so"
    mean = sum(number * count for number, count in found.items()) / sum(found.values())
    decimals = any(number != int(number) for number in found)
    if decimals and abs(mean - 1) < _ABOUT_ONE and max(found) < _HEAVIEST and not profile.is_open:
        return f"its numbers average {mean:.2f}, as weights do"
    return ""


def _is_comment(profile: Profile, filled: Sequence[str]) -> bool:
    spaced = sum(" " in text for text in filled)
    return profile.usual_length >= _COMMENT and spaced > len(filled) / 2 < len(set(filled))


def _tells_groups(profile: Profile) -> bool:
    return (
        not profile.is_open
        and _FEWEST_GROUPS <= len(profile.values) <= _MOST_GROUPS
        and profile.filled >= _TOLD * profile.rows
    )


def _one_of_each(items: Sequence[Item], survey: Survey) -> list[Item]:
    """Leave one column for what only one can be for."""
    best = {
        Role.RESPONDENT: lambda item: (not tells(item.column.name, Clue.ID), item.column.place),
        Role.WEIGHT: lambda item: (item.why != "its heading says so", item.column.place),
        Role.DATE: lambda item: (_lateness(item), item.column.place),
        Role.COMMENT: lambda item: _wordiness(item, survey),
    }
    instead = {
        Role.RESPONDENT: (Role.PRIVATE, "it is different for everybody: another id"),
        Role.WEIGHT: (Role.OTHER, "there is another weight"),
        Role.DATE: (Role.OTHER, "there is another date"),
        Role.COMMENT: (Role.DROPPED, "there is another comment; no report reads two"),
    }
    chosen = {
        role: min((item for item in items if item.role is role), key=order, default=None)
        for role, order in best.items()
    }
    kept = []
    for item in items:
        if item.role in best and item is not chosen[item.role]:
            role, why = instead[item.role]
            kept.append(replace(item, role=role, why=why))
        else:
            kept.append(item)
    return kept


def _lateness(item: Item) -> int:
    name = item.column.name.casefold()
    return next((at for at, known in enumerate(_LATEST) if known in name), len(_LATEST))


def _wordiness(item: Item, survey: Survey) -> tuple[bool, float]:
    profile = next(each for each in survey.profiles if each.column is item.column)
    return not tells(item.column.asks, Clue.COMMENT), -float(profile.letters)


def _with_touchpoints(items: Sequence[Item]) -> list[Item]:
    """Name the touchpoints; questions about the same one share it."""
    asked = [item for item in items if isinstance(item, AskedItem)]
    outcomes = set(_outcomes(asked))
    # A study has at least one touchpoint: what was asked, where nothing else was.
    local = [item for item in asked if item.column.place not in outcomes]
    if not any(item.kind == "reality" for item in local):
        local = asked
    titles = _titles(local)
    names = list(dict.fromkeys(titles.values()))
    ids = dict(zip(names, short_ids(names, "touchpoint"), strict=True))
    return [
        replace(item, title=titles[item.column.place], touchpoint=ids[titles[item.column.place]])
        if isinstance(item, AskedItem) and item.column.place in titles
        else item
        for item in items
    ]


def _outcomes(asked: Iterable[AskedItem]) -> Iterator[int]:
    """Give the places of the questions about the journey as a whole: one a metric."""
    found = set()
    for item in asked:
        whole = item.metric == "nps" or tells(item.column.asks, Clue.OVERALL)
        if whole and item.metric not in found and item.kind == "reality":
            found.add(item.metric)
            yield item.column.place


def _titles(asked: Sequence[AskedItem]) -> dict[int, str]:
    """Name a touchpoint by what its questions are about, where that tells them apart."""
    kinds: dict[str, set[str]] = {}
    for item in asked:
        kinds.setdefault(_about(item), set()).add(item.kind)
    short = [
        _about(item) if len(kinds[_about(item)]) > 1 else item.column.part or item.column.asks
        for item in asked
    ]
    keys = Counter(
        (title.casefold(), item.kind, item.metric) for title, item in zip(short, asked, strict=True)
    )
    return {
        item.column.place: _title(item, title, keys[title.casefold(), item.kind, item.metric])
        for title, item in zip(short, asked, strict=True)
    }


def _about(item: AskedItem) -> str:
    return item.column.part or subject(item.column.asks)


def _title(item: AskedItem, short: str, times: int) -> str:
    """Say more where several questions would have the same title."""
    if times == 1:
        title = short
    elif item.column.part:
        title = f"{item.column.asks}: {item.column.part}"
    else:
        title = item.column.name
    return title.rstrip(" :?")


def _groups(items: Sequence[Item], survey: Survey) -> Iterator[Group]:
    """Give the columns that may tell personas: those whose heading says so first."""
    by_place = {profile.column.place: profile for profile in survey.profiles}
    usual = [item.column for item in items if item.role is Role.GROUP]
    others = [
        item.column
        for item in items
        if item.role is Role.OTHER
        and not by_place[item.column.place].is_open
        and len(by_place[item.column.place].values) >= _FEWEST_GROUPS
    ]
    for column in sorted(usual, key=lambda own: (not tells(own.asks, Clue.GROUP), own.place)):
        yield Group(column, dict(by_place[column.place].values.most_common()))
    for column in others:
        values = dict(by_place[column.place].values.most_common())
        yield Group(column, values, is_usual=False)
