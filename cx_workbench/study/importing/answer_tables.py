"""Answers that have the columns of a study already: of any size, read twice and never held."""

from __future__ import annotations

from typing import TYPE_CHECKING

import tomlkit

from cx_workbench.errors import StudyError
from cx_workbench.study.contract import METRICS, RESPONSES
from cx_workbench.study.importing.cleaning import clean
from cx_workbench.study.importing.mapping import (
    ANSWERS,
    TARGET,
    ranking_section,
    smallest_cell,
    title_of,
)
from cx_workbench.study.importing.personas import EVERYBODY, Persona
from cx_workbench.study.importing.private import private
from cx_workbench.study.importing.profiles import MOST_LETTERS, MOST_VALUES
from cx_workbench.study.importing.proposal import Item, Role
from cx_workbench.study.importing.writing import UNWRITTEN, Tables, write_tables
from cx_workbench.study.tables import contract_key
from cx_workbench.study.values import as_id, shortened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cx_workbench.study.importing.profiles import Profile
    from cx_workbench.study.importing.surveys import Survey

_NEEDED = {"touchpoint", "metric", "score"}


def has_answers(survey: Survey) -> bool:
    """Whether a table has the columns of a study's answers."""
    known = _known(survey)
    if not known.keys() >= _NEEDED:
        return False
    return {value.casefold() for value in known["metric"].values} <= set(METRICS)


def write_answers_study(
    folder: Path,
    survey: Survey,
    *,
    mask: bool = True,
    told: Callable[[int], None] = lambda _: None,
) -> list[str]:
    """Write a study of answers that have its columns already.

    Parameters
    ----------
    folder
        New or empty.
    survey
        With the answers, which are read once more, row by row.
    mask
        Put marks for e-mail addresses and telephone numbers in comments.
    told
        Called now and then with the number of rows that were written.

    Returns
    -------
    list of str
        What was assumed, in words.

    Raises
    ------
    StudyError
        The folder has files already, or there are too many touchpoints or personas to be any.
    """
    known = _known(survey)
    problems = [
        survey.respondents.sheet.problem(
            f"The column '{known[name].column.name}' has over {MOST_VALUES} different values.",
            f"Check that it is the column of the {name}s.",
        )
        for name in ("touchpoint", "persona")
        if name in known and known[name].is_open
    ]
    named = [
        (name, value)
        for name in ("touchpoint", "persona")
        for value in (known[name].values if name in known else ())
    ]
    problems += [
        survey.respondents.sheet.problem(
            f"The {name} '{shortened(value)}' has a semicolon, which parts one from another.",
            "Put a comma in its place, throughout the table.",
        )
        for name, value in named
        if ";" in value
    ]
    problems += [
        survey.respondents.sheet.problem(
            f"The {name} '{shortened(value)}' has over {MOST_LETTERS - 1} letters.",
            "Put a short name in its place.",
        )
        for name, value in named
        if len(value) >= MOST_LETTERS
    ]
    if problems:
        raise StudyError(UNWRITTEN, problems)
    touchpoints = _ids(known["touchpoint"])
    personas = [
        Persona(name, name, (name,), count / survey.rows)
        for name, count in (_ids(known["persona"]) if "persona" in known else {}).items()
    ]
    if not touchpoints:
        hint = "Name the touchpoint of each answer."
        problem = survey.respondents.sheet.problem("No answer names a touchpoint.", hint)
        raise StudyError(UNWRITTEN, [problem])
    smallest = smallest_cell(survey.rows // (len(touchpoints) * max(len(personas), 1)))
    items = [_item(survey, place) for place in range(len(survey.profiles))]
    tables = Tables(
        items=items,
        settings=_settings(survey, has_personas=bool(personas), smallest=smallest),
        smallest=smallest,
        personas=personas or [EVERYBODY],
        touchpoints={name: name for name in touchpoints},
        expects=_expects(survey),
    )
    write_tables(folder, survey.respondents, tables, mask=mask, told=told)
    return list(tables.assumed(mask=mask))


def _known(survey: Survey) -> dict[str, Profile]:
    return {contract_key(profile.column.name): profile for profile in survey.profiles}


def _ids(profile: Profile) -> dict[str, int]:
    found: dict[str, int] = {}
    for value, count in profile.values.items():
        name = clean(as_id(value))
        found[name] = found.get(name, 0) + count
    return found


def _item(survey: Survey, place: int) -> Item:
    column = survey.profiles[place].column
    key = contract_key(column.name)
    if key == "comment":
        return Item(column, Role.COMMENT, "its heading says so")
    if key in RESPONSES.names:
        return Item(column, Role.OTHER, "its heading says so")
    reason = private(column.name, survey.texts(place))
    return Item(column, Role.PRIVATE if reason else Role.OTHER, reason)


def _expects(survey: Survey) -> bool:
    kind = _known(survey).get("kind")
    return kind is not None and "expectation" in kind.values


def _settings(survey: Survey, *, has_personas: bool, smallest: int) -> str:
    sheet = survey.respondents.sheet
    document = tomlkit.document()
    document.add(tomlkit.comment(f"Made from {sheet.file} ({survey.rows:,} answers)."))
    document["study"] = {"title": title_of(sheet.file)}
    expects = _expects(survey)
    document["ranking"] = ranking_section("expectation" if expects else "target", smallest)
    if not expects:
        document["target"] = {"default": TARGET}
    responses = tomlkit.table()
    responses["source"], responses["layout"] = ANSWERS, "long"
    if not has_personas:
        rules = tomlkit.aot()
        rule = tomlkit.table()
        rule["persona"], rule["when"] = EVERYBODY.id, tomlkit.inline_table()
        rules.append(rule)
        responses["persona"] = rules
    document["responses"] = responses
    return tomlkit.dumps(document)
