"""`cx-workbench portfolio` as its users meet it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import cx_workbench
from tests.command import cx, in_a_shell, write
from tests.example import example

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write(tmp_path / "small")


def test_the_set_the_proof_and_the_rules_are_printed(study: Path) -> None:
    done = cx("portfolio", study, "--budget", "25", "--draws", "5")
    assert (done.code, done.err) == (0, "")
    assert "Best set within 25 person-days · small" in done.out
    assert "1 improvement for 25 person-days gain" in done.out
    assert "Both steps" in done.out
    assert "that is proven" in done.out
    assert "The set takes 25 person-days at most." in done.out
    assert "of 100 draws" in done.out


def test_json_is_all_that_is_on_standard_output(tmp_path: Path) -> None:
    done = in_a_shell(
        "portfolio", "example", "--budget", "300", "--draws", "0", "--json", folder=tmp_path
    )
    assert done.code == 0
    plan = cx_workbench.portfolio(cx_workbench.rank(example(), draws=0), 300, draws=0)
    assert json.loads(done.out) == plan.to_dict()


def test_wishes_reach_the_search(study: Path) -> None:
    done = cx(
        "portfolio", study, "--budget", "500", "--require", "spoilt", "--exclude", "Both steps",
        "--at-most", "2", "--draws", "0", "--json",
    )  # fmt: skip
    figures = json.loads(done.out)
    assert [item["improvement"] for item in figures["chosen"]] == ["spoilt"]
    assert "At most 2 improvements." in figures["rules"]


def test_settings_of_the_ranking_reach_it_too(study: Path) -> None:
    done = cx("portfolio", study, "--budget", "25", "--persona", "a", "--draws", "0", "--json")
    figures = json.loads(done.out)
    assert [item["improvement"] for item in figures["robust"]] == ["both"]


def test_rules_that_cannot_be_met_are_told_with_what_it_takes(study: Path) -> None:
    done = cx("portfolio", study, "--budget", "5", "--per", "stage", "--draws", "0")
    assert done.code == 2
    assert done.out == ""
    assert "cannot be met within 5 person-days: it takes 25 person-days at least." in done.err
    assert "Traceback" not in done.err


def test_a_unit_without_figures(study: Path) -> None:
    done = cx("portfolio", study, "--budget", "5", "--unit", "cost")
    assert done.code == 2
    assert "The improvements have no column of costs." in done.err


def test_help_says_one_thing_of_the_draws_and_of_names() -> None:
    said = " ".join(cx("portfolio", "-h").out.split())
    assert said.count("--draws") == 1
    assert "--draws N In how many draws the best set is looked for again; 200" in said
    assert said.count("by id or title") == 2
    assert "--seed N" in said


def test_what_cannot_be_is_said_in_words_of_the_command_line(study: Path) -> None:
    done = cx(
        "portfolio", study, "--budget", "5", "--per", "step", "--at-most", "0", "--require",
        "both", "--exclude", "both",
    )  # fmt: skip
    assert done.code == 2
    assert not [word for word in ("include", "dimension", "at_most") if word in done.err]


def test_the_budget_is_asked_for(study: Path) -> None:
    assert cx("portfolio", study).code == 2
