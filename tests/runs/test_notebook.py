from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from cx_workbench.errors import (
    KernelDiedError,
    RunError,
    RunTimeoutError,
    SettingError,
    StudyError,
    WorkbenchError,
)
from cx_workbench.runs.notebook import run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.runs.conftest import MakeNotebook

WRITES_A_PAGE = "from pathlib import Path\nPath(out, 'page.html').write_text(client)"
RAISES_OUR_ERROR = """
from cx_workbench.errors import Problem, StudyError
raise StudyError(
    "The study cannot be read.",
    [Problem("There is no row.", file="a.csv"), Problem("<b>No</b> heading.", file="b.csv")],
)
"""
OUR_WORDS = """The study cannot be read.
  1. a.csv: There is no row.
  2. b.csv: <b>No</b> heading."""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def cells(notebook: Path) -> list[dict[str, Any]]:
    return list(json.loads(notebook.read_text("utf-8"))["cells"])


def text(notebook: Path) -> str:
    return "".join(
        line
        for cell in cells(notebook)
        for output in cell.get("outputs", [])
        for line in output.get("text", [])
    )


def test_a_run_leaves_the_notebook_and_what_it_wrote(
    make_notebook: MakeNotebook, tmp_path: Path
) -> None:
    out = tmp_path / "new" / "reports"

    result = run(make_notebook(WRITES_A_PAGE, "print(client, top)"), {"client": "Acme"}, out)

    assert names(out) == ["page.html", "run.json", "small.ipynb"]
    assert (out / "page.html").read_text() == "Acme"
    assert text(out / "small.ipynb") == "Acme 5\n"
    assert result.notebook == out / "small.ipynb"
    assert result.files == {name: out / name for name in names(out)}
    assert (result.template, result.parameters) == ("small", {"client": "Acme"})


def test_files_in_folders_keep_their_place(make_notebook: MakeNotebook, tmp_path: Path) -> None:
    code = "from pathlib import Path\nPath(out, 'deep').mkdir()\nPath(out, 'deep/x.svg').touch()"

    result = run(make_notebook(code), out=tmp_path / "out")

    assert sorted(result.files) == ["deep/x.svg", "run.json", "small.ipynb"]
    assert (tmp_path / "out/deep/x.svg").exists()


@pytest.mark.parametrize("out", ["reports", "."])
def test_paths_in_the_notebook_are_where_the_files_end_up(
    make_notebook: MakeNotebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str
) -> None:
    monkeypatch.chdir(tmp_path)
    notebook = make_notebook("from pathlib import Path\nprint(Path(out, 'page.html'), out)")

    result = run(notebook, out=out)

    page = "page.html" if out == "." else f"{out}/page.html"
    assert text(result.notebook) == f"{page} {out}\n"
    written = result.notebook.read_text("utf-8")
    assert ".cx-workbench-" not in written
    assert json.loads(written)["metadata"]["papermill"]["parameters"] == {"out": out}


def test_a_notebook_without_an_out_parameter_runs_too(
    make_notebook: MakeNotebook, tmp_path: Path
) -> None:
    result = run(make_notebook("print(n)", parameters="n = 1"), {"n": 2}, tmp_path / "out")

    assert text(result.notebook) == "2\n"


