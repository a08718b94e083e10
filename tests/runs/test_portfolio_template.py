"""The template `portfolio`: by our runner and by bare papermill, with the same figures."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import papermill
import pytest

import cx_workbench
from cx_workbench.errors import SettingError
from cx_workbench.runs.notebook import run
from cx_workbench.runs.templates import find
from tests.example import example
from tests.runs.here import run_here

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS: dict[str, Any] = {"budget": 300.0, "at_most": 4, "draws": 3}


def expected() -> dict[str, Any]:
    ranking = cx_workbench.rank(example())
    return cx_workbench.portfolio(ranking, 300, at_most=4, draws=3).to_dict()


def written(folder: Path) -> dict[str, Any]:
    figures: dict[str, Any] = json.loads((folder / "portfolio.json").read_text("utf-8"))
    return figures


def test_by_our_runner_and_by_bare_papermill(tmp_path: Path) -> None:
    ours = run("portfolio", SETTINGS, tmp_path / "ours")
    assert sorted(ours.files) == [
        "frontier.svg",
        "page.html",
        "portfolio.ipynb",
        "portfolio.json",
        "ranking.json",
        "run.json",
    ]
    bare = tmp_path / "bare"
    papermill.execute_notebook(
        find("portfolio").path,
        tmp_path / "out.ipynb",
        {**SETTINGS, "out": str(bare)},
        progress_bar=False,
    )
    assert written(tmp_path / "ours") == written(bare) == expected()
    assert (tmp_path / "ours" / "frontier.svg").read_text("utf-8") == (
        bare / "frontier.svg"
    ).read_text("utf-8")


def test_settings_of_the_ranking_reach_it(tmp_path: Path) -> None:
    given = {"shrink": True, "seed": 7, "spread": "any"}
    tables = run_here("portfolio", **SETTINGS, **given, out=str(tmp_path))
    ranking = cx_workbench.rank(example(), shrink=True, seed=7, spread="any")
    assert written(tmp_path) == cx_workbench.portfolio(ranking, 300, at_most=4, draws=3).to_dict()
    assert "In the best set (of 100 draws)" in tables
    assert "Used (person-days)" in tables


def test_settings_of_a_ranking_are_those_of_the_usual_template() -> None:
    usual = {each.name: each.default for each in find("top_improvements").parameters}
    own = {each.name: each.default for each in find("portfolio").parameters}
    assert usual.keys() <= own.keys()
    differ = {name for name in usual if usual[name] != own[name]}
    assert differ == {"draws"}


def test_what_cannot_be_met_is_told_in_the_same_words(tmp_path: Path) -> None:
    ranking = cx_workbench.rank(example(), draws=0)
    with pytest.raises(SettingError) as told:
        cx_workbench.portfolio(ranking, 30, at_least_one_per="stage")
    with pytest.raises(SettingError) as caught:
        run("portfolio", {"budget": 30.0, "at_least_one_per": "stage"}, tmp_path)
    assert str(caught.value) == str(told.value)


def test_it_is_shipped_without_outputs() -> None:
    cells = json.loads(find("portfolio").path.read_text("utf-8"))["cells"]
    assert not [output for cell in cells for output in cell.get("outputs", [])]
    assert all(parameter.means for parameter in find("portfolio").parameters)
