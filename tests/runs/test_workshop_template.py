"""The template `workshop`: by our runner and by bare papermill, from nothing to a decision."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import nbformat
import pytest

from cx_workbench.runs.notebook import run
from cx_workbench.runs.templates import find
from cx_workbench.study.session_file import read
from tests.command import write
from tests.small import tables

if TYPE_CHECKING:
    from pathlib import Path

MEGABYTE = 1_000_000
VOTES = {"both": [10, 40, 15]}


def outputs(notebook: Path) -> list[Any]:
    found = nbformat.read(notebook, as_version=4)
    return [output for cell in found.cells for output in cell.get("outputs", ())]


def said(notebook: Path) -> str:
    """Everything that the cells show as text."""
    return "\n".join(
        output.get("text", "") or output.get("data", {}).get("text/plain", "")
        for output in outputs(notebook)
    )


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = write(tmp_path / "client")
    (folder / "study.toml").write_text('[study]\ntitle = "Acme"\n', "utf-8")
    return folder


def test_votes_move_the_order_and_are_written_down_once(study: Path, tmp_path: Path) -> None:
    settings: dict[str, Any] = {"study": str(study), "draws": 200, "top": 1, "votes": VOTES}

    first = run("workshop", settings, tmp_path / "first")
    again = run("workshop", settings, tmp_path / "again")

    assert sorted(first.files) == ["page.html", "ranking.json", "run.json", "workshop.ipynb"]
    figures = json.loads((tmp_path / "first" / "ranking.json").read_text("utf-8"))
    efforts = {each["improvement"]: each["effort"] for each in figures["ranking"]}
    assert efforts["both"] == pytest.approx(15)
    assert figures["top"] == 1
    decisions = read(study / "session.json").decisions
    assert [(each.what, each.reason) for each in decisions] == [
        ("TOP 5 to TOP 1", "As set for this notebook"),
        (
            "Effort of Both steps set to 15 person-days",
            "Median of 3 votes in silence, 10 to 40 person-days",
        ),
    ]
    page = (tmp_path / "again" / "page.html").read_text("utf-8")
    assert "Median of 3 votes in silence, 10 to 40 person-days" in page
    assert "This goes on from" in said(again.notebook)


def test_bare_papermill_shows_the_still_form(study: Path, tmp_path: Path) -> None:
    notebook = tmp_path / "o.ipynb"

    subprocess.run(  # noqa: S603  the command is written here
        [sys.executable, "-m", "papermill", str(find("workshop").path), str(notebook),
         "--no-progress-bar", "-p", "study", str(study), "-p", "draws", "0"],
        check=True,
        capture_output=True,
    )  # fmt: skip

    text = said(notebook)
    for shown in ("No votes yet", "Nothing is pinned", "No scenario", "Nothing was drawn"):
        assert shown in text
    assert "No folder is set: nothing was written." in text
    assert "Traceback" not in text
    (workbench,) = (
        output["data"]
        for output in outputs(notebook)
        if "application/vnd.jupyter.widget-view+json" in output.get("data", {})
    )
    assert "Both steps" in workbench["text/html"]
    assert workbench["text/plain"].startswith("TOP 5 · Acme")
    assert notebook.stat().st_size < 1.2 * MEGABYTE
    assert not (study / "session.json").exists()


def test_what_a_client_wrote_never_becomes_code_of_the_page(tmp_path: Path) -> None:
    script = "<script>window.planted = 1</script>"
    improvements = tables()["improvements"].assign(title=[f"{script}{n}" for n in range(3)])
    study = write(tmp_path / "client", improvements=improvements)

    done = run("workshop", {"study": str(study), "draws": 0, "file": False}, tmp_path / "out")

    shown = [output.get("data", {}).get("text/html", "") for output in outputs(done.notebook)]
    assert any("&lt;script&gt;" in html for html in shown)
    assert not any("<script>window" in html for html in shown)
    assert not (study / "session.json").exists()


def test_it_guides_from_warm_up_to_hand_over() -> None:
    found = nbformat.read(find("workshop").path, as_version=4)
    text = "\n".join(cell.source for cell in found.cells if cell.cell_type == "markdown")

    agenda = [line for line in text.splitlines() if line.startswith("| ") and line[2].isdigit()]
    minutes = [int(line.split("|")[1]) for line in agenda]
    headings = [line for line in text.splitlines() if line.startswith("## ") and "minutes" in line]
    assert minutes == [int(line.rpartition("(")[2].split()[0]) for line in headings]
    assert sum(minutes) == 150
    assert "What would have to be true for this to be wrong?" in text
