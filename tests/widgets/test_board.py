from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import cx_workbench as cx
from cx_workbench.widgets import Session
from cx_workbench.widgets.board import Board
from tests.small import small, tables
from tests.widgets.asking import PLANTED, ask

if TYPE_CHECKING:
    from cx_workbench.study.model import Study


@pytest.fixture
def board() -> Board:
    return Board(Session(small(), file=False, draws=0))


@pytest.fixture(scope="module")
def study() -> Study:
    return cx.example()


@pytest.fixture
def drawn(study: Study) -> Board:
    return Board(Session(study, file=False, draws=100))


def ids(board: Board) -> list[str]:
    return [board.catalog["ids"][place] for place in board.state["order"]]


def of(board: Board, improvement: str, figure: str) -> Any:  # noqa: ANN401  any figure of a row
    return board.state[figure][ids(board).index(improvement)]


def test_titles_and_the_studys_own_estimates_are_told_once(board: Board) -> None:
    told = board.catalog

    ask(board, "estimate", improvement="both", effort=12.0)

    assert board.catalog is told
    assert told["titles"] == ["Both steps", "Already good", "Nobody knows"]
    # Low 10, likely 20, high 60: the likely one counts four times.
    assert told["effort"] == [25.0, 5.0, 5.0]
    assert told["closes"] == [0.4, 0.5, 0.5]


def test_the_rows_are_those_of_the_ranking(drawn: Board) -> None:
    state, table = drawn.state, drawn.session.ranking.table

    assert ids(drawn) == table["improvement"].tolist()
    assert state["rank"] == table["rank"].tolist()
    assert state["score"] == pytest.approx(table["score"].tolist(), abs=1e-6)
    assert state["effort"] == pytest.approx(table["effort"].tolist(), abs=1e-6)
    assert state["p_top"] == pytest.approx(table["p_top"].tolist())
    assert state["rank_low"] == table["rank_low"].tolist()
    assert state["in_top"] == 5
    assert [sum(parts) for parts in state["parts"]] == pytest.approx(state["score"], abs=1e-5)


def test_where_nothing_adds_up_the_score_is_drawn_in_one_piece(drawn: Board) -> None:
    drawn.session.change(method="ratio")

    assert drawn.state["criteria"] == ["the method"]
    assert drawn.state["parts"] == [[score] for score in drawn.state["score"]]


def test_typing_one_estimate_leaves_the_other_as_it_was_typed(board: Board) -> None:
    ask(board, "estimate", improvement="both", effort=12.0)
    ask(board, "estimate", improvement="both", closes=0.25)

    assert board.session.estimates == {"both": {"effort": 12.0, "closes": 0.25}}
    assert of(board, "both", "effort") == 12
    assert of(board, "both", "closes") == 0.25
    assert board.state["changed"] == {"both": {"effort": 12.0, "closes": 0.25}}


def test_an_estimate_is_taken_back_alone(board: Board) -> None:
    ask(board, "estimate", improvement="both", effort=12.0)
    ask(board, "estimate", improvement="both", closes=0.25)

    ask(board, "restore", improvement="both", estimate="effort")

    assert board.state["changed"] == {"both": {"closes": 0.25}}
    assert of(board, "both", "effort") == 25
    ask(board, "restore", improvement="both", estimate="closes")
    assert board.session.estimates == {}


@pytest.mark.parametrize("figures", [{"effort": -1.0}, {"closes": 1.5}, {"closes": "much"}])
def test_an_estimate_that_cannot_be_is_refused_in_words(
    board: Board, figures: dict[str, Any]
) -> None:
    ask(board, "estimate", improvement="both", **figures)

    assert board.problem
    assert board.session.estimates == {}
    assert board.state["changed"] == {}


@pytest.mark.parametrize("act", ["select", "estimate", "pin", "unpin", "veto", "unveto"])
def test_what_there_is_not_is_refused_in_words(board: Board, act: str) -> None:
    ask(board, act, improvement="bothh")

    assert "'bothh' is no improvement of the study. Did you mean 'both'?" in board.problem
    assert not board.session.log


