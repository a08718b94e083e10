from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from cx_workbench.rank.portfolio.choosing import portfolio
from cx_workbench.study.built_in import example
from cx_workbench.widgets import picture as base
from cx_workbench.widgets.pictures import (
    Acceptability,
    Frontier,
    GapMap,
    HowSure,
    Journey,
    Matrix,
)
from cx_workbench.widgets.session import Session
from tests.small import small

if TYPE_CHECKING:
    from collections.abc import Callable

    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.portfolio.model import Portfolio
    from cx_workbench.study.model import Study
    from cx_workbench.widgets.picture import Picture

ALL = (Matrix, Journey, GapMap, HowSure, Acceptability)
SEEN = {"width": 640, "dark": False, "visible": True, "table": False, "still": False}


@pytest.fixture(autouse=True)
def no_vega(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing draws here; making the library takes seconds."""
    monkeypatch.setattr(base, "bring_vega", lambda _: None)


@pytest.fixture(scope="module")
def study() -> Study:
    return example()


@pytest.fixture
def session(study: Study) -> Session:
    return Session(study, file=False, draws=100)


@pytest.fixture(params=ALL, ids=lambda kind: kind.__name__)
def picture(request: pytest.FixtureRequest, session: Session) -> Picture:
    made: Picture = request.param(session)
    return made


def ask(picture: Picture, content: dict[str, Any]) -> None:
    """Send what a browser sends."""
    picture._msg_callbacks(picture, content, [])  # noqa: SLF001  the way in from the browser


def see(picture: Picture, **look: object) -> None:
    """Tell what a browser tells that shows it."""
    ask(picture, {"do": "look", "view": "first", **SEEN, **look})


def drawn(picture: Picture) -> list[Any]:
    """Collect every state from now on."""
    states: list[Any] = []
    picture.observe(lambda change: states.append(change.new), "state")
    return states


def test_one_that_nobody_sees_costs_nothing(
    picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(picture), "drawing", lambda *_: pytest.fail("nobody looks"))

    picture.session.top = 10
    see(picture, visible=False)

    assert picture.state == {}
    assert picture.spec == {}
    assert not picture.working


def test_it_is_drawn_once_for_the_room_that_there_is(picture: Picture) -> None:
    states = drawn(picture)

    see(picture)
    see(picture)

    assert len(states) == 1
    assert picture.spec["structure"] == states[0]["structure"]
    # Within the room, 8 px on both sides left free.
    assert picture.spec["drawing"]["width"] <= 640 - 16
    assert states[0]["finding"] == picture.drawing().message.finding
    assert json.loads(json.dumps(states[0])) == states[0]


def test_another_width_and_another_theme_are_another_drawing(picture: Picture) -> None:
    see(picture)
    light = picture.spec
    see(picture, dark=True)
    dark = picture.spec
    see(picture, width=900)

    assert light["drawing"]["background"] == "#FFFFFF"
    assert dark["drawing"]["background"] != "#FFFFFF"
    assert picture.spec["drawing"]["width"] > dark["drawing"]["width"]


def test_a_new_answer_draws_it_anew(picture: Picture) -> None:
    see(picture)
    before = picture.state

    picture.session.change(personas=("on_the_move",))

    assert picture.state["drawn"] != before["drawn"]


def test_a_view_that_is_out_of_sight_does_not_stop_another(session: Session) -> None:
    picture = Matrix(session)
    see(picture)
    see(picture, view="second", width=800)
    assert picture.spec["drawing"]["width"] == 800 - 16

    see(picture, view="second", visible=False)
    session.top = 3

    assert "TOP 3" in picture.state["finding"]
    assert picture.spec["drawing"]["width"] == 640 - 16


def test_it_catches_up_when_it_comes_into_sight(session: Session) -> None:
    picture = Matrix(session)
    see(picture)
    see(picture, visible=False)
    session.top = 3
    before = picture.state["finding"]

    see(picture)

    assert "TOP 3" in picture.state["finding"] != before


def test_a_drag_draws_nothing_and_says_so(session: Session) -> None:
    picture = HowSure(session)
    see(picture)
    states = drawn(picture)

    session.preview(weights={"gap": 1, "impact": 0, "effort": 0})

    assert states == []
    assert picture.working == "This still shows the figures from before the change."

    session.settle()

    assert len(states) == 1
    assert not picture.working


def test_what_is_first_looked_at_during_a_drag_is_the_last_whole_ranking(
    session: Session,
) -> None:
    session.preview(weights={"gap": 1, "impact": 0, "effort": 0})
    picture = HowSure(session)

    see(picture)

    assert picture.state["finding"] == picture.drawing().message.finding


def test_selecting_changes_rows_and_not_the_structure(session: Session) -> None:
    picture = Matrix(session)
    see(picture)
    structure, rows = picture.spec, picture.state["datasets"]

    ask(picture, {"do": "select", "improvement": "plain_bill"})

    assert session.selected == "plain_bill"
    assert picture.state["selected"] == "plain_bill"
    assert picture.spec is structure
    assert picture.state["datasets"] != rows


def test_nobody_selects_what_there_is_not(session: Session) -> None:
    picture = Matrix(session)

    ask(picture, {"do": "select", "improvement": "<script>"})

    assert session.selected == ""


def test_a_cell_selects_the_best_improvement_that_touches_it(session: Session) -> None:
    picture = GapMap(session)
    table = session.ranking.table
    row = table.iloc[4]
    persona, touchpoint = row["personas"][0], row["touchpoints"][0]
    touching = [
        persona in people and touchpoint in places
        for people, places in zip(table["personas"], table["touchpoints"], strict=True)
    ]
    best = table["improvement"][touching].iloc[0]

    ask(picture, {"do": "cell", "persona": persona, "touchpoint": touchpoint})

    assert session.selected == best


def test_the_figures_come_as_a_table_when_they_are_asked_for(picture: Picture) -> None:
    see(picture)
    assert "table" not in picture.state

    see(picture, table=True)

    columns, rows = picture.state["table"]["columns"], picture.state["table"]["rows"]
    assert rows
    assert {len(row) for row in rows} == {len(columns)}
    assert all(isinstance(text, str) and text for row in rows for text in row)


def test_the_matrix_table_holds_the_ranking(session: Session) -> None:
    first = session.ranking.table.iloc[0]
    row = Matrix(session).table().rows[0]

    assert row[0] == f"1. {first['title']}"
    assert row[1].startswith(f"{first['effort']:.0f}")


def test_a_still_picture_is_made_only_on_request(session: Session) -> None:
    picture = HowSure(session)
    see(picture)
    assert "still" not in picture.state

    see(picture, still=True)

    assert picture.state["still"].startswith("data:image/svg+xml;base64,")


def test_without_a_browser_there_is_a_picture_and_words(session: Session) -> None:
    picture = HowSure(session)

    data, _ = picture._repr_mimebundle_()

    assert data["text/html"].startswith('<img alt="')
    assert data["text/plain"] == picture.drawing().message.description
    assert "application/vnd.jupyter.widget-view+json" in data
    assert picture.vega is None


def test_what_fails_to_draw_is_said_and_logged(
    session: Session, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    picture = HowSure(session)
    monkeypatch.setattr(picture, "drawing", lambda _: 1 / 0)

    see(picture)

    assert picture.working == "The picture cannot be drawn; the notebook's log says why."
    assert "ZeroDivisionError" in caplog.text


def test_in_a_kernel_the_board_goes_first(session: Session) -> None:
    picture = HowSure(session)
    see(picture)

    async def kernel() -> list[str]:
        told: list[str] = []
        picture.observe(lambda _: told.append("picture"), "state")
        session.top = 3
        session.top = 4
        told.append("board")
        await asyncio.sleep(0)
        return told

    assert asyncio.run(kernel()) == ["board", "picture"]
    assert "TOP 4" in picture.state["finding"]


class TestFrontier:
    def test_it_hears_the_browser(self, session: Session) -> None:
        picture = Frontier(session)

        ask(picture, {"do": "select", "improvement": "plain_bill"})

        assert session.selected == "plain_bill"

    def test_it_marks_what_the_top_takes(self, session: Session) -> None:
        plan = Frontier(session).plan

        assert plan.budget == pytest.approx(session.ranking.top_table["effort"].sum())

    def test_it_is_worked_out_beside_and_only_for_the_newest(
        self, session: Session, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        waiting: list[tuple[Callable[[], Any], Callable[[Any], None]]] = []
        monkeypatch.setattr(
            "cx_workbench.widgets.frontier.beside", lambda work, done: waiting.append((work, done))
        )
        picture = Frontier(session)

        see(picture)
        session.top = 3
        session.top = 2

        assert len(waiting) == 1
        assert picture.working.startswith("Working out what each budget buys")
        assert picture.state == {}

        # The first answer is out of date when it comes: the newest is asked for then.
        work, done = waiting.pop()
        done(work())
        assert picture.state == {}
        work, done = waiting.pop()
        done(work())

        assert waiting == []
        assert not picture.working
        assert picture.plan.budget == pytest.approx(session.ranking.top_table["effort"].sum())
        assert picture.state["finding"]

    def test_what_is_not_proven_best_is_said(
        self, session: Session, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def in_haste(ranking: Ranking, budget: float, **_: object) -> Portfolio:
            plan = portfolio(ranking, budget, draws=0)
            line = plan.frontier
            return replace(plan, frontier=line.assign(proven=False, bound=line["value"] + 0.5))

        monkeypatch.setattr("cx_workbench.widgets.frontier.portfolio", in_haste)
        picture = Frontier(session)

        see(picture)

        said = "The time was up: there may be sets that gain up to 0.50 points more."
        assert picture.working == said

    def test_what_fails_is_said(
        self, session: Session, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr("cx_workbench.widgets.frontier.portfolio", lambda *_, **__: 1 / 0)
        picture = Frontier(session)

        see(picture)

        assert picture.working.startswith("What a budget buys could not be worked out")
        assert "ZeroDivisionError" in caplog.text


def test_a_study_alone_will_do() -> None:
    picture = Matrix(small(), file=False, draws=0)

    assert picture.session.ranking.study
    assert "TOP" in repr(picture)
