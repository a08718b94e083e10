"""Ranking on reality alone, beside the main ranking."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kendalltau, spearmanr

from cx_workbench.rank.checks.reality_check import reality_check
from cx_workbench.rank.methods import METHODS
from cx_workbench.rank.ranking import rank
from tests.example import example
from tests.small import small, tables


def test_gaps_are_what_reality_lacks_of_100() -> None:
    check = reality_check(rank(small(), draws=0))
    gap, impact, effort = check.criteria
    # a at x 37.5, a at y 100 (half pass), b at x 25, personas alike; b alone 25.
    assert (gap.worst, gap.best) == (0, 50)
    both = (0.5 * 37.5 + 0.25 * 100 + 0.5 * 25) / 1.25
    found = check.table.set_index("improvement")
    # Importance 2/3 and 1/3 for a, all at x for b.
    gained = 0.4 * (0.5 * (2 / 3 * 37.5 + 1 / 3 * 100) + 0.5 * 25)
    expected = 0.3 * both / 50 + 0.4 * gained / impact.best + 0.3 * (1 - 25 / effort.worst)
    assert found.loc["both", "score_on_reality"] == pytest.approx(expected)
    alone = 0.3 * 0.5 + 0.4 * 0.5 * 0.5 * 25 / impact.best + 0.3 * (1 - 5 / effort.worst)
    assert found.loc["spoilt", "score_on_reality"] == pytest.approx(alone)


def test_the_ranking_itself_stays_as_it_is() -> None:
    ranking = rank(example(), draws=0)
    before = ranking.table.copy(), ranking.cells.copy(), ranking.basis.world.cells.gap.copy()
    reality_check(ranking)
    pd.testing.assert_frame_equal(ranking.table, before[0])
    pd.testing.assert_frame_equal(ranking.cells, before[1])
    np.testing.assert_array_equal(ranking.basis.world.cells.gap, before[2])


def test_who_enters_and_who_leaves_is_said() -> None:
    check = reality_check(rank(example(), draws=0))
    table = check.table
    assert sorted(table["rank_on_reality"]) == list(range(1, len(table) + 1))
    enters = table.loc[~table["in_top"] & (table["rank_on_reality"] <= 5), "title"]
    leaves = table.loc[table["in_top"] & (table["rank_on_reality"] > 5), "title"]
    assert check.enters == tuple(enters)
    assert check.leaves == tuple(leaves)
    assert len(check.enters) == len(check.leaves) > 0
    for title in (*enters, *leaves):
        assert f"'{title}'" in check.sentence
    assert f"Kendall tau of {check.kendall:.2f}" in check.sentence


def test_rank_correlations_match_scipy() -> None:
    check = reality_check(rank(example(), draws=0))
    ranks = check.table["rank"], check.table["rank_on_reality"]
    assert check.kendall == pytest.approx(kendalltau(*ranks).statistic)
    assert check.spearman == pytest.approx(spearmanr(*ranks).statistic)


def test_against_100_reality_alone_changes_nothing() -> None:
    # Without the answers on expectation, and with a target of 100, gap and check are one.
    answers = tables()["responses"]
    study = small(
        responses=answers[answers["kind"] == "reality"], settings={"target": {"default": 100}}
    )
    ranking = rank(study, draws=0)
    check = reality_check(ranking)
    np.testing.assert_allclose(check.table["score_on_reality"], ranking.table["score"])
    assert check.enters == check.leaves == ()
    assert check.sentence == (
        "All improvements that are ranked are in the TOP 5 either way; over all 2 improvements "
        "both orders agree with a Kendall tau of 1.00."
    )
    first = reality_check(rank(study, top=1, draws=0))
    assert first.sentence.startswith("Ranked on reality alone, the TOP 1 holds the same")


def test_anchors_of_effort_stay_and_those_made_for_gaps_do_not() -> None:
    ranking = rank(example(), draws=0)
    given = {criterion.name: criterion for criterion in ranking.criteria}
    used = {criterion.name: criterion for criterion in reality_check(ranking).criteria}
    assert used["effort"] == given["effort"]
    assert given["impact"].anchors_from == "study.toml"
    assert used["impact"].anchors_from == used["gap"].anchors_from == "default"
    assert {name: each.weight for name, each in used.items()} == ranking.weights


@pytest.mark.parametrize("method", METHODS)
def test_every_method_can_be_checked(method: str) -> None:
    check = reality_check(rank(example(), method=method, draws=0))
    assert check.table["score_on_reality"].notna().all()
    assert "nan" not in check.sentence


def test_filters_hold_in_the_check_too() -> None:
    study = example()
    some = study.personas["persona"].iloc[:1].tolist()
    ranking = rank(study, personas=some, draws=0)
    check = reality_check(ranking)
    assert check.table["improvement"].tolist() == ranking.table["improvement"].tolist()


def test_one_improvement_and_none_have_no_order_to_check() -> None:
    one = tables()["improvements"].iloc[:1]
    check = reality_check(rank(small(improvements=one), draws=0))
    assert (check.spearman, check.kendall) == (None, None)
    assert check.sentence.startswith("Only one improvement is ranked")
    nothing = reality_check(rank(small(), personas=["a"], pain_types=["feature"], draws=0))
    assert nothing.table.empty
    assert nothing.sentence.startswith("No improvement is ranked")


def test_it_is_shown_in_words() -> None:
    check = reality_check(rank(example(), draws=0, top=3))
    assert repr(check).startswith(f"{check.sentence}\n\nRank, and rank on reality alone:\n     1 ")
    assert repr(check).count("\n") == len(check.table) + 2
