from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cx_workbench.rank.ranking import rank
from cx_workbench.study.built_in import example
from cx_workbench.widgets import picture as base
from cx_workbench.widgets.matrix import Matrix
from cx_workbench.widgets.session import Session

if TYPE_CHECKING:
    from cx_workbench.study.model import Study

LOOK = {"view": "first", "width": 640, "dark": False, "visible": True}
MOVED = {"improvement": "plain_bill", "effort": 20.0, "closes": 0.5}


@pytest.fixture(autouse=True)
def no_vega(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "bring_vega", lambda _: None)


@pytest.fixture(scope="module")
def study() -> Study:
    return example()


@pytest.fixture
def matrix(study: Study) -> Matrix:
    made = Matrix(Session(study, file=False, draws=100))
    command(made, "look", **LOOK)
    return made


def drag(matrix: Matrix, number: int, **moved: Any) -> None:  # noqa: ANN401  what a browser sends
    matrix.wanted = {"estimate": {**MOVED, **moved, "number": number}}


def command(matrix: Matrix, do: str, **fields: Any) -> None:  # noqa: ANN401  what a browser sends
    message = {"do": do, **fields}
    matrix._msg_callbacks(matrix, message, [])  # noqa: SLF001  the way in from the browser


def test_the_browser_knows_what_a_share_gains(matrix: Matrix) -> None:
    ranking = matrix.session.ranking
    row = ranking.table.set_index("improvement").loc["plain_bill"]
    estimate = matrix.state["estimates"]["plain_bill"]

    none, all_ = estimate["impacts"]
    assert none == 0
    assert estimate["closes"] * all_ == pytest.approx(row["impact"], abs=1e-4)
    assert estimate["effort"] == pytest.approx(row["effort"])
    assert matrix.state["units"]["effort"] == "person-days"


def test_along_the_path_it_knows_it_closely_enough(study: Study) -> None:
    matrix = Matrix(Session(study, file=False, draws=0))
    matrix.session.impact = "path"
    command(matrix, "look", **LOOK)

    for row in matrix.session.ranking.table.itertuples():
        estimate = matrix.state["estimates"][row.improvement]
        impacts, at = estimate["impacts"], estimate["closes"] * 20
        below = min(19, int(at))
        between = impacts[below] + (impacts[below + 1] - impacts[below]) * (at - below)
        assert between == pytest.approx(row.impact, rel=0.005, abs=1e-4)


def test_while_a_point_moves_the_order_answers_and_nothing_is_decided(matrix: Matrix) -> None:
    before = matrix.state

    drag(matrix, 1, effort=1.0, closes=1.0)

    session = matrix.session
    assert not session.answer.settled
    assert session.order.improvements[0] == "plain_bill"
    assert session.estimates == {}
    assert matrix.state is before


def test_letting_go_decides(matrix: Matrix) -> None:
    drag(matrix, 1)
    command(matrix, "estimate", **MOVED, number=2)

    session = matrix.session
    assert session.estimates == {"plain_bill": {"effort": 20.0, "closes": 0.5}}
    row = session.ranking.table.set_index("improvement").loc["plain_bill"]
    again = rank(example(), draws=0, estimates={"plain_bill": {"effort": 20, "closes": 0.5}})
    expected = again.table.set_index("improvement").loc["plain_bill"]
    assert row["effort"] == pytest.approx(20)
    assert row["impact"] == pytest.approx(expected["impact"])
    assert len(session.log) == 1


def test_a_preview_that_comes_after_the_decision_is_ignored(matrix: Matrix) -> None:
    command(matrix, "estimate", **MOVED, number=5)
    drag(matrix, 4, effort=90.0)

    assert matrix.session.answer.settled
    assert matrix.session.estimates["plain_bill"]["effort"] == 20.0


def test_escape_puts_everything_back(matrix: Matrix) -> None:
    before = matrix.session.order.improvements
    drag(matrix, 1, effort=1.0, closes=1.0)

    command(matrix, "cancel", number=2)

    assert matrix.session.answer.settled
    assert matrix.session.order.improvements == before
    assert matrix.session.estimates == {}
    assert len(matrix.session.log) == 0


def test_estimates_of_others_stay(matrix: Matrix) -> None:
    matrix.session.estimate("roaming_alert", effort=33.0)

    command(matrix, "estimate", **MOVED, number=1)

    assert matrix.session.estimates["roaming_alert"] == {"effort": 33.0}


@pytest.mark.parametrize(
    "wrong", [{"effort": -1.0}, {"closes": 1.5}, {"effort": float("nan")}, {"improvement": "?"}]
)
def test_what_cannot_be_is_refused_in_words(matrix: Matrix, wrong: dict[str, Any]) -> None:
    command(matrix, "estimate", **{**MOVED, **wrong, "number": 1})

    assert matrix.problem
    assert matrix.session.estimates == {}
