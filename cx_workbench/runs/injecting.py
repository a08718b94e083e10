"""Parameters into a copy of a notebook, as papermill puts them, but as values and never as code."""

from __future__ import annotations

import keyword
import math
from typing import TYPE_CHECKING

from cx_workbench.runs.parameters import plain
from cx_workbench.runs.templates import tags

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbformat import NotebookNode

_TAG = "parameters"
_INJECTED = "injected-parameters"


def inject(notebook: NotebookNode, parameters: Mapping[str, object]) -> None:
    """Set parameters in a cell of their own, after the one tagged ``parameters``.

    Parameters
    ----------
    notebook
        Is changed. A cell that was put in before is replaced.
    parameters
        Plain values (texts, numbers, lists, names with values, ``None``) by name.

    Raises
    ------
    ValueError
        A name is none of Python's, or a value is not plain: nothing else may become code.
    """
    import nbformat

    before = [cell for cell in notebook.cells if _INJECTED in tags(cell)]
    cells = [cell for cell in notebook.cells if cell not in before]
    notebook.cells = cells
    notebook.metadata.setdefault("papermill", {})["parameters"] = dict(parameters)
    if not parameters:
        return
    lines = [f"{_name(name)} = {literal(value)}" for name, value in parameters.items()]
    cell = before[0] if before else nbformat.v4.new_code_cell(metadata={"tags": [_INJECTED]})
    cell.source = "\n".join(["# Parameters", *lines])
    after = next((index + 1 for index, cell in enumerate(cells) if _TAG in tags(cell)), 0)
    cells.insert(after, cell)


def literal(value: object) -> str:
    """Write a plain value as Python does.

    Raises
    ------
    ValueError
        It is anything else.

    Examples
    --------
    >>> literal({"gap": [1, None, True]})
    "{'gap': [1, None, True]}"
    """
    if isinstance(value, float) and not math.isfinite(value):
        what = f"{value} is no number that can be written down."
        raise ValueError(what)
    if value is None or type(value) in (bool, int, float, str):
        return repr(value)
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, dict):
        return (
            f"{{{', '.join(f'{literal(name)}: {literal(each)}' for name, each in value.items())}}}"
        )
    what = f"A {type(value).__name__} is no plain value."
    raise ValueError(what)


def shown(parameters: Mapping[str, object]) -> dict[str, object]:
    """Return parameters as JSON can hold them, also what was refused for being nothing plain.

    Examples
    --------
    >>> shown({"top": 5, "client": {1, 2}})
    {'top': 5, 'client': '{1, 2}'}
    """
    return {str(name): _as_shown(value) for name, value in parameters.items()}


def _as_shown(value: object) -> object:
    try:
        literal(plain(value))
    except ValueError:
        return repr(value)
    return plain(value)


def is_name(name: str) -> bool:
    """Tell whether Python takes it for the name of a variable.

    Examples
    --------
    >>> is_name("top"), is_name("q=1; print('x'); r"), is_name("class")
    (True, False, False)
    """
    return name.isidentifier() and not keyword.iskeyword(name)


def _name(name: str) -> str:
    if not is_name(name):
        what = f"'{name}' is no name."
        raise ValueError(what)
    return name
