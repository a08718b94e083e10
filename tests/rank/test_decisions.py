"""What a workshop decides: other estimates, pins and vetoes."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from cx_workbench import portfolio, rank
from cx_workbench.cli.terminal import print_ranking
from cx_workbench.cli.terminal_sureness import print_simulation
from cx_workbench.errors import SettingError
from cx_workbench.rank.reorder import reorder
from tests.example import example
from tests.small import small

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cx_workbench.rank.model import Ranking
    from cx_workbench.study.model import Study

DRAWS = 500
REASON = "The board <b>wants</b> it"


@pytest.fixture(scope="module")
def study() -> Study:
    return example()


@pytest.fixture(scope="module")
def plain(study: Study) -> Ranking:
    return rank(study, draws=DRAWS)


def row(ranking: Ranking, improvement: str) -> Any:  # noqa: ANN401  a row
    return ranking.table.set_index("improvement").loc[improvement]


def estimate(ranking: Ranking, improvement: str, what: str) -> list[float]:
    table = ranking.basis.study.improvements.set_index("improvement")
    return [float(table[f"{what}_{end}"][improvement]) for end in ("low", "likely", "high")]


def test_an_effort_keeps_its_proportions_and_has_the_mean_given() -> None:
    # 10, 20 and 60 person-days have a mean of 25.
    ranking = rank(small(), draws=0, estimates={"both": {"effort": 50}})
    assert row(ranking, "both")["effort"] == pytest.approx(50)
    assert estimate(ranking, "both", "effort") == pytest.approx([20, 40, 120])
    assert estimate(ranking, "spoilt", "effort") == [5, 5, 5]


def test_the_share_closed_moves_the_impact_in_proportion() -> None:
    ranking = rank(small(), draws=0, estimates={"both": {"closes": 0.2}})
    # Half of 0.5 * 0.4 * (2/3 * 37.5 + 1/3 * 75) = 10 points.
    assert row(ranking, "both")["impact"] == pytest.approx(5)
    assert estimate(ranking, "both", "closes") == pytest.approx([0.2, 0.2, 0.2])


def test_a_share_closed_is_cut_off_at_all_of_the_gap() -> None:
    tables = small().improvements.assign(closes_low=0.2, closes_high=0.8)
    columns = ["improvement", "title", "touchpoints", "effort_likely", "closes_likely"]
    table = tables[[*columns, "closes_low", "closes_high"]]
    table = table.assign(touchpoints=[";".join(names) for names in table["touchpoints"]])
    ranking = rank(small(improvements=table), draws=0, estimates={"both": {"closes": 0.8}})
    assert estimate(ranking, "both", "closes") == pytest.approx([0.4, 0.8, 1.0])


def test_what_was_nothing_has_no_proportions() -> None:
    tables = small().improvements
    free = tables[["improvement", "title", "closes_likely"]].assign(
        touchpoints=[";".join(names) for names in tables["touchpoints"]],
        effort_likely=0.0,
        closes_likely=0.0,
    )
    changed = {"both": {"effort": 12.0, "closes": 0.3}}
    ranking = rank(small(improvements=free), draws=0, estimates=changed)
    assert estimate(ranking, "both", "effort") == [12, 12, 12]
    assert estimate(ranking, "both", "closes") == [0.3, 0.3, 0.3]


def test_default_anchors_stay_where_the_studys_own_estimates_put_them(
    study: Study, plain: Ranking
) -> None:
    changed = {"plain_bill": {"effort": 10_000.0, "closes": 1.0}, "new_masts": {"effort": 0.0}}
    moved = rank(study, draws=0, estimates=changed)
    assert moved.criteria == plain.criteria
    others = [name for name in plain.table["improvement"] if name not in changed]
    before, after = (each.table.set_index("improvement").loc[others] for each in (plain, moved))
    assert_array_equal(before["score"], after["score"])
    assert any("lies beyond the anchors" in said for said in moved.warnings)


def test_draws_follow_a_changed_estimate(study: Study, plain: Ranking) -> None:
    effort = float(row(plain, "plain_bill")["effort"])
    changed = {"plain_bill": {"effort": 2 * effort}}
    moved = rank(study, draws=DRAWS, estimates=changed).simulation
    sure = plain.simulation
    assert sure is not None and moved is not None  # noqa: PT018  one fact
    for name in plain.table["improvement"]:
        before = sure.figures["effort"][:, sure.improvements.index(name)]
        after = moved.figures["effort"][:, moved.improvements.index(name)]
        assert_allclose(after, before * (2 if name == "plain_bill" else 1), rtol=1e-12)


def test_changed_estimates_are_said_and_those_that_are_not_changed_are_not(
    study: Study, plain: Ranking
) -> None:
    own = float(row(plain, "esim_steps")["effort"])
    changed = {"plain_bill": {"effort": 20, "closes": 0.5}, "esim_steps": {"effort": own}}
    ranking = rank(study, draws=0, estimates=changed)
    said = [(each.improvement, each.estimate, each.after) for each in ranking.estimates]
    assert said == [("plain_bill", "effort", 20), ("plain_bill", "closes", 0.5)]
    before = [each.before for each in ranking.estimates]
    bill = study.improvements.set_index("improvement").loc["plain_bill"]
    assert before == [row(plain, "plain_bill")["effort"], bill["closes_likely"]]
    assert any(
        line.startswith(f"The effort of {bill['title']} is 20 person-days instead of")
        for line in ranking.assumptions
    )
    written = ranking.to_dict()["estimates"]
    assert [(each["estimate"], each["after"]) for each in written] == [
        ("effort", 20.0),
        ("closes", 0.5),
    ]
    assert "closes 50 % of the gap instead of" in ranking.to_text()


def test_the_study_itself_stays_as_it_is(study: Study) -> None:
    before = study.improvements.copy()
    rank(study, draws=0, estimates={"plain_bill": {"effort": 1, "closes": 1}})
    assert study.improvements.equals(before)


def test_a_vetoed_improvement_is_out_and_the_rest_as_before(study: Study, plain: Ranking) -> None:
    ranking = rank(study, draws=DRAWS, vetoed={"plain_bill": REASON, "esim_steps": ""})
    names = ranking.table["improvement"].tolist()
    assert names == [
        name for name in plain.table["improvement"] if name not in {"plain_bill", "esim_steps"}
    ]
    assert [(left.improvement, left.reason) for left in ranking.vetoed] == [
        ("esim_steps", ""),
        ("plain_bill", REASON),
    ]
    assert ranking.criteria == plain.criteria
    sure, gone = plain.simulation, ranking.simulation
    assert sure is not None and gone is not None  # noqa: PT018  one fact
    places = [sure.improvements.index(name) for name in names]
    assert_array_equal(gone.scores, sure.scores[:, places])
    assert f"Taken out by veto: {ranking.vetoed[1].title} ({REASON})." in ranking.assumptions
    assert f"{ranking.vetoed[0].title}: no reason given" in ranking.to_text()
    assert "<b>wants" not in ranking.to_html()
    assert ranking.to_dict()["vetoed"] == {"esim_steps": "", "plain_bill": REASON}


def best_of(scores: Any, free: list[int], left: int) -> Any:  # noqa: ANN401  arrays
    """Count by hand in how many draws each is among the best of those that are free."""
    times = np.zeros(scores.shape[1])
    for draw in scores:
        for place in sorted(free, key=lambda place: -draw[place])[:left]:
            times[place] += 1
    return times / len(scores)


@pytest.mark.parametrize("pins", [1, 2, 3])
def test_a_pinned_improvement_holds_a_place_and_the_others_share_the_rest(
    study: Study, plain: Ranking, pins: int
) -> None:
    last = plain.table["improvement"].tolist()[-pins:]
    ranking = rank(study, top=4, draws=DRAWS, pinned=dict.fromkeys(last, REASON))
    names = ranking.table["improvement"].tolist()
    assert names == plain.table["improvement"].tolist()
    assert ranking.table["rank"].tolist() == list(range(1, len(names) + 1))
    assert ranking.top_table["improvement"].tolist() == [*names[: 4 - pins], *last]
    sure = ranking.simulation
    assert sure is not None
    free = [place for place, name in enumerate(names) if name not in last]
    expected = best_of(sure.scores, free, 4 - pins)
    expected[[names.index(name) for name in last]] = 1
    assert_allclose(ranking.table["p_top"], expected, rtol=1e-12)
    assert_allclose(sure.p_top.sum(), 4)
    assert_array_equal(sure.table["in_top"], ranking.table["in_top"])
    assert_array_equal(ranking.table["rank_low"], plain.table["rank_low"])


def test_pins_are_said(study: Study, plain: Ranking, capsys: pytest.CaptureFixture[str]) -> None:
    last = plain.table["improvement"].iloc[-1]
    title = row(plain, last)["title"]
    ranking = rank(study, draws=DRAWS, pinned={last: REASON})
    assert ranking.pinned == {last: REASON}
    assert row(ranking, last)["why"].endswith(f"; pinned in the TOP 5 ({REASON})")
    assert f"Pinned in the TOP 5, whatever its score: {title} ({REASON})." in ranking.assumptions
    assert "<b>wants" not in ranking.to_html()
    written = ranking.to_dict()
    assert written["pinned"] == {last: REASON}
    assert [each["improvement"] for each in written["ranking"] if each["in_top"]] == (
        ranking.top_table["improvement"].tolist()
    )
    print_ranking(ranking)
    shown = capsys.readouterr().out
    lines = [line.strip() for line in shown.splitlines()]
    assert "pinned" in next(line for line in lines if line.startswith(f"{len(ranking.table)} "))
    sure = ranking.simulation
    assert sure is not None
    assert f"{title}: pinned in the TOP 5; rank" in sure.to_text()
    assert sure.to_dict()["pinned"] == [last]
    print_simulation(sure)
    assert "pinned" in capsys.readouterr().out


def test_nobody_takes_the_place_of_a_pinned_one(study: Study, plain: Ranking) -> None:
    names = plain.table["improvement"].tolist()
    sure = rank(study, top=2, draws=DRAWS, pinned={names[0]: "", names[1]: ""}).simulation
    assert sure is not None
    assert sure.p_top.tolist() == [1, 1, *[0] * (len(names) - 2)]
    assert "Close calls" not in sure.to_text()


def test_what_is_pinned_but_not_ranked_holds_no_place() -> None:
    ranking = rank(small(), top=1, draws=0, pinned={"silent": ""})
    assert ranking.top_table["improvement"].tolist() == ["both"]
    assert "Nobody knows is pinned but not ranked; it holds no place." in ranking.warnings


PROBLEMS: list[tuple[dict[str, Any], list[str]]] = [
    ({"estimates": {"plain_bil": {"effort": 3}}}, ["'plain_bil' is not", "Did you mean"]),
    ({"estimates": {"plain_bill": {"efort": 3}}}, ["'efort'", "Did you mean 'effort'?"]),
    ({"estimates": {"plain_bill": {"effort": -1}}}, ["effort of 'plain_bill' is -1", "0 or more"]),
    ({"estimates": {"plain_bill": {"effort": float("nan")}}}, ["is nan", "Give person-days"]),
    ({"estimates": {"plain_bill": {"closes": 40}}}, ["is 40", "from 0 to 1"]),
    ({"estimates": {"plain_bill": {"closes": "half"}}}, ["is half", "from 0 to 1"]),
    ({"estimates": {"plain_bill": 20}}, ["estimates of 'plain_bill' are 20", "by name"]),
    ({"estimates": 20}, ["estimates is no mapping but a int"]),
    ({"pinned": {"esim_step": ""}}, ["'esim_step' is not", "Did you mean 'esim_steps'?"]),
    ({"vetoed": ["esim_steps"]}, ["vetoed is no mapping but a list", "reason"]),
    (
        {"pinned": {"esim_steps": ""}, "vetoed": {"esim_steps": "no"}},
        ["'esim_steps' is both pinned and vetoed"],
    ),
    (
        {"pinned": {"esim_steps": "", "plain_bill": ""}, "top": 1},
        ["2 improvements are pinned, but the TOP 1 has room for 1"],
    ),
]


@pytest.mark.parametrize(("settings", "said"), PROBLEMS)
def test_what_cannot_be_decided_is_named(
    study: Study, settings: Mapping[str, Any], said: list[str]
) -> None:
    with pytest.raises(SettingError) as error:
        rank(study, draws=0, **settings)
    assert all(part in str(error.value) for part in said)


def test_all_problems_are_named_at_once(study: Study) -> None:
    with pytest.raises(SettingError) as error:
        rank(
            study,
            draws=0,
            method="additiv",
            estimates={"a": {"effort": -1, "closes": 2}},
            pinned={"b": ""},
            vetoed={"c": ""},
        )
    assert len(error.value.problems) == 6


def test_a_portfolio_holds_what_is_pinned_and_not_what_is_vetoed(study: Study) -> None:
    free = rank(study, draws=0)
    chosen = portfolio(free, budget=200, draws=0).chosen["improvement"].tolist()
    left = [name for name in free.table["improvement"] if name not in chosen]
    pinned = next(name for name in left if row(free, name)["effort"] < 100)
    decided = rank(study, draws=0, pinned={pinned: ""}, vetoed={chosen[0]: ""})
    held = portfolio(decided, budget=200, draws=0).chosen["improvement"].tolist()
    assert pinned in held
    assert chosen[0] not in held


@pytest.mark.parametrize("method", ["additive", "topsis"])
def test_turning_points_leave_the_pinned_alone(study: Study, method: str) -> None:
    names = rank(study, draws=0, method=method).table["improvement"].tolist()
    pinned = {names[2]: "", names[9]: ""}
    ranking = rank(study, top=4, draws=0, method=method, pinned=pinned)
    turns = ranking.turning_points()
    own = turns.improvements.set_index("improvement")
    assert not own.loc[list(pinned), "turns"].any()
    assert len(turns.weights) > 5
    inside = ranking.table.set_index("improvement")["in_top"]
    for weight in turns.weights.to_dict("records"):
        weights = {**ranking.weights, weight["criterion"]: weight["said"]}
        found = reorder(ranking, weights=weights)
        then = found.in_top[found.improvements.index(weight["improvement"])]
        assert then != inside[weight["improvement"]]
    for name, weights in own["weights"].dropna().items():
        found = reorder(ranking, weights=weights)
        assert found.in_top[found.improvements.index(str(name))] != inside[str(name)]
    effort = turns.steps[turns.steps["turns"] & (turns.steps["field"] == "effort")]
    for step in effort.to_dict("records"):
        found = reorder(ranking, estimates={step["improvement"]: {"effort": step["then"]}})
        then = found.in_top[found.improvements.index(step["improvement"])]
        assert then != inside[step["improvement"]]


def test_where_all_is_pinned_nothing_turns_and_nothing_is_in_doubt(study: Study) -> None:
    ranking = rank(study, top=2, draws=DRAWS, pinned={"plain_bill": "", "esim_steps": ""})
    assert "All of the TOP 2 is pinned" in ranking.turning_points().to_text()
    matters = ranking.what_matters()
    assert matters.doubt == matters.evpi == 0
    assert "Every draw gives the same TOP 2" in matters.said


def test_doubt_is_about_the_places_that_are_left(study: Study, plain: Ranking) -> None:
    names = plain.table["improvement"].tolist()
    ranking = rank(study, draws=DRAWS, pinned={names[-1]: ""})
    share = ranking.table["p_top"].to_numpy()
    assert ranking.what_matters().doubt == pytest.approx((share * (1 - share)).sum(), rel=0.01)
    compared = ranking.frameworks().table.set_index("improvement")["tops"]
    assert compared[names[-1]] == len(ranking.frameworks().methods)


def test_reality_alone_keeps_the_pins(study: Study, plain: Ranking) -> None:
    last = plain.table["improvement"].iloc[-1]
    check = rank(study, draws=0, pinned={last: ""}).reality_check().table.set_index("improvement")
    assert check.loc[last, "in_top_on_reality"]
    assert check["in_top_on_reality"].sum() == 5


def test_pins_among_few_are_counted_by_hand() -> None:
    from cx_workbench.rank.sure.acceptability import in_top

    ranks = np.array([[1, 2, 3, 4], [4, 3, 2, 1], [2, 4, 1, 3]])
    for size in range(5):
        for pinned in combinations(range(4), size):
            pins = np.isin(np.arange(4), pinned)
            for top in range(max(size, 1), 6):
                found = in_top(ranks, top, pins)
                for draw, inside in zip(ranks, found, strict=True):
                    others = sorted(set(range(4)) - set(pinned), key=lambda place: draw[place])
                    expected = {*pinned, *others[: top - size]}
                    assert set(np.flatnonzero(inside)) == expected
