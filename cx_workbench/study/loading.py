"""A client's tables in, a checked study out; or every problem at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from cx_workbench.errors import Problem, StudyError
from cx_workbench.study.answers import Answers, from_scores, read_answers
from cx_workbench.study.checking import check_table
from cx_workbench.study.contract import KINDS_FOR_ALL, TABLES
from cx_workbench.study.gathering import Gathered, gather
from cx_workbench.study.model import Study
from cx_workbench.study.relations import (
    check_measured,
    check_ranges,
    check_references,
    check_settings_names,
    check_shares,
    check_themselves,
)
from cx_workbench.study.starter import example_rows_left

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

HEADLINE = "The study cannot be used yet."


def load(
    source: str | PathLike[str] | Mapping[str, Any], *, settings: Mapping[str, Any] | None = None
) -> Study:
    """Read and check a client's study.

    Parameters
    ----------
    source
        A folder of tables (CSV, XLSX or Parquet), one workbook, a ``study.toml``, or a mapping
        of data frames by table name (``personas``, ``touchpoints``, ``responses`` or
        ``scores``, ``improvements``, ``reach``) with an optional ``settings`` mapping.
        ``responses`` may be any frame that narwhals knows, lazy ones too.
    settings
        Goes before what study.toml says: ``{"ranking": {"top": 10}}``.

    Returns
    -------
    Study
        Checked tables; what was assumed stands in its ``warnings``.

    Raises
    ------
    StudyError
        With every problem of all tables, each with file, row, column, value and a hint.

    Examples
    --------
    >>> import pandas as pd
    >>> study = load({
    ...     "personas": pd.DataFrame({"persona": ["families"]}),
    ...     "touchpoints": pd.DataFrame({"touchpoint": ["bill"]}),
    ...     "responses": pd.DataFrame(
    ...         {"persona": ["families"], "touchpoint": ["bill"], "metric": ["csat"], "score": [3]}
    ...     ),
    ...     "improvements": pd.DataFrame({
    ...         "improvement": ["plain_bill"], "touchpoints": ["bill"],
    ...         "effort_likely": [40], "closes_likely": [0.4],
    ...     }),
    ...     "settings": {"target": {"default": 85}},
    ... })
    >>> study
    Study('study': 1 personas, 1 touchpoints, 1 answers, 1 improvements)
    """
    gathered = gather(source, settings)
    frames, problems, notes = _check_tables(gathered)
    answers = _answers(gathered, frames, problems, notes)
    if answers is not None and {"personas", "touchpoints"} <= frames.keys():
        found, holes = check_measured(
            gathered.answers_file, answers, frames["personas"], frames["touchpoints"]
        )
        # A table of answers that could not be read is not also a table without answers.
        problems += [] if problems else found
        notes += holes
    if problems:
        raise StudyError(HEADLINE, dict.fromkeys(problems))
    if answers is None:  # only with problems, which were raised
        raise StudyError(HEADLINE)
    return Study(
        title=gathered.settings.study.title or gathered.title,
        settings=gathered.settings,
        personas=_personas(frames["personas"]),
        touchpoints=_touchpoints(frames["touchpoints"]),
        improvements=_improvements(frames["improvements"], list(frames["personas"]["persona"])),
        reach=_reach(frames),
        answers=answers,
        warnings=tuple(dict.fromkeys(notes)),
        source=gathered.source,
    )


def _check_tables(
    gathered: Gathered,
) -> tuple[dict[str, pd.DataFrame], list[Problem], list[str]]:
    problems, notes = list(gathered.problems), list(gathered.notes)
    frames = {}
    for name, raw in gathered.raws.items():
        checked = check_table(raw, TABLES[name])
        problems += checked.problems
        notes += checked.notes
        notes += example_rows_left(raw)
        if not checked.frame.empty:
            frames[name] = checked.frame
    problems += check_references(gathered.raws, frames)
    if "improvements" in frames:
        problems += check_ranges(gathered.raws["improvements"], frames["improvements"])
        problems += check_themselves(gathered.raws["improvements"], frames["improvements"])
    if "personas" in frames:
        problems += check_shares(gathered.raws["personas"], frames["personas"])
    problems += check_settings_names(gathered.settings, gathered.settings_file, frames)
    return frames, problems, notes


def _answers(
    gathered: Gathered,
    frames: Mapping[str, pd.DataFrame],
    problems: list[Problem],
    notes: list[str],
) -> Answers | None:
    """Read the answers, or the averages that stand for them."""
    if "scores" in frames and gathered.answers is None:
        return _scores(gathered, frames["scores"], problems)
    if gathered.answers is None:
        return None
    ids = [
        list(frames[name][TABLES[name].key[0]]) if name in frames else []
        for name in ("personas", "touchpoints")
    ]
    try:
        source = gathered.answers()
    except StudyError as error:
        problems += error.problems
        return None
    try:
        read = read_answers(source, gathered.settings, *ids)
    except Exception as error:
        # Only the engine knows its errors; a file of the wrong form is the client's to mend.
        form = source.form()
        if not form:
            raise
        problems += form
        raise StudyError(HEADLINE, dict.fromkeys(problems)) from error
    problems += read.problems
    notes += read.notes
    return read.answers


def _scores(gathered: Gathered, scores: pd.DataFrame, problems: list[Problem]) -> Answers:
    """Check what a table of averages must hold beyond its columns."""
    raw = gathered.raws["scores"]
    frame = scores.assign(kind=scores["kind"].where(scores["kind"] != "", "reality"))
    known = frame["metric"] != ""
    scales = {metric: gathered.settings.scale(metric) for metric in frame["metric"][known]}
    low = frame["metric"].map(lambda name: scales[name].min if name in scales else float("nan"))
    high = frame["metric"].map(lambda name: scales[name].max if name in scales else float("nan"))
    frame = frame.assign(min=low, max=high)
    for row, item in frame.iterrows():
        place: dict[str, Any] = {"rows": (int(str(row)),)}
        if not item["min"] <= item["mean"] <= item["max"] and item["metric"] in scales:
            problems.append(raw.problem(
                f"{item['mean']:g} is outside the scale {scales[item['metric']]} of "
                f"{item['metric']}.",
                column="mean", value=f"{item['mean']:g}",
                hint="Give the average score on the scale of the question.", **place,
            ))
        if item["sd"] > (item["max"] - item["min"]) / 2 * 1.5:
            problems.append(raw.problem(
                f"A standard deviation of {item['sd']:g} is too large for the scale "
                f"{item['min']:g}-{item['max']:g}.",
                column="sd", value=f"{item['sd']:g}",
                hint="Give the standard deviation of the scores, not the variance.", **place,
            ))
        if not item["persona"] and item["touchpoint"] and item["kind"] not in KINDS_FOR_ALL:
            problems.append(raw.problem(
                "The cell 'persona' is empty.", column="persona",
                hint="Name the persona; it may be empty only for company, competitor and "
                "employee, and for the journey as a whole.", **place,
            ))
    names = ["persona", "touchpoint", "metric", "kind", "mean", "sd", "n", "min", "max"]
    return from_scores(frame[names].reset_index(drop=True))


def _personas(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(name=_or_id(frame, "name", "persona")).reset_index(drop=True)


def _touchpoints(frame: pd.DataFrame) -> pd.DataFrame:
    order = pd.Series(range(1, len(frame) + 1), index=frame.index, dtype="float64")
    positions = frame["position"].fillna(order)
    named = frame.assign(name=_or_id(frame, "name", "touchpoint"), position=positions)
    return named.sort_values("position", kind="stable").reset_index(drop=True)


def _improvements(frame: pd.DataFrame, personas: list[str]) -> pd.DataFrame:
    everybody = tuple(personas)
    filled = frame.assign(
        title=_or_id(frame, "title", "improvement"),
        personas=pd.Series(
            [cell or everybody for cell in frame["personas"]], index=frame.index, dtype="object"
        ),
    )
    for name in ("effort", "closes"):
        for end in ("low", "high"):
            filled[f"{name}_{end}"] = filled[f"{name}_{end}"].fillna(filled[f"{name}_likely"])
    return filled.reset_index(drop=True)


def _reach(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    columns = ["persona", "touchpoint", "reach"]
    if "reach" in frames:
        return frames["reach"][columns].reset_index(drop=True)
    kinds = zip(columns, ("object", "object", "float64"), strict=True)
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds})


def _or_id(frame: pd.DataFrame, column: str, key: str) -> pd.Series[Any]:
    return frame[column].where(frame[column] != "", frame[key])
