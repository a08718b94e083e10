"""The answer while somebody drags: it must be the one that `rank` gives on release."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from cx_workbench import rank
from cx_workbench.errors import SettingError
from cx_workbench.rank.methods import METHODS
from cx_workbench.rank.options import IMPACTS
from cx_workbench.rank.reorder import Order, closes_for_impact, reorder
from cx_workbench.rank.sure.spread import SPREADS
from tests.example import example
from tests.small import small

if TYPE_CHECKING:
    from cx_workbench.rank.model import Ranking
    from cx_workbench.study.model import Study

DRAWS = 200
STUDY = example()
IDS = STUDY.improvements["improvement"].tolist()
SHARES = st.floats(0, 1)
WEIGHTS = st.fixed_dictionaries(dict.fromkeys(("gap", "impact", "effort"), SHARES))
WEIGHTS = WEIGHTS.filter(lambda weights: any(weights.values()))
ESTIMATES = st.dictionaries(
    st.sampled_from(IDS),
    st.fixed_dictionaries({}, optional={"effort": st.floats(0, 400), "closes": SHARES}),
    max_size=4,
)
SOME = st.lists(st.sampled_from(IDS), max_size=3, unique=True).map(
    lambda names: dict.fromkeys(names, "")
)
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "personas": st.just(["always_on"]),
        "phases": st.sampled_from(["during", "after"]),
        "pain_types": st.just(["payment"]),
    },
)


def same(found: Order, expected: Ranking) -> None:
    """Compare with a ranking to the last digits."""
    table = expected.table
    assert list(found.improvements) == table["improvement"].tolist()
    assert found.rank.tolist() == table["rank"].tolist()
    assert_array_equal(found.in_top, table["in_top"])
    assert_allclose(found.score, table["score"], rtol=1e-12, atol=1e-12)
    assert list(found.criteria) == [criterion.name for criterion in expected.criteria]
    for name in found.criteria:
        assert_allclose(found.figures[name], table[name], rtol=1e-12, atol=1e-12)
    parts = expected.contributions["contribution"].to_numpy().reshape(found.contribution.shape)
    assert_allclose(found.contribution, parts, rtol=1e-12, atol=1e-12)
    for name in ("p_top", "rank_low", "rank_high"):
        drawn = getattr(found, name)
        if drawn is not None:
            assert_allclose(drawn, table[name], rtol=1e-12)


@settings(max_examples=60, deadline=None)
@given(
    kept=FILTERS,
    base=st.fixed_dictionaries(
        {"impact": st.sampled_from([*IMPACTS]), "vetoed": SOME, "estimates": ESTIMATES}
    ),
    moved=st.fixed_dictionaries(
        {},
        optional={
            "weights": WEIGHTS,
            "top": st.integers(3, 12),
            "method": st.sampled_from([*METHODS]),
            "estimates": ESTIMATES,
            "pinned": SOME,
        },
    ),
)
def test_reordering_is_ranking(
    kept: dict[str, Any], base: dict[str, Any], moved: dict[str, Any]
) -> None:
    base["vetoed"] = {name: "" for name in base["vetoed"] if name not in moved.get("pinned", {})}
    ranking = rank(STUDY, draws=0, **kept, **base)
    same(reorder(ranking, **moved), rank(STUDY, draws=0, **{**kept, **base, **moved}))


@settings(max_examples=25, deadline=None)
@given(
    spread=st.sampled_from([*SPREADS]),
    method=st.sampled_from(["additive", "additive", "product", "topsis", "pareto", "rice"]),
    moved=st.fixed_dictionaries(
        {}, optional={"weights": WEIGHTS, "top": st.integers(3, 18), "pinned": SOME}
    ),
)
def test_the_kept_draws_say_what_new_ones_would(
    spread: str, method: str, moved: dict[str, Any]
) -> None:
    base: dict[str, Any] = {"method": method, "spread": spread, "draws": DRAWS}
    found = reorder(rank(STUDY, **base), **moved)
    assert found.p_top is not None
    same(found, rank(STUDY, **{**base, **moved}))


def twins() -> Study:
    """Improvements that differ by their ids alone, with sure estimates: every draw ties."""
    table = small().improvements
    one = table[table["improvement"] == "both"]
    columns = ["title", "effort_likely", "closes_likely"]
    rows = [one.assign(improvement=name)[["improvement", *columns]] for name in "dcba"]
    improvements = pd.concat(rows, ignore_index=True).assign(touchpoints="x; y")
    return small(improvements=improvements)


@pytest.mark.parametrize("pinned", [{}, {"d": ""}])
def test_draws_that_tie_are_parted_as_in_a_ranking(pinned: dict[str, str]) -> None:
    study = twins()
    found = reorder(rank(study, top=2, draws=DRAWS), pinned=pinned)
    same(found, rank(study, top=2, draws=DRAWS, pinned=pinned))
    assert found.p_top is not None
    assert found.improvements == ("a", "b", "c", "d")
    assert found.p_top.tolist() == ([1, 0, 0, 1] if pinned else [1, 1, 0, 0])


def test_scores_too_large_to_be_packed_are_ordered_all_the_same() -> None:
    reach = np.linspace(1e9, 9e12, len(IDS))
    large = replace(STUDY, improvements=STUDY.improvements.assign(reach=reach))
    base: dict[str, Any] = {"method": "rice", "draws": DRAWS}
    found = reorder(rank(large, **base), top=3)
    assert found.score.max() > 1e9
    same(found, rank(large, top=3, **base))


def test_estimates_and_methods_take_new_draws() -> None:
    ranking = rank(STUDY, draws=DRAWS)
    assert reorder(ranking, estimates={"plain_bill": {"effort": 3.0}}).p_top is None
    assert reorder(ranking, method="product").p_top is None
    changed = {"plain_bill": {"effort": 3.0}}
    again = rank(STUDY, draws=DRAWS, estimates=changed)
    same(reorder(again, estimates=changed), again)
    assert reorder(again, estimates=changed).p_top is not None
    assert reorder(again, estimates={}).p_top is None


def test_nothing_given_is_the_ranking_itself() -> None:
    ranking = rank(STUDY, draws=DRAWS, pinned={"short_order": ""}, vetoed={"plain_bill": ""})
    found = reorder(ranking)
    assert found.p_top is not None
    same(found, ranking)


def test_a_criterion_without_weight_so_far_comes_in_with_its_anchors() -> None:
    own = small().improvements
    table = pd.DataFrame(
        {
            "improvement": own["improvement"],
            "title": own["title"],
            "touchpoints": ["x; y", "x", "y"],
            "effort_likely": own["effort_likely"],
            "closes_likely": own["closes_likely"],
            "mentions": [2, 9, 4],
        }
    )
    criteria = {"mentions": {"worst": 0, "best": 10, "weight": 0}}
    study = small(improvements=table, settings={"criteria": criteria})
    weights = {"impact": 1.0, "mentions": 3.0}
    ranking = rank(study, draws=DRAWS)
    assert "mentions" not in ranking.weights
    found = reorder(ranking, weights=weights)
    assert found.criteria == ("gap", "impact", "effort", "mentions")
    same(found, rank(study, draws=DRAWS, weights=weights))
    same(reorder(rank(study, draws=0, weights=weights)), rank(study, draws=0, weights=weights))


def test_nothing_left_to_rank_has_no_order() -> None:
    ranking = rank(small(), draws=0, vetoed={"both": "", "spoilt": "no gap"})
    found = reorder(ranking, weights={"gap": 1})
    assert found.improvements == ()
    assert found.contribution.shape == (0, 3)


@pytest.mark.parametrize(
    ("moved", "said"),
    [
        ({"weights": {"gapp": 1}}, "Did you mean 'gap'?"),
        ({"weights": {"gap": -1}}, "The weight of gap is -1."),
        ({"weights": {"gap": 0}}, "All weights are 0."),
        ({"method": "additiv"}, "Did you mean 'additive'?"),
        ({"top": 0}, "top is 0."),
        ({"estimates": {"plain_bill": {"closes": 2}}}, "from 0 to 1"),
        ({"top": 1, "pinned": {"plain_bill": "", "esim_steps": ""}}, "has room for 1"),
    ],
)
def test_what_cannot_be_is_refused_in_words(moved: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingError) as error:
        reorder(rank(STUDY, draws=0), **moved)
    assert said in str(error.value)


@pytest.mark.parametrize("impact", [*IMPACTS])
@pytest.mark.parametrize("improvement", IDS[:6])
def test_an_impact_is_reached_by_the_share_closed(impact: str, improvement: str) -> None:
    ranking = rank(STUDY, draws=0, impact=impact)
    for share in (0.1, 0.5, 0.9):
        there = reorder(ranking, estimates={improvement: {"closes": share}})
        figure = float(there.figures["impact"][there.improvements.index(improvement)])
        assert closes_for_impact(ranking, improvement, figure) == pytest.approx(share, abs=1e-9)
    assert closes_for_impact(ranking, improvement, 1e6) == 1.0
    assert closes_for_impact(ranking, improvement, -3.0) == 0.0


def test_the_share_for_an_impact_by_hand() -> None:
    # Closing all of both gaps gains 0.5 * (2/3 * 37.5 + 1/3 * 75) = 25 points.
    ranking = rank(small(), draws=0)
    assert closes_for_impact(ranking, "both", 5) == pytest.approx(0.2)
    # There is no gap to close: what it closes stays as it is.
    assert closes_for_impact(ranking, "spoilt", 5) == 0.5


@pytest.mark.parametrize(("improvement", "impact"), [("silent", 1.0), ("both", float("nan"))])
def test_no_share_is_found_for_nothing(improvement: str, impact: float) -> None:
    with pytest.raises(SettingError):
        closes_for_impact(rank(small(), draws=0), improvement, impact)
