"""What turns the TOP N, seen by ranking again with exactly that."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from cx_workbench.rank.methods import METHODS
from cx_workbench.rank.ranking import rank
from cx_workbench.rank.turning.points import TurningPoints, turning_points
from cx_workbench.rank.turning.steps import as_it_stands, ranks_under
from cx_workbench.rank.turning.words import outwards
from cx_workbench.study.loading import load
from tests.example import example
from tests.small import small, tables

if TYPE_CHECKING:
    from cx_workbench.rank.model import Ranking
    from cx_workbench.study.model import Study

WEIGHTED = [name for name, method in METHODS.items() if method.weighted]


def estimated(seed: int) -> Study:
    """Ten improvements of three touchpoints; anchors that no change of an estimate moves."""
    random = np.random.default_rng(seed)
    answers = pd.DataFrame(
        {
            "persona": random.choice(["a", "b"], 300),
            "touchpoint": random.choice(["x", "y", "z"], 300),
            "score": random.integers(1, 6, 300),
        }
    )
    likely = random.uniform(10, 100, 10).round()
    improvements = {
        "improvement": [f"i{place}" for place in range(10)],
        "title": [f"Idea {place}" for place in range(10)],
        "touchpoints": random.choice(["x", "y", "z", "x; y"], 10),
        "effort_low": likely * 0.5,
        "effort_likely": likely,
        "effort_high": likely * 2,
        "closes_low": 0.1,
        "closes_likely": random.uniform(0.2, 0.8, 10).round(2),
        "closes_high": 0.9,
    }
    anchors = {
        "gap": {"worst": 0, "best": 100, "weight": 0.3},
        "impact": {"worst": 0, "best": 50, "weight": 0.4},
        "effort": {"worst": 200, "best": 0, "weight": 0.3},
    }
    return load(
        {
            "personas": pd.DataFrame({"persona": ["a", "b"], "name": ["Anna", "Boris"]}),
            "touchpoints": pd.DataFrame({"touchpoint": ["x", "y", "z"]}),
            "responses": answers.assign(metric="csat", kind="reality"),
            "improvements": pd.DataFrame(improvements),
            "settings": {"target": {"default": 90}, "criteria": anchors},
        }
    )


def turns(study: Study, **settings: Any) -> tuple[Ranking, TurningPoints]:  # noqa: ANN401
    ranking = rank(study, draws=0, **settings)
    return ranking, turning_points(ranking)


def is_in(ranking: Ranking, improvement: str) -> bool:
    return improvement in set(ranking.top_table["improvement"])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("settings", [{}, {"impact": "path"}])
def test_unchanged_inputs_give_the_ranking_itself(method: str, settings: dict[str, Any]) -> None:
    ranking = rank(example(), draws=0, method=method, **settings)
    ranks = ranks_under(ranking, as_it_stands(ranking))
    assert ranks.tolist() == [list(range(1, len(ranking.table) + 1))]


@pytest.mark.parametrize("method", WEIGHTED)
def test_ranking_with_exactly_that_weight_turns_and_a_hair_before_does_not(method: str) -> None:
    study = estimated(1)
    ranking, found = turns(study, top=3, method=method)
    assert len(found.weights) > 5
    for row in found.weights.iloc[::3].to_dict("records"):
        for weight, turned in (
            (row["said"], True),
            (row["at"] + 1e-6 * (row["now"] - row["at"]), False),
            (row["at"] - 1e-6 * (row["now"] - row["at"]), True),
        ):
            weights = ranking.weights | {row["criterion"]: weight}
            again = rank(study, draws=0, top=3, method=method, weights=weights)
            assert (is_in(again, row["improvement"]) != row["in_top"]) == turned


def test_the_share_in_the_sentence_turns_with_the_others_in_proportion() -> None:
    study = estimated(1)
    given = {"gap": 3, "impact": 4, "effort": 5}
    _, found = turns(study, top=3, weights=given)
    for row in found.weights.to_dict("records"):
        share = float(re.findall(r"is ([\d.]+) % instead of [\d.]+ %\.", row["sentence"])[0]) / 100
        assert 0 <= share < 1
        others = sum(given.values()) - given[row["criterion"]]
        weights = {name: (1 - share) * weight / others for name, weight in given.items()}
        again = rank(study, 3, draws=0, weights=weights | {row["criterion"]: share})
        assert is_in(again, row["improvement"]) != row["in_top"]
        assert f"instead of {100 * given[row['criterion']] / 12:.4g} %" in row["sentence"]


@pytest.mark.parametrize("seed", [2, 3])
def test_ranking_with_the_smallest_change_of_weights_turns(seed: int) -> None:
    study = estimated(seed)
    ranking, found = turns(study, top=3)
    moving = found.improvements[found.improvements["moved"].notna()]
    assert len(moving) > 3
    given = np.array(list(ranking.weights.values()))
    for row in moving.iloc[::2].to_dict("records"):
        again = rank(study, draws=0, top=3, weights=row["weights"])
        assert is_in(again, row["improvement"]) != row["in_top"]
        changed = np.array(list(row["weights"].values()))
        assert np.abs(changed - given).sum() / 2 == pytest.approx(row["moved"])
        short = dict(zip(ranking.weights, given + 0.99 * (changed - given), strict=True))
        assert (
            is_in(rank(study, draws=0, top=3, weights=short), row["improvement"]) == row["in_top"]
        )
        # No change of one weight alone moves less.
        single = found.weights[found.weights["improvement"] == row["improvement"]]
        for criterion, at in single[["criterion", "at"]].itertuples(index=False):
            tried = np.array(list((ranking.weights | {criterion: at}).values()))
            least = np.abs(tried / tried.sum() - given).sum() / 2
            assert row["moved"] <= least + 1e-5


@pytest.mark.parametrize("method", ["additive", "rice"])
@pytest.mark.parametrize("field", ["effort", "closes"])
def test_ranking_with_exactly_that_estimate_turns(method: str, field: str) -> None:
    study = estimated(4)
    _, found = turns(study, top=3, method=method)
    steps = found.steps[found.steps["field"] == field]
    for row in steps.iloc[::4].to_dict("records"):
        again = rank(
            changed(study, row["improvement"], field, row["then"]), 3, draws=0, method=method
        )
        place = again.table.set_index("improvement")["rank"]
        assert place[row["improvement"]] == row["rank_then"]
    turning = steps[steps["turns"]]
    assert len(turning) or (method, field) != ("additive", "effort")
    for row in turning.head(3).to_dict("records"):
        for share, turned in ((1e-6, True), (-1e-6, False)):
            figure = row["at"] + share * (row["then"] - row["now"])
            again = rank(
                changed(study, row["improvement"], field, figure), 3, draws=0, method=method
            )
            assert (is_in(again, row["improvement"]) != row["in_top"]) == turned


def changed(study: Study, improvement: str, field: str, figure: float) -> Study:
    """Set an estimate to one figure."""
    table = study.improvements.copy()
    ends = [f"{field}_{end}" for end in ("low", "likely", "high")]
    ends = ends if field == "effort" else ends[1:2]
    table.loc[table["improvement"] == improvement, ends] = figure
    return type(study)(**{**vars(study), "improvements": table})


def test_a_step_of_reality_is_to_the_end_of_its_interval() -> None:
    ranking, found = turns(estimated(5), top=3)
    steps = found.steps[found.steps["field"] == "reality"]
    cells = ranking.cells.set_index(["persona", "touchpoint"])
    for row in steps.to_dict("records"):
        cell = cells.loc[(row["persona"], row["touchpoint"])]
        assert row["now"] == pytest.approx(cell["reality"])
        end = cell["low"] if row["then"] < row["now"] else cell["high"]
        assert row["then"] == pytest.approx(end)
        touched = ranking.table.set_index("improvement").loc[row["improvement"], "touchpoints"]
        assert row["touchpoint"] in touched
    # A better reality leaves less to gain.
    better = steps[steps["then"] > steps["now"]]
    assert (better["rank_then"] >= better["rank"]).all()


def test_the_sentences_name_what_turns() -> None:
    _, found = turns(example())
    said = found.to_text()
    assert said.startswith("What would put it out:\n 1  ")
    assert re.search(
        r"falls out of the TOP 5 if the weight of gap is \d+ % instead of 30 %, or", said
    )
    assert re.search(
        r"; if its effort is \d+ person-days instead of \d+; if it closes \d+ % of", said
    )
    assert re.search(
        r"enters the TOP 5 if .* Moving \d+\.\d % of the weights is enough: to a", said
    )
    assert re.search(r"to about gap [\d.]+ %, impact [\d.]+ %, effort [\d.]+ %\.", said)
    assert said.endswith(
        "\nWeights are shares of all weights together; where one changes, the "
        "others keep their proportions."
    )
    assert "    Nothing of this brings in: Guided mode of the app" in said
    assert "nan" not in said
    stays = found.steps[~found.steps["turns"]]
    assert stays["sentence"].str.contains("stays on rank|moves from rank").all()


def test_a_notebook_gets_escaped_lists() -> None:
    _, found = turns(example())
    named = replace(found, improvements=found.improvements.assign(sentence="<b>"))
    page = named._repr_html_()
    assert page.count("<li value='") == int(found.improvements["turns"].sum())
    assert "&lt;b&gt;</li>" in page
    assert "<b>What would put it out:</b>" in page
    assert turns(small())[1].to_html().startswith("<div class='cx-turning-points'><p>All 2 impr")


def test_reality_is_said_by_touchpoint_and_persona() -> None:
    _, found = turns(small(), top=1)
    said = " ".join(found.steps["sentence"])
    assert re.search(r"Both steps .* if Bill scores \d+ instead of \d+ for Anna\.", said)


@pytest.mark.parametrize("method", [name for name in METHODS if name not in WEIGHTED])
def test_methods_without_weights_say_so(method: str) -> None:
    _, found = turns(example(), method=method)
    assert found.weights.empty
    assert found.improvements["moved"].isna().all()
    assert found.said == f"The weights play no part in the method {METHODS[method].title}."
    assert "no weight" not in found.improvements["sentence"].str.cat()


def test_a_top_n_that_takes_all_has_nothing_to_turn() -> None:
    _, found = turns(small())
    assert found.to_text() == "All 2 improvements make the TOP 5: nothing leaves or enters it."
    assert not found.improvements["turns"].any()
    _, found = turns(small(improvements=tables()["improvements"].head(1)))
    assert (
        found.to_text()
        == "The one ranked improvement makes the TOP 5: nothing leaves or enters it."
    )


def test_an_empty_ranking_is_said_in_words() -> None:
    _, found = turns(small(), personas=["a"], pain_types=["feature"])
    assert found.to_text() == "No improvement is left to rank."
    assert found.steps.empty
    assert found.weights.empty


def test_improvements_that_are_all_alike_do_not_turn_by_weight() -> None:
    twins = tables()["improvements"].iloc[[1, 1]].assign(improvement=["first", "second"])
    _, found = turns(small(improvements=twins), top=1)
    assert found.weights.empty
    assert found.improvements["moved"].isna().all()
    assert "puts it out of the TOP 1" in found.improvements["sentence"].iloc[0]


def test_a_criterion_without_weight_may_get_one() -> None:
    study = estimated(6)
    _, found = turns(study, top=3, weights={"gap": 1})
    rows = found.weights[found.weights["criterion"] == "effort"]
    assert len(rows)
    assert (rows["now"] == 0).all()
    for row in rows.to_dict("records"):
        again = rank(study, 3, draws=0, weights={"gap": 1, "effort": row["said"]})
        assert is_in(again, row["improvement"]) != row["in_top"]


@pytest.mark.parametrize(
    ("at", "now", "then", "said"),
    [
        (155.3, 130, 180, ("156", "130")),
        (104.7, 117, 60, ("104", "117")),
        (62.31, 62.4, 61.8, ("62.3", "62.4")),
        (179.99, 130, 179.995, ("179.99", "130.00")),
        (180.0, 130, 180, ("180", "130")),
    ],
)
def test_figures_are_rounded_so_that_they_do_turn(
    at: float, now: float, then: float, said: tuple[str, str]
) -> None:
    assert outwards({"turns": True, "at": at, "now": now, "then": then}) == said
