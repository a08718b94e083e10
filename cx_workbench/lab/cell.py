"""A parameters cell: read what it sets, and set it anew without touching anything else."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from cx_workbench.errors import Problem, SettingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Code:
    """A value that is not written down but computed; a form cannot show it."""

    def __init__(self, text: str) -> None:
        self.text: Final = text


def read(source: str) -> dict[str, object]:
    """Return what a parameters cell sets, by name; `Code` for what it computes.

    Raises
    ------
    SettingError
        The cell is not Python.

    Examples
    --------
    >>> read("top = 5  # how many")
    {'top': 5}
    """
    return {name: _literal(source, value) for name, value in _assigned(source)}


def rewritten(source: str, values: Mapping[str, object]) -> str:
    """Return the cell with other values; comments and all other lines stay as they are.

    Raises
    ------
    SettingError
        The cell is not Python.

    Examples
    --------
    >>> print(rewritten("top = 5  # how many", {"top": 3, "seed": 7}))
    top = 3  # how many
    seed = 7
    """
    lines = source.encode().splitlines(keepends=True)
    starts = [sum(map(len, lines[:count])) for count in range(len(lines) + 1)]
    places = {
        name: (
            starts[value.lineno - 1] + value.col_offset,
            starts[(value.end_lineno or 1) - 1] + (value.end_col_offset or 0),
        )
        for name, value in _assigned(source)
    }
    text = source.encode()
    for name, (start, end) in sorted(places.items(), key=lambda place: -place[1][0]):
        if name in values:
            text = text[:start] + literal(values[name]).encode() + text[end:]
    new = [line(name, value) for name, value in values.items() if name not in places]
    return "\n".join([text.decode().rstrip("\n") if new else text.decode(), *new]).lstrip("\n")


def line(name: str, value: object) -> str:
    """Return the line of a cell that sets a parameter.

    Examples
    --------
    >>> line("study", "our study")
    'study = "our study"'
    """
    return f"{name} = {literal(value)}"


def literal(value: object) -> str:
    r"""Write a plain value as Python, its texts in double quotes where that needs no more.

    Examples
    --------
    >>> print(literal(["Parking", 'the "hub"', "\x1b"]))
    ["Parking", 'the "hub"', "\x1b"]
    """
    if isinstance(value, str):
        quoted = repr(value)
        return quoted if '"' in quoted else f'"{quoted[1:-1]}"'
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{literal(key)}: {literal(item)}' for key, item in value.items())}}}"
    return repr(value)


def _assigned(source: str) -> Iterator[tuple[str, ast.expr]]:
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError) as error:
        place = getattr(error, "lineno", None)
        where = f"Line {place}" if place else "Something in it"
        raise SettingError(
            "The parameters cell cannot be read.",
            [Problem(f"{where} is not Python.", hint="Write lines like: top = 5")],
        ) from None
    for statement in statements:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            if statement.value is not None:
                yield statement.target.id, statement.value
        elif isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            yield statement.targets[0].id, statement.value


def _literal(source: str, value: ast.expr) -> object:
    try:
        return ast.literal_eval(value)
    except ValueError:
        return Code(ast.get_source_segment(source, value) or "")
