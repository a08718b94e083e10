"""The picture of value against budget, for common and awkward portfolios."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import cx_workbench
from cx_workbench.charts import Look, draw_frontier, to_svg
from tests.charts.conftest import Drawing

if TYPE_CHECKING:
    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.portfolio.model import Portfolio

SCRIPT = "<script>alert('x')</script>"


@cache
def ranking() -> Ranking:
    return cx_workbench.rank(cx_workbench.example(), draws=300)


@cache
def plan(budget: float, draws: int = 0, **wishes: Any) -> Portfolio:  # noqa: ANN401
    return cx_workbench.portfolio(ranking(), budget, draws=draws, **wishes)


def hostile() -> Portfolio:
    usual = plan(300)
    return replace(
        usual, study=SCRIPT, unit=SCRIPT, chosen=usual.chosen.assign(title=f"{SCRIPT}\x07\u202e")
    )


def no_gap() -> Portfolio:
    usual = plan(300)
    flat = usual.frontier.assign(value=0.0, used=0.0, share=0.0, by_ranking=0.0).iloc[:1]
    return replace(
        usual,
        value=0.0,
        used=0.0,
        share=0.0,
        possible=0.0,
        chosen=usual.chosen.iloc[:0],
        frontier=flat,
    )


def tiny() -> Portfolio:
    usual = plan(300)
    line = usual.frontier
    return replace(
        usual,
        value=usual.value / 1e4,
        possible=usual.possible / 1e4,
        frontier=line.assign(value=line["value"] / 1e4, by_ranking=line["by_ranking"] / 1e4),
    )


PLANS = {
    "usual": lambda: plan(300),
    "drawn": lambda: plan(200, 3),
    "small": lambda: plan(44),
    "nothing": lambda: plan(20),
    "zero": lambda: plan(0),
    "most": lambda: plan(1700),
    "beyond": lambda: plan(4000),
    "cost": lambda: plan(100_000, unit="cost", exclude="loan_phone"),
    "one": lambda: plan(300, at_most=1),
    "no gap": no_gap,
    "tiny": tiny,
    "hostile": hostile,
}


def drawing(name: str) -> Drawing:
    return Drawing(ranking(), draw_frontier(PLANS[name]()))


@pytest.mark.parametrize("name", PLANS)
def test_words_never_overlap_and_none_is_cut(name: str) -> None:
    drawn = drawing(name)
    pairs = combinations(drawn.lines, 2)
    assert [(a.text, b.text) for a, b in pairs if a.overlaps(b)] == []
    for line in drawn.lines:
        assert line.left >= 0, line
        assert line.right <= drawn.laid_out.width, line
        assert line.bottom <= drawn.laid_out.height, line
    assert {line.size for line in drawn.lines} <= {12, 14, 18}


@pytest.mark.parametrize(
    ("name", "finding"),
    [
        ("usual", "300 person-days gain 36 % of what 1,773 would"),
        ("drawn", "200 person-days gain a quarter of what 1,773 would"),
        ("nothing", "20 person-days buy nothing yet; 1,773 person-days would gain the most"),
        ("beyond", "4,000 person-days gain all that can be gained"),
        ("cost", "100,000 EUR gain 36 % of what 1,611,000 would"),
        ("no gap", "No budget gains anything: there is no gap that a candidate would close"),
    ],
)
def test_the_finding_is_the_title(name: str, finding: str) -> None:
    drawn = drawing(name)
    assert drawn.title.replace("\N{NO-BREAK SPACE}", " ") == finding
    assert drawn.spec["description"].startswith(drawn.title)


def test_the_interval_is_said_where_it_was_drawn() -> None:
    assert "in 90 of 100 draws" in drawing("drawn").subtitle.replace("\N{NO-BREAK SPACE}", " ")
    assert "draws" not in drawing("usual").subtitle


def test_marks_stand_for_the_figures_of_the_frontier() -> None:
    usual = plan(300)
    said = drawing("usual").said
    for used, value in zip(usual.frontier["used"], usual.frontier["value"], strict=True):
        days = f"{used:,.0f}" if used >= 10 or used == 0 else f"{used:.1f}"
        assert any(days in text and f"{value:.2f} points" in text for text in said)
    assert any(text.startswith("Chosen: 4 improvements") for text in said)


def test_script_in_a_study_stays_text() -> None:
    assert SCRIPT not in drawing("hostile").svg
    assert "\x07" not in drawing("hostile").svg


def test_a_client_s_colours_replace_ours() -> None:
    svg = to_svg(draw_frontier(plan(300), look=Look(chosen="#7A1FA2")))
    assert "#7A1FA2" in svg
    assert "#0072B2" not in svg


def test_the_best_line_lies_nowhere_below_the_other() -> None:
    line = plan(300).frontier
    assert (line["value"] >= line["by_ranking"] - 1e-9).all()
    assert np.isfinite(line["value"]).all()
