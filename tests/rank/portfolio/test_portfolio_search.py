"""The search for the best set on plain arrays: published figures and brute force."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_workbench.rank.portfolio import rules as make
from cx_workbench.rank.portfolio.conflict import conflict
from cx_workbench.rank.portfolio.coverage import Coverage, coverage
from cx_workbench.rank.portfolio.cuts import Cuts, planes
from cx_workbench.rank.portfolio.frontier import down_the_ranking, frontier
from cx_workbench.rank.portfolio.rules import Rule, kept, within
from cx_workbench.rank.portfolio.search import EQUAL, Best, Search
from cx_workbench.rank.portfolio.ties import settled
from tests.vectors import vectors

if TYPE_CHECKING:
    from cx_workbench.rank.portfolio.coverage import Flags, Numbers

CASES = 500


def apart(values: list[float]) -> Coverage:
    """Make a value without overlaps: each improvement closes all of a cell of its own."""
    size = len(values)
    return coverage(np.array(values, dtype=float), np.eye(size, dtype=bool), np.ones(size))


def rules_of(case: dict[str, Any]) -> list[Rule]:
    size = len(case["values"])
    rules = [within(case["budget"], np.array(case["costs"], dtype=float))]
    rules += [make.requires(one, other, size, "") for one, other in case.get("requires", [])]
    rules += [make.excludes(one, other, size, "") for one, other in case.get("excludes", [])]
    return [*rules, *([make.at_most(case["at_most"], size)] if "at_most" in case else [])]


def every_set(size: int) -> Flags:
    return np.array(list(itertools.product([True, False], repeat=size)), dtype=bool)


def plain_value(gains: Numbers, touched: Flags, closes: Numbers, chosen: Flags) -> float:
    """Compute the value as the design writes it, cell by cell."""
    total = 0.0
    for cell, gain in enumerate(gains):
        left = 1.0
        for one in np.flatnonzero(chosen & touched[:, cell]):
            left *= 1 - closes[one]
        total += gain * (1 - left)
    return total


def best_of(covered: Coverage, rules: list[Rule], use: Numbers) -> Flags | None:
    """Find the best set by trying all; ties go to less use, fewer members, the ranking."""
    sets = every_set(len(use))
    sets = sets[kept(rules, sets)]
    if not len(sets):
        return None
    values = covered.value(sets)
    sets = sets[values >= values.max() - EQUAL * covered.whole]
    uses = sets @ use
    sets = sets[uses <= uses.min() * (1 + 1e-9) + 1e-9]
    sets = sets[sets.sum(axis=1) == sets.sum(axis=1).min()]
    # Sets come in falling order of their first members, so the first is the best placed.
    first: Flags = sets[0]
    return first


def case_of(seed: int) -> tuple[Numbers, Flags, Numbers, Numbers, list[Rule]]:
    """Make a small case with overlaps, ties, zeros and any of the rules."""
    random = np.random.default_rng(seed)
    size, cells = int(random.integers(1, 10)), int(random.integers(1, 8))
    touched = random.random((size, cells)) < random.uniform(0.15, 0.6)
    gains = np.maximum(random.normal(3, 3, cells), 0)
    round_closes = random.choice([0, 0.25, 0.5, 1], size)
    closes = round_closes if random.random() < 0.5 else random.random(size)
    use = random.choice([0, 5, 10, 12.5, 0.1, 0.2, 0.3], size)
    rules = [within(random.uniform(0, 1) * use.sum(), use)]
    if random.random() < 0.4:
        rules.append(make.at_most(int(random.integers(1, 4)), size))
    for _ in range(int(random.integers(0, 3)) if size > 1 else 0):
        one, other = (int(place) for place in random.choice(size, 2, replace=False))
        pair = make.requires if random.random() < 0.5 else make.excludes
        rules.append(pair(one, other, size, f"{one} and {other}"))
    if random.random() < 0.4:
        stages = random.integers(0, 3, cells)
        rules += [
            make.at_least_one(np.any(touched[:, stages == stage], axis=1), f"stage {stage}")
            for stage in np.unique(stages)
        ]
    if random.random() < 0.2:
        pinned, vetoed = (int(place) for place in random.integers(0, size, 2))
        rules += [make.include(pinned, size, "in"), make.exclude(vetoed, size, "out")]
    return gains, touched, closes, use, rules


def found(search: Search, use: Numbers) -> Best | None:
    best = search.best(seconds=60)
    if best is None:
        return None
    chosen = settled(search, best, use, time.monotonic() + 60)
    return Best(chosen, float(search.covered.value(chosen)), best.bound, best.proven)


@pytest.mark.parametrize("case", vectors("portfolio")["case"])
def test_published_figures(case: dict[str, Any]) -> None:
    best = Search(apart(case["values"]), rules_of(case)).best(seconds=60)
    assert best is not None
    assert best.proven
    assert best.value == pytest.approx(case["best"])
    if "greedy" in case:
        ratio = np.array(case["values"]) / np.array(case["costs"])
        order = np.argsort(-ratio, kind="stable")
        use = np.array(case["costs"], dtype=float)[order]
        covered = apart(list(np.array(case["values"], dtype=float)[order]))
        greedy = down_the_ranking(case["budget"], use, [], covered)
        assert covered.value(greedy) == pytest.approx(case["greedy"])


@pytest.mark.parametrize("block", range(10))
def test_the_search_finds_what_trying_all_sets_finds(block: int) -> None:
    impossible = 0
    for seed in range(block * CASES // 10, (block + 1) * CASES // 10):
        gains, touched, closes, use, rules = case_of(seed)
        covered = coverage(gains, touched, closes)
        expected = best_of(covered, rules, use)
        best = found(Search(covered, rules), use)
        if expected is None:
            assert best is None, seed
            impossible += 1
            continue
        assert best is not None, seed
        assert best.proven, seed
        assert best.value == pytest.approx(covered.value(expected), rel=1e-9, abs=1e-12), seed
        assert best.chosen.tolist() == expected.tolist(), seed
    assert impossible < CASES // 20


@pytest.mark.parametrize("seed", range(20))
def test_a_set_is_worth_the_sum_over_its_cells(seed: int) -> None:
    gains, touched, closes, _, _ = case_of(seed)
    covered = coverage(gains, touched, closes)
    sets = every_set(len(closes))
    plain = [plain_value(gains, touched, closes, chosen) for chosen in sets]
    assert covered.value(sets) == pytest.approx(plain, abs=1e-9)


@given(st.integers(0, 10_000), st.integers(0, 2))
def test_no_set_lies_above_a_plane_and_the_plane_touches_at_its_own(seed: int, kind: int) -> None:
    random = np.random.default_rng(seed)
    size = int(random.integers(2, 7))
    closes = random.choice([0, 0.3, 1, random.random()], size)
    covered = coverage(np.ones(1), np.ones((size, 1), dtype=bool), closes)
    at = random.random((1, size)) < 0.5
    constant, slope = planes(covered, Cuts(np.zeros(1, dtype=int), at, np.array([kind])))
    sets = every_set(size)
    above = constant[0] + sets @ slope[0]
    assert (above >= covered.value(sets) - 1e-9).all()
    assert constant[0] + at[0] @ slope[0] == pytest.approx(covered.value(at[0]), abs=1e-9)


def crowded(size: int, seed: int) -> tuple[Coverage, Numbers]:
    random = np.random.default_rng(seed)
    touched = random.random((size, 40)) < 0.12
    gains = random.gamma(2, 1, 40)
    return coverage(gains, touched, random.uniform(0.1, 0.8, size)), random.uniform(5, 150, size)


def test_a_search_out_of_time_says_how_far_it_can_be_from_the_best() -> None:
    covered, use = crowded(40, 1)
    rules = [within(0.3 * use.sum(), use)]
    hasty = Search(covered, rules).best(seconds=1e-6)
    best = Search(covered, rules).best(seconds=120)
    assert hasty is not None
    assert best is not None
    assert best.proven
    assert not hasty.proven
    assert kept(rules, hasty.chosen)
    assert hasty.value <= best.value + 1e-9
    assert hasty.bound >= best.value - 1e-9


def test_cuts_of_one_search_serve_the_next_on_other_figures() -> None:
    gains, touched, closes, use, _ = case_of(8)
    first = Search(coverage(gains, touched, closes), [within(use.sum() / 2, use)])
    first.best(seconds=60)
    other = coverage(gains[::-1].copy(), touched, np.clip(closes * 0.7 + 0.1, 0, 1))
    rules = [within(use.sum() / 3, use)]
    warm = Search(other, rules, first.cuts).best(seconds=60)
    expected = best_of(other, rules, use)
    assert warm is not None
    assert expected is not None
    assert warm.proven
    assert warm.value == pytest.approx(other.value(expected))


def test_rules_that_conflict_are_as_few_as_possible() -> None:
    checked = 0
    for seed in range(400):
        _, _, _, use, rules = case_of(seed)
        sets = every_set(len(use))
        if kept(rules, sets).any():
            continue
        against = conflict(rules)
        assert not kept(against, sets).any()
        for rule in against:
            assert kept([other for other in against if other is not rule], sets).any()
        checked += 1
    assert checked > 5


def test_the_frontier_is_the_best_set_for_every_budget() -> None:
    gains, touched, closes, _, _ = case_of(17)
    use = np.linspace(4, 20, len(closes))
    covered = coverage(gains, touched, closes)
    budget = float(use.sum() / 3)
    search = Search(covered, [within(budget, use)])
    best = search.best(seconds=60)
    assert best is not None
    line = frontier(covered, use, [], at=(budget, best), cuts=search.cuts, seconds=60)
    assert 16 <= len(line.budgets) <= 43
    assert budget in line.budgets
    for one, value, listed in zip(line.budgets, line.gained, line.by_ranking, strict=True):
        expected = best_of(covered, [within(one, use)], use)
        assert expected is not None
        assert value == pytest.approx(covered.value(expected))
        assert listed <= value + 1e-9
    assert (np.diff(line.gained) >= -1e-9).all()


@pytest.mark.parametrize(("values", "nested"), [([60, 100, 120], False), ([90, 6, 5], True)])
def test_a_nested_frontier_is_told_from_one_that_is_not(
    values: list[float], *, nested: bool
) -> None:
    covered, use = apart(values), np.array([10.0, 20.0, 40.0])
    search = Search(covered, [within(50, use)])
    best = search.best(seconds=60)
    assert best is not None
    assert frontier(covered, use, [], at=(50, best), cuts=search.cuts, seconds=60).nested is nested
