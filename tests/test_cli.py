"""The command line as its users meet it: every command, by words, files and exit codes."""

from __future__ import annotations

import json
import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

import cx_workbench
from cx_workbench import cli
from cx_workbench.errors import RunTimeoutError
from cx_workbench.study.loading import load
from tests.command import cx, in_a_shell, write
from tests.small import tables

if TYPE_CHECKING:
    from collections.abc import Sequence

PARAMETERS = 'study = "example"\nout = ""\ntop = 0'


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write(tmp_path / "small")


def test_a_broken_study_gives_every_problem_and_exit_code_3(tmp_path: Path) -> None:
    frames = tables()
    study = write(
        tmp_path / "broken",
        responses=frames["responses"].assign(score=9),
        improvements=frames["improvements"].assign(touchpoints="xx; y"),
    )
    for command in ("rank", "check"):
        done = cx(command, study)
        assert (done.code, done.out) == (3, "")
        assert "responses.csv, rows 2, 3" in done.err
        assert "9 is outside the scale 1-5 of csat." in done.err
        assert "improvements.csv, rows 2" in done.err
        assert "Traceback" not in done.err


@pytest.mark.parametrize("command", ["rank", "check"])
def test_a_study_that_is_not_there(command: str) -> None:
    done = cx(command, "no/such/study")
    assert (done.code, done.out) == (3, "")
    assert "no/such/study" in done.err


def test_check_finds_what_only_a_ranking_would(tmp_path: Path) -> None:
    answers = tables()["responses"].query("kind == 'reality'")
    done = cx("check", write(tmp_path / "bare", responses=answers))
    assert (done.code, done.out) == (3, "")
    assert "Add [target] with default = 85 to study.toml" in done.err


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (RuntimeError("boom"), "Something went wrong that should not: RuntimeError: boom\n"),
        (PermissionError(13, "Permission denied", "a.csv"), "Permission denied: a.csv.\n"),
    ],
)
def test_an_unexpected_error_gives_words_and_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, study: Path, error: Exception, said: str
) -> None:
    def fail(_: object) -> None:
        raise error

    monkeypatch.delenv(cli.DEBUG, raising=False)
    monkeypatch.setattr("cx_workbench.study.loading.load", fail)
    done = cx("rank", study)
    assert (done.code, done.out) == (1, "")
    assert said in done.err
    assert "Traceback" not in done.err


def test_an_unexpected_error_can_be_looked_into(
    monkeypatch: pytest.MonkeyPatch, study: Path
) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setenv(cli.DEBUG, "1")
    monkeypatch.setattr("cx_workbench.study.loading.load", fail)
    monkeypatch.setattr(sys, "argv", ["cx-workbench", "rank", str(study)])
    with pytest.raises(RuntimeError, match="boom"):
        cli.main()


@pytest.mark.parametrize("words", [["rank"], ["rnk", "example"], ["rank", "--nope"], ["report"]])
def test_a_wrong_command_says_how_to_go_on(words: Sequence[str]) -> None:
    done = cx(*words)
    assert (done.code, done.out) == (2, "")
    assert "Usage: cx-workbench" in done.err
    assert "Try 'cx-workbench" in done.err


@pytest.mark.parametrize(
    "command", ["demo", "init", "check", "rank", "portfolio", "report", "templates"]
)
def test_every_command_explains_itself(command: str) -> None:
    for ask in ("--help", "-h"):
        done = cx(command, ask)
        assert (done.code, done.err) == (0, "")
        assert f"Usage: cx-workbench {command}" in done.out
    # Each option is followed by what it takes in a person's words, not by a type of Python.
    assert not re.search(r"<(str|int|float|list)", done.out.replace("NAME <str>", ""))
    assert command in cx("--help").out


def test_the_overview_cuts_no_sentence_short() -> None:
    assert "..." not in cx("--help").out.replace("COMMAND [ARGS]...", "")


def test_check_counts_and_says_what_would_be_assumed(study: Path) -> None:
    done = cx("check", study)
    assert (done.code, done.err) == (0, "")
    flat = " ".join(done.out.split())
    for text in (
        "small: the study can be ranked.",
        "2 personas",
        "2 touchpoints",
        "8 answers",
        "3 improvements",
        "3 of 4 cells (a persona at a touchpoint) measured",
        "Reality is held against what customers expect (the default).",
        "3 of 3 measured cells rest on fewer than 10 answers.",
    ):
        assert text in flat


