from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cx_workbench.errors import SettingError
from cx_workbench.rank.ranking import rank
from cx_workbench.study.session_file import read
from cx_workbench.widgets import Session
from tests.small import small

if TYPE_CHECKING:
    from pathlib import Path

DRAWS = 100


@pytest.fixture
def session() -> Session:
    return Session(small(), file=False, draws=DRAWS)


def answers(session: Session) -> list[Any]:
    """Collect every answer from now on."""
    heard: list[Any] = []
    session.observe(lambda change: heard.append(change.new), "answer")
    return heard


def test_it_starts_with_the_studys_own_settings(session: Session) -> None:
    ranking = rank(small(), draws=DRAWS)

    assert session.ranking.table.equals(ranking.table)
    assert session.weights == {"gap": 0.3, "impact": 0.4, "effort": 0.3}
    assert session.top == 5
    assert session.settings == {}
    assert session.answer.settled


def test_an_assignment_is_a_change(session: Session) -> None:
    session.top = 1

    assert session.answer.settled
    assert session.ranking.top == 1
    assert session.settings == {"top": 1}
    assert session.can_undo == "TOP 5 to TOP 1"


def test_the_order_is_there_first_and_then_all_that_belongs_to_it(session: Session) -> None:
    heard = answers(session)

    session.weights = {"effort": 1.0}

    assert [answer.settled for answer in heard] == [False, True]
    assert heard[0].order.improvements == heard[1].order.improvements == ("spoilt", "both")
    assert heard[1].ranking.table["improvement"].tolist() == ["spoilt", "both"]


def test_several_inputs_are_one_answer_one_step_and_one_line(session: Session) -> None:
    heard = answers(session)

    session.change("cheap ones first", weights={"effort": 1.0}, top=1, personas=["a"])

    assert len(heard) == 1
    assert session.ranking.filters == {"persona": ("a",)}
    assert len(session.log) == 1
    assert session.log[0].what == (
        "Weight of gap 0.3 to 0; weight of impact 0.4 to 0; weight of effort 0.3 to 1; "
        "TOP 5 to TOP 1; only persona Anna"
    )
    assert session.log[0].reason == "cheap ones first"
    session.undo()
    assert session.settings == {}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"methd": "topsis"}, "Did you mean 'method'"),
        ({"method": "topsys"}, "Did you mean 'topsis'"),
        ({"top": 0}, "top is 0"),
        ({"weights": {"gap": 0}}, "All weights are 0"),
        ({"personas": ["z"]}, "'z' is not a persona"),
        ({"vetoed": {"bth": ""}}, "Did you mean 'both'"),
        ({"estimates": {"both": {"effort": -1}}}, "-1"),
        ({"estimates": {"both": {"closes": 2}}}, "2"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    session: Session, wrong: dict[str, Any], words: str
) -> None:
    before, inputs = session.answer, session.inputs

    with pytest.raises(SettingError, match=words):
        session.change(**wrong)

    assert session.answer is before
    assert session.inputs == inputs
    assert not session.log


def test_a_wrong_assignment_is_taken_back(session: Session) -> None:
    with pytest.raises(SettingError, match="topsys"):
        session.method = "topsys"

    assert session.method == "additive"


def test_the_same_again_is_no_step(session: Session) -> None:
    heard = answers(session)

    session.change(top=5, personas=[], weights={"gap": 0.3, "impact": 0.4, "effort": 0.3})

    assert not heard
    assert not session.can_undo


def test_a_preview_moves_the_order_but_decides_nothing(session: Session) -> None:
    ranking = session.ranking

    session.preview(weights={"gap": 0.0, "impact": 0.0, "effort": 1.0})

    assert not session.answer.settled
    assert session.ranking is ranking
    assert session.order.improvements[0] == "spoilt"
    assert session.weights == {"gap": 0.3, "impact": 0.4, "effort": 0.3}
    assert not session.log
    assert not session.can_undo


def test_settling_decides_on_what_was_previewed(session: Session) -> None:
    for effort in (0.5, 0.8, 1.0):
        session.preview(weights={"gap": 0.0, "impact": 0.0, "effort": effort})

    session.settle()

    assert session.answer.settled
    assert session.weights["effort"] == 1.0
    assert len(session.log) == 1
    assert session.ranking.table["improvement"].tolist() == list(session.order.improvements)


def test_a_preview_that_is_changed_back_settles_again(session: Session) -> None:
    session.preview(weights={"gap": 0.0, "impact": 0.0, "effort": 1.0})

    session.change(weights={"gap": 0.3, "impact": 0.4, "effort": 0.3})

    assert session.answer.settled
    assert session.order.improvements[0] == "both"
    assert not session.can_undo


def test_filters_have_no_preview(session: Session) -> None:
    with pytest.raises(SettingError, match="personas"):
        session.preview(personas=["a"])


def test_what_moved_is_told(session: Session) -> None:
    session.top = 1

    session.change(weights={"effort": 1.0})

    assert session.answer.moved == {"spoilt": 1, "both": -1}
    assert "Already good entered the TOP 1 at 1" in session.answer.said
    assert "Both steps left the TOP 1" in session.answer.said


def test_an_estimate_is_the_figure_that_people_see(session: Session) -> None:
    session.estimate("both", effort=50.0, closes=0.2)

    row = session.ranking.table.set_index("improvement").loc["both"]
    assert row["effort"] == pytest.approx(50.0)
    assert session.log[-1].improvement == "both"
    assert session.log[-1].what == (
        "Effort of Both steps set to 50 person-days; closes of Both steps set to 20 %"
    )

    session.estimate("both")

    row = session.ranking.table.set_index("improvement").loc["both"]
    assert row["effort"] == pytest.approx(25.0)
    assert session.estimates == {}


