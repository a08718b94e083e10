"""Portfolios of whole studies: rules, words, draws, and every odd end."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from html import escape
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from cx_workbench.errors import SettingError
from cx_workbench.rank.portfolio.asked import ask
from cx_workbench.rank.portfolio.candidates import candidates
from cx_workbench.rank.portfolio.choosing import portfolio
from cx_workbench.rank.portfolio.robust import drawn, value_in_draws
from cx_workbench.rank.ranking import rank
from tests.example import example
from tests.small import small, tables

if TYPE_CHECKING:
    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.portfolio.model import Portfolio


@pytest.fixture(scope="module")
def ranking() -> Ranking:
    return rank(example(), draws=0)


@pytest.fixture(scope="module")
def usual(ranking: Ranking) -> Portfolio:
    return portfolio(ranking, 200, draws=0)


@pytest.fixture(scope="module")
def whole(ranking: Ranking) -> Portfolio:
    return portfolio(ranking, 5000, draws=0)


@pytest.fixture(scope="module")
def sure() -> Ranking:
    return rank(example(), draws=500)


def plan_of(improvements: dict[str, list[Any]], budget: float, **wishes: Any) -> Portfolio:  # noqa: ANN401
    """Choose among other improvements of the small study."""
    return portfolio(small_ranking(improvements), budget, **{"draws": 0, **wishes})


def small_ranking(improvements: dict[str, list[Any]]) -> Ranking:
    return rank(small(improvements=pd.DataFrame(improvements)), draws=0)


def told(error: pytest.ExceptionInfo[SettingError]) -> str:
    return str(error.value)


def ids(plan: Portfolio) -> list[str]:
    return list(plan.chosen["improvement"])


#: Gains by hand: persona a weighs 0.5; importance by reach is 2/3 at x and 1/3 at y; so closing
#: a's gap of 37.5 at x gains 12.5 points and that of 75 at y also 12.5.
TWO_ON_A_CELL: dict[str, list[Any]] = {
    "improvement": ["one", "two", "other"],
    "touchpoints": ["x", "x", "y"],
    "effort_likely": [10, 20, 30],
    "closes_likely": [0.5, 0.4, 0.3],
}


def test_two_on_one_cell_share_its_gap() -> None:
    plan = plan_of(TWO_ON_A_CELL, 100)
    table = plan.chosen.set_index("improvement")
    assert table["own"].to_dict() == pytest.approx({"one": 6.25, "two": 5.0, "other": 3.75})
    assert table["adds"].to_dict() == pytest.approx({"one": 3.75, "two": 2.5, "other": 3.75})
    assert table["overlap"].to_dict() == pytest.approx({"one": 2.5, "two": 2.5, "other": 0})
    assert plan.value == pytest.approx(12.5 * (1 - 0.5 * 0.6) + 3.75)
    assert plan.overlap == pytest.approx(2.5)
    assert plan.used == 60
    assert plan.share == pytest.approx(1)
    assert plan.proven


@pytest.mark.parametrize(
    ("budget", "expected"),
    [(0, []), (9, []), (10, ["one"]), (40, ["one", "other"]), (45, ["one", "other"])],
)
def test_the_budget_decides(budget: float, expected: list[str]) -> None:
    assert ids(plan_of(TWO_ON_A_CELL, budget)) == expected


def test_a_budget_below_the_cheapest_is_said() -> None:
    plan = plan_of(TWO_ON_A_CELL, 9)
    said = "The cheapest improvement that gains anything takes 10 person-days"
    assert any(said in warning for warning in plan.warnings)
    assert "9 person-days buy nothing that gains anything." in plan.to_text()
    assert plan.value == plan.bound == 0


def test_one_candidate() -> None:
    one = {name: values[:1] for name, values in TWO_ON_A_CELL.items()}
    assert ids(plan_of(one, 10)) == ["one"]
    assert ids(plan_of(one, 9.9)) == []


def test_no_gap_at_all_chooses_nothing_and_says_so() -> None:
    spoilt = {**TWO_ON_A_CELL, "personas": ["b"] * 3, "touchpoints": ["x"] * 3}
    plan = plan_of(spoilt, 100)
    assert plan.chosen.empty
    assert plan.possible == plan.share == 0
    assert "No candidate closes any gap: every set gains 0." in plan.warnings
    assert "There is no gap that any of the candidates would close." in plan.to_text()


def test_a_gap_closed_in_full_leaves_nothing_to_the_next() -> None:
    whole = {**TWO_ON_A_CELL, "closes_likely": [1, 1, 0]}
    plan = plan_of(whole, 100)
    assert ids(plan) == ["one"]
    assert plan.value == pytest.approx(12.5)


def test_what_takes_no_effort_is_taken_and_named() -> None:
    free = {**TWO_ON_A_CELL, "effort_likely": [10, 0, 30]}
    plan = plan_of(free, 0)
    assert ids(plan) == ["two"]
    assert "Taken for free, with a effort of 0: two." not in plan.warnings
    assert "Taken for free, with an effort of 0: two." in plan.warnings


def test_ties_go_to_less_effort_and_then_to_the_ranking() -> None:
    alike = {**TWO_ON_A_CELL, "touchpoints": ["x"] * 3, "closes_likely": [0.5] * 3}
    assert ids(plan_of(alike, 30, at_most=1)) == ["one"]
    same = {**alike, "effort_likely": [10, 10, 10]}
    assert ids(plan_of(same, 10)) == [small_ranking(same).table["improvement"][0]]


def test_equal_sums_within_the_budget_are_not_lost_to_rounding() -> None:
    tenths = {**TWO_ON_A_CELL, "effort_likely": [0.1, 0.2, 5]}
    assert ids(plan_of(tenths, 0.3)) == ["one", "two"]


def test_requires_and_excludes_of_the_study_hold(ranking: Ranking, whole: Portfolio) -> None:
    plan = whole
    chosen = set(ids(plan))
    assert {"travel_pass", "roaming_alert", "case_owner", "call_back", "new_masts"} <= chosen
    assert "wifi_calling" not in chosen
    assert "More masts along the railway never with Calls over Wi-Fi on every phone." in plan.rules
    dear = portfolio(ranking, 200, exclude="roaming_alert", draws=0)
    assert not {"roaming_alert", "travel_pass"} & set(ids(dear))


def test_further_pairs_by_argument(ranking: Ranking, usual: Portfolio) -> None:
    free = ids(usual)
    apart = portfolio(ranking, 200, excludes={free[0]: free[1]}, draws=0)
    assert not {free[0], free[1]} <= set(ids(apart))
    tied = portfolio(ranking, 200, requires={free[0]: ["new_masts"]}, draws=0)
    assert free[0] not in ids(tied)


def test_pins_vetoes_and_counts(ranking: Ranking) -> None:
    plan = portfolio(ranking, 300, include=["Quiet hours in the shop"], at_most=2, draws=0)
    assert "quiet_hours" in ids(plan)
    assert len(plan.chosen) <= 2
    assert "Quiet hours in the shop in the set." in plan.rules
    assert "At most 2 improvements." in plan.rules


@pytest.mark.parametrize(
    ("dimension", "column"), [("persona", "personas"), ("stage", "touchpoints")]
)
def test_at_least_one_for_each(ranking: Ranking, dimension: str, column: str) -> None:
    plan = portfolio(ranking, 600, at_least_one_per=dimension, draws=0)
    reached = {name for names in plan.chosen[column] for name in names}
    if dimension == "persona":
        assert reached == set(ranking.personas["persona"])
    else:
        places = ranking.touchpoints
        stages = places.loc[places["touchpoint"].isin(reached), "stage"]
        assert set(stages) == set(places["stage"])
    assert any(rule.startswith(f"At least one for every {dimension}: ") for rule in plan.rules)


def test_a_stage_that_no_candidate_reaches_is_left_out_and_named() -> None:
    only_x = {**TWO_ON_A_CELL, "touchpoints": ["x"] * 3}
    plan = plan_of(only_x, 100, at_least_one_per="stage")
    said = "No ranked improvement touches a measured cell of the stage Use"
    assert any(warning.startswith(said) for warning in plan.warnings)


def test_a_stage_out_of_reach_of_the_budget_is_named_with_what_it_takes() -> None:
    with pytest.raises(SettingError) as error:
        plan_of(TWO_ON_A_CELL, 20, at_least_one_per="stage")
    assert told(error) == (
        "No portfolio was put together.\n"
        "  1. At least one for the stage 'Use' cannot be met within 20 person-days: it takes 30 "
        "person-days at least. Drop this rule, or raise the budget to 40 person-days or more, "
        "which pays for what the other rules ask for too."
    )


def test_a_suggested_budget_will_do_and_says_what_it_pays_for(ranking: Ranking) -> None:
    with pytest.raises(SettingError) as error:
        portfolio(ranking, 334, include="case_owner", draws=0)
    said = told(error)
    assert "within 334 person-days: they take 335 person-days at least" in said
    figure = re.search(r"raise the budget to ([\d,.]+) person-days", said)
    assert figure
    enough = float(figure[1].replace(",", ""))
    assert enough == 335
    assert "case_owner" in ids(portfolio(ranking, enough, include="case_owner", draws=0))
    with pytest.raises(SettingError, match="which pays for what it requires too"):
        portfolio(ranking, 253, include="case_owner", draws=0)


@pytest.mark.parametrize("efforts", [(0.1, 0.2), (3.14, 2.72), (9.97, 0.02), (1000.3, 12.34)])
def test_any_suggested_budget_will_do(efforts: tuple[float, float]) -> None:
    pair = {**TWO_ON_A_CELL, "effort_likely": [*efforts, 30]}
    with pytest.raises(SettingError) as error:
        plan_of(pair, 0, include=["one", "two"])
    figure = re.search(r"raise the budget to ([\d,.]+) person-days?", told(error))
    assert figure
    enough = float(figure[1].replace(",", ""))
    assert {"one", "two"} <= set(ids(plan_of(pair, enough, include=["one", "two"])))
    assert enough - sum(efforts) <= 1


def test_what_is_odd_about_the_ranking_and_not_measured_is_passed_on(ranking: Ranking) -> None:
    few = replace(ranking, warnings=("1 of 9 measured cells rests on fewer than 10 answers.",))
    plan = portfolio(few, 200, draws=0)
    silent = [f"{left.title}: {left.reason}" for left in ranking.not_measured]
    assert silent
    for said in (*few.warnings, *silent):
        assert any(said in warning for warning in plan.warnings)
        assert said in plan.to_text()
        assert escape(said) in plan.to_html().partition("<details>")[0]
        assert any(said in warning for warning in json.loads(plan.to_json())["warnings"])


def test_how_it_was_computed_names_what_the_gaps_rest_on() -> None:
    shrunk = rank(example(), reference="expectation", shrink=True, draws=0)
    said = portfolio(shrunk, 200, draws=0).assumptions
    assert said[:4] == shrunk.assumptions[:4]
    starts = ("Reality is held against", "Cells are drawn", "Importance is", "Impact counts")
    for sentence, start in zip(said[:4], starts, strict=True):
        assert sentence.startswith(start)


def test_what_is_required_shows_no_share_as_if_that_were_evidence(sure: Ranking) -> None:
    plan = portfolio(sure, 400, include="case_owner", draws=3)
    required = plan.chosen.set_index("improvement")["required"]
    assert required["case_owner"]
    assert set(required[required].index) == {"case_owner", "call_back"}
    title = plan.chosen.set_index("improvement")["title"]["case_owner"]
    after = plan.to_text().split(f"{title}\n")[1].splitlines()[0]
    assert after.endswith("required")
    assert "<td>required</td>" in plan.to_html()


@pytest.mark.parametrize(
    ("wishes", "why"),
    [
        ({"budget": 40}, "it does not fit beside the others within the budget"),
        ({"budget": 100, "at_most": 2}, "the rules do not allow it beside the others"),
    ],
)
def test_an_improvement_left_out_says_why(wishes: dict[str, Any], why: str) -> None:
    plan = plan_of(TWO_ON_A_CELL, draws=2, **wishes)
    left = plan.robust.set_index("improvement")["why_left_out"]
    assert left["one"] == left["other"] == ""
    assert left["two"] == why
    close = plan.robust.assign(p_best=[0.0 if one else 0.1 for one in plan.robust["chosen"]])
    said = replace(plan, robust=close).to_text()
    assert f"two (in the best set in 10 of 100 draws, but {why})" in said


def test_rules_that_never_go_together_are_named_without_the_budget(ranking: Ranking) -> None:
    with pytest.raises(SettingError) as error:
        portfolio(ranking, 10, include="travel_pass", exclude="roaming_alert", draws=0)
    said = told(error)
    assert "One pass for all countries in the set" in said
    assert "The roaming price before it costs anything left out" in said
    assert "cannot be met together" in said
    assert "person-days" not in said


def test_too_many_pins_for_the_count(ranking: Ranking) -> None:
    with pytest.raises(SettingError) as error:
        portfolio(ranking, 5000, include=["plain_bill", "loan_phone"], at_most=1, draws=0)
    said = told(error)
    assert "At most 1 improvement, " in said
    assert "cannot be met together" in said


def test_what_is_required_but_not_measured_comes_along_with_its_effort() -> None:
    silent: dict[str, list[Any]] = {
        "improvement": ["loud", "silent"],
        "title": ["Loud", "Silent"],
        "touchpoints": ["x", "y"],
        "personas": ["", "b"],
        "effort_likely": [10, 7],
        "closes_likely": [0.5, 0.5],
        "requires": ["silent", ""],
    }
    assert ids(plan_of(silent, 16)) == []
    plan = plan_of(silent, 17, draws=5)
    assert ids(plan) == ["loud", "silent"]
    assert math.isnan(plan.chosen["rank"][1])
    assert plan.chosen["own"][1] == 0
    assert plan.used == 17
    assert any(
        warning.startswith("Silent is not ranked (no measured cell in play), but Loud cannot go")
        for warning in plan.warnings
    )
    assert "\n -  Silent\n" in plan.to_text()


def test_cost_is_the_column_of_that_name_or_else_the_budget() -> None:
    budgets: dict[str, list[Any]] = {**TWO_ON_A_CELL, "budget": [500, 100, 300]}
    assert set(ids(plan_of(budgets, 400, unit="cost"))) == {"two", "other"}
    costs: dict[str, list[Any]] = {**budgets, "cost": [1, 2, 3]}
    plan = plan_of(costs, 3, unit="cost")
    assert ids(plan) == ["one", "two"]
    assert plan.chosen["cost"].tolist() == [1, 2]
    assert "Cost is the column cost of the improvements, taken as certain." in plan.assumptions


def test_missing_costs_are_named_each_unless_excluded(ranking: Ranking) -> None:
    with pytest.raises(SettingError) as error:
        portfolio(ranking, 100_000, "cost", draws=0)
    assert "A phone on loan during repair has no cost." in told(error)
    assert "or exclude it" in told(error)
    plan = portfolio(ranking, 100_000, "cost", exclude=["loan_phone"], draws=0)
    assert plan.unit == "EUR"
    assert plan.used <= 100_000


def test_no_costs_at_all() -> None:
    with pytest.raises(SettingError, match="no column of costs"):
        plan_of(TWO_ON_A_CELL, 10, unit="cost")


def test_everything_wrong_is_told_at_once(ranking: Ranking) -> None:
    with pytest.raises(SettingError) as error:
        portfolio(
            ranking,
            -1,
            "days",
            include=["plain_bil", "loan_phone"],
            exclude=["loan_phone"],
            at_most=0,
            at_least_one_per="stages",
            draws=-5,
            seconds=0,
        )
    said = told(error)
    for part in (
        "The budget is -1. Give 0 or more.",
        "A budget is not counted in 'days'. Use one of 'person-days', 'cost'.",
        "At least one improvement cannot be asked for every 'stages'. Did you mean 'stage'?",
        "The set is to hold at most 0. Give a whole number of 1 or more.",
        "The number of draws is -5.",
        "The search may take 0 s.",
        "'plain_bil' is not an improvement of this study. Did you mean 'plain_bill'?",
        "'loan_phone' is to be both in the set and not in it.",
    ):
        assert part in said


@pytest.mark.parametrize("budget", [math.nan, math.inf, "much", None, True])
def test_a_budget_that_is_no_number(ranking: Ranking, budget: Any) -> None:  # noqa: ANN401
    with pytest.raises(SettingError, match="Give a number, such as 200"):
        portfolio(ranking, budget, draws=0)


def test_a_title_that_two_bear_names_neither() -> None:
    twins = {**TWO_ON_A_CELL, "title": ["Same", "same ", "Other"]}
    assert ids(plan_of(twins, 30, include="Other")) == ["other"]
    with pytest.raises(SettingError, match="'Same' is not an improvement of this study"):
        plan_of(twins, 30, include="Same")


def test_something_else_than_a_ranking() -> None:
    with pytest.raises(SettingError, match="This is no ranking but a Study"):
        portfolio(example(), 100)  # type: ignore[arg-type]


def test_a_ranking_without_improvements() -> None:
    frames = tables()
    frames["improvements"] = frames["improvements"].assign(pain_type="payment")
    frames["improvements"].loc[2, "pain_type"] = "feature"
    nothing = rank(small(**frames), pain_types=["feature"], draws=0)
    with pytest.raises(SettingError, match="holds no improvement to choose from"):
        portfolio(nothing, 100)


def test_filters_of_the_ranking_hold() -> None:
    here = rank(example(), stages=["Use"], draws=0)
    plan = portfolio(here, 300, draws=0)
    assert set(ids(plan)) <= set(here.table["improvement"])


def test_alone_an_improvement_is_worth_its_impact(ranking: Ranking, whole: Portfolio) -> None:
    everything = whole.chosen.set_index("improvement")
    impact = ranking.table.set_index("improvement")["impact"]
    for name in everything.index:
        assert everything["own"][name] == pytest.approx(impact[name])


def test_the_path_model_is_told_beside(usual: Portfolio) -> None:
    by_path = rank(example(), impact="path", draws=0)
    plan = portfolio(by_path, 200, draws=0)
    assert set(ids(plan)) == set(ids(usual))
    said = next(text for text in plan.assumptions if "by the path model" in text)
    assert "raises path satisfaction from" in said
    one = portfolio(
        by_path,
        5000,
        exclude=[n for n in by_path.table["improvement"] if n != "plain_bill"],
        draws=0,
    )
    said = next(text for text in one.assumptions if "by the path model" in text)
    now, then = (float(part.split()[0]) for part in said.split("from ")[1].split(" % to "))
    gained = by_path.table.set_index("improvement")["impact"]["plain_bill"]
    assert then - now == pytest.approx(gained, abs=0.11)


def test_draws_say_how_often_each_is_in_the_best_set(sure: Ranking) -> None:
    seen: list[tuple[int, int]] = []
    plan = portfolio(sure, 200, draws=12, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(step, 12) for step in range(1, 13)]
    assert plan.draws == 12
    assert plan.seed == sure.basis.options.seed
    assert plan.impossible == 0
    share = plan.robust.set_index("improvement")["p_best"]
    assert ((share >= 0) & (share <= 1)).all()
    assert (share * 12).tolist() == pytest.approx((share * 12).round().tolist())
    assert plan.value_low < plan.value < plan.value_high
    assert 0 < plan.p_within < 1
    again = portfolio(sure, 200, draws=12)
    assert again.robust["p_best"].tolist() == plan.robust["p_best"].tolist()
    assert again.value_low == plan.value_low


def test_the_value_in_draws_is_that_of_each_draw(sure: Ranking) -> None:
    asked = ask(
        sure,
        budget=1,
        unit="person-days",
        include=None,
        exclude=None,
        requires=None,
        excludes=None,
        at_most=None,
        at_least_one_per=None,
        draws=3,
        seconds=1,
    )
    found = candidates(sure, asked)
    inputs = drawn(sure, found, 3, by_cost=False)
    chosen = np.arange(len(found)) % 2 == 0
    values = value_in_draws(inputs, found.touched, chosen)
    for one in (0, 7):
        total = 0.0
        for cell in range(len(found.gains)):
            left = np.prod(
                [1 - inputs.closes[one, i] for i in np.flatnonzero(chosen & found.touched[:, cell])]
            )
            total += inputs.gains[cell, one] * (1 - left)
        assert values[one] == pytest.approx(total)


def test_draws_that_are_cut_short_are_told(sure: Ranking, monkeypatch: pytest.MonkeyPatch) -> None:
    # The first look at the clock starts it, and there is one after each draw.
    clock = SimpleNamespace(monotonic=iter([0.0, 1.0, 2.0, 99.0]).__next__)
    monkeypatch.setattr(import_module("cx_workbench.rank.portfolio.robust"), "time", clock)
    plan = portfolio(sure, 200, draws=50, seconds=60)
    assert plan.draws == 3
    assert any(said.startswith("The time was up after 3 of 50 draws") for said in plan.warnings)


def test_certain_efforts_keep_within_the_budget() -> None:
    plan = plan_of(TWO_ON_A_CELL, 60, draws=4)
    assert plan.p_within == 1


def test_a_set_that_runs_over_more_often_than_not_is_pointed_out() -> None:
    risky: dict[str, list[Any]] = {
        **TWO_ON_A_CELL,
        "effort_low": [9, 19, 29],
        "effort_high": [60, 21, 31],
    }
    mean = (9 + 40 + 60) / 6
    plan = plan_of(risky, mean, draws=10, include=["one"])
    assert ids(plan) == ["one"]
    assert plan.p_within < 1
    assert plan.impossible
    assert any("no set kept to the rules" in warning for warning in plan.warnings)


def test_nothing_drawn_is_said(usual: Portfolio) -> None:
    plan = usual
    assert plan.draws is plan.seed is plan.impossible is None
    assert plan.robust["p_best"].isna().all()
    assert "Nothing was drawn: how sure the set is stays open." in plan.assumptions


def test_the_frontier_goes_from_nothing_to_everything(usual: Portfolio) -> None:
    plan = usual
    line = plan.frontier
    assert line["value"].iloc[0] == 0
    assert line["value"].iloc[-1] == pytest.approx(plan.possible)
    here = line[line["budget"] == 200]
    assert here["value"].item() == plan.value
    assert here["improvements"].item() == tuple(ids(plan))
    assert (line["used"] <= line["budget"] + 1e-9).all()
    assert line["proven"].all()
    assert (line["by_ranking"] <= line["value"] + 1e-9).all()
    assert not plan.nested


def test_json_holds_everything_and_no_nan(usual: Portfolio) -> None:
    plan = usual
    figures = json.loads(plan.to_json())
    assert figures == plan.to_dict()
    assert figures["schema"] == "cx-workbench/portfolio/1"
    assert [item["improvement"] for item in figures["chosen"]] == ids(plan)
    assert figures["p_within"] is None
    assert figures["chosen"][0]["cost"] is None
    assert len(figures["frontier"]) == len(plan.frontier)


def test_what_a_study_says_is_escaped_and_shown() -> None:
    planted = {**TWO_ON_A_CELL, "title": ["<script>alert(1)</script>", "\x1b[31mred", "ok"]}
    plan = plan_of(planted, 100, draws=2)
    html = plan._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "\x1b" not in plan.to_text()
    assert repr(plan) == plan.to_text()
    with pytest.raises(AttributeError):
        plan.value = 1.0  # type: ignore[misc]


def test_an_own_frame_leaves_the_portfolio_as_it_is(usual: Portfolio) -> None:
    plan = usual
    own = plan.to_frame()
    own["own"] = 0.0
    assert (plan.chosen["own"] > 0).all()
