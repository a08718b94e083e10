"""What tables and settings must agree on with one another."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pandas as pd

from cx_workbench.errors import Problem, did_you_mean
from cx_workbench.study.contract import METRICS, MOST_CELLS, TABLES
from cx_workbench.study.delimited import ROWS_NAMED
from cx_workbench.study.settings import ResponsesSection
from cx_workbench.study.values import CellError, answer_key, as_number, is_empty, shortened

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from cx_workbench.study.answers import Answers
    from cx_workbench.study.complaints import Origin
    from cx_workbench.study.settings import Settings
    from cx_workbench.study.tables import RawTable

#: Columns of improvements that are ranges: low, likely, high.
_RANGES = ("effort", "closes")
_BUILT_IN_CRITERIA = ("gap", "impact", "effort")
#: Shares are printed with few digits.
_NEARLY = 0.02


def check_references(
    raws: Mapping[str, RawTable], frames: Mapping[str, pd.DataFrame]
) -> list[Problem]:
    """Every id that a table names must stand in the table that it refers to."""
    problems = []
    for name, frame in frames.items():
        for column in TABLES[name].columns:
            valid = ids(raws, frames, column.refers_to) if column.refers_to else None
            # Where the other table cannot be read, every id would seem wrong.
            if valid is None:
                continue
            found: dict[str, list[int]] = defaultdict(list)
            for row, value in _values(frame[column.name]):
                if value and value not in valid:
                    found[value].append(row)
            problems += [
                raws[name].problem(
                    f"'{shortened(value)}' is not in {column.refers_to}.",
                    rows=tuple(rows[:ROWS_NAMED]),
                    count=len(rows),
                    column=column.name,
                    value=shortened(value),
                    hint=_which_id(value, valid, several=column.type == "ids"),
                )
                for value, rows in found.items()
            ]
    return problems


def ids(
    raws: Mapping[str, RawTable], frames: Mapping[str, pd.DataFrame], name: str
) -> dict[str, None] | None:
    """Ids of a table in their order; none where it cannot be read, or not to its end."""
    if name not in frames or raws[name].cut:
        return None
    return dict.fromkeys(value for value in frames[name][TABLES[name].key[0]] if value) or None


def _which_id(value: str, valid: Collection[str], *, several: bool) -> str:
    parts = [part.strip() for part in re.split("[,/|+\n]", value)]
    if several and len(parts) > 1 and all(part in valid for part in parts):
        return f"Write ; between ids: {';'.join(parts)}."
    return did_you_mean(value, valid)


def check_ranges(raw: RawTable, improvements: pd.DataFrame) -> list[Problem]:
    """Low, likely and high must be in this order."""
    problems = []
    for name in _RANGES:
        low, likely, high = (improvements[f"{name}_{part}"] for part in ("low", "likely", "high"))
        pairs = ((low, likely, "low", "likely"), (likely, high, "likely", "high"))
        for less, more, less_name, more_name in pairs:
            problems += [
                raw.problem(
                    f"{name}_{less_name} is {less[row]:g}, above {name}_{more_name} {more[row]:g}.",
                    rows=(int(str(row)),),
                    column=f"{name}_{less_name}",
                    value=f"{less[row]:g}",
                    hint="Give low, likely and high in this order.",
                )
                for row in improvements.index[less > more]
            ]
    return problems


def check_themselves(raw: RawTable, improvements: pd.DataFrame) -> list[Problem]:
    """Refuse improvements that require or exclude themselves, or do both to another."""
    problems = []
    for row, item in improvements.iterrows():
        required, excluded = set(item["requires"]), set(item["excludes"])
        place: dict[str, Any] = {"rows": (int(str(row)),), "value": item["improvement"]}
        if item["improvement"] in required | excluded:
            column = "requires" if item["improvement"] in required else "excludes"
            problems.append(
                raw.problem(
                    f"'{item['improvement']}' names itself.",
                    column=column,
                    hint="Delete it there.",
                    **place,
                )
            )
        problems += [
            raw.problem(
                f"'{other}' is both required and excluded.",
                column="excludes",
                hint="Keep one of the two.",
                **place,
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
            named = zip(raw.frame[name].items(), personas["persona"], strict=True)
            problems += [
                raw.problem(
                    f"The {name} of '{persona}' is empty, while others have one.",
                    rows=(int(str(row)),),
                    column=name,
                    hint=f"Give every persona a {name}, or none.",
                )
                for (row, cell), persona in named
                if is_empty(cell) and row not in raw.misfits
            ]
            if column.notna().all() and column.sum() == 0:
                problems.append(
                    raw.problem(
                        f"Every {name} is 0, so nobody would count.",
                        column=name,
                        hint=f"Give at least one persona a {name} above 0.",
                    )
                )
    return [*problems, *_mixed_shares(raw, personas)]


def _mixed_shares(raw: RawTable, personas: pd.DataFrame) -> list[Problem]:
    """Find 45 beside 35 % (which is 0.35): scaled together they would weigh 130 to 1."""
    share = personas["share"]
    parts = personas.index[(share > 0) & (share < 1)]
    if not len(parts) or not (share > 1).any():
        return []
    above, below = f"{share[share > 1].iloc[0]:g}", f"{share[parts[0]]:g}"
    return [
        raw.problem(
            f"Shares are written in two ways: {above} and {below}.",
            rows=tuple(sorted(int(str(row)) for row in [*share.index[share > 1][:2], *parts[:3]])),
            count=int((share > 1).sum()) + len(parts),
            column="share",
            value=below,
            hint="Write them all as percentages (45 %) or all as parts of 1 (0.45). "
            "None can be more than 100 %.",
        )
    ]


def note_shares(raw: RawTable, personas: pd.DataFrame) -> list[str]:
    """Shares are scaled to add up to 1; say so where they were hardly meant to be."""
    total = float(personas["share"].sum())
    if personas["share"].isna().any() or any(
        abs(total / whole - 1) < _NEARLY for whole in (1, 100)
    ):
        return []
    return [f"{raw.place}: the shares add up to {total:g}; they were scaled to add up to 1."]


def check_settings_names(
    settings: Settings,
    origin: Origin,
    raws: Mapping[str, RawTable],
    frames: Mapping[str, pd.DataFrame],
) -> list[Problem]:
    """Ids and columns that study.toml names must exist."""
    responses = settings.responses or ResponsesSection()
    named = [
        *(("target", name, "[target]", ("target", name)) for name in settings.target),
        *(
            ("personas", rule.persona, f"[[responses.persona]] {place}", ())
            for place, rule in enumerate(responses.persona, start=1)
        ),
        *(
            ("touchpoints", question.touchpoint, f"[[responses.question]] {place}", ())
            for place, question in enumerate(responses.question, start=1)
            if question.touchpoint
        ),
    ]
    valid = {name: ids(raws, frames, name) for name in ("personas", "touchpoints")}
    valid["target"] = valid["touchpoints"] and {**valid["touchpoints"], "default": None}
    problems = [
        origin.problem(
            f"'{name}' in {where} is not in {'touchpoints' if table == 'target' else table}.",
            setting,
            value=name,
            hint=did_you_mean(name, known),
        )
        for table, name, where, setting in named
        if (known := valid[table]) is not None and name not in known
    ]
    if "improvements" in frames:
        problems += _criteria(settings, origin, raws["improvements"], frames["improvements"])
    return problems + _question_scales(settings, origin)


def note_codes(settings: Settings, metrics: Collection[str]) -> list[str]:
    """Find codes for no answer that are scores of the scale too: those answers are lost."""
    section = settings.responses or ResponsesSection()
    common = (*section.blank, *section.not_applicable)
    asked = [
        (
            question.column,
            settings.question_scale(question),
            (*question.blank, *question.not_applicable),
        )
        for question in section.question
    ] or [(metric, settings.scale(metric), ()) for metric in METRICS if metric in metrics]
    inside: dict[tuple[float, str], list[str]] = defaultdict(list)
    for name, scale, codes in asked:
        for code in {answer_key(code) for code in (*common, *codes)}:
            if isinstance(code, float) and scale.min <= code <= scale.max:
                inside[code, str(scale)].append(name)
    return [
        f"{code:g} is listed as no answer, but lies on the scale {scale} of "
        f"{', '.join(names)}: such answers were left out."
        for (code, scale), names in sorted(inside.items())
    ]


def check_cells(raw: RawTable, personas: pd.DataFrame, touchpoints: pd.DataFrame) -> list[Problem]:
    """Refuse more cells than a journey can have."""
    people, places = len(personas), len(touchpoints)
    if people * places <= MOST_CELLS:
        return []
    what = (
        f"{people:,} {'persona' if people == 1 else 'personas'} at {places:,} touchpoints are "
        f"{people * places:,} cells, over {MOST_CELLS:,}."
    )
    hint = "Put touchpoints that belong together into one, or make several studies of it."
    return [raw.problem(what, hint=hint)]


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
                file=raw_file,
                hint="Name the touchpoint of each question and check its kind.",
            )
        ], []
    silent_personas = _silent(personas["persona"], set(reality["persona"]))
    silent_touchpoints = _silent(touchpoints["touchpoint"], set(reality["touchpoint"]))
    notes = []
    if silent_personas:
        word = "persona" if len(silent_personas) == 1 else "personas"
        notes.append(
            f"Nobody of the {word} {', '.join(silent_personas)} answered how it was: not measured."
        )
    if silent_touchpoints:
        notes.append(
            f"Nobody answered how it was at {', '.join(silent_touchpoints)}: not measured."
        )
    return [], notes


def _criteria(
    settings: Settings, origin: Origin, raw: RawTable, improvements: pd.DataFrame
) -> list[Problem]:
    """Check that a criterion of one's own is a column with a number in every row."""
    problems = []
    columns = [str(name) for name in improvements.columns]
    for name, section in settings.criteria.items():
        if name in _BUILT_IN_CRITERIA:
            continue
        cells = raw.frame[name] if name in raw.frame.columns else None
        if cells is None or not any(map(_is_number, cells)):
            known = [*_BUILT_IN_CRITERIA, *_numeric(improvements)]
            fact = "is not a criterion" if name not in columns else "is not a column of numbers"
            problems.append(
                origin.problem(
                    f"'{name}' in [criteria.{name}] {fact}.",
                    ("criteria", name),
                    value=name,
                    hint=did_you_mean(name, known),
                )
            )
            continue
        if section.worst is None or section.best is None:
            problems.append(
                origin.problem(
                    f"[criteria.{name}] needs worst and best.",
                    ("criteria", name),
                    value=name,
                    hint="Give the figure that is worth 0 as worst and the one worth 1 as best.",
                )
            )
        problems += _not_numbers(name, raw, improvements[name])
    return problems


