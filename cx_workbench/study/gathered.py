"""The pieces of a study before they are checked, and where its answers are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from cx_workbench.errors import Problem, StudyError
from cx_workbench.study.complaints import NEEDED_FOR_ANSWERS, Origin, check_settings, parse_toml
from cx_workbench.study.contract import TABLES
from cx_workbench.study.delimited import UNREAD
from cx_workbench.study.encodings import detect_encoding, read_text
from cx_workbench.study.settings import Settings
from cx_workbench.study.sources import Source, csv_source, parquet_source, table_source
from cx_workbench.study.tables import RawTable, unreadable
from cx_workbench.study.values import nearest
from cx_workbench.study.workbooks import WORKBOOKS, sheet_of

NO_STUDY = "The study cannot be read."
SETTINGS_FILE = "study.toml"
#: Tables of a study that must be there; answers may come as responses or as scores.
REQUIRED = ("personas", "touchpoints", "improvements")
_EXPORTS = (".csv", ".tsv", ".txt")

Opener: TypeAlias = Callable[[], Source]


@dataclass
class Gathered:
    """The pieces of a study before they are checked.

    ``answers`` opens them; it is empty where they are averages, or where the settings that say
    how to read them are broken (``answers_unread``). ``files`` are all that were read.
    """

    title: str
    origin: Origin = field(default_factory=lambda: Origin(SETTINGS_FILE))
    settings: Settings = field(default_factory=Settings)
    raws: dict[str, RawTable] = field(default_factory=dict)
    answers: Opener | None = None
    answers_file: str = "responses"
    answers_unread: bool = False
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    source: Path | None = None
    files: list[Path] = field(default_factory=list)

    def take_settings(self, given: Mapping[str, Any]) -> None:
        """Check settings and keep what can be used."""
        checked = check_settings(given, self.origin)
        self.settings = checked.settings
        self.problems += checked.problems
        self.answers_unread |= bool(checked.unread & NEEDED_FOR_ANSWERS)


def merge(base: Mapping[str, Any], over: Mapping[str, Any] | None) -> dict[str, Any]:
    """Lay settings over settings, section by section.

    Examples
    --------
    >>> merge({"ranking": {"top": 5, "method": "ratio"}}, {"ranking": {"top": 10}})
    {'ranking': {'top': 10, 'method': 'ratio'}}
    """
    merged = dict(base)
    for name, value in (over or {}).items():
        below = merged.get(name)
        both = isinstance(below, Mapping) and isinstance(value, Mapping)
        merged[name] = merge(below, value) if both else value  # type: ignore[arg-type]
    return merged


def nearby(path: Path) -> str:
    """Hint at what a path that is not there may have meant."""
    parent = path.parent
    if not parent.is_dir():
        return "Check the spelling of the path."
    near = nearest(path.name, visible_names(parent))
    return f"Did you mean '{near}'?" if near else "Check the spelling of the path."


def visible_names(folder: Path) -> list[str]:
    """Names in a folder, without what programs hide there (~$ is a workbook open in Excel)."""
    return sorted(e.name for e in folder.iterdir() if not e.name.startswith((".", "~$")))


def other_files(names: Sequence[str]) -> list[str]:
    """Name the files of a folder that are no part of a study by their names."""
    parts = {*TABLES, Path(SETTINGS_FILE).stem}
    return [name for name in names if Path(name).stem.casefold() not in parts]


def settings_from_file(gathered: Gathered, path: Path) -> dict[str, Any]:
    """Read study.toml, if it is there; keep what is wrong with it."""
    gathered.origin = Origin(path.name)
    if not path.exists():
        return {}
    gathered.files.append(path)
    encoding = detect_encoding(path)
    if encoding.note:
        gathered.notes.append(f"{path.name} {encoding.note}")
    given, problems = parse_toml(read_text(path, encoding), path.name)
    gathered.problems += problems
    gathered.answers_unread |= bool(problems)
    return given


def find_answers(gathered: Gathered, folder: Path, responses: list[Path]) -> None:
    """Find where the answers are; nothing is read yet."""
    section = gathered.settings.responses
    path = responses[0] if responses else None
    if section is not None and section.source is not None:
        path = folder / section.source
        if not path.is_file():
            gathered.problems.append(
                gathered.origin.problem(
                    f"There is no '{section.source}', the source of [responses].",
                    ("responses", "source"),
                    value=section.source,
                    hint=nearby(path),
                )
            )
            return
        if responses and responses[0].resolve() != path.resolve():
            gathered.notes.append(
                f"The answers come from {section.source}, as study.toml says; "
                f"{responses[0].name} was not read."
            )
    if path is not None:
        gathered.files.append(path)
        gathered.answers_file = path.name
        gathered.answers = lambda: _open(path, gathered.settings.study.language)
    one_kind_of_answers(gathered, folder)


def _open(path: Path, language: str | None) -> Source:
    """Open a file of answers.

    Raises
    ------
    StudyError
        Where it is no table.
    """
    suffix = path.suffix.casefold()
    try:
        if suffix == ".parquet":
            return parquet_source(path)
        if suffix in WORKBOOKS:
            return sheet_source(sheet_of(path, "responses"))
        if suffix in _EXPORTS:
            return csv_source(path, language)
    except OSError as error:
        raise StudyError(UNREAD, [unreadable(path, error)]) from error
    what = f"A file of the kind '{path.suffix}' cannot be read."
    hint = "Save the answers as .csv, .xlsx or .parquet."
    raise StudyError(UNREAD, [Problem(what, file=path.name, hint=hint)])


def one_kind_of_answers(gathered: Gathered, folder: Path | None = None) -> None:
    """Check that there are answers, or averages, and not both."""
    if gathered.answers is not None and "scores" in gathered.raws:
        gathered.problems.append(
            Problem(
                f"There are both answers ({gathered.answers_file}) and averages "
                f"({gathered.raws['scores'].sheet or gathered.raws['scores'].file}).",
                hint="Keep the answers and delete scores, or the other way round.",
            )
        )
    known = gathered.answers is not None or "scores" in gathered.raws
    said = any(p.file and Path(p.file).stem.casefold() == "scores" for p in gathered.problems)
    if known or said or gathered.answers_unread:
        return
    if folder is None and gathered.source is None:
        hint = "Add a data frame by the name 'responses' or 'scores'."
        gathered.problems.append(Problem("There are no answers.", hint=hint))
        return
    hint = (
        "Add responses.csv (one answer a row) or scores.csv (averages), or name the survey "
        "export under [responses] in study.toml."
    )
    near = nearest("responses.csv", other_files(visible_names(folder))) if folder else None
    if near:
        hint += f" If it is {near}, rename that."
    gathered.problems.append(Problem("There are no answers.", hint=hint))


def sheet_source(raw: RawTable) -> Source:
    """Take a sheet of answers.

    Raises
    ------
    StudyError
        Where its form is wrong.
    """
    if raw.problems:
        raise StudyError(UNREAD, raw.problems)
    return table_source(raw)
