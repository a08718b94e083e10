"""Tables with one answer a row: laid out with one respondent a row, as surveys are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cx_workbench.errors import Problem, StudyError
from cx_workbench.study.importing.clues import Clue, plainly, tells
from cx_workbench.study.importing.limits import MOST_TOGETHER, UNREAD
from cx_workbench.study.importing.profiles import MOST_VALUES
from cx_workbench.study.importing.sheets import Sheet
from cx_workbench.study.values import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cx_workbench.study.importing.profiles import Profile
    from cx_workbench.study.importing.sheets import Row
    from cx_workbench.study.importing.surveys import Survey
    from cx_workbench.study.values import Cell

#: Headings of the column with the questions, and of the one with the answers.
_QUESTION = re.compile(
    r"^(touch ?point|question|item|statement|question text|otazka|kontaktny bod|frage|pytanie|"
    r"вопрос)$"
)
_ANSWER = re.compile(
    r"^(score|answer|rating|value|response|odpoved|hodnotenie|hodnoceni|antwort|bewertung|"
    r"odpowiedz|ocena|ответ|оценка)$"
)
#: More columns have tables with one respondent a row.
_MOST_COLUMNS = 20


@dataclass(frozen=True)
class _Columns:
    """Places of the columns in the head."""

    question: int
    answer: int
    respondent: int | None
    others: tuple[int, ...]


def unfolded(survey: Survey) -> Sheet | None:
    """Lay out a table of one answer a row with one respondent a row.

    Parameters
    ----------
    survey
        An export that was gone through.

    Returns
    -------
    Sheet or None
        With a column for each question; ``None`` if it is no such table. Where nobody's answers
        can be put together, each has a row of its own.

    Raises
    ------
    StudyError
        There are too many questions, or respondents.
    """
    columns = _columns(survey)
    if columns is None:
        return None
    profile = survey.profiles[columns.question]
    if profile.is_open:
        what = f"The column '{profile.column.name}' has over {MOST_VALUES} different questions."
        hint = "Check that it is the column with the questions, and not with comments."
        raise StudyError(UNREAD, [survey.respondents.sheet.problem(what, hint)])
    questions = list(profile.values)
    named = [survey.profiles[place].column.name for place in columns.others]
    if columns.respondent is not None:
        named.insert(0, survey.profiles[columns.respondent].column.name)
    sheet = survey.respondents.sheet

    def rows() -> Iterator[Row]:
        yield 1, [*named, *questions]
        yield from _respondents(survey, columns, {q: at for at, q in enumerate(questions)})

    note = (
        f"It has one answer a row: the {len(questions)} questions in '{profile.column.name}' "
        "became columns."
    )
    return Sheet(sheet.file, sheet.name, rows, (*sheet.notes, note))


def _columns(survey: Survey) -> _Columns | None:
    profiles = survey.profiles
    if len(profiles) > _MOST_COLUMNS:
        return None
    question, answer = _first(profiles, _QUESTION), _first(profiles, _ANSWER)
    if question is None or answer is None or profiles[question].is_unique:
        return None
    respondent = next(
        (
            place
            for place, profile in enumerate(profiles)
            if tells(profile.column.name, Clue.ID) or place == 0
            if place not in {question, answer} and not profile.is_unique
        ),
        None,
    )
    others = [p for p in range(len(profiles)) if p not in {question, answer, respondent}]
    return _Columns(question, answer, respondent, tuple(others))


def _first(profiles: Sequence[Profile], wanted: re.Pattern[str]) -> int | None:
    return next(
        (p for p, each in enumerate(profiles) if wanted.fullmatch(plainly(each.column.name))), None
    )


def _respondents(survey: Survey, columns: _Columns, places: dict[str, int]) -> Iterator[Row]:
    whole: dict[str, tuple[int, list[Cell]]] = {}
    keys = (columns.respondent,) if columns.respondent is not None else ()
    before = len(keys) + len(columns.others)
    for number, cells in survey.respondents.rows():
        row: list[Cell] = [cells[place] for place in (*keys, *columns.others)]
        row += [None] * len(places)
        at = before + places.get(as_text(cells[columns.question]), 0)
        who = as_text(cells[keys[0]]) if keys else ""
        if not who:
            row[at] = cells[columns.answer]
            yield number, row
            continue
        known = whole.setdefault(who, (number, row))[1]
        if known[at] is None:
            known[at] = cells[columns.answer]
        else:
            # Somebody answered twice: the second answer counts as somebody's too.
            row[at], row[0] = cells[columns.answer], f"{who} (row {number})"
            yield number, row
        if len(whole) > MOST_TOGETHER:
            what = f"It has over {MOST_TOGETHER:,} respondents."
            hint = "Give it the columns of responses.csv: that is read without being held."
            raise StudyError(UNREAD, [Problem(what, file=survey.respondents.sheet.file, hint=hint)])
    yield from whole.values()
