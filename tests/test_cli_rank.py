"""`cx-workbench rank` as its users meet it: tables, JSON, CSV, settings and mistakes."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import cx_workbench
from cx_workbench.cli.terminal import print_ranking
from cx_workbench.study.loading import load
from tests.command import HERE, cx, in_a_shell, write
from tests.example import example
from tests.small import tables

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

STYLE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write(tmp_path / "small")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


def order(answer: dict[str, Any]) -> list[str]:
    return [item["improvement"] for item in answer["ranking"]]


def test_rank_prints_the_order_the_reasons_and_what_was_assumed(study: Path) -> None:
    done = cx("rank", study)
    assert (done.code, done.err) == (0, "")
    assert "TOP 5 · small" in done.out
    assert re.search(r"1 +Both steps +0\.730 +30\.0 +10\.0 +25 +4\b", done.out)
    assert re.search(r"2 +Already good +0\.270 +0\.0 +0\.0 +5 +1\b", done.out)
    flat = " ".join(done.out.split())
    assert "1. Both steps: Order and Bill score 42 (n 3) against an expectation of 92" in flat
    assert "Nobody knows (Bill): only other personas were asked there" in flat
    assert "Weights: gap 0.3, impact 0.4, effort 0.3 (the default)." in flat
    assert "3 of 3 measured cells rest on fewer than 10 answers." in flat


def test_rank_of_a_built_in_study_needs_no_file() -> None:
    done = cx("rank", "example", "--top", "3")
    assert done.code == 0
    assert "TOP 3 · Mobile operator 2026 (synthetic example)" in done.out


def test_a_folder_called_example_goes_before_the_built_in_study(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "example")
    monkeypatch.chdir(tmp_path)
    assert "TOP 5 · example" in cx("rank", "example").out


def test_cells_are_listed_with_interval_and_n(study: Path) -> None:
    out = cx("rank", study, "--cells").out
    assert re.search(r"a +x +csat +2 +62\.5 \(\d+-\d+\) +100\.0 +\+37\.5 +66\.7 %", out)
    assert re.search(r"b +x +csat +1 +75\.0 \(\d+-\d+\) +25\.0 +-50\.0 +100\.0 %", out)
    assert re.search(r"b +y +not measured", out)


@pytest.mark.parametrize("width", [200, 90, 60, 40])
def test_no_terminal_is_too_narrow_for_the_figures(
    monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    ranking = cx_workbench.rank(example(), draws=0)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", str(width))
    out = STYLE.sub("", cx("rank", "example", "--cells").out)
    assert max(map(len, out.splitlines())) <= width
    assert "…" not in out
    for score in ranking.table["score"]:
        assert f" {score:.3f}" in out
    for n in ranking.table["n"]:
        assert re.search(rf"\b{n:,}\b", out)
    flat = " ".join(out.split())
    for low, high in ranking.cells.query("measured")[["low", "high"]].itertuples(index=False):
        assert f"({low:.0f}-{high:.0f})" in flat


def test_a_pipe_has_room_for_the_table_whatever_the_terminal(
    monkeypatch: pytest.MonkeyPatch, study: Path
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert re.search(r"1 +Both steps +0\.730 +30\.0 +10\.0 +25 +4\b", cx("rank", study).out)


def test_markup_and_commands_in_a_text_are_shown_or_dropped_but_never_obeyed(
    tmp_path: Path,
) -> None:
    bad = "[red]Alarm[/red] [link=x]y[/link] \x1b[31m\x07"
    frames = tables()
    study = write(
        tmp_path / "planted",
        improvements=frames["improvements"].assign(title=bad),
        touchpoints=frames["touchpoints"].assign(name=bad),
        personas=frames["personas"].assign(name=bad),
    )
    out = cx("rank", study, "--cells").out
    assert "[red]Alarm[/red] [link=x]y[/link]" in " ".join(out.split())
    assert not set(out) & {"\x1b", "\x07"}


def test_a_problem_s_text_is_never_obeyed_either(
    monkeypatch: pytest.MonkeyPatch, study: Path
) -> None:
    def refuse(_: object) -> None:
        raise cx_workbench.WorkbenchError("\x1b[2JIt is gone.")

    monkeypatch.setattr("cx_workbench.study.loading.load", refuse)
    assert cx("check", study).err == "␛[2JIt is gone.\n"


def test_a_terminal_obeys_nothing_that_a_ranking_says(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ranking = cx_workbench.rank(load(study))
    planted = ranking.table.assign(title="\x1b[2JGone", why="\x9b2JGone")
    print_ranking(replace(ranking, study="\x1b[31mRed", table=planted))
    out = capsys.readouterr().out
    assert not set(out) & {"\x1b", "\x9b"}
    assert "TOP 5 · ␛[31mRed" in out
    assert "␛[2JGone" in out


def test_filters_that_leave_nothing_are_said(study: Path) -> None:
    done = cx("rank", study, "--persona", "a", "--pain-type", "feature")
    assert done.code == 0
    assert "only persona Anna · only pain type feature" in done.out
    assert "No improvement is left to rank." in done.out


def test_json_is_all_there_is_on_standard_output(study: Path, tmp_path: Path) -> None:
    done = in_a_shell("rank", study, "--json", folder=tmp_path)
    assert (done.code, done.err) == (0, "")
    answer = json.loads(done.out)
    assert answer["schema"] == "cx-workbench/ranking/1"
    assert order(answer) == ["both", "spoilt"]
    assert "cells" not in answer


def test_json_with_cells(study: Path) -> None:
    answer = json.loads(cx("rank", study, "--json", "--cells").out)
    assert [(cell["persona"], cell["touchpoint"]) for cell in answer["cells"]] == [
        ("a", "x"),
        ("a", "y"),
        ("b", "x"),
    ]
    assert answer["cells"][0]["gap"] == pytest.approx(37.5)


def test_csv_of_the_order_and_of_the_cells(study: Path) -> None:
    found = rows(cx("rank", study, "--csv").out)
    assert [(row["rank"], row["improvement"], row["touchpoints"]) for row in found] == [
        ("1", "both", "x;y"),
        ("2", "spoilt", "x"),
    ]
    cells = rows(cx("rank", study, "--csv", "--cells").out)
    assert [(cell["persona"], cell["touchpoint"], cell["n"]) for cell in cells] == [
        ("a", "x", "2"),
        ("a", "y", "1"),
        ("b", "x", "1"),
    ]


@pytest.mark.parametrize("start", "=+-@")
def test_csv_is_safe_to_open_in_a_spreadsheet(tmp_path: Path, start: str) -> None:
    bad = f'{start}HYPERLINK("http://x","y")'
    study = write(tmp_path / "planted", improvements=tables()["improvements"].assign(title=bad))
    found = rows(cx("rank", study, "--csv").out)
    assert [row["title"] for row in found] == [f"'{bad}", f"'{bad}"]
    assert all(row["why"].startswith("'") for row in found)


def test_json_and_csv_at_once_is_a_mistake(study: Path) -> None:
    done = cx("rank", study, "--json", "--csv")
    assert (done.code, done.out) == (2, "")
    assert done.err == "Choose one of --json and --csv.\n"


@pytest.mark.parametrize("form", ["--json", "--csv", "--cells"])
def test_names_reach_a_pipe_as_they_are_whatever_the_locale(tmp_path: Path, form: str) -> None:
    name = "Žltý účet – №1"
    study = write(tmp_path / "names", touchpoints=tables()["touchpoints"].assign(name=name))
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = in_a_shell("rank", study, form, folder=tmp_path, **plain)
    assert done.code == 0
    assert name in done.out


def test_a_reader_who_has_enough_is_no_error_to_complain_of(study: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cx_workbench.cli", "rank", str(study), "--json"]
    with subprocess.Popen(  # noqa: S603  words of this file
        command,
        cwd=tmp_path,
        env=os.environ | HERE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.parametrize(
    ("words", "key", "value"),
    [
        (["--top", "1"], "top", 1),
        (["--method", "topsis"], "method", "topsis"),
        (["--impact", "path"], "impact", "path"),
        (["--reference", "expectation"], "reference", "expectation"),
        (["--importance", "equal"], "importance", "equal"),
        (
            ["--weights", "gap=0.2,impact=0.5,effort=0.3"],
            "weights",
            {"gap": 0.2, "impact": 0.5, "effort": 0.3},
        ),
        (["--weights", " effort = 1 "], "weights", {"gap": 0, "impact": 0, "effort": 1}),
        (["--persona", "b"], "filters", {"persona": ["b"]}),
        (["--persona", "BORIS"], "filters", {"persona": ["b"]}),
        (["--persona", "a", "--persona", "Boris"], "filters", {"persona": ["a", "b"]}),
        (["--phase", "before"], "filters", {"phase": ["before"]}),
        (["--stage", "buy"], "filters", {"stage": ["Buy"]}),
        (["--channel", "app"], "filters", {"channel": ["app"]}),
        (["--pain-type", "payment"], "filters", {"pain_type": ["payment"]}),
    ],
)
def test_every_setting_arrives(study: Path, words: Sequence[str], key: str, value: object) -> None:
    answer = json.loads(cx("rank", study, "--json", *words).out)
    assert answer[key] == value


def test_weights_change_the_order(study: Path) -> None:
    by_effort = json.loads(cx("rank", study, "--json", "--weights", "effort=1").out)
    assert order(by_effort) == ["spoilt", "both"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--weights", "gap"], "'gap' is not a weight. Write weights as gap=0.2,"),
        (["--weights", "gap=much"], "'gap=much' is not a weight."),
        (["--weights", "gap=0,5"], "'5' is not a weight. Write weights as gap=0.2,"),
        (["--weights", ""], "'' is not a weight."),
        (["--weights", "gap=1,gap=2"], "gap is given twice."),
        (["--weights", "gapp=1"], "'gapp' is not a criterion. Did you mean 'gap'?"),
        (["--weights", "gap=-1"], "The weight of gap is -1.0."),
        (["--weights", "gap=nan"], "The weight of gap is nan."),
        (["--weights", "gap=0"], "All weights are 0."),
        (["--top", "0"], "top is 0. Give a whole number of 1 or more."),
        (["--top", "five"], "Invalid value for '--top'"),
        (["--method", "topsi"], "Did you mean 'topsis'?"),
        (["--persona", "Bors"], "'Bors' is not a persona of this study. Did you mean 'Boris'?"),
        (["--phase", "befor"], "'befor' is not a phase of this study. Did you mean 'before'?"),
        (["--stage", "Buy", "--phase", "during"], "leave no touchpoint"),
        (["--reference", "company"], "There are no answers of the kind company"),
        (["--prsona", "a"], "No such option: --prsona"),
    ],
)
def test_a_wrong_setting_is_named_on_standard_error(
    study: Path, words: Sequence[str], said: str
) -> None:
    done = cx("rank", study, *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "Traceback" not in done.err
