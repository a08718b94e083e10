from __future__ import annotations

import datetime as dt
import json
import time
from typing import TYPE_CHECKING

import pytest

from cx_workbench.study.session_file import write
from cx_workbench.study.sessions import Decision, Kept
from cx_workbench.widgets import Session
from cx_workbench.widgets.decisions import Decisions
from tests.small import small
from tests.widgets.asking import PLANTED, ask

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def decisions() -> Decisions:
    return Decisions(Session(small(), file=False, draws=0))


def whats(decisions: Decisions) -> list[str]:
    return [entry["what"] for entry in decisions.state["entries"]]


def test_nothing_yet(decisions: Decisions) -> None:
    assert decisions.state["entries"] == []
    assert decisions.to_text().startswith("Nothing was decided yet.")
    assert "<table" not in decisions.to_html()


def test_each_decision_with_its_reason_the_newest_first(decisions: Decisions) -> None:
    decisions.session.top = 1
    decisions.session.veto("spoilt", "It is good already")

    entries = decisions.state["entries"]
    assert whats(decisions) == ["Vetoed Already good", "TOP 5 to TOP 1"]
    assert entries[0]["reason"] == "It is good already"
    assert [entry["key"] for entry in entries] == ["1", "0"]
    told = dt.datetime.fromisoformat(entries[0]["time"])
    assert dt.datetime.now(dt.UTC) - told < dt.timedelta(minutes=1)
    json.dumps(decisions.state)


def test_a_note_by_hand_is_about_what_is_selected(decisions: Decisions) -> None:
    decisions.session.selected = "both"

    ask(decisions, "note", what=" We start with both steps ", reason=f" {PLANTED} ")

    assert decisions.session.log[-1].what == "We start with both steps"
    assert decisions.session.log[-1].reason == PLANTED
    assert decisions.session.log[-1].improvement == "both"
    assert whats(decisions) == ["We start with both steps"]
    assert decisions.problem == ""


def test_an_empty_note_is_refused_in_words(decisions: Decisions) -> None:
    ask(decisions, "note", what="  ")

    assert decisions.session.log == ()
    assert decisions.problem == "The note is empty. Write down what was decided."


def test_as_text_in_local_time_and_as_html(tmp_path: Path) -> None:
    file = tmp_path / "session.json"
    at = dt.datetime(2026, 11, 21, 16, 40, tzinfo=dt.UTC)
    write(file, Kept(decisions=(Decision(at, f"Vetoed {PLANTED}", "Too dear"),)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Europe/Bratislava")
        time.tzset()
        decisions = Decisions(small(), file=file, draws=0)
        text, html = decisions.to_text(), decisions.to_html()
    time.tzset()

    assert text == f"Decisions\n21 Nov 2026 17:40: Vetoed {PLANTED}.\n  Because: Too dear"
    assert decisions.state["text"] == text
    assert decisions.state["saved"] == "Kept in session.json."
    assert "<td>21 Nov 2026 17:40</td>" in html
    assert "<td>Too dear</td>" in html
    assert "<script" not in html
