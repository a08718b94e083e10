"""The ways of the personas, as a ranking reports them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from cx_workbench.rank.checks.path_report import path_report, path_steps
from cx_workbench.rank.ranking import rank
from tests.example import example
from tests.small import small, tables
from tests.vectors import vectors

if TYPE_CHECKING:
    from cx_workbench.study.model import Study


def journey(answers: list[list[int]], **changes: object) -> Study:
    """One persona whose respondents rated the steps x, y, z ... with 1 (bad) to 5."""
    rows = [
        (f"r{number}", "a", "xyzuvw"[step], score)
        for number, scores in enumerate(answers)
        for step, score in enumerate(scores)
        if score
    ]
    responses = pd.DataFrame(rows, columns=["respondent", "persona", "touchpoint", "score"])
    steps = "xyzuvw"[: max(len(scores) for scores in answers)]
    improvement = {
        "improvement": ["lift"],
        "touchpoints": ["x"],
        "effort_likely": [10],
        "closes_likely": [0.5],
    }
    return small(
        personas=pd.DataFrame({"persona": ["a"], "name": ["Anna"]}),
        touchpoints=pd.DataFrame({"touchpoint": list(steps), "name": [f"Step {s}" for s in steps]}),
        reach=pd.DataFrame({"persona": ["a"], "touchpoint": ["x"], "reach": [1.0]}),
        responses=responses.assign(metric="csat"),
        improvements=pd.DataFrame(improvement),
        settings={"target": {"default": 100}},
        **changes,
    )


def published(n: int = 20) -> list[list[int]]:
    """All or nothing at three steps: 90 %, 75 % and 60 %, as independent as can be."""
    case = vectors("path")
    content = [round(share * n / 100) for share in case["steps"]]
    chance = np.random.default_rng(4)
    columns = [chance.permutation([5] * many + [1] * (n - many)) for many in content]
    return [[int(score) for score in row] for row in np.column_stack(columns)]


def test_the_published_path() -> None:
    case = vectors("path")
    end = path_report(rank(journey(published()), draws=0)).personas.iloc[0]
    assert end["left"] == pytest.approx(100 * case["satisfaction"])
    assert end["bound_low"] == pytest.approx(100 * case["bound_low"])
    assert end["bound_high"] == pytest.approx(100 * case["bound_high"])
    assert (end["weakest"], end["pays_most"]) == ("z", "z")
    assert case["lift"] * end["per_point"] == pytest.approx(100 * case["gains"][2], abs=5e-3)
    assert end["low"] < end["left"] < end["high"]


def test_with_different_people_at_each_step_the_interval_is_the_published_one() -> None:
    case = vectors("path")
    answers = []
    for step, share in enumerate(case["steps"]):
        for score, many in ((5, share), (1, 100 - share)):
            answers += [[0] * step + [score] + [0] * (2 - step)] * many
    end = path_report(rank(journey(answers), draws=0)).personas.iloc[0]
    # One even answer goes before the hundred of each step.
    assert end["low"] == pytest.approx(100 * case["low"], abs=0.7)
    assert end["high"] == pytest.approx(100 * case["high"], abs=0.7)


def test_what_is_left_is_counted_over_those_who_rated_every_step() -> None:
    answers = [[5, 5, 5], [5, 5, 1], [1, 5, 5], [5, 1, 5], [5, 5, 0]]
    report = path_report(rank(journey(answers), draws=0))
    end = report.personas.iloc[0]
    assert (end["joint"], end["joint_n"]) == (pytest.approx(25), 4)
    assert end["joint_low"] < 25 < end["joint_high"]
    assert "Counted over the 4 customers who rated every step, it is 25 %" in report.sentences[0]


def test_the_same_customers_are_disappointed_everywhere() -> None:
    together = path_report(rank(journey([[5] * 4] * 30 + [[1] * 4] * 30), draws=0))
    end = together.personas.iloc[0]
    assert end["left"] == pytest.approx(100 / 16)
    assert end["joint"] == pytest.approx(end["bound_high"]) == pytest.approx(50)
    assert "more than the product" in together.sentences[0]
    apart = path_report(rank(journey([[5, 1]] * 30 + [[1, 5]] * 30), draws=0))
    assert apart.personas["joint"].iloc[0] == pytest.approx(apart.personas["bound_low"].iloc[0])
    assert "less than the product" in apart.sentences[0]


def test_one_mood_for_all_steps_makes_the_product_less_certain() -> None:
    moods = [[5] * 4] * 30 + [[1] * 4] * 30
    mixed = np.array(
        [[5, 1, 5, 1], [1, 5, 5, 1], [5, 5, 1, 1], [1, 1, 1, 5], [5, 1, 1, 5], [1, 5, 5, 5]]
    )
    widths = []
    for answers in (moods, mixed.repeat(10, axis=0).tolist()):
        end = path_report(rank(journey(answers), draws=0)).personas.iloc[0]
        assert end["left"] == pytest.approx(100 / 16)
        widths.append(end["high"] / end["low"])
    assert widths[0] > 2 * widths[1]


def test_gains_are_those_of_the_impact_on_the_path() -> None:
    ranking = rank(example(), impact="path", draws=0)
    gains = path_report(ranking).gains
    weights = ranking.personas.set_index("persona")["weight"]
    overall = (gains["gain"] * gains["persona"].map(weights)).groupby(gains["improvement"]).sum()
    expected = ranking.table.set_index("improvement")["impact"]
    np.testing.assert_allclose(overall.loc[expected.index], expected)


def test_steps_follow_the_journey_and_leave_the_product() -> None:
    ranking = rank(example(), draws=0)
    steps = path_steps(ranking)
    order = {name: place for place, name in enumerate(ranking.touchpoints["touchpoint"])}
    for _, way in steps.groupby("persona"):
        assert way["touchpoint"].map(order).is_monotonic_increasing
        np.testing.assert_allclose(way["left"], 100 * (way["kept"] / 100).cumprod())
        assert (way["bound_low"] <= way["left"] + 1e-9).all()
        assert (way["left"] <= way["bound_high"] + 1e-9).all()
    ends = path_report(ranking).personas.set_index("persona")
    last = steps.groupby("persona")["left"].last()
    np.testing.assert_allclose(ends["left"].loc[last.index], last)


def test_the_weakest_link_need_not_pay_most() -> None:
    # Half of the journeys pass y, where nobody is content: it leaves 50 of 100, x 60.
    reach = pd.DataFrame({"persona": ["a", "a"], "touchpoint": ["x", "y"], "reach": [1.0, 0.5]})
    halved = rank(_with_reach(reach), draws=0)
    report = path_report(halved)
    end = report.personas.iloc[0]
    assert (end["weakest"], end["pays_most"]) == ("y", "x")
    assert end["per_point"] == pytest.approx(0.5)
    assert "The weakest link is Step y, which disappoints 50 %" in report.sentences[0]
    assert "pays most at Step x: 0.5 points" in report.sentences[0]


def _with_reach(reach: pd.DataFrame) -> Study:
    rows = [
        (f"r{number}", "a", step, score, "csat")
        for number, scores in enumerate([[5, 1]] * 6 + [[1, 1]] * 4)
        for step, score in zip("xy", scores, strict=True)
    ]
    columns = ["respondent", "persona", "touchpoint", "score", "metric"]
    return small(
        personas=pd.DataFrame({"persona": ["a"], "name": ["Anna"]}),
        touchpoints=pd.DataFrame({"touchpoint": ["x", "y"], "name": ["Step x", "Step y"]}),
        reach=reach,
        responses=pd.DataFrame(rows, columns=columns),
        improvements=tables()["improvements"].assign(personas=""),
        settings={"target": {"default": 100}},
    )


def test_nobody_passes_any_step() -> None:
    reach = pd.DataFrame({"persona": ["a", "a"], "touchpoint": ["x", "y"], "reach": [0.0, 0.0]})
    report = path_report(rank(_with_reach(reach), draws=0))
    assert report.sentences == ("Anna: no step of the path is measured and passed.",)
    assert report.steps.empty
    assert report.personas["steps"].tolist() == [0]


def test_everybody_content_loses_nothing_and_is_not_certain() -> None:
    report = path_report(rank(journey([[5, 5, 5]] * 8), draws=0))
    end = report.personas.iloc[0]
    assert (end["left"], end["joint"], end["weakest"]) == (100, 100, "")
    assert end["low"] < 90
    assert "Nothing is lost on the way." in report.sentences[0]
    assert "No ranked improvement adds to it." in report.sentences[0]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([[5]], "one step is measured, Step x; 100 % pass it content"),
        ([[1]], "one step is measured, Step x; 0 % pass it content"),
        ([[5, 3]], "50 % of the journeys stay without a disappointment over all 2"),
        ([[5, 0], [0, 1]], "No customer rated every step, so it cannot be counted."),
        ([[1, 1]], "0 % of the journeys"),
    ],
)
def test_few_answers_give_words(answers: list[list[int]], said: str) -> None:
    report = path_report(rank(journey(answers), draws=0))
    assert said in report.sentences[0]
    assert "nan" not in " ".join(report.sentences)


def test_without_respondents_nothing_is_counted_and_that_is_said() -> None:
    report = path_report(rank(small(), draws=0))
    assert report.personas["joint_n"].isna().all()
    assert report.sentences[-1].startswith("The study does not say who answered what")
    assert "Anna: 31 % of the journeys" in report.sentences[0]
    assert "Boris: one step is measured, Order; 75 % pass it content" in report.sentences[1]
    assert "nan" not in " ".join(report.sentences)


def test_it_is_shown_in_words() -> None:
    report = path_report(rank(journey([[5, 5, 5]] * 8), draws=0))
    assert repr(report) == "\n".join(report.sentences)
