"""papermill with ``--engine cx``: its own command line, our verdicts."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import papermill
import pytest
from papermill.engines import papermill_engines

from cx_workbench.errors import RunTimeoutError, SettingError, WorkbenchError
from cx_workbench.runs.engine import CxEngine
from tests.command import HERE
from tests.runs.ways import BANNER, WAYS, Way, notebook

if TYPE_CHECKING:
    from pathlib import Path

PLANTED = "q=1; open({path!r}, 'w'); r"


def pm(source: Path, out: Path, **given: Any) -> Any:  # noqa: ANN401  papermill's own notebook
    named = {"engine_name": "cx", "kernel_name": "python3", "progress_bar": False}
    return papermill.execute_notebook(source, out, **named | given)


def record_of(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(out.with_suffix(".run.json").read_text("utf-8"))
    return found


def first_cell(out: Path) -> str:
    return "".join(json.loads(out.read_text("utf-8"))["cells"][0]["source"])


def test_papermill_finds_the_engine() -> None:
    assert papermill_engines.get_engine("cx") is CxEngine


def test_a_run_that_is_done(tmp_path: Path) -> None:
    source, out = notebook(tmp_path / "report.ipynb", "print(client)"), tmp_path / "out.ipynb"
    made = pm(source, out, parameters={"client": "Acme", "out": str(tmp_path)})
    assert made.cells[5].outputs[0].text == "Acme\n"
    assert (tmp_path / "last.txt").read_text() == "all"
    found = record_of(out)
    assert (found["status"], found["template"]) == ("done", "report")
    assert found["outputs"][0]["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    written = json.loads(out.read_text("utf-8"))
    assert {cell["metadata"]["papermill"]["status"] for cell in written["cells"]} == {"completed"}
    assert written["metadata"]["papermill"]["exception"] is None
    assert written["metadata"]["papermill"]["parameters"]["client"] == "Acme"


@pytest.mark.parametrize(
    "way", [way for name, way in WAYS.items() if name != "unknown kernel"], ids=lambda way: way.said
)
def test_a_run_that_fails_tells_the_truth(tmp_path: Path, way: Way) -> None:
    source, out = way.write(tmp_path, "report"), tmp_path / "out.ipynb"
    with pytest.raises(WorkbenchError) as caught:
        pm(source, out, parameters=dict(way.parameters), execution_timeout=way.timeout)
    assert caught.value.exit_code == way.exit_code
    found = record_of(out)
    assert (found["status"], found["exit_code"]) == (way.status, way.exit_code)
    assert way.said in " ".join([found["message"], *found["problems"]])
    assert first_cell(out).startswith(BANNER)
    assert way.said in first_cell(out)


def test_a_kernel_that_there_is_not(tmp_path: Path) -> None:
    with pytest.raises(
        SettingError, match=r"There is no kernel 'pythno3'\. Did you mean 'python3'"
    ):
        pm(notebook(tmp_path / "a.ipynb"), tmp_path / "out.ipynb", kernel_name="pythno3")
    assert record_of(tmp_path / "out.ipynb")["status"] == "refused"


def test_a_folder_that_is_not_there_is_told_before_anything_runs(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    source = notebook(tmp_path / "a.ipynb", f"open({str(mark)!r}, 'w')")
    with pytest.raises(WorkbenchError, match="cannot be written to"):
        pm(source, tmp_path / "nowhere" / "out.ipynb")
    assert not mark.exists()


@pytest.mark.parametrize("where", ["name", "value", "both"])
def test_hostile_parameters_run_nothing(tmp_path: Path, where: str) -> None:
    mark = tmp_path / "ran"
    planted = PLANTED.format(path=str(mark))

    class Hostile:
        def __str__(self) -> str:
            return f"'; {planted} = 1; '"

    given = {
        "name": {planted: 1},
        "value": {"client": Hostile()},
        "both": {planted: Hostile()},
    }
    with pytest.raises(SettingError):
        pm(notebook(tmp_path / "a.ipynb"), tmp_path / "out.ipynb", parameters=given[where])
    assert not mark.exists()
    assert record_of(tmp_path / "out.ipynb")["exit_code"] == 2


def test_texts_reach_the_notebook_as_they_are(tmp_path: Path) -> None:
    text = '\'; import os; os._exit(3) #\n"""{top}\\'
    source = notebook(tmp_path / "a.ipynb", "import json\nprint(json.dumps(client))")
    made = pm(source, tmp_path / "out.ipynb", parameters={"client": text})
    assert json.loads(made.cells[5].outputs[0].text) == text


def test_what_cells_print_goes_where_papermill_is_told(tmp_path: Path) -> None:
    said = tmp_path / "said.txt"
    with said.open("w") as file:
        source = notebook(tmp_path / "a.ipynb", "print('aloud')")
        pm(source, tmp_path / "out.ipynb", stdout_file=file)
    assert said.read_text() == "aloud\n"


def test_its_command_line_ends_with_our_exit_code_and_words(tmp_path: Path) -> None:
    source = WAYS["takes too long"].write(tmp_path, "slow")
    words = ["--engine", "cx", "-k", "python3", "--execution-timeout", "1", "--no-progress-bar"]
    done = subprocess.run(  # noqa: S603  words of the test
        [sys.executable, "-m", "papermill", str(source), "out.ipynb", *words],
        cwd=tmp_path,
        env=os.environ | HERE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == RunTimeoutError.exit_code
    assert "The notebook took too long at cell" in done.stderr
    assert "Traceback" not in done.stderr
