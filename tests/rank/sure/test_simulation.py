"""How sure a ranking is: the draws against the point figures, and what must hold whatever comes."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from pymcdm.methods import TOPSIS

from cx_workbench import load, rank, simulate
from cx_workbench.errors import SettingError
from cx_workbench.rank.estimates import pert_draws, pert_shape
from cx_workbench.rank.methods import METHODS
from cx_workbench.rank.sure import drawn
from cx_workbench.rank.sure.draws import Draws, draw
from cx_workbench.rank.sure.spread import SPREADS
from tests.example import example
from tests.small import small, tables
from tests.vectors import vectors

if TYPE_CHECKING:
    from cx_workbench.rank.model import Ranking
    from cx_workbench.rank.sure.simulation import Simulation


@cache
def the_example(method: str = "additive", spread: str = "fixed") -> Ranking:
    return rank(example(), draws=2_000, method=method, spread=spread)


def sure(ranking: Ranking) -> Simulation:
    assert ranking.simulation is not None
    return ranking.simulation


def certain(ranking: Ranking) -> Draws:
    """Make one draw in which everything is as the ranking has it."""
    table = ranking.basis.study.improvements.set_index("improvement", drop=False)
    ranked = table.loc[ranking.table["improvement"]]
    inputs = draw(ranking.basis, ranked, 1, seed=1)
    grid = ranking.basis.world.cells
    here = np.nonzero(grid.measured)
    return replace(
        inputs,
        reality=grid.reality[here][:, None],
        reference=grid.reference[here][:, None],
        importance=ranking.basis.world.importance[here][:, None],
        closes=ranked["closes_likely"].to_numpy(dtype=float)[None],
    )


@pytest.mark.parametrize("importance", ["equal", "stated", "derived"])
def test_a_draw_is_computed_as_the_ranking_is(importance: str) -> None:
    ranking = rank(example(), importance=importance, draws=0)
    inputs = certain(ranking)
    assert_allclose(drawn.gaps(inputs)[0], ranking.table["gap"])
    assert_allclose(drawn.impacts(inputs)[0], ranking.table["impact"])


def test_a_draw_of_path_impacts_is_computed_as_the_ranking_is() -> None:
    ranking = rank(example(), impact="path", draws=0)
    assert_allclose(drawn.path_impacts(certain(ranking))[0], ranking.table["impact"])


def test_three_point_estimates() -> None:
    (case,) = vectors("pert")["estimate"]
    ends = (np.array([float(case[name])]) for name in ("low", "likely", "high"))
    low, likely, high = ends
    drawn_days = pert_draws(low, likely, high, ["effort"], draws=10_000, seed=1)
    shape = pert_shape(low, likely, high)
    assert [float(value[0]) for value in shape] == pytest.approx(case["shape"])
    assert drawn_days.mean() == pytest.approx(case["mean"], abs=3 * case["sd"] / 100)
    assert drawn_days.std() == pytest.approx(case["sd"], abs=0.03)
    percentiles = np.quantile(drawn_days, [0.8, 0.9])
    assert percentiles == pytest.approx([case["p80"], case["p90"]], abs=0.1)


@pytest.mark.parametrize("importance", ["stated", "derived"])
def test_importance_is_drawn_where_it_comes_from_answers(importance: str) -> None:
    ranking = rank(example(), importance=importance, draws=1_000)
    inputs = sure(ranking).inputs
    for person in np.unique(inputs.person):
        assert_allclose(inputs.importance[inputs.person == person].sum(axis=0), 1)
    measured = ranking.basis.world.importance[ranking.basis.world.cells.measured]
    spread = inputs.importance.std(axis=1)
    assert spread.max() > 0
    assert (np.abs(inputs.importance.mean(axis=1) - measured) <= spread + 1e-9).all()


def test_draws_are_centred_on_what_was_measured() -> None:
    inputs = sure(the_example()).inputs
    grid = the_example().basis.world.cells
    here = np.nonzero(grid.measured)
    error = inputs.reality.std(axis=1)
    assert (np.abs(inputs.reality.mean(axis=1) - grid.reality[here]) < 2 * error).all()
    assert error.max() > 3 * error.min()


@pytest.mark.parametrize("method", METHODS)
def test_shares_of_the_top_add_up_to_its_places(method: str) -> None:
    found = sure(the_example(method=method))
    assert found.p_top.sum() == pytest.approx(found.top)
    assert_allclose(found.p_top, found.acceptability[:, : found.top].sum(axis=1))
    assert (found.rank_low <= found.rank_high).all()


@pytest.mark.parametrize("spread", SPREADS)
def test_the_ranking_carries_how_sure_it_is(spread: str) -> None:
    ranking = rank(example(), draws=500, spread=spread)
    found = sure(ranking)
    assert found.improvements == tuple(ranking.table["improvement"])
    assert_allclose(ranking.table["p_top"], found.p_top)
    assert_array_equal(ranking.table["rank_low"], found.rank_low)
    assert_array_equal(ranking.table["rank_high"], found.rank_high)
    assert (ranking.draws, ranking.seed) == (500, 1)


def test_the_reason_says_how_sure() -> None:
    ranking = the_example()
    share = 100 * ranking.table["p_top"][3]
    assert ranking.table["why"][3].endswith(f"; in the TOP 5 in {share:.0f} of 100 draws")
    assert any("2,000 draws" in said for said in ranking.assumptions)


def test_nothing_is_drawn_with_0_draws() -> None:
    ranking = rank(small(), draws=0)
    assert ranking.simulation is None
    assert ranking.table[["p_top", "rank_low", "rank_high"]].isna().all(axis=None)
    assert not any("draws" in said for said in (*ranking.assumptions, *ranking.table["why"]))


def test_the_same_seed_gives_the_same_figures_and_another_others() -> None:
    first, again = (simulate(example(), 300, seed=7) for _ in range(2))
    assert_array_equal(first.scores, again.scores)
    assert not np.array_equal(first.scores, simulate(example(), 300, seed=8).scores)


def test_another_improvement_changes_no_draw_of_the_others() -> None:
    fewer = tables()
    fewer["improvements"] = fewer["improvements"].iloc[:1]
    alone, among = (simulate(small(**kept), 200) for kept in (fewer, {}))
    place = among.improvements.index("both")
    for name in ("gap", "impact", "effort"):
        assert_allclose(alone.figures[name][:, 0], among.figures[name][:, place])


@pytest.mark.parametrize("spread", SPREADS)
@pytest.mark.parametrize("method", ["additive", "product", "pareto"])
def test_other_weights_cost_no_new_draws_and_give_the_same(method: str, spread: str) -> None:
    weights = {"gap": 0.1, "impact": 0.7, "effort": 0.2}
    settings: dict[str, Any] = {"draws": 300, "method": method, "spread": spread}
    moved = simulate(example(), **settings).reweighted(weights)
    anew = simulate(example(), **settings, weights=weights)
    order = [moved.improvements.index(name) for name in anew.improvements]
    assert_allclose(moved.scores[:, order], anew.scores)
    if method != "pareto":
        assert_allclose(moved.p_top[order], anew.p_top)


def test_ranks_follow_pymcdm_in_every_draw() -> None:
    found = simulate(example(), 60, method="topsis")
    weights = found.weights
    spans = [(found.figures[c.name] - c.worst) / (c.best - c.worst) for c in found.criteria]
    every = np.stack(spans, axis=-1)
    # Beyond an anchor pymcdm would take the candidate itself for the ideal.
    within = ((every >= 0) & (every <= 1)).all(axis=(1, 2))
    assert within.sum() > 20
    for values, ranks in zip(every[within], found.ranks[within], strict=True):
        ideal = np.vstack([values, np.zeros(3), np.ones(3)])
        oracle = TOPSIS(lambda column, cost=False: column)  # noqa: ARG005
        theirs = oracle(ideal, weights, np.ones(3), validation=False)[:-2]
        assert_array_equal(np.argsort(-theirs), np.argsort(ranks))


def test_more_answers_make_it_surer() -> None:
    few, many = (
        simulate(small(responses=pd.concat([tables()["responses"]] * times)), 500)
        for times in (1, 200)
    )
    assert many.figures["gap"].std(axis=0).max() < 0.2 * few.figures["gap"].std(axis=0).max()


def test_averages_are_drawn_by_their_spread_and_number() -> None:
    scores = pd.DataFrame(
        {
            "persona": ["a", "b"],
            "touchpoint": "x",
            "metric": "csat",
            "kind": "reality",
            "mean": 3.0,
            "sd": [0.5, 1.5],
            "n": 100,
        }
    )
    given = {name: table for name, table in tables().items() if name != "responses"}
    study = load(given | {"scores": scores}, settings={"target": {"default": 80}})
    inputs = simulate(study, 4_000).inputs
    assert_allclose(inputs.reality.std(axis=1), [25 * 0.5 / 10, 25 * 1.5 / 10], rtol=0.1)


def test_central_weights_say_who_would_put_it_first() -> None:
    found = sure(the_example(spread="any"))
    known = np.isfinite(found.central_weights).all(axis=1)
    assert_allclose(found.central_weights[known].sum(axis=1), 1)
    assert_array_equal(known, found.acceptability[:, 0] > 0)
    assert np.isnan(found.confidence[~known]).all()
    assert found.confidence[known].max() > 0.9


def test_json_has_words_and_no_nan() -> None:
    found = sure(the_example()).to_dict()
    assert found["schema"] == "cx-workbench/simulation/1"
    never = [item for item in found["improvements"] if item["confidence"] is None]
    assert never
    assert all(item["central_weights"] is None for item in never)
    assert "NaN" not in sure(the_example()).to_json()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"draws": -1}, "draws is -1."),
        ({"draws": 2.5}, "draws is 2.5."),
        ({"draws": 10_000_000}, "Give a whole number of 0 to 100,000."),
        ({"seed": -3}, "seed is -3."),
        ({"spread": "arround"}, "Did you mean 'around'?"),
    ],
)
def test_what_cannot_be_drawn_is_said(settings: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingError) as error:
        rank(small(), **settings)
    assert said in str(error.value)


def test_simulating_nothing_is_refused() -> None:
    with pytest.raises(SettingError, match="Nothing was drawn"):
        simulate(small(), 0)


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ({}, "All weights are 0."),
        ({"gap": 0}, "All weights are 0."),
        ({"gap": -1, "impact": 3}, "The weight of gap is -1."),
        ({"gap": 1, "impct": 1}, "Did you mean 'impact'?"),
        ({"gap": float("nan"), "effort": 1}, "The weight of gap is nan."),
    ],
)
def test_weights_that_are_none_are_refused(weights: dict[str, float], said: str) -> None:
    with pytest.raises(SettingError) as error:
        sure(the_example()).reweighted(weights)
    assert said in str(error.value)


def test_answers_that_count_for_every_persona_are_drawn_once() -> None:
    views = pd.DataFrame(
        {
            "persona": "",
            "touchpoint": "x",
            "metric": "csat",
            "kind": "company",
            "score": [3, 4, 5, 5],
            "weight": 1,
        }
    )
    answers = pd.concat([tables()["responses"], views])
    found = simulate(small(responses=answers), 500, reference="company").inputs
    (first, second) = (
        found.reference[place] for place, cell in enumerate(found.cells) if cell[1] == "x"
    )
    assert_array_equal(first, second)
    assert first.std() > 0


def test_ids_never_share_their_draws() -> None:
    renamed = tables()
    for name, column, ids in (
        ("personas", "persona", {"a": "p", "b": "p/x"}),
        ("touchpoints", "touchpoint", {"x": "x/y", "y": "y"}),
    ):
        for table in renamed.values():
            if column in table:
                table[column] = table[column].replace(ids)
        assert name in renamed
    both = renamed["responses"].iloc[[1, 4]].assign(persona="p/x", touchpoint="y")
    renamed["responses"] = pd.concat([renamed["responses"], both])
    renamed["improvements"] = renamed["improvements"].assign(touchpoints="x/y; y", personas="")
    found = simulate(small(**renamed), 500).inputs
    reality = dict(zip(found.cells, found.reality, strict=True))
    assert not np.allclose(reality["p", "x/y"], reality["p/x", "y"])


def test_no_typical_weights_where_weights_play_no_part() -> None:
    assert np.isnan(sure(the_example("ratio")).central_weights).all()
    assert sure(the_example("ratio")).to_dict()["improvements"][0]["central_weights"] is None


def test_the_number_of_draws_may_stand_in_the_study() -> None:
    study = load(tables(), settings={"ranking": {"draws": 70, "spread": "any"}})
    assert (simulate(study).draws, simulate(study, 30).draws) == (70, 30)
    assert simulate(study).spread == "any"


def test_the_warnings_of_the_ranking_come_along() -> None:
    found = simulate(small(), 50)
    assert "3 of 3 measured cells rest on fewer than 10 answers." in found.warnings
    assert any(said.startswith("Not measured: Nobody knows") for said in found.warnings)
    assert "fewer than 10 answers" in found.to_text()
    assert "fewer than 10 answers" in found.to_html()
