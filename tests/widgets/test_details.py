from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from cx_workbench.rank.evidence import evidence_of
from cx_workbench.study.loading import load
from cx_workbench.widgets import Session
from cx_workbench.widgets import details as module
from cx_workbench.widgets.details import NOTHING_SELECTED, Details
from tests.small import small, tables
from tests.widgets.asking import PLANTED, ask

if TYPE_CHECKING:
    from pathlib import Path

    from cx_workbench.study.model import Study

SENTENCE = "Order and Bill score"


def tables_with_comments() -> dict[str, Any]:
    """Give a comment at every answer; the worst of Anna at the bill is a planted script."""
    made = tables()
    answers = made["responses"]
    words = [f"Words {number}" for number in range(len(answers))]
    made["responses"] = answers.assign(
        comment=pd.Series(words).where(answers["score"] > 1, PLANTED), date="2026-01-05"
    )
    return made


@pytest.fixture
def study() -> Study:
    return load(tables_with_comments())


@pytest.fixture
def details(study: Study) -> Details:
    return Details(Session(study, file=False, draws=200))


def column(table: dict[str, Any], name: str) -> list[str]:
    at = [each["name"] for each in table["columns"]].index(name)
    return [row[at] for row in table["rows"]]


def test_nothing_is_selected(details: Details) -> None:
    assert details.state == {"improvement": "", "said": NOTHING_SELECTED, "settled": True}
    assert details.to_text() == NOTHING_SELECTED
    assert NOTHING_SELECTED in details.to_html()


def test_the_cells_with_figures_and_what_each_adds(details: Details) -> None:
    details.session.selected = "both"

    cells = details.state["cells"]
    # Half of a's journeys pass y, so x counts 2/3 and y 1/3 to a; both personas weigh 0.5, and
    # 40 % of the gap is closed: 0.5 * 2/3 * 37.5 * 0.4 = 5 at x and 0.5 * 1/3 * 75 * 0.4 = 5 at y.
    assert column(cells, "Persona") == ["Anna", "Anna", "Boris"]
    assert column(cells, "Touchpoint") == ["Order", "Bill", "Order"]
    assert column(cells, "Expectation") == ["100.0", "75.0", "25.0"]
    assert column(cells, "Gap") == ["+37.5", "+75.0", "−50.0"]
    assert column(cells, "Adds") == ["5.00", "5.00", "0.00"]
    assert column(cells, "Answers") == ["2", "1", "1"]
    assert column(cells, "Reach") == ["100\xa0%", "50\xa0%", "100\xa0%"]
    assert column(cells, "Reality")[0].startswith("62.5 (")
    assert details.state["not_measured"] == "Not measured: Boris at Bill."


def test_what_each_adds_is_the_impact(details: Details) -> None:
    session = details.session
    for improvement in session.ranking.table["improvement"]:
        found = evidence_of(session.ranking, improvement)
        impact = session.ranking.table.set_index("improvement")["impact"][improvement]
        assert found.measured["adds"].sum() == pytest.approx(impact)


def test_under_path_cells_do_not_add_up_and_nothing_says_so(details: Details) -> None:
    details.session.selected = "both"
    details.session.impact = "path"

    assert "Adds" not in [each["name"] for each in details.state["cells"]["columns"]]


def test_the_reason_the_standing_and_the_criteria(details: Details) -> None:
    details.session.selected = "both"

    state = details.state
    assert state["title"] == "Both steps"
    assert state["standing"] == "Rank 1 of 2, in the TOP 5"
    assert state["why"].startswith(SENTENCE)
    assert column(state["criteria"], "Criterion") == ["Gap", "Impact", "Effort"]
    assert column(state["criteria"], "Figure")[2] == "25 person-days"
    adds = sum(float(cell) for cell in column(state["criteria"], "Adds"))
    score = details.session.ranking.table["score"].iloc[0]
    assert adds == pytest.approx(score, abs=0.002)
    assert ["Effort", "10 to 60, likely 20 person-days"] in [list(f) for f in state["facts"]]
    assert state["sure"][0].startswith("In the TOP 5 in every draw; on rank")


def test_nothing_was_drawn(study: Study) -> None:
    made = Details(study, file=False, draws=0)
    made.session.selected = "both"

    assert made.state["sure"] == ["Nothing was drawn, so how sure this is cannot be said."]


def test_one_that_is_not_ranked_says_why(details: Details) -> None:
    details.session.selected = "silent"
    assert details.state["standing"] == "Not ranked"
    assert details.state["why"].startswith("Not measured: ")
    assert details.state.get("cells") is None
    assert details.state["not_measured"] == "Not measured: Boris at Bill."

    details.session.selected = "both"
    details.session.veto("both", PLANTED)
    assert details.state["why"] == f"Vetoed: {PLANTED}."
    assert details.state["criteria"] is None
    assert len(details.state["cells"]["rows"]) == 3


def test_one_whose_cells_a_filter_took_out(details: Details) -> None:
    details.session.change(personas=["a"])
    details.session.selected = "spoilt"

    assert details.state["cells"] is None
    assert details.state["not_measured"] == "The filters leave none of its cells in play."
    ask(details, "read", improvement="spoilt")
    assert details.state["comments"]["said"] == "Nobody wrote a comment there."


