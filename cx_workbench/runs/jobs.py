"""What a batch is to run, as it stands in a file: TOML, CSV or a workbook."""

from __future__ import annotations

import itertools
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cx_workbench.errors import Problem, SettingError, WorkbenchError, did_you_mean
from cx_workbench.files import safe_names
from cx_workbench.runs.parameters import STUDY, kinds_of, typed
from cx_workbench.runs.templates import Template, find

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

USUAL_TEMPLATE = "top_improvements"
_UNREAD = "The jobs cannot be read."
_EXAMPLE = "example"
#: Columns of a table of jobs that are no parameters.
_COLUMNS = ("name", "study", "template", "timeout")
_KINDS = (".toml", ".csv", ".xlsx")
_SHEET = "jobs"
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Job:
    """One report of a batch.

    Attributes
    ----------
    name
        What it is called: unlike all others, and safe as the name of a folder.
    template
        Name of a shipped template, or path of a notebook.
    parameters
        By name, ``study`` among them; paths are whole.
    timeout
        Seconds that a cell may take; as long as it needs by default.
    """

    name: str
    template: str
    parameters: Mapping[str, object]
    timeout: float | None = None


@dataclass(frozen=True, slots=True)
class Jobs:
    """The jobs of a file, and the folder for their results, if the file names one."""

    jobs: tuple[Job, ...]
    out: Path | None = None