def test_init_makes_a_folder_and_a_workbook_that_can_be_ranked(tmp_path: Path) -> None:
    done = cx("init", tmp_path / "acme")
    assert (done.code, done.err) == (0, "")
    made = [load(tmp_path / name) for name in ("acme", "acme.xlsx")]
    whys = [cx_workbench.rank(study).table["why"].tolist() for study in made]
    assert whys[0] == whys[1]
    assert len(whys[0]) == 1
    for name in (path.name for path in (tmp_path / "acme").iterdir()):
        assert name in done.out


def test_what_init_says_to_do_next_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = cx("init", "my study").out
    steps = [shlex.split(line) for line in said.splitlines() if "cx-workbench" in line]
    assert [step[:2] for step in steps] == [["cx-workbench", "check"], ["cx-workbench", "report"]]
    for step in steps:
        done = cx(*step[1:])
        assert (done.code, done.err) == (0, "")
    assert {path.name for path in (tmp_path / "my study-report").iterdir()} == {
        "page.html",
        "ranking.json",
        "run.json",
        "top_improvements.ipynb",
    }


def test_init_here_takes_the_name_of_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "acme").mkdir()
    monkeypatch.chdir(tmp_path / "acme")
    assert cx("init", ".").code == 0
    assert (tmp_path / "acme" / "study.toml").exists()
    assert (tmp_path / "acme.xlsx").exists()


@pytest.mark.parametrize("taken", ["acme/notes.txt", "acme.xlsx"])
def test_init_never_overwrites(tmp_path: Path, taken: str) -> None:
    mine = tmp_path / taken
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("mine")
    before = sorted(tmp_path.rglob("*"))
    done = cx("init", tmp_path / "acme")
    assert (done.code, done.out) == (2, "")
    assert "is there already. Name a new folder; nothing is overwritten." in done.err
    assert sorted(tmp_path.rglob("*")) == before
    assert mine.read_text() == "mine"


def test_templates_are_listed_with_their_paths() -> None:
    listed = cx("templates").out.splitlines()
    place = listed.index("top_improvements: What to improve next: the TOP N")
    assert "portfolio: What to do with a budget: the best set" in listed
    assert Path(listed[1].strip()).is_file()
    assert cx("templates", "top_improvements").out.strip() == listed[place + 1].strip()
    done = cx("templates", "top_improvement")
    assert (done.code, done.out) == (2, "")
    assert "Did you mean 'top_improvements'?" in done.err


def test_the_demo_leaves_study_page_notebook_and_figures(tmp_path: Path) -> None:
    done = in_a_shell("demo", "--out", "result", folder=tmp_path)
    assert (done.code, done.err) == (0, "")
    answer = json.loads((tmp_path / "result/ranking.json").read_text("utf-8"))
    assert "synthetic" in done.out
    for item in answer["ranking"][:5]:
        assert item["title"] in " ".join(done.out.split())
    for name in ("page.html", "ranking.json", "top_improvements.ipynb"):
        assert str(Path("result", name)) in done.out
        assert (tmp_path / "result" / name).is_file()
    same = cx("rank", tmp_path / "result/study", "--json", "--cells")
    assert (same.code, same.err) == (0, "")
    assert json.loads(same.out) == answer


def notebook(folder: Path, *codes: str, more: str = "") -> Path:
    path = folder / "own.ipynb"
    first = new_code_cell(f"{PARAMETERS}\n{more}", metadata={"tags": ["parameters"]})
    nbformat.write(new_notebook(cells=[first, *map(new_code_cell, codes)]), path)
    return path


@pytest.mark.parametrize(
    ("code", "exit_code", "said"),
    [
        ("1 / 0", 4, "The notebook stopped at cell [3]: ZeroDivisionError"),
        ("while True: pass", 5, "The notebook took too long at cell"),
        ("import os; os._exit(1)", 6, "The notebook's kernel went away at cell"),
    ],
)
def test_a_notebook_that_does_not_come_to_its_end(
    tmp_path: Path, code: str, exit_code: int, said: str
) -> None:
    study, template, out = write(tmp_path / "small"), notebook(tmp_path, code), tmp_path / "out"
    seconds = "1" if exit_code == RunTimeoutError.exit_code else "600"
    done = cx("report", study, "--out", out, "--template", template, "--timeout", seconds)
    assert (done.code, done.out) == (exit_code, "")
    assert said in done.err
    assert "Traceback" not in done.err
    assert sorted(path.name for path in out.iterdir()) == ["own.failed.ipynb", "run.json"]


