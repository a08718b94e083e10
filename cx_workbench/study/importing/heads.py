"""Where the headings of an export are, how many rows they take, and which program wrote it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from cx_workbench.errors import StudyError
from cx_workbench.study.importing.limits import UNREAD
from cx_workbench.study.values import CellError, as_heading, as_number, is_empty, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cx_workbench.study.importing.sheets import Row, Sheet
    from cx_workbench.study.values import Cell


class Tool(Enum):
    """What wrote a table, as far as that can be seen."""

    QUALTRICS = "Qualtrics"
    SURVEYMONKEY = "SurveyMonkey"
    GOOGLE_FORMS = "Google Forms"
    MICROSOFT_FORMS = "Microsoft Forms"
    SPSS = "SPSS"
    PLAIN = "a plain table"


@dataclass(frozen=True)
class Column:
    """One column of an export.

    Attributes
    ----------
    place
        0 for the first.
    name
        By which study.toml calls it; no two columns share one.
    asks
        The question in words; the name, if there is no other.
    part
        Which row of a matrix or which choice of several it is; empty if the question is whole.
    """

    place: int
    name: str
    asks: str
    part: str = ""


@dataclass(frozen=True)
class Head:
    """The head of a table: everything above the first answer.

    Attributes
    ----------
    tool
        What wrote it.
    rows
        Rows of headings, as a spreadsheet numbers them.
    columns
        From left to right; those without any heading are left out.
    assumed
        What was made of it, in words.
    """

    tool: Tool
    rows: tuple[int, ...]
    columns: tuple[Column, ...]
    assumed: tuple[str, ...] = ()


_IMPORT_ID = re.compile(r'\s*\{\s*"+ImportId"')
#: Columns that Qualtrics writes in every language by these names.
_QUALTRICS = {
    "startdate", "enddate", "status", "ipaddress", "progress", "finished", "recordeddate",
    "responseid", "recipientlastname", "externalreference", "distributionchannel", "userlanguage",
}  # fmt: skip
_SURVEYMONKEY = {"respondentid", "collectorid", "respondent id", "collector id"}
#: The first column of Google Forms, and the second of Microsoft Forms, in the languages of Europe
#: that our users speak.
_TIMESTAMP = {
    "timestamp", "časová značka", "časová pečiatka", "časové razítko", "sygnatura czasowa",
    "zeitstempel", "отметка времени", "horodateur", "marca temporal",
}  # fmt: skip
_STARTED = {
    "start time", "čas začatia", "čas začiatku", "čas zahájení", "godzina rozpoczęcia",
    "startzeit", "время начала", "heure de début", "hora de inicio",
}  # fmt: skip
#: What stands beside a whole question, where parts of others have names.
_WHOLE = {"response", "open-ended response", "antwort", "odpoveď", "odpověď", "odpowiedź", "ответ"}
_ENOUGH_OF_QUALTRICS = 3
_TWO_AND_AN_ANSWER = 3
#: A title above a table fills so many cells at most.
_TITLE_CELLS = 2
#: How a table of results (not of answers) calls its rows or columns.
_RESULTS = re.compile(
    r"(column|row|col\.?|zeilen|spalten)\s*%|base(\s|:|$)|total|gesamt|spolu|celkem|ogółem|razem|"
    r"итого|n\s*=|unweighted|weighted|mean|average|priemer|průměr|średnia|mittelwert|среднее",
    re.IGNORECASE,
)
_SHARE = re.compile(r"\s*\d+([.,]\d+)?\s*%\s*")
_MANY_SHARES, _FEW_ROWS = 0.4, 60


def head_of(sheet: Sheet) -> Head:
    """Find the headings of a table, and tell which program wrote it.

    Parameters
    ----------
    sheet
        With titles above the table or without; headings take one row, two or three.

    Raises
    ------
    StudyError
        There is no row of answers, or it is a table of results, one group a column.
    """
    rows = sheet.first()
    if sheet.asks:
        columns = _named(_texts(rows[0][1], len(sheet.asks)), sheet.asks, ())
        return Head(Tool.SPSS, (rows[0][0],), columns)
    top = _top(rows)
    table = rows[top:]
    found = _qualtrics(table) or _two_rows(table) or _one_row(table)
    body = table[len(found.rows) :]
    if not body:
        hint = "Check that it is the sheet, or the file, with the answers."
        problem = sheet.problem("There is no row of answers under headings.", hint)
        raise StudyError(UNREAD, [problem])
    _refuse_results(sheet, found, body)
    return replace(found, assumed=_titles(rows[:top]))


def _top(rows: Sequence[Row]) -> int:
    """Find the first row of the table, below what stands above it."""
    filled = [sum(not is_empty(cell) for cell in cells) for _, cells in rows]
    return next((place for place, count in enumerate(filled) if count > _TITLE_CELLS), 0)


def _titles(rows: Sequence[Row]) -> tuple[str, ...]:
    if not rows:
        return ()
    said = "; ".join(
        f"'{shortened(cell)}'" for _, cells in rows for cell in cells if not is_empty(cell)
    )
    where = f"row {rows[0][0]}" if len(rows) == 1 else f"rows {rows[0][0]} to {rows[-1][0]}"
    return (f"What stands above the table ({where}: {said}) is no answer and was left out.",)


def _qualtrics(rows: Sequence[Row]) -> Head | None:
    """Names, questions in any language, and ids for the next import."""
    if not rows:
        return None
    (_, names), *rest = rows
    ids = [place for place, (_, cells) in enumerate(rest[:2]) if _are_import_ids(cells)]
    known = _QUALTRICS & {as_heading(cell).casefold() for cell in names}
    if not ids and len(known) < _ENOUGH_OF_QUALTRICS:
        return None
    questions = rest[0][1] if rest and (ids or not _has_answers(rest[0][1], names)) else names
    count = 1 + (ids[0] + 1 if ids else int(questions is not names))
    columns = _named(_texts(names, len(names)), _texts(questions, len(names)), ())
    return Head(Tool.QUALTRICS, tuple(row for row, _ in rows[:count]), columns)


def _are_import_ids(cells: Sequence[Cell]) -> bool:
    filled = [cell for cell in cells if not is_empty(cell)]
    return bool(filled) and all(_IMPORT_ID.match(str(cell)) for cell in filled)


def _has_answers(cells: Sequence[Cell], names: Sequence[Cell]) -> bool:
    """Whether a row of Qualtrics is an answer: its state of progress is a number."""
    by_name = {as_heading(n).casefold(): c for n, c in zip(names, cells, strict=False)}
    return _is_number(by_name.get("progress")) or _is_number(by_name.get("finished"))


def _two_rows(rows: Sequence[Row]) -> Head | None:
    """Read a question above the columns of its parts, as merged headings leave it."""
    if len(rows) < _TWO_AND_AN_ANSWER:
        return None
    (first, above), (second, below), *body = rows
    width = max(len(above), len(below))
    upper, lower = _texts(above, width), _texts(below, width)
    tool = Tool.SURVEYMONKEY if upper[0].casefold() in _SURVEYMONKEY else Tool.PLAIN
    marked = not lower[0] and any(text.casefold() in _WHOLE for text in lower)
    if not (tool is Tool.SURVEYMONKEY and marked) and not _are_parts(upper, lower, body):
        return None
    asked = _carried(upper, lower)
    parts = [
        "" if part.casefold() in {*_WHOLE, question.casefold()} else part
        for question, part in zip(asked, lower, strict=True)
    ]
    names = [f"{q}: {part}" if part else q for q, part in zip(asked, parts, strict=True)]
    return Head(tool, (first, second), _named(names, asked, parts))


def _texts(cells: Sequence[Cell], width: int) -> list[str]:
    texts = [as_heading(cell) for cell in cells]
    return texts + [""] * (width - len(texts))


def _are_parts(upper: Sequence[str], lower: Sequence[str], body: Sequence[Row]) -> bool:
    """Whether the second row names parts: under gaps of the first, words above numbers."""
    gaps = any(part and not question for question, part in zip(upper, lower, strict=True))
    return bool(upper[0]) and gaps and not any(map(_is_number, lower)) and _differ(lower, body)


def _carried(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Carry each question over the columns of its parts."""
    asked, last = [], ""
    for question, part in zip(upper, lower, strict=True):
        last = question or (last if part else "")
        asked.append(last)
    return asked


