"""What a study is made of: the tables and settings of a folder, a workbook or a mapping."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cx_workbench.errors import Problem, StudyError, did_you_mean
from cx_workbench.study.complaints import Origin
from cx_workbench.study.contract import TABLES
from cx_workbench.study.folders import GIVE_A_STUDY, gather_folder, gather_workbook
from cx_workbench.study.frames import frame_source, small_frame
from cx_workbench.study.gathered import (
    NO_STUDY,
    REQUIRED,
    Gathered,
    merge,
    nearby,
    one_kind_of_answers,
)
from cx_workbench.study.tables import from_frame
from cx_workbench.study.values import as_heading
from cx_workbench.study.workbooks import WORKBOOKS


def gather(source: object, settings: Mapping[str, Any] | None = None) -> Gathered:
    """Find the pieces of a study.

    Parameters
    ----------
    source
        A folder, a workbook, a study.toml, or a mapping of frames by table name.
    settings
        Goes before what study.toml says, section by section.

    Raises
    ------
    StudyError
        Where there is nothing to be found.
    """
    if isinstance(source, Mapping):
        return _gather_mapping(source, settings)
    if not isinstance(source, str | os.PathLike):
        what = f"This is a {type(source).__name__}, not a study."
        raise StudyError(NO_STUDY, [Problem(what, hint=GIVE_A_STUDY)])
    try:
        return _gather_path(Path(source).expanduser(), settings)
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        what = f"'{source}' cannot be opened ({reason})."
        hint = "Check the path, and that you may read it."
        raise StudyError(NO_STUDY, [Problem(what, value=str(source), hint=hint)]) from error


def _gather_path(path: Path, settings: Mapping[str, Any] | None) -> Gathered:
    if not path.exists():
        problem = Problem(f"There is no '{path}'.", value=str(path), hint=nearby(path))
        raise StudyError(NO_STUDY, [problem])
    if path.is_dir():
        return gather_folder(path, settings)
    if path.suffix.casefold() in WORKBOOKS:
        return gather_workbook(path, settings)
    if path.suffix.casefold() == ".toml":
        return gather_folder(path.parent, settings, settings_path=path)
    problem = Problem("This is not a study.", file=path.name, hint=GIVE_A_STUDY)
    raise StudyError(NO_STUDY, [problem])


def _gather_mapping(source: Mapping[Any, Any], settings: Mapping[str, Any] | None) -> Gathered:
    gathered = Gathered(title="study", origin=Origin("settings"))
    tables = {as_heading(name): value for name, value in source.items() if name != "settings"}
    given = source.get("settings") or {}
    if not isinstance(given, Mapping):
        what = f"This is a {type(given).__name__}, not a mapping of settings."
        hint = 'Give the settings by section: {"ranking": {"top": 5}}.'
        gathered.problems.append(Problem(what, file="settings", hint=hint))
        given, gathered.answers_unread = {}, True
    gathered.take_settings(merge(given, settings))
    gathered.problems += [
        Problem(f"'{name}' is not a table.", value=name, hint=did_you_mean(name, TABLES))
        for name in tables
        if name not in TABLES
    ]
    for name, frame in tables.items():
        if name in TABLES and name != "responses":
            _take_frame(gathered, name, frame)
    for name in REQUIRED:
        if name not in tables:
            hint = f"Add a data frame by the name '{name}'."
            gathered.problems.append(Problem(f"The table {name} is missing.", hint=hint))
    if "responses" in tables:
        gathered.answers = lambda: frame_source(tables["responses"], "responses")
    one_kind_of_answers(gathered)
    return gathered


def _take_frame(gathered: Gathered, name: str, frame: Any) -> None:  # noqa: ANN401  any data frame
    """Take a small table of any kind of data frame."""
    import pandas as pd

    try:
        table = frame if isinstance(frame, pd.DataFrame) else small_frame(frame, name)
        gathered.raws[name] = from_frame(table, name, name)
    except StudyError as error:
        gathered.problems += error.problems
