"""Scores against published figures and other libraries."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import numpy as np
import pymcdm.methods
import pytest
import skcriteria
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from skcriteria.agg.simple import WeightedSumModel
from skcriteria.agg.topsis import TOPSIS as SkTopsis  # noqa: N811  two of that name

from cx_workbench.measure.weights import IMPORTANCES
from cx_workbench.rank.methods import EFFORT_FLOOR, METHODS, additive, pareto, product, topsis
from cx_workbench.rank.options import IMPACTS
from cx_workbench.study.settings import ImpactName, ImportanceName, MethodName
from tests.vectors import vectors

if TYPE_CHECKING:
    from cx_workbench.rank.methods import Method

CASE = vectors("anchored")
NAMES = list(CASE["candidates"])
FIGURES = np.array([CASE["candidates"][name] for name in NAMES], dtype=float)
WEIGHTS = np.array(list(CASE["weights"].values()))
WORST = np.array(list(CASE["worst"].values()), dtype=float)
BEST = np.array(list(CASE["best"].values()), dtype=float)
VALUES = (FIGURES - WORST) / (BEST - WORST)

unit = st.floats(0, 1)
value_tables = st.integers(2, 8).flatmap(lambda n: arrays(float, (n, 3), elements=unit))
weight_rows = arrays(float, 3, elements=st.floats(0.01, 1)).map(lambda w: w / w.sum())


def test_the_anchored_sum_matches_the_published_figures_with_and_without_d() -> None:
    expected = [CASE["scores"][name] for name in NAMES]
    np.testing.assert_allclose(additive(VALUES, WEIGHTS, {}), expected)
    np.testing.assert_allclose(additive(VALUES[:3], WEIGHTS, {}), expected[:3])


def test_topsis_with_the_textbook_s_ideal_points_matches_the_published_figures() -> None:
    """Vector norm and candidates' extremes are another choice of anchors and weights."""
    norm = np.linalg.norm(FIGURES, axis=0)
    signs = np.array([-1, 1, 1])
    best = (signs * FIGURES).max(axis=0) * signs
    worst = (signs * FIGURES).min(axis=0) * signs
    values = (FIGURES - worst) / (best - worst)
    scores = topsis(values, WEIGHTS * np.abs(best - worst) / norm, {})
    np.testing.assert_allclose(scores, [CASE["topsis"][name] for name in NAMES], atol=5e-7)


@given(value_tables, weight_rows)
def test_topsis_between_anchors_matches_pymcdm_with_the_anchors_as_candidates(
    values: np.ndarray, weights: np.ndarray
) -> None:
    framed = np.vstack([values, np.ones(3), np.zeros(3)])
    oracle = pymcdm.methods.TOPSIS(lambda column, cost=False: column)  # noqa: ARG005
    expected = oracle(framed, weights, np.ones(3), validation=False)
    np.testing.assert_allclose(topsis(framed, weights, {}), expected, atol=1e-12)


def test_topsis_and_the_weighted_sum_match_scikit_criteria() -> None:
    random = np.random.default_rng(4)
    for _ in range(20):
        framed = np.vstack([random.random((6, 3)), np.ones(3), np.zeros(3)])
        weights = random.dirichlet(np.ones(3))
        matrix = skcriteria.mkdm(framed, [max] * 3, weights=weights)
        closeness = SkTopsis().evaluate(matrix).e_.similarity
        np.testing.assert_allclose(topsis(framed, weights, {}), closeness, atol=1e-12)
        sums = WeightedSumModel().evaluate(matrix).e_.score
        np.testing.assert_allclose(additive(framed, weights, {}), sums, atol=1e-12)


def test_topsis_never_punishes_what_lies_beyond_the_ideal() -> None:
    values = np.array([[1.4, 0.5], [1.0, 0.5], [0.0, 0.5], [-1.0, 0.5]])
    scores = topsis(values, np.array([0.5, 0.5]), {})
    assert scores[0] == scores[1] > scores[2] == scores[3]


@given(value_tables, weight_rows)
def test_the_product_is_the_exponential_of_the_mean_logarithm(
    values: np.ndarray, weights: np.ndarray
) -> None:
    lifted = values * 0.9 + 0.1
    expected = np.exp(np.log(lifted) @ weights)
    np.testing.assert_allclose(product(lifted, weights, {}), expected)


def test_a_product_has_no_pity_with_a_zero() -> None:
    scores = product(np.array([[0, 1, 1], [-0.2, 1, 1.0]]), np.full(3, 1 / 3), {})
    np.testing.assert_array_equal(scores, [0, 0])


def test_a_ratio_counts_effort_as_a_day_at_least() -> None:
    figures = {"impact": np.array([3.0, 3, 3]), "effort": np.array([6, 0.5, 0])}
    scores = METHODS["ratio"].score(np.zeros((3, 3)), np.ones(3), figures)
    np.testing.assert_allclose(scores, [0.5, 3 / EFFORT_FLOOR, 3 / EFFORT_FLOOR])


@given(value_tables, weight_rows)
def test_a_front_is_beaten_only_from_the_front_before(
    values: np.ndarray, weights: np.ndarray
) -> None:
    values = values.round(3)
    front = np.round(1 / pareto(values, weights, {})).astype(int)
    for place, own in enumerate(values):
        beaten_by = [
            front[other]
            for other, its in enumerate(values)
            if (its >= own).all() and (its > own).any()
        ]
        assert front[place] == 1 + max(beaten_by, default=0)


def test_rounding_errors_do_not_make_a_front() -> None:
    values = np.array([[0.1 + 0.2, 0.5], [0.3, 0.5]])
    assert values[0, 0] != values[1, 0]
    np.testing.assert_array_equal(pareto(values, np.array([0.5, 0.5]), {}), [1, 1])


def test_a_criterion_without_weight_does_not_make_a_front() -> None:
    values = np.array([[1, 0.0], [0, 1]])
    np.testing.assert_array_equal(pareto(values, np.array([1.0, 0]), {}), [1, 0.5])


@pytest.mark.parametrize("method", METHODS.values(), ids=list(METHODS))
def test_every_method_says_how_it_works_and_where_it_comes_from(method: Method) -> None:
    assert method.how.endswith(".")
    assert any(year.isdigit() for year in method.source.replace("(", " ").replace(")", " ").split())


def test_study_toml_takes_every_name_that_can_be_ranked_by() -> None:
    assert get_args(MethodName) == tuple(METHODS)
    assert get_args(ImportanceName) == tuple(IMPORTANCES)
    assert get_args(ImpactName) == tuple(IMPACTS)
