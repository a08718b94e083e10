"""What tables and settings must agree on with one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from cx_workbench.errors import Problem, did_you_mean
from cx_workbench.study.contract import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from cx_workbench.study.answers import Answers
    from cx_workbench.study.settings import Settings
    from cx_workbench.study.tables import RawTable

#: Columns of improvements that are ranges: low, likely, high.
_RANGES = ("effort", "closes")
_BUILT_IN_CRITERIA = ("gap", "impact", "effort")


def check_references(
    raws: Mapping[str, RawTable], frames: Mapping[str, pd.DataFrame]
) -> list[Problem]:
    """Every id that a table names must stand in the table that it refers to."""
    problems = []
    for name, frame in frames.items():
        for column in TABLES[name].columns:
            target = column.refers_to
            if target is None or target not in frames or frames[target].empty:
                continue
            key = TABLES[target].key[0]
            if key not in frames[target] or column.name not in frame:
                continue
            valid = [value for value in frames[target][key] if value]
            problems += [
                raws[name].problem(
                    f"'{value}' is not in {target}.", rows=(row,), column=column.name,
                    value=value, hint=did_you_mean(value, valid),
                )
                for row, value in _values(frame[column.name])
                if value and value not in valid
            ]
    return problems


def check_ranges(raw: RawTable, improvements: pd.DataFrame) -> list[Problem]:
    """Low, likely and high must be in this order."""
    problems = []
    for name in _RANGES:
        low, likely, high = (improvements[f"{name}_{part}"] for part in ("low", "likely", "high"))
        pairs = ((low, likely, "low", "likely"), (likely, high, "likely", "high"))
        for less, more, less_name, more_name in pairs:
            problems += [
                raw.problem(
                    f"{name}_{less_name} is {less[row]:g}, above {name}_{more_name} "
                    f"{more[row]:g}.",
                    rows=(int(str(row)),), column=f"{name}_{less_name}", value=f"{less[row]:g}",
                    hint="Give low, likely and high in this order.",
                )
                for row in improvements.index[less > more]
            ]
    return problems


def check_themselves(raw: RawTable, improvements: pd.DataFrame) -> list[Problem]:
    """An improvement can neither require nor exclude itself, nor both the same other one."""
    problems = []
    for row, item in improvements.iterrows():
        required, excluded = set(item["requires"]), set(item["excludes"])
        place: dict[str, Any] = {"rows": (int(str(row)),), "value": item["improvement"]}
        if item["improvement"] in required | excluded:
            column = "requires" if item["improvement"] in required else "excludes"
            problems.append(raw.problem(
                f"'{item['improvement']}' names itself.", column=column,
                hint="Delete it there.", **place,
            ))
        problems += [
            raw.problem(
                f"'{other}' is both required and excluded.", column="excludes",
                hint="Keep one of the two.", **place,
            )
            for other in sorted(required & excluded)
        ]
    return problems


def check_shares(raw: RawTable, personas: pd.DataFrame) -> list[Problem]:
    """Shares and values are given for every persona or for none."""
    problems = []
    for name in ("share", "value"):
        column = personas[name]
        if column.notna().any():
            problems += [
                raw.problem(
                    f"The {name} of '{personas['persona'][row]}' is empty, while others have one.",
                    rows=(int(str(row)),), column=name,
                    hint=f"Give every persona a {name}, or none.",
                )
                for row in personas.index[column.isna()]
            ]
            if column.notna().all() and column.sum() == 0:
                problems.append(raw.problem(
                    f"Every {name} is 0, so nobody would count.", column=name,
                    hint=f"Give at least one persona a {name} above 0.",
                ))
    return problems


def check_settings_names(
    settings: Settings,
    file: str,
    frames: Mapping[str, pd.DataFrame],
) -> list[Problem]:
    """Ids and columns that study.toml names must exist."""
    touchpoints = list(frames["touchpoints"]["touchpoint"]) if "touchpoints" in frames else []
    personas = list(frames["personas"]["persona"]) if "personas" in frames else []
    problems = [
        Problem(
            f"'{name}' in [target] is not in touchpoints.", file=file, value=name,
            hint=did_you_mean(name, [*touchpoints, "default"]),
        )
        for name in settings.target
        if name != "default" and touchpoints and name not in touchpoints
    ]
    problems += _criteria(settings, file, frames.get("improvements"))
    if settings.responses is None:
        return problems
    problems += [
        Problem(
            f"'{rule.persona}' in [[responses.persona]] {place} is not in personas.",
            file=file, value=rule.persona, hint=did_you_mean(rule.persona, personas),
        )
        for place, rule in enumerate(settings.responses.persona, start=1)
        if personas and rule.persona not in personas
    ]
    problems += [
        Problem(
            f"'{question.touchpoint}' in [[responses.question]] {place} is not in touchpoints.",
            file=file, value=question.touchpoint,
            hint=did_you_mean(question.touchpoint, touchpoints),
        )
        for place, question in enumerate(settings.responses.question, start=1)
        if question.touchpoint and touchpoints and question.touchpoint not in touchpoints
    ]
    return problems + _question_scales(settings, file)


def check_measured(
    raw_file: str, answers: Answers, personas: pd.DataFrame, touchpoints: pd.DataFrame
) -> tuple[list[Problem], list[str]]:
    """Without one answer about how it was there is no gap; holes are only said."""
    asked = pd.concat([answers.counts, answers.scores])[["persona", "touchpoint", "kind"]]
    reality = asked[(asked["kind"] == "reality") & (asked["touchpoint"] != "")]
    if reality.empty:
        return [
            Problem(
                "There is no answer of the kind reality at any touchpoint, so nothing can be "
                "measured.",
                file=raw_file, hint="Name the touchpoint of each question and check its kind.",
            )
        ], []
    silent_personas = _silent(personas["persona"], set(reality["persona"]))
    silent_touchpoints = _silent(touchpoints["touchpoint"], set(reality["touchpoint"]))
    notes = [
        f"Nobody of the persona {_names(silent_personas)} answered how it was: not measured."
    ] if silent_personas else []
    if silent_touchpoints:
        notes.append(
            f"Nobody answered how it was at {_names(silent_touchpoints)}: not measured."
        )
    return [], notes


def _criteria(settings: Settings, file: str, improvements: pd.DataFrame | None) -> list[Problem]:
    if improvements is None:
        return []
    numeric = [
        str(name) for name in improvements.columns
        if pd.api.types.is_numeric_dtype(improvements[name]) and len(improvements)
    ]
    valid = [*_BUILT_IN_CRITERIA, *numeric]
    problems = []
    for name, section in settings.criteria.items():
        if name not in valid:
            is_text = name in improvements.columns
            fact = "is not a column of numbers" if is_text else "is not a criterion"
            problems.append(Problem(
                f"'{name}' in [criteria.{name}] {fact}.", file=file, value=name,
                hint=did_you_mean(name, valid) if not is_text else "Use a column of numbers.",
            ))
        elif name not in _BUILT_IN_CRITERIA and (section.worst is None or section.best is None):
            problems.append(Problem(
                f"[criteria.{name}] needs worst and best.", file=file, value=name,
                hint="Give the figure that is worth 0 as worst and the one worth 1 as best.",
            ))
    return problems


def _question_scales(settings: Settings, file: str) -> list[Problem]:
    questions = settings.responses.question if settings.responses else ()
    return [
        Problem(
            f"[[responses.question]] {place}: min {question.min:g} is not below max "
            f"{question.max:g}.",
            file=file, value=question.column, hint="Give the lowest and the highest score.",
        )
        for place, question in enumerate(questions, start=1)
        if question.min is not None and question.max is not None and question.min >= question.max
    ]


def _values(column: pd.Series[Any]) -> Iterator[tuple[int, str]]:
    for row, cell in column.items():
        for value in cell if isinstance(cell, tuple) else (cell,):
            yield int(str(row)), value


def _silent(ids: pd.Series[Any], heard: Collection[str]) -> list[str]:
    return [value for value in ids if value not in heard]


def _names(ids: list[str]) -> str:
    return ", ".join(ids)
