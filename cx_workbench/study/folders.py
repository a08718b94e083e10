"""The pieces of a study that is a folder or a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from cx_workbench.errors import Problem, StudyError
from cx_workbench.study.complaints import Origin
from cx_workbench.study.contract import TABLES
from cx_workbench.study.gathered import (
    NO_STUDY,
    REQUIRED,
    SETTINGS_FILE,
    Gathered,
    find_answers,
    merge,
    one_kind_of_answers,
    other_files,
    settings_from_file,
    sheet_source,
    visible_names,
)
from cx_workbench.study.tables import RawTable, read_csv, read_parquet, unreadable
from cx_workbench.study.values import as_text, is_empty, nearest
from cx_workbench.study.workbooks import WORKBOOKS, read_workbook, sheet_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_FILES = (".csv", ".xlsx", ".parquet")

GIVE_A_STUDY = "Give the study's folder, its workbook (.xlsx) or its study.toml."


def gather_folder(
    folder: Path, settings: Mapping[str, Any] | None, settings_path: Path | None = None
) -> Gathered:
    """Find the pieces of a study in a folder: its tables, its settings, its only workbook."""
    gathered = Gathered(title=folder.resolve().name, source=folder)
    names = visible_names(folder)
    found = {table: _table_files(names, table) for table in TABLES}
    workbooks = [name for name in names if name.casefold().endswith(WORKBOOKS)]
    if not any(found.values()) and workbooks:
        return _gather_only_workbook(folder, workbooks, settings, settings_path)
    settings_path = settings_path or folder / SETTINGS_FILE
    gathered.take_settings(merge(settings_from_file(gathered, settings_path), settings))
    section = gathered.settings.responses
    if not any(found.values()) and (section is None or section.source is None):
        hint = f"{GIVE_A_STUDY} Make a new one with: cx-workbench init DIR"
        problem = Problem(f"The folder '{folder}' holds no table of a study.", hint=hint)
        raise StudyError(NO_STUDY, [*gathered.problems, problem])
    for table, files in found.items():
        if len(files) > 1:
            what, hint = f"Each could be the table {table}.", "Keep one of them in the folder."
            gathered.problems.append(Problem(what, file=" and ".join(files), hint=hint))
        if files and table != "responses":
            _read(gathered, table, folder / files[0])
    _missing_tables(gathered, names, found)
    find_answers(gathered, folder, [folder / name for name in found["responses"]])
    return gathered


def _gather_only_workbook(
    folder: Path,
    workbooks: list[str],
    settings: Mapping[str, Any] | None,
    settings_path: Path | None,
) -> Gathered:
    if len(workbooks) == 1:
        return gather_workbook(folder / workbooks[0], settings, settings_path)
    what = f"The folder holds several workbooks: {', '.join(workbooks)}."
    problem = Problem(what, file=folder.name, hint="Give the one that is the study.")
    raise StudyError(NO_STUDY, [problem])


def _table_files(names: list[str], table: str) -> list[str]:
    return [
        name
        for name in names
        if Path(name).stem.casefold() == table and name.casefold().endswith(_FILES)
    ]


def _read(gathered: Gathered, name: str, path: Path) -> None:
    readers: dict[str, Callable[[], RawTable]] = {
        ".csv": lambda: read_csv(path, name, gathered.settings.study.language),
        ".parquet": lambda: read_parquet(path, name),
        ".xlsx": lambda: sheet_of(path, name),
    }
    gathered.files.append(path)
    try:
        gathered.raws[name] = readers[path.suffix.casefold()]()
    except StudyError as error:
        gathered.problems += error.problems
    except OSError as error:
        gathered.problems.append(unreadable(path, error))


def _missing_tables(gathered: Gathered, names: list[str], found: Mapping[str, list[str]]) -> None:
    for name in REQUIRED:
        if found[name]:
            continue
        other = next((n for n in names if Path(n).stem.casefold() == name), None)
        files = [n for n in other_files(names) if n.casefold().endswith(_FILES)]
        near = nearest(f"{name}.csv", files)
        hint = f"Add {name}.csv, {name}.xlsx or {name}.parquet."
        if other:
            hint = f"Save {other} as {name}.csv or {name}.xlsx."
        elif near:
            hint += f" If it is {near}, rename that."
        gathered.problems.append(Problem(f"The table {name} is missing.", hint=hint))


def gather_workbook(
    path: Path, settings: Mapping[str, Any] | None, settings_path: Path | None = None
) -> Gathered:
    """Find the pieces of a study in the sheets of a workbook; settings may stand beside it."""
    gathered = Gathered(title=path.stem, source=path, files=[path])
    try:
        sheets = read_workbook(path)
    except StudyError as error:
        raise StudyError(NO_STUDY, error.problems) from error
    beside = (settings_path, path.with_suffix(".toml"), path.parent / SETTINGS_FILE)
    file = next((p for p in beside if p is not None and p.exists()), None)
    if "settings" in sheets and settings_path is None:
        given = _settings_from_sheet(gathered, sheets["settings"])
        if file:
            gathered.notes.append(
                f"The settings were read from the sheet settings of {path.name}; {file.name} "
                "beside it was not read."
            )
    else:
        given = settings_from_file(gathered, file or path.with_suffix(".toml"))
        gathered.notes += [f"The settings were read from {file.name}."] if file else []
    gathered.take_settings(merge(given, settings))
    # A starter workbook has every sheet; an optional one left empty is not a table.
    gathered.raws = {
        name: raw
        for name, raw in sheets.items()
        if name in TABLES
        and name != "responses"
        and not (TABLES[name].optional and raw.frame.empty)
    }
    _missing_sheets(gathered, path.name, [raw.sheet or "" for raw in sheets.values()])
    responses = sheets.get("responses")
    section = gathered.settings.responses
    if section is not None and section.source is not None:
        find_answers(gathered, path.parent, [])
        return gathered
    if responses is not None and not (responses.frame.empty and "scores" in gathered.raws):
        gathered.answers_file = path.name
        gathered.answers = lambda: sheet_source(responses)
    one_kind_of_answers(gathered)
    return gathered


def _missing_sheets(gathered: Gathered, file: str, titles: list[str]) -> None:
    for name in REQUIRED:
        if name not in gathered.raws:
            near = nearest(name, titles)
            may_be = f" If it is '{near}', rename that." if near else ""
            gathered.problems.append(
                Problem(
                    f"The sheet {name} is missing.",
                    file=file,
                    hint=f"Add a sheet named {name}.{may_be}",
                )
            )


def _settings_from_sheet(gathered: Gathered, raw: RawTable) -> dict[str, Any]:
    """Read ``ranking.top | 5`` rows: the first two columns are setting and value."""
    given: dict[str, Any] = {}
    rows: dict[str, int] = {}
    for row, cells in raw.frame.iterrows():
        name, value = as_text(cells.iloc[0]), cells.iloc[1] if len(cells) > 1 else None
        if not name or is_empty(value):
            continue
        section = given
        *above, last = name.split(".")
        if name in rows:
            gathered.problems.append(
                raw.problem(
                    f"The setting '{name}' stands there twice.",
                    rows=(rows[name], int(str(row))),
                    value=name,
                    hint="Keep one of the rows.",
                )
            )
        rows[name] = int(str(row))
        for part in above:
            below = section.setdefault(part, {})
            section = below if isinstance(below, dict) else {}
        section[last] = value
    gathered.origin = Origin(raw.file, raw.sheet, rows)
    return given