def test_the_kernel_is_this_python_whatever_is_registered(
    make_notebook: MakeNotebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "jupyter" / "kernels" / "python3"
    other.mkdir(parents=True)
    kernel = {"argv": ["/no/such/python"], "display_name": "Other", "language": "python"}
    (other / "kernel.json").write_text(json.dumps(kernel))
    monkeypatch.setenv("JUPYTER_PATH", str(other.parents[1]))

    result = run(make_notebook("import sys\nprint(sys.executable)"), out=tmp_path / "out")

    assert text(result.notebook) == f"{sys.executable}\n"


def test_a_path_with_braces_is_a_path(make_notebook: MakeNotebook, tmp_path: Path) -> None:
    result = run(make_notebook("1", name="{client}"), out=tmp_path / "{top}")

    assert result.notebook == tmp_path / "{top}" / "{client}.ipynb"
    assert result.notebook.exists()


def test_a_run_says_nothing_by_itself(
    make_notebook: MakeNotebook, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run(make_notebook("import os\nos.system('echo loud')\nprint('loud')"), out=tmp_path / "out")

    assert capfd.readouterr() == ("", "")


def test_values_reach_the_notebook_as_they_are(make_notebook: MakeNotebook, tmp_path: Path) -> None:
    values = {
        "client": 'A"b\\c\n{top} ${HOME} Žltý, Größe, 007',
        "personas": ("families", "students"),
        "weights": {"gap": 0.5, "it's": 1},
        "anything": [None, True, 1.5],
        "open_only": True,
    }
    code = "import json\nprint(json.dumps([client, personas, weights, anything, open_only]))"

    result = run(make_notebook(code), values, tmp_path / "out")

    expected = [*values.values()]
    expected[1] = ["families", "students"]
    assert json.loads(text(result.notebook)) == expected


def test_a_cell_that_raises(make_notebook: MakeNotebook, tmp_path: Path) -> None:
    out = tmp_path / "out"

    with pytest.raises(RunError) as caught:
        run(make_notebook(WRITES_A_PAGE, "1 / 0", "print('after')"), out=out)

    assert caught.value.exit_code == 4
    assert str(caught.value) == (
        "The notebook stopped at cell [4], under “The work”: ZeroDivisionError: division by zero"
    )
    assert names(out) == ["run.json", "small.failed.ipynb"]


def test_a_cell_that_takes_too_long(
    make_notebook: MakeNotebook, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(RunTimeoutError) as caught:
        run(make_notebook("while True: pass", "print('after')"), out=tmp_path / "out", timeout=1.5)

    assert caught.value.exit_code == 5
    assert str(caught.value) == (
        "The notebook took too long at cell [3], under “The work”: a cell may take 1.5 seconds."
    )
    assert capfd.readouterr() == ("", "")


def test_a_kernel_that_dies(make_notebook: MakeNotebook, tmp_path: Path) -> None:
    code = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"

    with pytest.raises(KernelDiedError, match=r"kernel went away at cell .*“The work”") as caught:
        run(make_notebook(code, "print('after')"), out=tmp_path / "out")

    assert caught.value.exit_code == 6


@pytest.mark.parametrize("code", ["0", "", "3"])
def test_a_cell_that_exits(make_notebook: MakeNotebook, tmp_path: Path, code: str) -> None:
    with pytest.raises(RunError, match=r"called exit at cell .* did not run") as caught:
        run(make_notebook(f"import sys\nsys.exit({code})", "print('after')"), out=tmp_path / "out")

    assert caught.value.exit_code == 4


def test_our_own_error_comes_back_in_its_words(make_notebook: MakeNotebook, tmp_path: Path) -> None:
    with pytest.raises(StudyError) as caught:
        run(make_notebook(RAISES_OUR_ERROR), out=tmp_path / "out")

    assert caught.value.exit_code == 3
    assert str(caught.value) == OUR_WORDS


def test_an_error_that_only_borrows_the_name_is_the_notebooks(
    make_notebook: MakeNotebook, tmp_path: Path
) -> None:
    code = "class StudyError(Exception): pass\nraise StudyError('mine')"

    with pytest.raises(RunError, match=r"stopped at cell .*: StudyError: mine"):
        run(make_notebook(code), out=tmp_path / "out")


FAILURES = {
    "raises": ("1 / 0", "ZeroDivisionError"),
    "too long": ("while True: pass", "took too long"),
    "died": ("import os\nos._exit(0)", "went away"),
    "exit": ("import sys\nsys.exit(0)", "called exit"),
    "ours": (RAISES_OUR_ERROR, "    The study cannot be read."),
}


@pytest.mark.parametrize(("code", "words"), FAILURES.values(), ids=FAILURES)
def test_a_failed_run_is_kept_and_says_so(
    make_notebook: MakeNotebook, tmp_path: Path, code: str, words: str
) -> None:
    out = tmp_path / "out"
    run(make_notebook(WRITES_A_PAGE), {"client": "good"}, out)
    before = {name: (out / name).read_bytes() for name in ("page.html", "small.ipynb")}

    with pytest.raises(WorkbenchError):
        run(make_notebook(WRITES_A_PAGE, code, "print('after')"), {"client": "bad"}, out, timeout=2)

    assert names(out) == ["page.html", "run.json", "small.failed.ipynb", "small.ipynb"]
    assert {name: (out / name).read_bytes() for name in before} == before
    kept = cells(out / "small.failed.ipynb")
    note = "".join(kept[0]["source"])
    assert note.startswith("**This run did not come to its end.**")
    assert words in note
    statuses = [cell["metadata"]["papermill"]["status"] for cell in kept[1:]]
    assert statuses == ["completed"] * 5 + ["failed", "pending"]
    assert "after" not in text(out / "small.failed.ipynb")


def test_a_good_run_takes_the_failed_one_away(make_notebook: MakeNotebook, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(RunError):
        run(make_notebook("1 / 0"), out=out)

    run(make_notebook("1"), out=out)

    assert names(out) == ["run.json", "small.ipynb"]


def test_a_file_in_the_way_of_the_folder(make_notebook: MakeNotebook, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("a file")

    with pytest.raises(WorkbenchError, match="cannot be written to"):
        run(make_notebook("1"), out=out)

    assert out.read_text() == "a file"


@pytest.mark.parametrize("timeout", [0, -1, float("nan")])
def test_a_timeout_that_is_none(
    make_notebook: MakeNotebook, tmp_path: Path, timeout: float
) -> None:
    with pytest.raises(SettingError, match="more than 0 seconds"):
        run(make_notebook("1"), out=tmp_path / "out", timeout=timeout)

    assert names(tmp_path / "out") == ["run.json", "small.failed.ipynb"]
