"""Rank acceptability against published figures, and against plain counting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pymcdm.helpers
import pymcdm.methods
import pytest
import skcriteria
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from skcriteria.agg.simple import WeightedSumModel
from skcriteria.agg.topsis import TOPSIS as SkTopsis  # noqa: N811  two of that name

from cx_workbench.rank.methods import additive, topsis
from cx_workbench.rank.sure.acceptability import (
    acceptability,
    among_first,
    central_weights,
    rank_range,
    ranks_of,
    win_shares,
)
from cx_workbench.rank.sure.spread import drawn_weights
from tests.vectors import vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

SMAA = vectors("smaa")
ERROR = SMAA["worst_error"]

scores = arrays(float, st.tuples(st.integers(1, 20), st.integers(1, 8)), elements=st.floats(0, 1))


def drawn(case: dict[str, Any]) -> tuple[dict[str, int], NDArray[Any], NDArray[np.float64]]:
    values = np.array(list(case["values"].values()), dtype=float)
    weights = drawn_weights(np.ones(values.shape[1]), "any", 10_000, seed=1)
    places = {name: place for place, name in enumerate(case["values"])}
    return places, ranks_of(additive(values, weights, {})), weights


@pytest.mark.parametrize("name", ["middling", "dominated", "identity"])
def test_published_figures(name: str) -> None:
    case = SMAA[name]
    places, ranks, weights = drawn(case)
    shares, central = acceptability(ranks), central_weights(ranks, weights)

    for option, expected in case.get("acceptability", {}).items():
        assert shares[places[option]] == pytest.approx(expected, abs=ERROR)
    for rank, which in enumerate(("first", "second")):
        for option, expected in case.get(which, {}).items():
            assert shares[places[option], rank] == pytest.approx(expected, abs=ERROR)
    for option, expected in case["central_weights"].items():
        found = central[places[option]]
        assert np.isnan(found).all() if not expected else found == pytest.approx(expected, abs=0.02)


@given(scores)
def test_every_rank_is_taken_once_in_each_draw(scores: NDArray[np.float64]) -> None:
    ranks = ranks_of(scores)
    assert_array_equal(
        np.sort(ranks, axis=1), np.broadcast_to(np.arange(1, ranks.shape[1] + 1), ranks.shape)
    )
    shares = acceptability(ranks)
    assert_allclose(shares.sum(axis=0), 1)
    assert_allclose(shares.sum(axis=1), 1)
    assert_allclose(shares @ np.arange(1, ranks.shape[1] + 1), ranks.mean(axis=0))


@given(scores, st.integers(1, 9))
def test_among_the_first(scores: NDArray[np.float64], top: int) -> None:
    first = among_first(scores, top)
    for row, chosen in zip(scores, first, strict=True):
        bound = np.sort(row)[::-1][min(top, len(row)) - 1]
        assert_array_equal(chosen, row >= bound)


@given(scores)
def test_one_is_ahead_or_the_other(scores: NDArray[np.float64]) -> None:
    wins = win_shares(ranks_of(scores))
    apart = ~np.eye(len(wins), dtype=bool)
    assert_allclose((wins + wins.T)[apart], 1)
    assert (np.diag(wins) == 0).all()


def test_equal_scores_are_decided_by_what_follows() -> None:
    scores, impact = np.array([[0.5, 0.5, 0.9]]), np.array([[1.0, 2.0, 0.0]])
    assert ranks_of(scores).tolist() == [[2, 3, 1]]
    assert ranks_of(scores, impact).tolist() == [[3, 2, 1]]


def test_the_rank_range_leaves_a_twentieth_on_either_side() -> None:
    shares = np.array([[0.05, 0.05, 0.85, 0.05], [0.0, 0.0, 0.0, 1.0], [0.06, 0.9, 0.04, 0.0]])
    low, high = rank_range(shares)
    assert low.tolist() == [1, 4, 1]
    assert high.tolist() == [3, 4, 2]


def test_acceptability_by_topsis_is_what_loops_over_two_libraries_count() -> None:
    random = np.random.default_rng(6)
    values = np.vstack([random.random((5, 3)), np.ones(3), np.zeros(3)])
    weights = drawn_weights(np.ones(3), "any", 60, seed=2)
    ours = acceptability(ranks_of(topsis(values, weights, {})))
    scores = pymcdm.methods.TOPSIS(lambda column, cost=False: column)  # noqa: ARG005
    theirs, sk = np.zeros((7, 7)), np.zeros((7, 7))
    for row in weights:
        ranks = pymcdm.helpers.rankdata(
            scores(values, row, np.ones(3), validation=False), reverse=True
        )
        theirs[np.arange(7), ranks.astype(int) - 1] += 1
        matrix = skcriteria.mkdm(values, [max] * 3, weights=row)
        sk[np.arange(7), SkTopsis().evaluate(matrix).rank_ - 1] += 1
    assert_allclose(ours, theirs / len(weights))
    assert_allclose(ours, sk / len(weights))


def test_acceptability_by_the_weighted_sum_is_what_loops_over_two_libraries_count() -> None:
    values = np.random.default_rng(8).random((6, 4))
    weights = drawn_weights(np.array([4.0, 3.0, 2.0, 1.0]), "ordered", 60, seed=2)
    ours = acceptability(ranks_of(additive(values, weights, {})))
    theirs, sk = np.zeros((6, 6)), np.zeros((6, 6))
    sums = pymcdm.methods.WSM(lambda column, cost=False: column)  # noqa: ARG005
    for row in weights:
        ranks = pymcdm.helpers.rankdata(
            sums(values, row, np.ones(4), validation=False), reverse=True
        )
        theirs[np.arange(6), ranks.astype(int) - 1] += 1
        matrix = skcriteria.mkdm(values, [max] * 4, weights=row)
        sk[np.arange(6), WeightedSumModel().evaluate(matrix).rank_ - 1] += 1
    assert_allclose(ours, theirs / len(weights))
    assert_allclose(ours, sk / len(weights))
