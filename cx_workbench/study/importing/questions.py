"""A column of answers as a question: its metric, its codes, and the reasons for both."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cx_workbench.study.importing.clues import Clue, tells
from cx_workbench.study.importing.proposal import AskedItem, Role
from cx_workbench.study.importing.worded import is_blank, is_not_applicable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cx_workbench.study.contract import Kind, Metric, Scale
    from cx_workbench.study.importing.heads import Column
    from cx_workbench.study.importing.numeric_scales import Numeric
    from cx_workbench.study.importing.profiles import Profile
    from cx_workbench.study.importing.worded import Worded
    from cx_workbench.study.values import Decimals

#: The logarithm of a likelihood above which the other answers make something sure.
_SURE = 3.0


def blank_words(words: Mapping[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """Part answers in words from the words for no answer.

    Examples
    --------
    >>> blank_words({"Good": 3, "Blank": 2})
    ({'Good': 3}, {'Blank': 2})
    """
    nothing = {word: count for word, count in words.items() if is_blank(word)}
    return {word: count for word, count in words.items() if word not in nothing}, nothing


#: What a heading says that asks for a score.
_ASKS = (Clue.RECOMMEND, Clue.RATED, Clue.EASE, Clue.EXPECTED, Clue.IMPORTANT)


def asks_for_a_score(column: Column) -> bool:
    """Whether the heading of a column asks for a score."""
    return any(tells(column.asks, clue) for clue in _ASKS)


def no_question(profile: Profile, numeric: Numeric) -> str:
    """Say why a column of numbers is taken for no question; empty if it is one."""
    if numeric.is_alike or numeric.is_against:
        return ""
    if asks_for_a_score(profile.column):
        return ""
    if math.isnan(numeric.standing):
        return "its numbers may be scores, but neither its heading nor other answers say so"
    return (
        f"it is no rating: its numbers do not go along with the other answers "
        f"(r = {numeric.standing:.2f})"
    )


def numeric_question(profile: Profile, numeric: Numeric, decimals: Decimals) -> AskedItem:
    """Read a column of numbers as a question."""
    column, scale = profile.column, numeric.scale
    metric, about_metric = _metric(column, scale)
    others, blank = blank_words(profile.words(decimals))
    not_applicable = [code for code in numeric.codes if code == scale.max + 1 and metric != "nps"]
    nothing = [code for code in numeric.codes if code not in not_applicable]
    unknown = [word for word in others if not is_not_applicable(word)]
    why = [f"{numeric.scale} {_standing(numeric)}".strip(), about_metric]
    why += _sure_codes(numeric, not_applicable)
    return AskedItem(
        column=column,
        role=Role.QUESTION,
        why="; ".join(filter(None, why)),
        doubts=tuple(_doubts(numeric, metric, unknown)),
        title=column.asks,
        metric=metric,
        kind=_kind(column),
        scale=scale,
        blank=(*nothing, *blank, *unknown),
        not_applicable=(*not_applicable, *(word for word in others if word not in unknown)),
        counts=dict(profile.values),
    )


def worded_question(profile: Profile, words: Worded) -> AskedItem:
    """Read a column of answers in words as a question."""
    column = profile.column
    asked = _metric(column, words.scale)[0]
    metric: Metric = words.metric if asked == "nps" else asked
    _, nothing = blank_words(profile.values)
    return AskedItem(
        column=column,
        role=Role.QUESTION,
        why=f"its answers are words of {words.family}, {words.scale} from the worst to the best",
        doubts=words.doubts,
        title=column.asks,
        metric=words.metric if metric == "csat" else metric,
        kind=_kind(column),
        scale=words.scale,
        blank=(*words.blank, *nothing, *words.unknown),
        not_applicable=words.not_applicable,
        words=words.words,
        counts=dict(profile.values),
    )


def _metric(column: Column, scale: Scale) -> tuple[Metric, str]:
    """Tell what a question measures, and why."""
    if tells(column.asks, Clue.RECOMMEND):
        return "nps", "its heading asks whether people recommend"
    if tells(column.asks, Clue.EASE):
        return "ces", "its heading asks how easy it was"
    if (scale.min, scale.max) == (0, 10) and not tells(column.asks, Clue.RATED):
        return "nps", "0-10 is the scale of whether people recommend"
    return "csat", ""


def _kind(column: Column) -> Kind:
    if tells(column.asks, Clue.EXPECTED):
        return "expectation"
    return "importance" if tells(column.asks, Clue.IMPORTANT) else "reality"


def _standing(numeric: Numeric) -> str:
    if math.isnan(numeric.standing):
        return ""
    if numeric.is_alike:
        return f"that goes along with the other answers (r = {numeric.standing:.2f})"
    return f"(r = {numeric.standing:.2f} with the other answers)"


def _sure_codes(numeric: Numeric, not_applicable: list[float]) -> Iterator[str]:
    for code, count in numeric.codes.items():
        if numeric.evidence[code] < _SURE:
            continue
        meant = "not applicable" if code in not_applicable else "blank"
        reason = (
            "who gave it answers the other questions as anybody does"
            if numeric.own[code] >= _SURE
            else "as in the other questions"
        )
        yield f"{code:g} ({count:,} times) is no score, {reason}: read as {meant}"


def _doubts(numeric: Numeric, metric: Metric, unknown: list[str]) -> Iterator[str]:
    for code, count in numeric.codes.items():
        if numeric.evidence[code] < _SURE:
            yield f"{code:g} occurs {count:,} times on a {numeric.scale} question: no score?"
    if numeric.doubt:
        yield numeric.doubt
    if numeric.is_lopsided:
        half = f"{(numeric.scale.min + numeric.scale.max) / 2:g}"
        yield f"Hardly anybody answered above {half}: were two scales mixed?"
    if numeric.is_against:
        yield (
            "It runs against the other answers "
            f"(r = {numeric.standing:.2f}): is {numeric.scale.min:g} the best? It was not turned."
        )
    if metric == "nps" and (numeric.scale.min, numeric.scale.max) != (0, 10):
        yield f"Whether people recommend is asked from 0 to 10, here from {numeric.scale}."
    if unknown:
        named = ", ".join(f"'{word}'" for word in unknown)
        yield f"{named}: no number; read as blank."