def _differ(below: Sequence[Cell], body: Sequence[Row]) -> bool:
    """Whether a row is of another kind than the answers under it: words above numbers."""
    places = [place for place, cell in enumerate(below) if not is_empty(cell)]
    numbers = sum(
        any(place < len(cells) and _is_number(cells[place]) for _, cells in body)
        for place in places
    )
    return numbers > len(places) / 2


def _one_row(rows: Sequence[Row]) -> Head:
    number, cells = rows[0] if rows else (1, ())
    names = [as_heading(cell) for cell in cells]
    folded = [name.casefold() for name in names]
    tool = Tool.PLAIN
    if folded and folded[0] in _SURVEYMONKEY:
        tool = Tool.SURVEYMONKEY
    elif folded and folded[0] in _TIMESTAMP:
        tool = Tool.GOOGLE_FORMS
    elif len(folded) > 1 and folded[1] in _STARTED:
        tool = Tool.MICROSOFT_FORMS
    return Head(tool, (number,), _named(names, names, ()))


def _named(names: Sequence[str], asked: Sequence[str], parts: Sequence[str]) -> tuple[Column, ...]:
    """Give each column with a heading a name of its own; capitals make no difference."""
    taken: set[str] = set()
    columns = []
    for place, wish in enumerate(names):
        if not wish:
            continue
        name, count = wish, 1
        while name.casefold() in taken:
            count += 1
            name = f"{wish} ({count})"
        taken.add(name.casefold())
        part = parts[place] if place < len(parts) else ""
        columns.append(Column(place, name, asked[place] or wish, part))
    return tuple(columns)


def _refuse_results(sheet: Sheet, head: Head, body: Sequence[Row]) -> None:
    """Refuse a table of results: no mean, weight or interval can be computed from it."""
    cells = [cell for _, row in body for cell in row[1:] if not is_empty(cell)]
    shares = sum(bool(_SHARE.fullmatch(str(cell))) for cell in cells)
    labels = [as_heading(row[0]) for _, row in body if row]
    names = [column.name for column in head.columns]
    is_named = any(map(_RESULTS.match, [*labels, *names[1:]]))
    few = len(body) < _FEW_ROWS
    of_shares = bool(cells) and shares > _MANY_SHARES * len(cells)
    counted = bool(cells) and all(_is_number(cell) or _SHARE.fullmatch(str(cell)) for cell in cells)
    if few and is_named and (of_shares or (counted and not any(map(_is_number, labels)))):
        hint = (
            "Ask for the answers themselves: one row a respondent. Averages with their n can be "
            "given as scores.csv."
        )
        what = "It is a table of results, one group a column, not of answers."
        raise StudyError(UNREAD, [sheet.problem(what, hint, head.rows[0])])


def _is_number(cell: Cell) -> bool:
    try:
        return not is_empty(cell) and as_number(cell) == as_number(cell)
    except CellError:
        return False