def test_a_report_passes_its_settings_on(study: Path, tmp_path: Path) -> None:
    code = "from pathlib import Path\nPath(out, 'top.txt').write_text(f'{top} {Path(study).name}')"
    out = tmp_path / "out"
    done = cx("report", study, "--out", out, "--template", notebook(tmp_path, code), "--top", "1")
    assert (done.code, done.err) == (0, "")
    assert (out / "top.txt").read_text() == "1 small"
    assert "TOP 1 · small" in done.out
    assert str(out / "top.txt") in done.out


def test_a_report_takes_parameters_as_typed_before_those_from_a_file(
    study: Path, tmp_path: Path
) -> None:
    code = (
        "from pathlib import Path\nPath(out, 'given.txt').write_text(f'{top} {client!r} {names}')"
    )
    template = notebook(tmp_path, code, more='client = ""\nnames = []')
    out = tmp_path / "out"
    given = tmp_path / "given.yaml"
    given.write_text("top: 3\nclient: from the file\nnames: [x]\n", encoding="utf-8")
    words = ["-p", "client=007", "-p", "names=a", "-p", "names=b"]
    done = cx("report", template, study, "--out", out, "-f", given, *words)
    assert (done.code, done.err) == (0, "")
    assert (out / "given.txt").read_text() == "3 '007' ['a', 'b']"
    assert "TOP 3 · small" in done.out


def test_the_help_of_a_template_lists_its_parameters() -> None:
    done = cx("report", "portfolio", "--help")
    assert (done.code, done.err) == (0, "")
    assert "Parameters of portfolio, as -p NAME=VALUE" in done.out
    for name in ("budget", "unit", "include", "at_least_one_per", "pain_types"):
        assert f"\n{name} " in done.out
    assert "\nout " not in done.out
    assert "\nstudy " not in done.out
    assert "Parameters of" not in cx("report", "--help").out


def test_the_schema_of_a_template_is_printed() -> None:
    done = cx("templates", "portfolio", "--schema")
    assert json.loads(done.out)["properties"]["budget"]["minimum"] == 0
    done = cx("templates", "--schema")
    assert (done.code, done.out) == (2, "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--top", "0"], "top is 0."),
        (["--template", "top_improvement"], "Did you mean 'top_improvements'?"),
        (["--timeout", "0"], "A timeout must be more than 0 seconds"),
        (["-p", "budget"], "'budget' is no parameter. Write it as budget=300."),
        (["-p", "budget=300"], "There is no parameter 'budget'."),
        (["--template", "portfolio", "-p", "budget=much"], "'budget' must be a number"),
        (["--weights", "gap"], "'gap' is not a weight."),
        (["--template", "portfolio", "-p", "budget=-1"], "'budget' must be 0 or more"),
        (["--template", "portfolio", "-p", "uint=cost"], "Did you mean 'unit'?"),
        (["--template", "portfolio", "-p", "include=payment_lat"], "'payment_lat' is not an"),
        (["--template", "workshop", "-p", 'votes={"nobody": [3]}'], "votes on 'nobody'"),
        (["-p", "phases=befor"], "Did you mean 'before'?"),
        (["-p", "personas=nobody"], "'nobody' is not a persona of this study."),
        (["-p", "study=example"], "The study is named as STUDY, not as a parameter."),
        (["-p", "weights=gap=much"], "'gap=much' is not a weight. Write weights as gap=0.2,"),
        (["--template", "workshop", "-p", "votes=many"], "'votes' must be names with values"),
        (["-f", "nowhere.yaml"], "There is no file nowhere.yaml."),
        (["--template", "how_sure", "another"], "A report has one template and one study"),
    ],
)
def test_a_report_that_cannot_be_is_refused_before_a_kernel_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: Sequence[str], said: str
) -> None:
    monkeypatch.delattr("cx_workbench.runs.executing.execute")
    done = cx("report", write(tmp_path / "small"), "--out", tmp_path / "out", *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    # Where a run was refused, its record says so; nothing else is left.
    left = {path.name for path in (tmp_path / "out").rglob("*")}
    assert not {name for name in left if name != "run.json" and ".failed." not in name}
