"""What a study is made of: the tables and settings of a folder, a workbook or a mapping."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from cx_workbench.errors import Problem, StudyError, did_you_mean
from cx_workbench.study.contract import TABLES
from cx_workbench.study.encodings import detect_encoding, read_text
from cx_workbench.study.settings import Settings, check_settings, parse_toml
from cx_workbench.study.sources import (
    Source,
    csv_source,
    frame_source,
    parquet_source,
    table_source,
)
from cx_workbench.study.tables import (
    RawTable,
    from_frame,
    read_csv,
    read_parquet,
    read_workbook,
)
from cx_workbench.study.values import as_text, is_empty

SETTINGS_FILE = "study.toml"
#: Tables of a study that must be there; answers may come as responses or as scores.
REQUIRED = ("personas", "touchpoints", "improvements")
_TEXT_FILES = (".csv", ".tsv", ".txt")
_WORKBOOKS = (".xlsx", ".xlsm")
_FILES = (*_TEXT_FILES[:1], *_WORKBOOKS[:1], ".parquet")

Opener: TypeAlias = Callable[[], Source]


@dataclass
class Gathered:
    """The pieces of a study before they are checked."""

    title: str
    settings: Settings = field(default_factory=Settings)
    settings_file: str = SETTINGS_FILE
    raws: dict[str, RawTable] = field(default_factory=dict)
    answers: Opener | None = None
    answers_file: str = "responses"
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    source: Path | None = None

    def take_settings(self, given: Mapping[str, Any]) -> None:
        """Check settings and keep them."""
        self.settings, problems = check_settings(given, self.settings_file)
        self.problems += problems


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
    path = Path(str(source)).expanduser()
    if not path.exists():
        raise StudyError(
            "The study cannot be read.",
            [Problem(f"There is no '{source}'.", hint=_nearby(path))],
        )
    if path.is_dir():
        return _gather_folder(path, settings)
    if path.suffix.casefold() in _WORKBOOKS:
        return _gather_workbook(path, settings)
    if path.suffix.casefold() == ".toml":
        return _gather_folder(path.parent, settings, settings_path=path)
    hint = "Give the study's folder, its workbook (.xlsx) or its study.toml."
    raise StudyError(
        "The study cannot be read.", [Problem("This is not a study.", file=path.name, hint=hint)]
    )


def merge(base: Mapping[str, Any], over: Mapping[str, Any] | None) -> dict[str, Any]:
    """Lay settings over settings, section by section."""
    merged = dict(base)
    for name, value in (over or {}).items():
        below = merged.get(name)
        both = isinstance(below, Mapping) and isinstance(value, Mapping)
        merged[name] = merge(below, value) if both else value  # type: ignore[arg-type]
    return merged


def _nearby(path: Path) -> str:
    parent = path.parent
    if not parent.is_dir():
        return "Check the spelling of the path."
    hint = did_you_mean(path.name, sorted(entry.name for entry in parent.iterdir()))
    return hint if hint.startswith("Did you mean") else "Check the spelling of the path."


def _gather_folder(
    folder: Path, settings: Mapping[str, Any] | None, settings_path: Path | None = None
) -> Gathered:
    gathered = Gathered(title=folder.resolve().name, source=folder)
    settings_path = settings_path or folder / SETTINGS_FILE
    gathered.settings_file = settings_path.name
    given: dict[str, Any] = {}
    if settings_path.exists():
        text = read_text(settings_path, detect_encoding(settings_path))
        given, problems = parse_toml(text, settings_path.name)
        gathered.problems += problems
    gathered.take_settings(merge(given, settings))
    found = {name: _table_files(folder, name) for name in TABLES}
    workbooks = sorted(p for p in folder.iterdir() if p.suffix.casefold() in _WORKBOOKS)
    if not any(found.values()) and len(workbooks) == 1:
        return _gather_workbook(workbooks[0], merge(given, settings))
    for name, paths in found.items():
        if len(paths) > 1:
            names = " and ".join(path.name for path in paths)
            gathered.problems.append(Problem(
                f"There are {names}: which one is the table {name}?", file=names,
                hint="Keep one of them in the folder.",
            ))
        if paths and name != "responses":
            _read(gathered, name, paths[0])
    _missing_tables(gathered, [path.name for path in sorted(folder.iterdir())])
    _find_answers(gathered, folder, found["responses"])
    return gathered


def _table_files(folder: Path, name: str) -> list[Path]:
    return [
        path for path in sorted(folder.iterdir())
        if path.stem.casefold() == name and path.suffix.casefold() in _FILES
    ]


def _read(gathered: Gathered, name: str, path: Path) -> None:
    readers: dict[str, Callable[[], RawTable]] = {
        ".csv": lambda: read_csv(path, name, gathered.settings.study.language),
        ".parquet": lambda: read_parquet(path, name),
        ".xlsx": lambda: _only_sheet(path, name),
    }
    try:
        gathered.raws[name] = readers[path.suffix.casefold()]()
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        gathered.problems.append(_unreadable(path, error))


def _unreadable(path: Path, error: Exception) -> Problem:
    first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return Problem(
        f"The file cannot be read ({first}).", file=path.name,
        hint=f"Open it in the program that wrote it and save it again as {path.suffix}.",
    )


def _only_sheet(path: Path, name: str) -> RawTable:
    sheets = read_workbook(path)
    return sheets[name] if name in sheets else next(iter(sheets.values()))


def _missing_tables(gathered: Gathered, names: list[str]) -> None:
    said = {problem.file for problem in gathered.problems}
    for name in REQUIRED:
        if name in gathered.raws or any(str(file).startswith(name) for file in said):
            continue
        near = did_you_mean(f"{name}.csv", names)
        hint = f"Add {name}.csv, {name}.xlsx or {name}.parquet."
        gathered.problems.append(Problem(
            f"The table {name} is missing.",
            hint=f"{hint} {near}" if near.startswith("Did you mean") else hint,
        ))


def _find_answers(gathered: Gathered, folder: Path, responses: list[Path]) -> None:
    section = gathered.settings.responses
    path = responses[0] if responses else None
    if section is not None and section.source is not None:
        path = folder / section.source
        if not path.is_file():
            hint = _nearby(path)
            gathered.problems.append(Problem(
                f"There is no '{section.source}', the source of [responses].",
                file=gathered.settings_file, value=section.source, hint=hint,
            ))
            return
        if responses and responses[0].resolve() != path.resolve():
            gathered.notes.append(
                f"The answers come from {section.source}, as study.toml says; "
                f"{responses[0].name} was not read."
            )
    if path is not None:
        gathered.answers_file = path.name
        gathered.answers = lambda: _open(path, gathered.settings.study.language)
    _one_kind_of_answers(gathered)


def _open(path: Path, language: str | None) -> Source:
    suffix = path.suffix.casefold()
    try:
        if suffix == ".parquet":
            return parquet_source(path)
        if suffix in _WORKBOOKS:
            raw = _only_sheet(path, "responses")
            if raw.problems:
                raise StudyError("", raw.problems)
            return table_source(raw)
        return csv_source(path, language)
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise StudyError("", [_unreadable(path, error)]) from error


def _one_kind_of_answers(gathered: Gathered) -> None:
    if gathered.answers is None and "scores" not in gathered.raws:
        gathered.problems.append(Problem(
            "There are no answers.",
            hint="Add responses.csv (one answer a row) or scores.csv (averages), or name the "
            "survey export under [responses] in study.toml.",
        ))
    if gathered.answers is not None and "scores" in gathered.raws:
        gathered.problems.append(Problem(
            f"There are both answers ({gathered.answers_file}) and averages "
            f"({gathered.raws['scores'].file}).",
            hint="Keep the answers and delete scores, or the other way round.",
        ))


def _gather_workbook(path: Path, settings: Mapping[str, Any] | None) -> Gathered:
    gathered = Gathered(title=path.stem, source=path, settings_file=path.name)
    try:
        sheets = read_workbook(path)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise StudyError("The study cannot be read.", [_unreadable(path, error)]) from error
    given: dict[str, Any] = {}
    if "settings" in sheets:
        given = _settings_from_sheet(sheets["settings"])
    elif (beside := path.with_suffix(".toml")).exists() or (
        beside := path.parent / SETTINGS_FILE
    ).exists():
        gathered.settings_file = beside.name
        given, problems = parse_toml(read_text(beside, detect_encoding(beside)), beside.name)
        gathered.problems += problems
        gathered.notes.append(f"The settings were read from {beside.name} beside the workbook.")
    gathered.take_settings(merge(given, settings))
    gathered.raws = {
        name: raw for name, raw in sheets.items() if name in TABLES and name != "responses"
    }
    # A starter workbook has every sheet; an optional one left empty is not a table.
    for name, raw in list(gathered.raws.items()):
        if TABLES[name].optional and raw.frame.empty:
            del gathered.raws[name]
    _missing_sheets(gathered, [raw.sheet or "" for raw in sheets.values()])
    responses = sheets.get("responses")
    section = gathered.settings.responses
    if section is not None and section.source is not None:
        _find_answers(gathered, path.parent, [])
        return gathered
    if responses is not None and not (responses.frame.empty and "scores" in gathered.raws):
        gathered.answers_file = path.name
        gathered.answers = lambda: _sheet_source(responses)
    _one_kind_of_answers(gathered)
    return gathered


def _sheet_source(raw: RawTable) -> Source:
    if raw.problems:
        raise StudyError("", raw.problems)
    return table_source(raw)


def _missing_sheets(gathered: Gathered, titles: list[str]) -> None:
    for name in REQUIRED:
        if name not in gathered.raws:
            near = did_you_mean(name, titles)
            gathered.problems.append(Problem(
                f"The sheet {name} is missing.", file=gathered.settings_file,
                hint=near if near.startswith("Did you mean") else f"Add a sheet named {name}.",
            ))


def _settings_from_sheet(raw: RawTable) -> dict[str, Any]:
    """Read ``ranking.top | 5`` rows: the first two columns are setting and value."""
    given: dict[str, Any] = {}
    for _, cells in raw.frame.iterrows():
        name, value = as_text(cells.iloc[0]), cells.iloc[1] if len(cells) > 1 else None
        if not name or is_empty(value):
            continue
        section = given
        *above, last = name.split(".")
        for part in above:
            section = section.setdefault(part, {})
        section[last] = value
    return given


def _gather_mapping(source: Mapping[Any, Any], settings: Mapping[str, Any] | None) -> Gathered:
    import narwhals as nw

    gathered = Gathered(title="study", settings_file="settings")
    tables = {str(name): value for name, value in source.items() if name != "settings"}
    gathered.take_settings(merge(source.get("settings") or {}, settings))
    gathered.problems += [
        Problem(f"'{name}' is not a table.", value=name, hint=did_you_mean(name, TABLES))
        for name in tables if name not in TABLES
    ]
    for name, frame in tables.items():
        if name in TABLES and name != "responses":
            native = nw.from_native(frame).lazy().collect(backend="pandas").to_native()
            gathered.raws[name] = from_frame(native, name, name)
    for name in REQUIRED:
        if name not in tables:
            hint = f"Add a data frame by the name '{name}'."
            gathered.problems.append(Problem(f"The table {name} is missing.", hint=hint))
    if "responses" in tables:
        gathered.answers = lambda: frame_source(tables["responses"], "responses")
    _one_kind_of_answers(gathered)
    return gathered
