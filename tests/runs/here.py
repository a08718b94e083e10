"""Run a template in this process: what its cells print and show, without a kernel's start."""

from __future__ import annotations

import ast
import io
from contextlib import redirect_stdout
from typing import Any

import nbformat
import pandas as pd

from cx_workbench.runs.templates import find


def run_here(template: str, **parameters: object) -> str:
    """Run all cells, given the parameters, and return what they say as plain text.

    How parameters get into a kernel, and errors and files out of it, is tested by `run`.
    """
    said = io.StringIO()
    names: dict[str, Any] = {"display": lambda *shown: said.writelines(f"{x!r}\n" for x in shown)}
    # Whole tables, as the HTML in a notebook has them.
    with redirect_stdout(said), pd.option_context("display.max_columns", None):
        for cell in nbformat.read(find(template).path, as_version=4).cells:
            if cell.cell_type == "code":
                _run(cell.source, names)
            if "parameters" in cell.metadata.get("tags", ()):
                names |= parameters
    return said.getvalue()


def _run(code: str, names: dict[str, Any]) -> None:
    """Run a cell as a notebook does, which shows the value of the last line."""
    lines = ast.parse(code).body
    shown = [lines.pop()] if isinstance(lines[-1], ast.Expr) else []
    exec(compile(ast.Module(lines, []), "<cell>", "exec"), names)  # noqa: S102  our own template
    exec(compile(ast.Interactive(shown), "<cell>", "single"), names)  # noqa: S102  as above
