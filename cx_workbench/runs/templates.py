"""The notebooks that are shipped: where they are, and which parameters they take."""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ConfigDict, JsonValue, TypeAdapter, with_config
from typing_extensions import TypedDict  # pydantic reads typing's own from Python 3.12 on

from cx_workbench.errors import Problem, SettingError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cx_workbench.runs.declared import Parameters

_PACKAGE = Path(__file__).resolve().parents[1]
#: A wheel carries the templates in the package, a checkout beside it.
_HOMES = (_PACKAGE / "templates", _PACKAGE.parent / "templates")
_SUFFIX = ".ipynb"
#: What a parameter of a notebook that nobody declared may be, by the kind of its default.
_KINDS: dict[type, Any] = {
    bool: bool,
    int: int,
    float: float,
    str: str,
    list: list[JsonValue],
    dict: dict[str, JsonValue],
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One setting of a template: its name, what it is if nobody gives it, and what it means."""

    name: str
    default: object
    means: str = ""


@dataclass(frozen=True)
class Template:
    """A notebook that is run with parameters.

    Attributes
    ----------
    path
        The notebook file.
    name
        What it is called on the command line: the file's name without its ending.
    title
        Its first heading.
    parameters
        What its cell tagged ``parameters`` sets, in that order.

    Examples
    --------
    >>> template = find("top_improvements")
    >>> template.name
    'top_improvements'
    >>> [parameter.name for parameter in template.parameters][:3]
    ['study', 'out', 'formats']
    """

    path: Path

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.path.stem

    @cached_property
    def title(self) -> str:
        """The first heading of the notebook, or its name."""
        return next(headings(self._cells), self.name)

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """What the cell tagged ``parameters`` sets; empty if there is no such cell."""
        tagged = (cell for cell in self._cells if "parameters" in tags(cell))
        cell = next(tagged, None)
        return () if cell is None else tuple(_assignments(source(cell), self.path))

    @property
    def declared(self) -> type[Parameters] | None:
        """The model of its parameters; ``None`` for a notebook that is not shipped."""
        from cx_workbench.runs.declared import DECLARED

        is_shipped = any(self.path == home / self.path.name for home in _HOMES)
        return DECLARED.get(self.name) if is_shipped else None

    @cached_property
    def values(self) -> TypeAdapter[Any]:
        """What the parameters may be: as declared, or else of the kinds of their defaults."""
        if self.declared is not None:
            return TypeAdapter(self.declared)
        fields = {each.name: _KINDS.get(type(each.default), JsonValue) for each in self.parameters}
        # The names are known only now, which a type checker cannot follow.
        own: Any = TypedDict("own", fields, total=False)  # type: ignore[misc]
        config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)
        return TypeAdapter(with_config(config)(own))

    @cached_property
    def _cells(self) -> list[dict[str, Any]]:
        try:
            cells = json.loads(self.path.read_text(encoding="utf-8"))["cells"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SettingError(
                f"The template {self.path} cannot be read.",
                [Problem("It is not a Jupyter notebook.", hint="Open and save it in JupyterLab.")],
            ) from error
        return list(cells)


def templates() -> list[Template]:
    """List the templates that are shipped, by name.

    Examples
    --------
    >>> [template.name for template in templates()]
    ['how_sure', 'portfolio', 'top_improvements', 'workshop']
    """
    home = next((folder for folder in _HOMES if folder.is_dir()), None)
    return [] if home is None else [Template(path) for path in sorted(home.glob(f"*{_SUFFIX}"))]


def find(template: str | Path | Template) -> Template:
    """Find a template by its name, or take a notebook by its path.

    Raises
    ------
    SettingError
        There is no template of that name, or no notebook at that path.

    Examples
    --------
    >>> find("top_improvement")
    Traceback (most recent call last):
    cx_workbench.errors.SettingError: There is no template 'top_improvement'.
      1. Did you mean 'top_improvements'?
    """
    if isinstance(template, Template):
        return template
    shipped = {known.name: known for known in templates()}
    if str(template) in shipped:
        return shipped[str(template)]
    path = Path(template).expanduser()
    if path.suffix == _SUFFIX and path.is_file():
        return Template(path.resolve())
    if path.suffix == _SUFFIX:
        raise SettingError(f"There is no notebook {path}.")
    hint = did_you_mean(template, shipped)
    raise SettingError(f"There is no template '{template}'.", [Problem(hint)])


def source(cell: Mapping[str, Any]) -> str:
    """Return a cell's text, which a notebook file holds as one string or as lines."""
    return "".join(cell.get("source", ""))


def tags(cell: Mapping[str, Any]) -> list[str]:
    """Return a cell's tags."""
    return list(cell.get("metadata", {}).get("tags", []))


def headings(cells: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the headings of a notebook's text cells, in order and without their marks."""
    for cell in cells:
        if cell.get("cell_type") == "markdown":
            for line in source(cell).splitlines():
                if line.startswith("#"):
                    yield line.lstrip("#").strip()


def _assignments(code: str, path: Path) -> Iterator[Parameter]:
    lines = code.splitlines()
    try:
        statements = ast.parse(code).body
    except SyntaxError as error:
        raise SettingError(
            f"The parameters cell of {path} cannot be read.",
            [Problem(f"Line {error.lineno} is not Python.", hint="Write lines like: top = 5")],
        ) from error
    for statement in statements:
        name, value = _assigned(statement)
        if name is not None:
            # Python counts columns in bytes.
            last = lines[(statement.end_lineno or 1) - 1].encode()
            comment = last[statement.end_col_offset or 0 :].decode()
            yield Parameter(name, _literal(value), comment.lstrip(" #").strip())


def _assigned(statement: ast.stmt) -> tuple[str | None, ast.expr | None]:
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return statement.target.id, statement.value
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        return statement.targets[0].id, statement.value
    return None, None


def _literal(value: ast.expr | None) -> object:
    if value is None:
        return None
    try:
        return ast.literal_eval(value)
    except ValueError:
        return None
