from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from cx_workbench.rank.ranking import rank
from cx_workbench.study.session_file import write
from cx_workbench.study.sessions import Kept, Scenario
from cx_workbench.widgets import Session
from cx_workbench.widgets.scenarios import Scenarios
from tests.small import small
from tests.widgets.asking import PLANTED, ask

if TYPE_CHECKING:
    from pathlib import Path

    from cx_workbench.rank.model import Ranking
    from cx_workbench.study.model import Study


@pytest.fixture
def beside() -> Scenarios:
    """Two scenarios: as the study has it, and impact alone, of which the TOP is one."""
    made = Scenarios(Session(small(), file=False, draws=0))
    made.session.save("Base")
    made.session.change(weights={"impact": 1.0}, top=1)
    made.session.save("Impact alone")
    ask(made, "look")
    return made


def test_with_nothing_saved_it_says_how_to_save() -> None:
    made = Scenarios(small(), file=False, draws=0)
    ask(made, "look")

    assert made.state["rows"] == []
    assert made.state["none"].startswith("No scenario was saved yet.")
    assert made.state["none"] in made.to_text()
    assert "type a name and save it" in made.to_html()


def test_nothing_is_compared_before_somebody_looks() -> None:
    made = Scenarios(small(), file=False, draws=0)
    made.session.save("Base")

    assert made.state == {}


def test_each_scenario_is_a_column_and_now_the_last(beside: Scenarios) -> None:
    columns = beside.state["columns"]

    assert [(each["name"], each["top"], each["open"]) for each in columns] == [
        ("Base", "TOP 5", False),
        ("Impact alone", "TOP 1", True),
        ("Now", "TOP 1", False),
    ]


def test_rows_are_those_in_the_top_of_any(beside: Scenarios) -> None:
    places = {row["improvement"]: row["places"] for row in beside.state["rows"]}

    first, second = {"rank": 1, "top": True}, {"rank": 2, "top": False}
    assert places["both"] == [first, first, first]
    assert places["spoilt"] == [{"rank": 2, "top": True}, second, second]
    assert "silent" not in places


def test_an_improvement_that_a_scenario_does_not_rank_has_no_place_there(
    beside: Scenarios,
) -> None:
    beside.session.change(pain_types=["feature"])

    places = {row["improvement"]: row["places"] for row in beside.state["rows"]}
    assert places["both"][2] == {"rank": None, "top": False}


def test_differences_are_told_in_words(beside: Scenarios) -> None:
    beside.session.change(personas=["a"])

    weighed = "weight of gap 0.3 to 0; weight of impact 0.4 to 1; weight of effort 0.3 to 0"
    assert beside.state["differences"] == [
        f"Base v Impact alone: {weighed}; TOP 5 to TOP 1",
        f"Base v Now: {weighed}; TOP 5 to TOP 1; only persona Anna",
    ]


def test_settings_that_are_the_same_are_told_too(beside: Scenarios) -> None:
    ask(beside, "open", name="Base")

    assert beside.session.top == 5
    assert beside.state["differences"][1] == "Base v Now: the same settings"
    assert [each["open"] for each in beside.state["columns"]] == [True, False, False]


def test_a_drag_leaves_the_comparison_alone(beside: Scenarios) -> None:
    before = beside.state

    beside.session.preview(weights={"effort": 1.0})

    assert beside.state is before


def test_a_scenario_is_ranked_once_and_again_when_it_is_replaced(
    beside: Scenarios, monkeypatch: pytest.MonkeyPatch
) -> None:
    ranked: list[Any] = []

    def counted(study: Study, **settings: Any) -> Ranking:  # noqa: ANN401  arguments of `rank`
        ranked.append(settings)
        return rank(study, **settings)

    monkeypatch.setattr("cx_workbench.widgets.scenarios.rank", counted)

    beside.session.top = 2
    assert ranked == []

    beside.session.save("Base")
    assert [each["top"] for each in ranked] == [2]
    assert beside.state["columns"][0]["top"] == "TOP 2"


def test_a_scenario_that_no_longer_fits_says_why(tmp_path: Path) -> None:
    file = tmp_path / "session.json"
    now = datetime(2026, 3, 14, tzinfo=UTC)
    fits, lost = Scenario("Base", now), Scenario("Lost", now, {"personas": ["zoe"]})
    write(file, Kept(scenarios=(fits, lost)))
    made = Scenarios(small(), file=file, draws=0)
    ask(made, "look")

    lost_column = made.state["columns"][1]
    assert lost_column["refused"].startswith("It no longer fits: 'zoe' is not a persona")
    assert {row["places"][1]["rank"] for row in made.state["rows"]} == {None}


def test_a_scenario_may_have_the_name_of_a_column() -> None:
    made = Scenarios(small(), file=False, draws=0)
    for name in ("Now", "title", "in_top_0", "improvement"):
        made.session.save(name)
    ask(made, "look")

    assert [each["name"] for each in made.state["columns"]] == [
        "Now",
        "title",
        "in_top_0",
        "improvement",
        "Now",
    ]
    assert [place["rank"] for place in made.state["rows"][0]["places"]] == [1] * 5


def test_as_words(beside: Scenarios) -> None:
    lines = beside.to_text().splitlines()

    assert lines[0] == "Scenarios (* in the TOP N)"
    assert lines[3].split() == ["Base", "Impact", "alone", "Now"]
    assert lines[4].split() == ["Both", "steps", "*1", "*1", "*1"]
    assert lines[5].split() == ["Already", "good", "*2", "2", "2"]


def test_a_clients_words_are_escaped() -> None:
    made = Scenarios(small(), file=False, draws=0)
    made.session.save(PLANTED)

    assert "<script>" not in made.to_html()
    assert "&lt;script&gt;" in made.to_html()
