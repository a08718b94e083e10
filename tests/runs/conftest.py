"""Small notebooks that end in every way that a notebook can end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

if TYPE_CHECKING:
    from pathlib import Path

PARAMETERS = """
out = ""  # folder for what it writes
client = "nobody"  # whose figures
top = 5
share = 0.5
open_only = False
personas = []
weights = {}
anything = None
"""


class MakeNotebook(Protocol):
    def __call__(self, *codes: str, name: str = ..., parameters: str = ...) -> Path: ...


@pytest.fixture
def make_notebook(tmp_path: Path) -> MakeNotebook:
    def make(*codes: str, name: str = "small", parameters: str = PARAMETERS) -> Path:
        cells = [
            new_markdown_cell("# A small notebook"),
            new_code_cell(parameters, metadata={"tags": ["parameters"]}),
            new_markdown_cell("Some words.\n\n## The work"),
            *(new_code_cell(code) for code in codes),
        ]
        path = tmp_path / f"{name}.ipynb"
        # A kernel of that name is registered nowhere: a run brings its own.
        kernel = {"name": "registered-nowhere", "display_name": "?", "language": "python"}
        nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
        return path

    return make
