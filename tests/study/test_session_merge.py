"""Two who work on one study: whatever each did is there in the end, and both are told."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_workbench.errors import StudyError
from cx_workbench.files import mark_of
from cx_workbench.study.session_file import read, write
from cx_workbench.study.session_merge import ELSEWHERE, merged
from cx_workbench.study.sessions import Changed, Decision, Kept, Scenario
from cx_workbench.widgets.keeping import Keeper
from tests.small import small
from tests.tries import tries

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=1)
CHEAP, DEAR = Changed(weights={"effort": 1.0}), Changed(weights={"impact": 1.0})
BASE = Scenario("Base", NOON, CHEAP)
SINCE = Kept(settings=CHEAP, scenario="Base", scenarios=(BASE,), saved=NOON)


def test_where_nobody_else_wrote_ours_is_kept_as_it_is() -> None:
    ours = replace(SINCE, settings=DEAR, scenarios=())
    assert merged(ours, SINCE, SINCE).kept is ours
    assert merged(ours, SINCE, SINCE).told == ()


def test_a_file_that_somebody_took_away_takes_nothing_away() -> None:
    assert merged(SINCE, Kept(), SINCE).kept is SINCE


def test_what_each_saved_is_there() -> None:
    theirs = replace(SINCE, saved=LATER, scenarios=(BASE, Scenario("Theirs", LATER, DEAR)))
    ours = replace(SINCE, scenarios=(BASE, Scenario("Ours", LATER, DEAR)))
    both = merged(ours, theirs, SINCE)
    assert [each.name for each in both.kept.scenarios] == ["Base", "Ours", "Theirs"]
    assert both.told == (
        "Somebody else works on this study too. Taken over: the scenario 'Theirs'.",
    )


def test_a_scenario_that_both_saved_is_there_twice() -> None:
    theirs = replace(SINCE, saved=LATER, scenarios=(Scenario("Base", LATER, {"top": 3}),))
    ours = replace(SINCE, scenarios=(Scenario("Base", LATER, DEAR),))
    both = merged(ours, theirs, SINCE)
    found = {each.name: each.settings for each in both.kept.scenarios}
    assert found == {"Base": DEAR, "Base (2)": {"top": 3}}
    assert both.told[-1] == "Both saved the scenario 'Base': theirs is 'Base (2)'."


def test_what_they_changed_and_we_did_not_is_theirs() -> None:
    theirs = replace(SINCE, saved=LATER, scenarios=(Scenario("Base", LATER, DEAR),))
    both = merged(SINCE, theirs, SINCE)
    assert both.kept.scenarios == theirs.scenarios
    assert "Taken over: the scenario 'Base'" in both.told[0]


def test_what_they_forgot_is_forgotten_and_told() -> None:
    both = merged(SINCE, replace(SINCE, saved=LATER, scenarios=()), SINCE)
    assert (both.kept.scenarios, both.kept.scenario) == ((), "")
    assert both.told[-1] == "They forgot the scenario 'Base'."


def test_what_one_changed_and_the_other_forgot_stays() -> None:
    changed = (Scenario("Base", LATER, DEAR),)
    forgotten = replace(SINCE, saved=LATER, scenarios=())
    assert merged(replace(SINCE, scenarios=changed), forgotten, SINCE).kept.scenarios == changed
    theirs = replace(SINCE, saved=LATER, scenarios=changed)
    assert merged(replace(SINCE, scenarios=()), theirs, SINCE).kept.scenarios == changed


def test_where_they_left_off_becomes_a_scenario() -> None:
    theirs = replace(SINCE, saved=LATER, settings=DEAR)
    both = merged(replace(SINCE, settings={"top": 3}), theirs, SINCE)
    assert both.kept.settings == {"top": 3}
    assert both.kept.scenarios[-1] == Scenario(ELSEWHERE, LATER, DEAR)
    assert both.told[-1] == f"What they have set is kept as the scenario '{ELSEWHERE}'."


_NAMES = st.sampled_from(["A", "B", "C"])
_SETTINGS = st.integers(1, 4).map(lambda top: Changed(top=top))
_SCENARIOS = st.dictionaries(_NAMES, _SETTINGS).map(
    lambda found: tuple(Scenario(name, NOON, settings) for name, settings in found.items())
)
_DECISIONS = st.sets(st.integers(0, 9)).map(
    lambda minutes: tuple(Decision(NOON + timedelta(minutes=at), f"step {at}") for at in minutes)
)
_KEPT = st.builds(Kept, settings=_SETTINGS, scenarios=_SCENARIOS, decisions=_DECISIONS)


@given(_KEPT, _KEPT, _KEPT)
@tries(200)
def test_nothing_that_either_did_is_lost(ours: Kept, theirs: Kept, since: Kept) -> None:
    both = merged(ours, replace(theirs, saved=LATER), replace(since, saved=NOON)).kept
    assert {*both.decisions} == {*ours.decisions, *theirs.decisions}
    assert both.settings == ours.settings
    names = [each.name for each in both.scenarios]
    assert len(names) == len(set(names))
    found = [each.settings for each in both.scenarios]
    before = {each.name: each.settings for each in since.scenarios}
    for each in (*ours.scenarios, *theirs.scenarios):
        if before.get(each.name) != each.settings:
            assert each.settings in found
    assert theirs.settings in (*found, ours.settings, since.settings)


def test_two_keepers_of_one_file_lose_nothing(tmp_path: Path) -> None:
    file = tmp_path / "session.json"
    here, there = Keeper(small(), file), Keeper(small(), file)
    here.save("Cheap first", CHEAP)
    there.save("Dear first", DEAR)
    assert "Taken over: the scenario 'Cheap first'" in there.told
    here.leave_off(CHEAP, "Cheap first", Decision(NOON, "TOP 5 to TOP 3"))
    assert "'Dear first'" in here.told
    assert [each.name for each in read(file).scenarios] == ["Cheap first", "Dear first"]


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from cx_workbench.study.sessions import Decision
from cx_workbench.widgets.keeping import Keeper

name, file = sys.argv[1], Path(sys.argv[2])
keeper = Keeper(None, file)
for number in range(20):
    said = f"{name} {number}"
    keeper.leave_off({"top": number + 1}, "", Decision(datetime.now(UTC), said))
    keeper.save(said, {"top": number + 1})
    assert not keeper.trouble, keeper.trouble
"""


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    file = tmp_path / "session.json"
    names = ("Anna", "Ben", "Cyril")
    running = [
        subprocess.Popen(  # noqa: S603  our own script
            [sys.executable, "-c", WRITER, name, str(file)], stderr=subprocess.PIPE, text=True
        )
        for name in names
    ]
    for process in running:
        assert process.communicate()[1] == ""
    steps = {f"{name} {number}" for name in names for number in range(20)}
    kept = read(file)
    assert {each.what for each in kept.decisions} == steps
    assert {each.name for each in kept.scenarios} - {ELSEWHERE} == steps
    assert [path.name for path in tmp_path.iterdir()] == ["session.json"]


def test_who_cannot_have_the_file_says_so_and_keeps_all_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "session.json"
    monkeypatch.setattr("cx_workbench.files._LONGEST_WAIT", 0.1)
    # Of a machine that nobody here can ask whether the process still runs.
    mark_of(file).write_text("12345\nanother-machine\n", encoding="utf-8")
    with pytest.raises(StudyError, match="another program is writing it"):
        write(file, SINCE)
    keeper = Keeper(small(), file)
    keeper.save("Cheap first", CHEAP)
    assert "another program" in keeper.trouble
    assert keeper.kept.scenarios[0].settings == CHEAP
