from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from cx_workbench.errors import StudyError
from cx_workbench.rank.ranking import rank
from cx_workbench.runs.notebook import run
from cx_workbench.runs.templates import find
from cx_workbench.study.loading import load
from tests.example import example
from tests.runs.here import run_here

if TYPE_CHECKING:
    from pathlib import Path

    from cx_workbench.rank.model import Ranking
    from cx_workbench.runs.notebook import RunResult


def top(ranking: Ranking) -> list[str]:
    return list(ranking.top_table["improvement"])


def written_top(folder: Path) -> list[str]:
    figures = json.loads((folder / "ranking.json").read_text("utf-8"))
    return [item["improvement"] for item in figures["ranking"][: figures["top"]]]


def outputs(notebook: Path) -> list[dict[str, Any]]:
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    return [output for cell in cells for output in cell.get("outputs", [])]


def words(notebook: Path) -> str:
    return "".join(line for output in outputs(notebook) for line in output.get("text", []))


@pytest.fixture(scope="module")
def example_run(tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    return run("top_improvements", out=tmp_path_factory.mktemp("example"))


def test_the_example_by_our_runner(example_run: RunResult) -> None:
    ranking = rank(example())

    assert sorted(example_run.files) == [
        "page.html",
        "ranking.json",
        "run.json",
        "top_improvements.ipynb",
    ]
    assert written_top(example_run.notebook.parent) == top(ranking)
    said = words(example_run.notebook)
    for place, why in enumerate(ranking.top_table["why"], start=1):
        assert f"{place}. {why}\n" in said
    for left in ranking.not_measured:
        assert f"{left.title}: {left.reason}\n" in said


def test_the_charts_show_in_an_untrusted_notebook(example_run: RunResult) -> None:
    shown = [output.get("data", {}) for output in outputs(example_run.notebook)]

    html = ["".join(data.get("text/html", "")) for data in shown]
    images = [text for text in html if text.startswith("<img alt=")]
    assert len(images) == find("top_improvements").path.read_text("utf-8").count('"picture(') == 5
    assert all('src="data:image/svg+xml;base64,' in image for image in images)
    # Whatever needs a program of its own to be shown.
    assert not [kind for data in shown for kind in data if kind.startswith("application/")]


def test_real_data_by_bare_papermill(tmp_path: Path, data_folder: Path) -> None:
    study = data_folder / "sfo_airport_2017"
    template = find("top_improvements").path
    notebook, out = tmp_path / "out.ipynb", tmp_path / "files"

    subprocess.run(  # noqa: S603 - the command is written here
        [
            sys.executable,
            "-m",
            "papermill",
            str(template),
            str(notebook),
            "--no-progress-bar",
            "-p",
            "study",
            str(study),
            "-p",
            "out",
            str(out),
        ],
        check=True,
        capture_output=True,
    )

    expected = rank(load(study))
    assert written_top(out) == top(expected)
    assert f"1. {expected.table['why'][0]}\n" in words(notebook)


def test_settings_reach_the_ranking(tmp_path: Path, data_folder: Path) -> None:
    study = data_folder / "sfo_airport_2017"
    settings: dict[str, Any] = {
        "top": 3,
        "method": "product",
        "weights": {"gap": 0.2, "impact": 0.5, "effort": 0.3},
        "phases": ["during"],
    }

    run_here("top_improvements", study=str(study), **settings, out=str(tmp_path))

    figures = json.loads((tmp_path / "ranking.json").read_text("utf-8"))
    assert figures == rank(load(study), **settings).to_dict(cells=True)
    assert figures["top"] == 3
    assert figures["method"] == "product"


def test_a_broken_study_is_told_in_the_same_words(tmp_path: Path) -> None:
    study = tmp_path / "study"
    study.mkdir()
    (study / "personas.csv").write_text("persona\nfamilies\nfamilies\n")
    with pytest.raises(StudyError) as expected:
        load(study)

    with pytest.raises(StudyError) as caught:
        run("top_improvements", {"study": study}, tmp_path / "out")

    assert str(caught.value) == str(expected.value)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "run.json",
        "top_improvements.failed.ipynb",
    ]
