"""The ways in which a report can fail, and what is to be said of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

BANNER = "**This run did not come to its end.**"
_PARAMETERS = 'study = "example"\nout = ""\ntop = 0\nclient = ""'
#: Files of its own, before and after what fails.
_FIRST = (
    "from pathlib import Path\nif out: Path(out, 'page.html').write_text(f'{client} {top}' * 999)"
)
_LAST = "if out: Path(out, 'last.txt').write_text('all')"


@dataclass(frozen=True)
class Way:
    """How it fails: by what a cell does, by its parameters, or by its kernel."""

    status: str
    exit_code: int
    said: str
    code: str = "1"
    parameters: Mapping[str, object] = field(default_factory=dict)
    timeout: float = 60
    language: str = "python"

    def write(self, folder: Path, name: str) -> Path:
        """Write the notebook that fails so."""
        return notebook(folder / f"{name}.ipynb", self.code, language=self.language)


def notebook(path: Path, *codes: str, language: str = "python") -> Path:
    """Write a notebook that writes a file, does what it is told, and writes another."""
    cells = [
        new_markdown_cell("# A small report"),
        new_code_cell(_PARAMETERS, metadata={"tags": ["parameters"]}),
        new_markdown_cell("## The work"),
        *map(new_code_cell, (_FIRST, *codes, _LAST)),
    ]
    spec = {"name": "some", "display_name": "?", "language": language}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": spec}), path)
    return path


WAYS = {
    "bad parameter": Way("refused", 2, "Did you mean 'top'?", parameters={"tpo": 3}),
    "bad data": Way(
        "bad_data", 3, "There is no '/no/such'", "import cx_workbench as cx\ncx.load('/no/such')"
    ),
    "raises": Way("failed", 4, "ZeroDivisionError", "1 / 0"),
    "takes too long": Way("timed_out", 5, "took too long", "while True: pass", timeout=1.5),
    "killed kernel": Way(
        "kernel_died", 6, "went away", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"
    ),
    "sys.exit(0)": Way("failed", 4, "called exit", "import sys\nsys.exit(0)"),
    "unknown kernel": Way("refused", 2, "which speaks R", language="R"),
}