class _Row(BaseModel):
    """A ``[[job]]`` of a TOML file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    study: str | None = None
    name: str = ""
    template: str | None = None
    timeout: Annotated[float, Field(gt=0)] | None = None
    parameters: dict[str, Any] = {}
    grid: dict[str, list[Any]] = {}


class _File(BaseModel):
    """A TOML file: what holds for all jobs, and the jobs."""

    model_config = ConfigDict(extra="forbid", strict=True)

    out: str | None = None
    study: str | None = None
    template: str = USUAL_TEMPLATE
    timeout: Annotated[float, Field(gt=0)] | None = None
    parameters: dict[str, Any] = {}
    grid: dict[str, list[Any]] = {}
    job: list[_Row] = []


@dataclass(frozen=True, slots=True)
class _Wish:
    """A job before it has a name of its own and whole paths; ``where`` it stands, for problems."""

    name: str
    template: str
    parameters: dict[str, object]
    timeout: float | None
    where: Problem
    varied: dict[str, object] = field(default_factory=dict)


def read_jobs(path: str | Path) -> Jobs:
    """Read the jobs of a batch.

    Parameters
    ----------
    path
        A TOML file (defaults, then ``[[job]]`` tables with ``study``, ``template``, ``parameters``
        and a ``grid`` of lists, each combination of which is a report), or a table (CSV, XLSX)
        with the columns ``study``, ``name``, ``template``, ``timeout``, and one for each
        parameter. Paths are from the file's folder.

    Returns
    -------
    Jobs
        In the order of the file.

    Raises
    ------
    SettingError
        With everything that is wrong with the file's form, and templates that there are not.
        Whether parameters fit is for the reports to say, each for itself.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "jobs.toml")
    ...     _ = path.write_text("study = 'example'; grid.top = [5, 10]".replace("; ", chr(10)))
    ...     [(job.name, job.parameters["top"]) for job in read_jobs(path).jobs]
    [('example top 5', 5), ('example top 10', 10)]
    """
    file = Path(path).expanduser()
    if not file.is_file():
        raise SettingError(f"There is no file {file}.")
    if file.suffix.casefold() not in _KINDS:
        problem = Problem(f"A file of the kind '{file.suffix}' holds no jobs.", file=file.name)
        raise SettingError(_UNREAD, [problem, Problem(did_you_mean(file.suffix, _KINDS))])
    out, wishes = _from_toml(file) if file.suffix.casefold() == ".toml" else _from_table(file)
    home = file.resolve().parent
    jobs = _named(wishes, home, file.name)
    return Jobs(jobs, None if out is None else home / out)


def _from_toml(file: Path) -> tuple[str | None, list[_Wish]]:
    try:
        given = _File.model_validate(tomllib.loads(file.read_text(encoding="utf-8-sig")))
    except ValidationError as error:
        raise SettingError(
            _UNREAD, [_problem(each, file.name) for each in error.errors()]
        ) from None
    except (OSError, ValueError) as error:
        raise SettingError(_UNREAD, [Problem(f"It says: {error}.", file=file.name)]) from None
    wishes = []
    for number, row in enumerate(given.job or [_Row()], start=1):
        where = Problem("", file=file.name, column=f"job {number}" if given.job else None)
        study = row.study if row.study is not None else given.study
        shared = {**({STUDY: study} if study is not None else {}), **given.parameters}
        for varied in _combinations({**given.grid, **row.grid}):
            wishes.append(
                _Wish(
                    name=row.name,
                    template=row.template or given.template,
                    parameters={**shared, **row.parameters, **varied},
                    timeout=row.timeout or given.timeout,
                    where=where,
                    varied=varied,
                )
            )
            if len(wishes) > _MOST:
                what = f"It asks for more than {_MOST:,} reports."
                raise SettingError(_UNREAD, [Problem(what, file=file.name)])
    return given.out, wishes


def _combinations(grid: Mapping[str, Sequence[object]]) -> Iterator[dict[str, object]]:
    for values in itertools.product(*grid.values()):
        yield dict(zip(grid, values, strict=True))


def _problem(detail: Any, file: str) -> Problem:  # noqa: ANN401  pydantic's ErrorDetails
    place = ".".join(str(step + 1 if isinstance(step, int) else step) for step in detail["loc"])
    if detail["type"] == "extra_forbidden":
        model = _Row if detail["loc"][0] == "job" else _File
        name = str(detail["loc"][-1])
        hint = did_you_mean(name, model.model_fields)
        return Problem(f"'{place}' is not known.", file=file, value=name, hint=hint)
    return Problem(f"'{place}': {detail['msg']}.", file=file, value=str(detail["input"]))


def _from_table(file: Path) -> tuple[None, list[_Wish]]:
    from cx_workbench.study.tables import read_csv
    from cx_workbench.study.values import as_heading, as_text, is_empty
    from cx_workbench.study.workbooks import read_workbook

    try:
        if file.suffix.casefold() == ".csv":
            table = read_csv(file, _SHEET)
        else:
            sheets = read_workbook(file)
            table = sheets.get(_SHEET) or next(iter(sheets.values()))
    except (OSError, WorkbenchError) as error:
        problems = getattr(error, "problems", ()) or [Problem(f"{error}.", file=file.name)]
        raise SettingError(_UNREAD, problems) from error
    if table.problems:
        raise SettingError(_UNREAD, table.problems)
    columns = {as_heading(column).casefold(): column for column in table.frame.columns}
    if STUDY not in columns:
        hint = f"Name the studies under it. The others may be {', '.join(_COLUMNS)} or a parameter."
        raise SettingError(_UNREAD, [table.problem("There is no column 'study'.", hint=hint)])
    wishes = []
    for row, cells in table.frame.iterrows():
        filled = {key: cells[column] for key, column in columns.items()}
        filled = {key: cell for key, cell in filled.items() if not is_empty(cell)}
        where = table.problem("", rows=(int(str(row)),))
        wishes.append(
            _Wish(
                name=as_text(filled.get("name")),
                template=as_text(filled.get("template")) or USUAL_TEMPLATE,
                parameters={
                    key: cell for key, cell in filled.items() if key == STUDY or key not in _COLUMNS
                },
                timeout=filled.get("timeout"),
                where=where,
            )
        )
    return None, wishes


def _named(wishes: Iterable[_Wish], home: Path, file: str) -> tuple[Job, ...]:
    """Check what can be checked without a study, and give each job a name of its own."""
    problems: list[Problem] = []
    made: list[tuple[str, _Wish, str, dict[str, object], float | None]] = []
    for wish in wishes:
        template = _template(wish, home, problems)
        study = wish.parameters.get(STUDY)
        if not isinstance(study, str) or not study.strip():
            problems.append(_at(wish, "It names no study.", "Write its path under study."))
            continue
        timeout = _timeout(wish, problems)
        if template is None:
            continue
        values = dict(_values(template, wish.parameters, home))
        made.append((_wished_name(wish, template), wish, _path_of(template), values, timeout))
    if problems:
        raise SettingError(_UNREAD, problems)
    if not made:
        raise SettingError(_UNREAD, [Problem("There is no job in it.", file=file)])
    names = safe_names(name for name, *_ in made)
    return tuple(
        Job(name, template, values, timeout)
        for name, (_, _, template, values, timeout) in zip(names, made, strict=True)
    )


def _at(wish: _Wish, what: str, hint: str = "") -> Problem:
    where = wish.where
    return Problem(what, where.file, where.sheet, where.rows, where.column, hint=hint)


def _template(wish: _Wish, home: Path, problems: list[Problem]) -> Template | None:
    beside = home / wish.template
    try:
        return find(beside if wish.template.endswith(".ipynb") else wish.template)
    except SettingError as error:
        hint = error.problems[0].what if error.problems else ""
        problems.append(_at(wish, error.headline, hint))
        return None


def _path_of(template: Template) -> str:
    return template.name if template.declared is not None else str(template.path)


def _timeout(wish: _Wish, problems: list[Problem]) -> float | None:
    if wish.timeout is None:
        return None
    try:
        seconds = float(wish.timeout)
    except ValueError:
        seconds = 0
    if not seconds > 0:
        problems.append(_at(wish, f"'{wish.timeout}' is no timeout.", "Write seconds, such as 60."))
        return None
    return seconds


def _values(
    template: Template, parameters: Mapping[str, object], home: Path
) -> Iterator[tuple[str, object]]:
    """Yield each parameter as what it may be; paths are made whole."""
    kinds = kinds_of(template)
    for name, given in parameters.items():
        kind = kinds.get(name, {})
        try:
            value = typed(given, kind)
        except SettingError:
            # It stays as it is written, for the report to refuse: the others can be made.
            value = given
        if isinstance(value, str) and value and (name == STUDY or kind.get("format") == "path"):
            path = home / Path(value).expanduser()
            value = value if value == _EXAMPLE and not path.exists() else str(path.resolve())
        yield name, value


def _wished_name(wish: _Wish, template: Template) -> str:
    """Call a job as it is called, or by its study, its template and what varies."""
    study = str(wish.parameters[STUDY])
    stem = Path(study).parent.name if Path(study).suffix == ".toml" else Path(study).stem
    usual = [stem or study, *([template.name] if template.name != USUAL_TEMPLATE else [])]
    varied = [f"{name} {_shown(value)}" for name, value in wish.varied.items()]
    return " ".join([wish.name or " ".join(usual), *varied])


def _shown(value: object) -> str:
    if isinstance(value, list):
        return "+".join(map(str, value))
    if isinstance(value, dict):
        return "+".join(f"{name} {each}" for name, each in value.items())
    return str(value)