def test_a_pin_and_a_changed_estimate_are_seen(details: Details) -> None:
    details.session.selected = "both"
    details.session.pin("both", "Promised")
    details.session.estimate("both", effort=12, closes=0.5)

    assert details.state["pinned"] == "Promised"
    assert details.state["standing"].endswith("in the TOP 5, pinned")
    facts = [tuple(fact) for fact in details.state["facts"]]
    assert facts[:2] == [
        ("Changed estimate", "effort 12.0 person-days instead of 25.0"),
        ("Changed estimate", "closes 50\xa0% instead of 40\xa0%"),
    ]
    assert ("Effort", "10 to 60, likely 20 person-days") in facts


def test_while_somebody_drags_it_stays_and_says_that_it_waits(details: Details) -> None:
    details.session.selected = "both"
    before = details.state

    details.session.preview(weights={"gap": 0.0, "impact": 0.0, "effort": 1.0})
    assert details.state == before | {"settled": False}

    details.session.settle()
    assert details.state["settled"]
    assert details.state["criteria"] != before["criteria"]


def test_comments_come_when_the_browser_asks_for_them(details: Details) -> None:
    details.session.selected = "both"
    assert details.state["comments"] == {
        "said": "", "items": [], "more": False, "read": False, "at_once": True
    }  # fmt: skip

    ask(details, "read", improvement="both")

    found = details.state["comments"]
    assert found["read"]
    assert found["items"][0] == {
        "text": PLANTED,
        "about": "Anna · Bill · CSAT 1 on 1–5 · 5 Jan 2026",
    }
    assert [each["about"].split(" · ")[2] for each in found["items"]] == [
        "CSAT 1 on 1–5", "CSAT 3 on 1–5", "CSAT 4 on 1–5", "CSAT 5 on 1–5"
    ]  # fmt: skip
    json.dumps(details.state)


def test_comments_of_one_that_is_no_longer_selected_are_not_read(
    details: Details, monkeypatch: pytest.MonkeyPatch
) -> None:
    details.session.selected = "spoilt"
    monkeypatch.setattr(module, "quotes", lambda *_: pytest.fail("they were read"))

    ask(details, "read", improvement="both")

    assert not details.state["comments"]["read"]


def test_comments_are_read_once_whatever_is_decided(
    details: Details, monkeypatch: pytest.MonkeyPatch
) -> None:
    details.session.selected = "both"
    ask(details, "read", improvement="both")
    monkeypatch.setattr(module, "quotes", lambda *_: pytest.fail("they were read again"))

    details.session.top = 1
    details.session.selected = "spoilt"
    details.session.selected = "both"

    assert len(details.state["comments"]["items"]) == 4


def test_a_few_comments_and_then_more(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_QUOTES", 1)
    details = Details(study, file=False, draws=0)
    details.session.selected = "both"
    ask(details, "read", improvement="both")
    assert (len(details.state["comments"]["items"]), details.state["comments"]["more"]) == (1, True)

    ask(details, "more")
    assert (len(details.state["comments"]["items"]), details.state["comments"]["more"]) == (3, True)

    details.session.selected = "spoilt"
    details.session.selected = "both"
    assert len(details.state["comments"]["items"]) == 1


def test_a_study_without_comments_says_so() -> None:
    details = Details(small(), file=False, draws=0)
    details.session.selected = "both"

    assert details.state["comments"]["said"] == "The answers of this study bring no comments."
    assert details.state["comments"]["read"]


def test_comments_that_cannot_be_read_any_more_are_said_in_words(tmp_path: Path) -> None:
    for name, table in tables_with_comments().items():
        table.to_csv(tmp_path / f"{name}.csv", index=False)
    details = Details(load(tmp_path), file=False, draws=0)
    details.session.selected = "both"
    (tmp_path / "responses.csv").write_text("gone", "utf-8")

    ask(details, "read", improvement="both")

    assert "was changed after the study was loaded" in details.state["comments"]["said"]
    assert details.state["comments"]["read"]


def test_what_would_have_to_change_is_worked_out_when_asked_and_dropped_after_a_change(
    details: Details,
) -> None:
    session = details.session
    session.change(top=1)
    session.selected = "both"
    assert details.state["worked_out"] == {"turning": None, "matters": None}

    ask(details, "work_out", name="turning")
    ask(details, "work_out", name="matters")

    mine = session.ranking.turning_points().improvements.set_index("improvement")
    assert details.state["worked_out"]["turning"][0] == mine["sentence"]["both"]
    assert details.state["worked_out"]["matters"][0] == session.ranking.what_matters().said
    session.selected = "spoilt"
    assert details.state["worked_out"]["turning"][0] == mine["sentence"]["spoilt"]
    session.weights = {"gap": 1.0}
    assert details.state["worked_out"] == {"turning": None, "matters": None}


def test_what_cannot_be_worked_out_is_said(study: Study) -> None:
    details = Details(study, file=False, draws=0)
    details.session.selected = "both"

    ask(details, "work_out", name="matters")

    assert "draw" in details.problem
    assert details.state["worked_out"]["matters"] is None


def test_as_text_and_as_html(details: Details) -> None:
    details.session.selected = "both"

    text, html = details.to_text(), details.to_html()

    assert text.startswith("Both steps: Rank 1 of 2, in the TOP 5\n")
    assert "  Anna; Order; reality 62.5 (" in text
    assert PLANTED in text
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "<th scope='col'>Touchpoint</th>" in html
