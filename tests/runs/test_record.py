"""``run.json``: the same truth for every way in which a run can end."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from cx_workbench.runs.notebook import Order, attempt
from cx_workbench.runs.record import SCHEMA
from cx_workbench.runs.templates import find
from tests.command import cx, write
from tests.runs.ways import BANNER, WAYS, Way, notebook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def record_in(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "run.json").read_text("utf-8"))
    assert found["schema"] == SCHEMA
    return found


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def typed(parameters: Mapping[str, object]) -> list[str]:
    return [word for name, value in parameters.items() for word in ("-p", f"{name}={value}")]


def test_a_run_that_is_done(tmp_path: Path) -> None:
    study = write(tmp_path / "small")
    template = notebook(tmp_path / "report.ipynb")
    out = tmp_path / "out"
    made = attempt(Order(find(template), {"study": str(study), "client": "Žltý"}, out))
    found = record_in(out)
    assert (found["status"], found["exit_code"], found["message"]) == ("done", 0, "")
    assert found["failed_cell"] is None
    assert found["parameters"] == {"study": str(study), "client": "Žltý"}
    assert [cell["status"] for cell in found["cells"]] == ["completed"] * 4
    assert [cell["number"] for cell in found["cells"]] == [1, 2, 3, 4]
    assert found["cells"][-1]["heading"] == "The work"
    assert 0 < sum(cell["seconds"] for cell in found["cells"]) < found["seconds"]
    assert {"python", "pandas", "cx-workbench"} <= set(found["versions"])
    assert {each["name"] for each in found["inputs"]} == {path.name for path in study.iterdir()}
    for folder, part in ((study, "inputs"), (out, "outputs")):
        for each in found[part]:
            content = (folder / each["name"]).read_bytes()
            assert (each["size"], each["sha256"]) == (
                len(content),
                hashlib.sha256(content).hexdigest(),
            )
    outputs = ["last.txt", "page.html", "report.ipynb"]
    assert sorted(each["name"] for each in found["outputs"]) == outputs
    assert names(out) == sorted([*outputs, "run.json"])
    assert made.error is None


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_report_that_fails_tells_the_truth_everywhere(tmp_path: Path, way: Way) -> None:
    study = write(tmp_path / "small")
    template, out = way.write(tmp_path, "report"), tmp_path / "out"
    words = ["--timeout", str(way.timeout), *typed(way.parameters)]
    done = cx("report", template, study, "--out", out, *words)
    assert (done.code, done.out) == (way.exit_code, "")
    assert way.said in done.err
    assert "Traceback" not in done.err
    found = record_in(out)
    assert (found["status"], found["exit_code"]) == (way.status, way.exit_code)
    assert "\n" not in found["message"]
    assert way.said in " ".join([found["message"], *found["problems"]])
    # What it had written is not whole, so that it is not there.
    assert names(out) == ["report.failed.ipynb", "run.json"]
    kept = json.loads((out / "report.failed.ipynb").read_text("utf-8"))
    banner = "".join(kept["cells"][0]["source"])
    assert banner.startswith(BANNER)
    assert way.said in banner
    assert kept["metadata"]["papermill"]["exception"] is True
    cells = [cell["status"] for cell in found["cells"]]
    if way.code == "1":
        assert (set(cells), found["failed_cell"]) == ({"pending"}, None)
    else:
        # papermill puts a cell for the parameters after the first.
        assert cells == ["completed", "completed", "completed", "failed", "pending"]
        assert found["failed_cell"] == found["cells"][3]
        assert found["failed_cell"]["heading"] == "The work"


def test_what_nothing_can_hold_is_refused_and_written_down(tmp_path: Path) -> None:
    template = find(notebook(tmp_path / "report.ipynb"))
    given = {"client": {"a set"}, "top": float("nan"), "study": tmp_path}
    made = attempt(Order(template, given, tmp_path / "out"))
    assert made.record.status == "refused"
    shown = record_in(tmp_path / "out")["parameters"]
    assert shown == {"client": "{'a set'}", "top": "nan", "study": str(tmp_path)}


def test_bad_data_is_told_before_a_kernel_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("cx_workbench.runs.executing.execute")
    out = tmp_path / "out"
    done = cx("report", tmp_path / "nowhere", "--out", out)
    assert done.code == 3
    found = record_in(out)
    assert (found["status"], found["exit_code"]) == ("bad_data", 3)
    assert found["message"] == "The study cannot be read."
    assert "nowhere" in found["problems"][0]


def test_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    done = cx("report", "example", "--out", tmp_path / "out" / "deeper")
    assert (done.code, done.out) == (1, "")
    assert "cannot be written to" in done.err
    assert "Traceback" not in done.err
    assert (tmp_path / "out").read_text() == "a file"


def test_a_run_that_fails_takes_back_the_word_of_the_last_one(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert attempt(Order(find(notebook(tmp_path / "report.ipynb")), {}, out)).error is None
    page = (out / "page.html").read_bytes()
    attempt(Order(find(notebook(tmp_path / "report.ipynb", "1 / 0")), {"client": "x"}, out))
    found = record_in(out)
    assert found["status"] == "failed"
    assert [each["name"] for each in found["outputs"]] == ["report.failed.ipynb"]
    assert (out / "page.html").read_bytes() == page
