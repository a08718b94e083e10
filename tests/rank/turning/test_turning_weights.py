"""Weights that turn an option, against brute force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx_workbench.rank.sure.acceptability import ranks_of
from cx_workbench.rank.turning.weights import DOWN, UP, crossings, searched, smallest_change
from tests.vectors import vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

WEIGHTS = np.array([0.3, 0.4, 0.3])


def ordered(seed: int, options: int = 12) -> Array:
    values = np.random.default_rng(seed).random((options, 3))
    best_first: Array = values[np.argsort(-(values @ WEIGHTS))]
    return best_first


def inside(values: Array, weights: Array, top: int) -> NDArray[np.bool_]:
    first: NDArray[np.bool_] = ranks_of((values @ weights)[None])[0] <= top
    return first


def with_weight(criterion: int, weight: float) -> Array:
    weights = WEIGHTS.copy()
    weights[criterion] = weight
    return weights


@given(st.integers(0, 10_000), st.integers(1, 11), st.sampled_from([DOWN, UP]))
def test_a_hair_before_the_weight_nothing_turns_and_a_hair_beyond_it_does(
    seed: int, top: int, direction: int
) -> None:
    values = ordered(seed)
    found = crossings(values, WEIGHTS, top, direction)
    now = inside(values, WEIGHTS, top)
    for place, criterion in zip(*np.nonzero(np.isfinite(found)), strict=True):
        at = found[place, criterion]
        assert (at - WEIGHTS[criterion]) * direction >= 0
        hair = direction * 1e-8 * max(at, 1)
        before, beyond = (with_weight(criterion, at + step) for step in (-hair, hair))
        assert inside(values, beyond, top)[place] != now[place]
        assert inside(values, before, top)[place] == now[place]


@pytest.mark.parametrize("direction", [DOWN, UP])
@pytest.mark.parametrize("top", [1, 4, 11])
def test_no_nearer_weight_turns_and_none_does_where_none_is_found(direction: int, top: int) -> None:
    for seed in range(10):
        values = ordered(seed)
        found = crossings(values, WEIGHTS, top, direction)
        now = inside(values, WEIGHTS, top)
        for criterion in range(3):
            weight = WEIGHTS[criterion]
            far = 0.0 if direction == DOWN else 1000.0
            nearer = np.where(np.isfinite(found[:, criterion]), found[:, criterion], far)
            for share in (0.01, 0.1, 0.5, 0.9, 0.999):
                tried = weight + share * (nearer - weight)
                kept = [
                    inside(values, with_weight(criterion, each), top)[place] == now[place]
                    for place, each in enumerate(tried)
                ]
                assert all(kept)


def test_the_book_s_example_by_hand() -> None:
    # A has effort 1, impact .75, gap .25; B has 0, 1, .5. With impact .35 and gap .25 they are
    # level at the weight of effort w where w + .35 x .75 + .25 x .25 = .35 + .25 x .5.
    case = vectors("anchored")
    worst, best = (np.array([case[end][c] for c in case["weights"]]) for end in ("worst", "best"))
    figures = np.array(list(case["candidates"].values()), dtype=float)
    values = (figures - worst) / (best - worst)
    weights = np.array(list(case["weights"].values()))
    found = crossings(values, weights, 1, DOWN)
    assert found[0, 0] == found[1, 0] == pytest.approx(0.15)
    assert np.isnan(found[2:, 0]).all()


def test_options_that_tie_now_turn_at_the_weight_they_have() -> None:
    values = np.array([[0.8, 0.5, 0.2], [0.2, 0.5, 0.8]])
    down, up = (crossings(values, WEIGHTS, 1, direction) for direction in (DOWN, UP))
    assert down[:, 0] == pytest.approx([0.3, 0.3])
    assert up[:, 2] == pytest.approx([0.3, 0.3])
    assert np.isnan([*up[:, 0], *down[:, 2], *up[:, 1], *down[:, 1]]).all()


def test_a_criterion_that_counts_nothing_parts_options_that_tie_without_it() -> None:
    values = np.array([[0.5, 0.2], [0.5, 0.6], [0.3, 0.9]])
    found = crossings(values, np.array([1.0, 0.0]), top=1, direction=UP)[:, 1]
    # The second passes the first at once, the third passes the second at 2/3.
    assert found == pytest.approx([0, 0, 2 / 3])


def test_options_that_are_all_alike_never_turn() -> None:
    values = np.full((5, 3), 0.5)
    assert np.isnan(crossings(values, WEIGHTS, 2, UP)).all()
    assert np.isnan(crossings(values, WEIGHTS, 2, DOWN)).all()
    assert smallest_change(values, WEIGHTS, 0, 2) is None


@pytest.mark.parametrize("direction", [DOWN, UP])
def test_the_search_finds_what_the_closed_form_does(direction: int) -> None:
    for seed in range(20):
        values = ordered(seed)

        def sides(weights: Array, values: Array = values) -> Any:  # noqa: ANN401  booleans
            return ranks_of(weights @ values.T) <= 4

        exact = crossings(values, WEIGHTS, 4, direction)
        found = searched(sides, WEIGHTS, direction)
        near = np.isfinite(found)
        assert (np.isfinite(exact) | ~near).all()
        # Where a window is narrower than what is tried, the search sees a later one or none.
        alike = np.isclose(found[near], exact[near], rtol=1e-6)
        assert alike.mean() > 0.9


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 7))
def test_the_smallest_change_does_it_and_nothing_smaller_does(seed: int, top: int) -> None:
    values = ordered(seed, options=8)
    now = inside(values, WEIGHTS, top)
    random = np.random.default_rng(seed)
    tried = random.dirichlet(np.ones(3), size=400)
    first = ranks_of(tried @ values.T) <= top
    moved = np.abs(tried - WEIGHTS).sum(axis=1)
    for place in range(0, 8, 3):
        found = smallest_change(values, WEIGHTS, place, top)
        turned = first[:, place] != now[place]
        if found is None:
            assert not turned.any()
            continue
        least = np.abs(found - WEIGHTS).sum()
        assert found.sum() == pytest.approx(1)
        assert found.min() >= -1e-12
        assert inside(values, found, top)[place] != now[place]
        assert (moved[turned] >= least - 1e-5).all()
        # On every way out, nothing turns before; the change is a hair more than it takes.
        away = max(0.998 * least - 1e-5, 0.0) / moved
        short = WEIGHTS + np.minimum(away, 1)[:, None] * (tried - WEIGHTS)
        assert ((ranks_of(short @ values.T)[:, place] <= top) == now[place]).all()


def test_a_known_reach_gives_the_same_change() -> None:
    for seed in range(3):
        values = ordered(seed)
        for place in range(0, 12, 2):
            wide = smallest_change(values, WEIGHTS, place, 4)
            if wide is not None:
                least = np.abs(wide - WEIGHTS).sum()
                near = smallest_change(values, WEIGHTS, place, 4, within=1.05 * least)
                assert near is not None
                assert np.abs(near - WEIGHTS).sum() == pytest.approx(least, abs=1e-7)
