"""The template `how_sure`: by our runner and by bare papermill, on studies rich and poor."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import nbformat
import pandas as pd
import papermill
import pytest

import cx_workbench
from cx_workbench.runs.notebook import run
from cx_workbench.runs.templates import find
from tests.command import write
from tests.example import example
from tests.runs.here import run_here
from tests.small import tables

if TYPE_CHECKING:
    from pathlib import Path


def said(notebook: Path) -> str:
    """Everything that the cells show as text."""
    found = nbformat.read(notebook, as_version=4)
    outputs = [output for cell in found.cells for output in cell.get("outputs", ())]
    return "\n".join(
        output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in outputs
    )


def test_by_our_runner_and_by_bare_papermill(tmp_path: Path) -> None:
    settings: dict[str, Any] = {"draws": 400, "top": 3, "spread": "around"}
    ours = run("how_sure", settings, tmp_path / "ours")
    assert sorted(ours.files) == ["how_sure.ipynb", "page.html", "ranking.json", "run.json"]
    bare = tmp_path / "bare"
    papermill.execute_notebook(
        find("how_sure").path,
        tmp_path / "out.ipynb",
        {**settings, "out": str(bare)},
        progress_bar=False,
    )
    expected = cx_workbench.rank(example(), **settings)
    for folder in (tmp_path / "ours", bare):
        figures = json.loads((folder / "ranking.json").read_text("utf-8"))
        assert figures == expected.to_dict(cells=True)

    text = said(ours.notebook)
    assert "How sure is the TOP 3 · Mobile operator 2026" in text
    assert "Find out next:" in text
    assert "falls out of the TOP 3 if" in text
    assert "Ranked on reality alone" in text
    assert "associations, not causes" in text
    assert "weakest link" in text
    pictures = find("how_sure").path.read_text("utf-8").count("picture(")
    assert text.count("Mobile operator 2026 (synthetic example).") == pictures == 7


AVERAGES = pd.DataFrame(
    {
        "persona": ["a", "a", "b"],
        "touchpoint": ["x", "y", "x"],
        "metric": "csat",
        "kind": "reality",
        "mean": [3.0, 2.0, 4.0],
        "sd": 1.0,
        "n": 40,
    }
)


@pytest.mark.parametrize("draws", [0, 200])
@pytest.mark.parametrize("poor", ["answers without respondents", "averages", "one improvement"])
def test_a_study_that_has_little_to_say_is_told_so_in_words(
    tmp_path: Path, poor: str, draws: int
) -> None:
    changes: dict[str, Any] = {
        "answers without respondents": {},
        "averages": {"responses": None, "scores": AVERAGES},
        "one improvement": {"improvements": tables()["improvements"].head(1)},
    }[poor]
    study = write(tmp_path / "small", **changes)
    (study / "study.toml").write_text("[target]\ndefault = 80\n", "utf-8")

    text = run_here("how_sure", study=str(study), draws=draws, out=str(tmp_path / "out"))

    assert "Traceback" not in text
    assert "nan" not in text.lower().replace("anna", "")
    assert ("in every draw" in text) == (draws > 0)
