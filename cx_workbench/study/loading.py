"""A client's tables in, a checked study out; or every problem at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from cx_workbench.errors import Problem, StudyError
from cx_workbench.study.checking import check_table
from cx_workbench.study.contract import TABLES
from cx_workbench.study.engines import engine_errors
from cx_workbench.study.gathering import gather
from cx_workbench.study.model import Study
from cx_workbench.study.reading import Known, Read, read_answers
from cx_workbench.study.relations import (
    check_cells,
    check_measured,
    check_ranges,
    check_references,
    check_settings_names,
    check_shares,
    check_themselves,
    ids,
    note_codes,
    note_shares,
)
from cx_workbench.study.scores import read_scores
from cx_workbench.study.starter import example_rows_left

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from os import PathLike

    from cx_workbench.study.answers import Answers
    from cx_workbench.study.gathered import Gathered

HEADLINE = "The study cannot be used yet."
ANSWERS_UNREAD = (
    f"{HEADLINE} The answers were not checked: the settings that say how to read them come first."
)


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
    Study('study': 1 persona, 1 touchpoint, 1 answer, 1 improvement)
    """
    gathered = gather(source, settings)
    tables = _check_tables(gathered)
    read = _read_answers(gathered, tables.frames)
    problems = [*tables.problems, *read.problems]
    notes = [*tables.notes, *read.notes]
    if read.answers is not None and not read.problems:
        found, holes = _check_answers(gathered, tables.frames, read.answers)
        problems += found
        notes += holes
    if problems or read.answers is None:
        headline = ANSWERS_UNREAD if gathered.answers_unread else HEADLINE
        raise StudyError(headline, _by_place(problems))
    frames = tables.frames
    return Study(
        title=gathered.settings.study.title or gathered.title,
        settings=gathered.settings,
        personas=_personas(frames["personas"]),
        touchpoints=_touchpoints(frames["touchpoints"]),
        improvements=_improvements(frames["improvements"], list(frames["personas"]["persona"])),
        reach=_reach(frames),
        answers=read.answers,
        warnings=tuple(dict.fromkeys(notes)),
        source=gathered.source,
        files=tuple(dict.fromkeys(gathered.files)),
    )


def _by_place(problems: Iterable[Problem]) -> list[Problem]:
    """Keep together what is to be mended in one place, in the order in which it was found."""
    unique = list(dict.fromkeys(problems))
    places = list(dict.fromkeys((problem.file, problem.sheet) for problem in unique))
    return sorted(unique, key=lambda problem: places.index((problem.file, problem.sheet)))


@dataclass
class _Tables:
    """The small tables, typed, with what was found on the way."""

    frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def _check_tables(gathered: Gathered) -> _Tables:
    tables = _Tables(problems=list(gathered.problems), notes=list(gathered.notes))
    for name, raw in gathered.raws.items():
        checked = check_table(raw, TABLES[name])
        tables.problems += checked.problems
        tables.notes += checked.notes
        tables.notes += example_rows_left(raw)
        if not checked.frame.empty:
            tables.frames[name] = checked.frame
    raws, frames = gathered.raws, tables.frames
    tables.problems += check_references(raws, frames)
    if "improvements" in frames:
        tables.problems += check_ranges(raws["improvements"], frames["improvements"])
        tables.problems += check_themselves(raws["improvements"], frames["improvements"])
    if "personas" in frames:
        tables.problems += check_shares(raws["personas"], frames["personas"])
        tables.notes += note_shares(raws["personas"], frames["personas"])
    if {"personas", "touchpoints"} <= frames.keys():
        raw = raws["touchpoints"]
        tables.problems += check_cells(raw, frames["personas"], frames["touchpoints"])
    tables.problems += check_settings_names(gathered.settings, gathered.origin, raws, frames)
    return tables


def _read_answers(gathered: Gathered, frames: Mapping[str, pd.DataFrame]) -> Read:
    """Read the answers, or the averages that stand for them."""
    if gathered.answers_unread:
        return Read(None)
    if gathered.answers is None:
        if "scores" not in frames:
            return Read(None)
        answers, problems = read_scores(
            gathered.raws["scores"], frames["scores"], gathered.settings
        )
        return Read(answers, problems)
    known = Known(*(ids(gathered.raws, frames, name) for name in ("personas", "touchpoints")))
    try:
        source = gathered.answers()
        try:
            return read_answers(source, gathered.settings, known)
        except engine_errors() as error:
            return read_answers(source.mended(error), gathered.settings, known)
    except StudyError as error:
        return Read(None, list(error.problems))


def _check_answers(
    gathered: Gathered, frames: Mapping[str, pd.DataFrame], answers: Answers
) -> tuple[list[Problem], list[str]]:
    metrics = {*answers.counts["metric"], *answers.scores["metric"]}
    notes = note_codes(gathered.settings, metrics)
    if not {"personas", "touchpoints"} <= frames.keys():
        return [], notes
    file = gathered.answers_file
    if gathered.answers is None:
        file = gathered.raws["scores"].file
    found, holes = check_measured(file, answers, frames["personas"], frames["touchpoints"])
    return found, notes + holes


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