def test_a_pinned_improvement_stands_in_the_top_with_its_rank_by_score(drawn: Board) -> None:
    last = ids(drawn)[-1]
    rank = len(ids(drawn))

    ask(drawn, "pin", improvement=last, reason="the board has promised it")

    assert drawn.state["in_top"] == 5
    assert ids(drawn)[4] == last
    assert drawn.state["rank"][3:6] == [4, rank, 5]
    assert drawn.state["pinned"] == {last: "the board has promised it"}
    ask(drawn, "unpin", improvement=last)
    assert ids(drawn)[-1] == last


def test_a_vetoed_improvement_leaves_the_list_and_comes_back(board: Board) -> None:
    ask(board, "veto", improvement="both", reason="the letter goes anyway")

    assert ids(board) == ["spoilt"]
    assert board.state["vetoed"] == [["both", "Both steps", "the letter goes anyway"]]
    ask(board, "unveto", improvement="both")
    assert set(ids(board)) == {"both", "spoilt"}
    assert board.state["vetoed"] == []


def test_what_is_not_measured_is_listed_with_its_reason_and_vetoes_only_once(board: Board) -> None:
    ask(board, "veto", improvement="spoilt", reason="")

    [(heading, lines)] = board.state["left"]
    assert heading == "Not measured"
    assert "Nobody knows (Bill)" in lines[0]


def test_a_drag_shows_no_sureness_that_belongs_to_another_order(drawn: Board) -> None:
    first = ids(drawn)[0]

    drawn.session.preview(estimates={first: {"effort": 1000.0, "closes": 0.1}})

    assert not drawn.state["settled"]
    assert drawn.state["p_top"] is None
    assert drawn.state["rank_low"] is None
    assert of(drawn, first, "effort") == pytest.approx(1000)
    assert of(drawn, first, "closes") == 0.1
    drawn.session.settle()
    assert drawn.state["settled"]
    assert of(drawn, first, "p_top") is not None


def test_taking_a_step_back_while_somebody_drags_forgets_the_drag(drawn: Board) -> None:
    first = ids(drawn)[0]
    closes = of(drawn, first, "closes")
    drawn.session.top = 3
    drawn.session.preview(estimates={first: {"closes": 0.01}})

    drawn.session.undo()

    assert drawn.state["settled"]
    assert of(drawn, first, "closes") == closes


def test_a_top_n_that_is_tried_is_shown(drawn: Board) -> None:
    drawn.session.preview(top=10)

    assert drawn.state["top"] == 10
    assert drawn.state["in_top"] == 10


def test_the_selection_is_shared(board: Board) -> None:
    ask(board, "select", improvement="spoilt")
    assert board.session.selected == "spoilt"
    assert board.state["selected"] == "spoilt"
    board.session.selected = "both"
    assert board.state["selected"] == "both"
    ask(board, "select", improvement="")
    assert board.session.selected == ""


def test_the_state_is_plain_values(drawn: Board) -> None:
    def kinds(value: object) -> set[type]:
        if isinstance(value, dict):
            return set().union(*(kinds(each) for pair in value.items() for each in pair), {dict})
        if isinstance(value, list):
            return set().union(*(kinds(each) for each in value), {list})
        return {type(value)}

    assert kinds(drawn.state) <= {dict, list, str, int, float, bool}
    assert np.isfinite(drawn.state["score"]).all()


def test_words_for_where_there_is_no_screen_hold_what_was_decided(board: Board) -> None:
    ask(board, "pin", improvement="both", reason="promised")
    ask(board, "estimate", improvement="both", effort=12.0)
    ask(board, "veto", improvement="spoilt", reason="no money")

    for words in (board.to_text(), board.to_html()):
        assert "promised" in words
        assert "Already good: no money" in words
        assert "12 person-days instead of 25" in words


def test_a_planted_script_stays_text() -> None:
    improvements = tables()["improvements"].assign(title=f"{PLANTED} title")
    board = Board(Session(small(improvements=improvements), file=False, draws=0))
    ask(board, "pin", improvement="both", reason=PLANTED)
    ask(board, "veto", improvement="spoilt", reason=PLANTED)

    assert "<script" not in board.to_html()
    assert PLANTED in board.to_text()
    assert board.state["pinned"]["both"] == PLANTED