def _numeric(improvements: pd.DataFrame) -> list[str]:
    """Name the columns that can be a criterion: numbers, in some row at least."""
    numbers = improvements.select_dtypes("number")
    return [str(name) for name in numbers.columns if numbers[name].notna().any()]


def _is_number(cell: object) -> bool:
    return isinstance(answer_key(cell), float)


def _not_numbers(name: str, raw: RawTable, column: pd.Series[Any]) -> list[Problem]:
    """Name the cells that keep a column from being one of numbers."""
    hint = f"[criteria.{name}] in study.toml needs a number in every row."
    problems = []
    for row, cell in raw.frame[name].items():
        place: dict[str, Any] = {"rows": (int(str(row)),), "column": name}
        try:
            if is_empty(cell) and row not in raw.misfits:
                problems.append(raw.problem(f"The cell '{name}' is empty.", hint=hint, **place))
            elif not pd.api.types.is_numeric_dtype(column):
                as_number(cell, raw.decimals)
        except CellError as error:
            problems.append(raw.problem(error.what, value=shortened(cell), hint=hint, **place))
    return problems


def _question_scales(settings: Settings, origin: Origin) -> list[Problem]:
    questions = settings.responses.question if settings.responses else ()
    scales = [(place, q, settings.question_scale(q)) for place, q in enumerate(questions, start=1)]
    return [
        origin.problem(
            f"In [[responses.question]] {place} min {scale.min:g} is not below max {scale.max:g}.",
            value=question.column,
            hint=f"Give both min and max of the column '{question.column}'.",
        )
        for place, question, scale in scales
        if scale.min >= scale.max
    ]


def _values(column: pd.Series[Any]) -> Iterator[tuple[int, str]]:
    for row, cell in column.items():
        for value in cell if isinstance(cell, tuple) else (cell,):
            yield int(str(row)), value


def _silent(known: pd.Series[Any], heard: Collection[str]) -> list[str]:
    return [value for value in known if value not in heard]
