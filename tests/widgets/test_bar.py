from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from cx_workbench.errors import SettingError
from cx_workbench.study.session_file import read
from cx_workbench.widgets import Session
from cx_workbench.widgets.bar import Bar, when
from tests.small import small
from tests.widgets.asking import PLANTED, ask

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def bar() -> Bar:
    return Bar(Session(small(), file=False, draws=50, seed=7))


def test_it_starts_with_the_study(bar: Bar) -> None:
    assert bar.state["title"] == "study"
    assert (bar.state["top"], bar.state["most"]) == (5, 3)
    assert bar.state["draws"] == "50 draws, seed 7"
    assert bar.state["saved"] == "Not saved in a file"
    assert (bar.state["undo"], bar.state["redo"]) == ("", "")


def test_the_top_is_switched_and_taken_back(bar: Bar) -> None:
    ask(bar, "top", top=2)

    assert bar.session.top == 2
    assert bar.state["undo"] == "TOP 5 to TOP 2"

    ask(bar, "undo")

    assert bar.session.top == 5
    assert (bar.state["undo"], bar.state["redo"]) == ("", "TOP 5 to TOP 2")

    ask(bar, "redo")

    assert bar.session.top == 2


@pytest.mark.parametrize("top", [0, 2.5, "2"])
def test_a_top_that_is_none_is_refused(bar: Bar, top: object) -> None:
    ask(bar, "top", top=top)

    assert bar.problem == f"top is {top}. Give a whole number of 1 or more."
    assert bar.session.top == 5


def test_a_scenario_is_saved_changed_and_opened_again(bar: Bar) -> None:
    ask(bar, "save", name=" Base ")

    assert bar.state["scenario"] == "Base"
    assert [each["name"] for each in bar.state["scenarios"]] == ["Base"]
    assert not bar.state["changed"]

    ask(bar, "top", top=1)

    assert bar.state["changed"]

    ask(bar, "open", name="Base")

    assert bar.session.top == 5
    assert not bar.state["changed"]


def test_a_scenario_is_replaced_and_forgotten(bar: Bar) -> None:
    ask(bar, "save", name="Base")
    ask(bar, "top", top=1)
    ask(bar, "save", name="Base")

    assert not bar.state["changed"]
    assert [each.settings for each in bar.session.scenarios] == [{"top": 1}]

    ask(bar, "forget", name="Base")

    assert bar.state["scenarios"] == []
    assert bar.state["scenario"] == ""
    assert not bar.state["changed"]


@pytest.mark.parametrize(
    ("do", "name", "said"), [("save", " ", "needs a name"), ("open", "Bse", "Did you mean 'Base'?")]
)
def test_a_name_that_will_not_do_is_refused(bar: Bar, do: str, name: str, said: str) -> None:
    bar.session.save("Base")

    ask(bar, do, name=name)

    assert said in bar.problem


def test_it_says_where_it_is_saved_and_when(tmp_path: Path) -> None:
    file = tmp_path / "session.json"
    bar = Bar(small(), file=file, draws=0)
    assert bar.state["saved"] == "Will be saved in session.json"

    bar.session.top = 2

    saved = read(file).saved
    assert saved is not None
    assert bar.state["saved"] == f"Saved in session.json, {saved.astimezone():%H:%M}"
    assert bar.state["trouble"] == ""


def test_it_says_quietly_that_nothing_can_be_saved(tmp_path: Path) -> None:
    bar = Bar(small(), file=tmp_path / "gone" / "session.json", draws=0)

    bar.session.top = 2

    assert bar.session.ranking.top == 2
    assert "session.json" in bar.state["trouble"]
    assert bar.problem == ""


def test_a_time_of_another_day_has_its_date() -> None:
    now = datetime(2026, 3, 14, 16, 40, tzinfo=UTC)

    assert when(now, now) == f"{now.astimezone():%H:%M}"
    assert when(now - timedelta(days=2), now) == f"12 March 2026, {now.astimezone():%H:%M}"


def test_drawing_is_seen_while_it_lasts_and_no_longer(bar: Bar) -> None:
    seen: list[bool] = []
    bar.observe(lambda change: seen.append(change.new), "drawing")

    ask(bar, "top", top=2)
    with pytest.raises(SettingError):
        bar.session.change(reference="company")

    assert seen == [True, False, True, False]


def test_a_preview_is_marked_as_not_settled(bar: Bar) -> None:
    bar.session.preview(weights={"gap": 1.0})

    assert not bar.state["settled"]


def test_a_closed_bar_hears_nothing_more(bar: Bar) -> None:
    before = bar.state
    bar.close()

    bar.session.top = 2

    assert bar.state == before
    assert not bar.drawing


def test_a_clients_words_are_escaped() -> None:
    bar = Bar(small(settings={"study": {"title": PLANTED}}), file=False, draws=0)
    bar.session.save(PLANTED)

    assert "<script>" not in bar.to_html()
    assert bar.to_html().count("&lt;script&gt;") == 3
    assert bar.to_text().startswith(PLANTED)
