from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import pytest

from cx_workbench.runs.notebook import run

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDERS = ("templates", "notebooks")
EXAMPLES = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


def notebooks(root: Path) -> list[Path]:
    return sorted(path for folder in FOLDERS for path in (root / folder).glob("*.ipynb"))


def test_notebooks_are_kept_without_outputs(pytestconfig: pytest.Config) -> None:
    found = notebooks(pytestconfig.rootpath)
    assert found

    for path in found:
        for number, cell in enumerate(json.loads(path.read_text("utf-8"))["cells"], start=1):
            place = f"{path.name}, cell {number}"
            assert not cell.get("outputs"), f"{place} was saved with its output"
            assert cell.get("execution_count") is None, f"{place} was saved after a run"


def test_templates_take_parameters(pytestconfig: pytest.Config) -> None:
    found = sorted((pytestconfig.rootpath / "templates").glob("*.ipynb"))
    assert found

    for path in found:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        tagged = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", ())]
        assert len(tagged) == 1, f"{path.name} needs one cell with the tag 'parameters'"


def said(notebook: Path) -> Iterator[str]:
    """Yield what the cells show as text."""
    for cell in nbformat.read(notebook, as_version=4).cells:
        for output in cell.get("outputs", ()):
            yield output.get("text", "") or output.get("data", {}).get("text/plain", "")


WORDS = {
    "first_workshop": (
        "One person sees the case through rose to 2",
        "A bill that says what changed: effort 25 instead of 95",
        "Vetoed One invoice for all lines",
        "A bill that says what changed: Rank 1 of 16, in the TOP 5",
        "This goes on from",
        "['Base', 'Firms only'] {'transfer_tracker': 'Promised to the regulator'}",
        "page.html",
    ),
}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_worked_examples_show_what_their_words_say(example: Path, tmp_path: Path) -> None:
    text = "\n".join(said(run(example, {}, tmp_path).notebook))

    assert "Traceback" not in text
    for shown in WORDS[example.stem]:
        assert shown in text