def test_a_pin_ends_a_veto_and_a_veto_a_pin(session: Session) -> None:
    session.change(top=1)
    session.veto("spoilt", "too late")
    session.pin("spoilt", "the board wants it")

    assert session.vetoed == {}
    assert session.ranking.top_table["improvement"].tolist() == ["spoilt"]

    session.veto("spoilt", "no budget")

    assert session.pinned == {}
    assert session.ranking.table["improvement"].tolist() == ["both"]
    session.unveto("spoilt")
    assert len(session.ranking.table) == 2


def test_undo_and_redo_walk_all_the_way(session: Session) -> None:
    session.top = 3
    session.method = "topsis"
    session.veto("spoilt", "no budget")
    last = session.inputs

    for _ in range(5):
        session.undo()
    assert session.settings == {}
    assert session.can_redo == "TOP 5 to TOP 3"

    for _ in range(5):
        session.redo()
    assert session.inputs == last
    assert not session.can_redo


def test_a_new_step_ends_what_could_be_redone(session: Session) -> None:
    session.top = 3
    session.undo()

    session.top = 2

    assert not session.can_redo


CHANGES = st.sampled_from(
    [
        {"top": 1},
        {"top": 3},
        {"method": "topsis"},
        {"weights": {"effort": 1.0}},
        {"personas": ("a",)},
        {"vetoed": {"spoilt": "no"}},
        {"pinned": {"both": "yes"}},
        {"estimates": {"both": {"effort": 3.0}}},
    ]
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CHANGES, max_size=6))
def test_undoing_all_changes_gives_the_first_order_again(changes: list[dict[str, Any]]) -> None:
    session = Session(STUDY, file=False, draws=0)
    first = session.ranking.table
    for change in changes:
        session.change(**change)

    while session.can_undo:
        session.undo()

    assert session.settings == {}
    assert session.ranking.table.equals(first)


STUDY = small()


def test_a_scenario_brings_its_settings_back(session: Session) -> None:
    session.save("Base")
    session.change(top=1, weights={"effort": 1.0})
    session.save(" Quick wins ")

    session.open("Base")

    assert session.scenario == "Base"
    assert session.settings == {}
    assert [scenario.name for scenario in session.scenarios] == ["Base", "Quick wins"]
    compared = session.compare()
    assert list(compared.columns) == [
        "improvement",
        "title",
        "Base",
        "in_top_Base",
        "Quick wins",
        "in_top_Quick wins",
        "Now",
        "in_top_Now",
    ]
    rows = compared.set_index("improvement")
    assert list(rows.loc["both", ["Base", "Quick wins", "Now"]]) == [1, 2, 1]
    assert rows["in_top_Quick wins"].tolist() == [False, True]


@pytest.mark.parametrize("act", ["open", "forget"])
def test_a_scenario_that_is_not_there_is_refused(session: Session, act: str) -> None:
    session.save("Base")

    with pytest.raises(SettingError, match="Did you mean 'Base'"):
        getattr(session, act)("Bse")


def test_a_scenario_needs_a_name(session: Session) -> None:
    with pytest.raises(SettingError, match="needs a name"):
        session.save("  ")


def test_the_next_day_goes_on_where_the_kernel_died(tmp_path: Path) -> None:
    file = tmp_path / "session.json"
    first = Session(small(), file=file, draws=DRAWS)
    first.veto("spoilt", "no budget")
    first.save("Without the spoilt")
    first.change(top=1)
    del first

    second = Session(small(), file=file, draws=DRAWS)

    assert second.top == 1
    assert second.vetoed == {"spoilt": "no budget"}
    assert "This goes on from" in second.notice
    assert [each.what for each in second.log] == [
        "Vetoed Already good",
        "Saved as scenario Without the spoilt",
        "TOP 5 to TOP 1",
    ]
    second.undo()
    assert second.settings == {}


def test_what_no_longer_fits_the_study_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    file = tmp_path / "session.json"
    first = Session(small(), file=file, draws=0)
    first.veto("spoilt", "no budget")
    first.save("Base")
    tables = small().improvements
    kept = tables[tables["improvement"] != "spoilt"][["improvement", "title", "effort_likely"]]
    other = small(improvements=kept.assign(touchpoints="x", closes_likely=0.5))

    second = Session(other, file=file, draws=0)

    assert "no longer fits the study" in second.notice
    assert second.settings == {}
    assert [scenario.name for scenario in second.scenarios] == ["Base"]


def test_a_file_that_cannot_be_read_stops_nothing_and_stays(tmp_path: Path) -> None:
    file = tmp_path / "session.json"
    file.write_text("{broken", encoding="utf-8")

    session = Session(small(), file=file, draws=0)
    session.top = 1

    assert "cannot be used" in session.notice
    assert session.saved_in is None
    assert file.read_text(encoding="utf-8") == "{broken"


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    session = Session(small(), file=tmp_path / "no such folder" / "session.json", draws=0)

    session.top = 1

    assert "Nothing was saved" in session.trouble
    assert session.top == 1


def test_two_sessions_of_one_study_lose_nothing_of_each_other(tmp_path: Path) -> None:
    file = tmp_path / "session.json"
    one, other = (Session(small(), file=file, draws=0) for _ in range(2))

    one.save("One")
    other.save("Other")
    one.top = 1

    assert {scenario.name for scenario in read(file).scenarios} == {"One", "Other"}
    assert len(read(file).decisions) == 3
