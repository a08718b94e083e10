"""Drivers against published shares, other libraries, brute force and respondents one by one."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.outliers_influence import variance_inflation_factor

from cx_workbench.errors import StudyError
from cx_workbench.measure.associations import drawn_correlations, mended, usable
from cx_workbench.measure.driver_shares import derive
from cx_workbench.measure.driver_words import ASSOCIATIONS
from cx_workbench.measure.lmg import (
    EXACT_UP_TO,
    exact_lmg,
    lmg,
    sampled_lmg,
    variance_inflation,
)
from tests.ratings import OUTCOME, added_up, asked, made_up, sample_of
from tests.vectors import vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

FIGURES = vectors("drivers")


def correlations(drivers: int, seed: int, rows: int = 60) -> NDArray[np.float64]:
    """Correlate random data with a common mood; the outcome comes last."""
    rng = np.random.default_rng(seed)
    data = rng.normal(size=(rows, drivers + 1)) + rng.uniform(0, 2) * rng.normal(size=(rows, 1))
    return correlated(data)


def correlated(data: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.corrcoef(data.T))


def split(joint: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return joint[:-1, :-1], joint[:-1, -1]


def by_orders(joint: NDArray[np.float64]) -> NDArray[np.float64]:
    """LMG as it is defined: what each adds, averaged over every order."""
    count = len(joint) - 1

    def explained(chosen: tuple[int, ...]) -> float:
        if not chosen:
            return 0.0
        rows = list(chosen)
        with_outcome = joint[rows, -1]
        return float(with_outcome @ np.linalg.solve(joint[np.ix_(rows, rows)], with_outcome))

    shares = np.zeros(count)
    orders = list(permutations(range(count)))
    for order in orders:
        for place, driver in enumerate(order):
            shares[driver] += explained(order[: place + 1]) - explained(order[:place])
    return shares / len(orders)


@pytest.mark.parametrize("case", FIGURES["shares"])
def test_shares_as_published(case: dict[str, Any]) -> None:
    shares = lmg(case["correlation"], case["with_outcome"])
    assert shares == pytest.approx(case["lmg"], abs=5e-6)
    assert shares.sum() == pytest.approx(case["r2"], abs=5e-6)


def test_shares_and_inflation_of_the_swiss_provinces() -> None:
    joint = correlated(np.array(FIGURES["swiss"]["rows"]))
    # R puts the outcome first.
    shares = lmg(joint[1:, 1:], joint[1:, 0])
    assert shares == pytest.approx(FIGURES["swiss"]["lmg"], abs=5e-5)
    assert shares.sum() == pytest.approx(FIGURES["swiss"]["r2"], abs=5e-5)
    factors = variance_inflation(joint[1:, 1:])
    assert factors == pytest.approx(FIGURES["swiss"]["inflation"], abs=5e-4)


@pytest.mark.parametrize("drivers", [1, 2, 5, 9, EXACT_UP_TO, 17])
def test_shares_sum_to_the_r2_of_a_regression(drivers: int) -> None:
    rng = np.random.default_rng(drivers)
    data = rng.normal(size=(300, drivers)) @ rng.normal(size=(drivers, drivers))
    outcome = data @ rng.normal(size=drivers) + rng.normal(0, 3, 300)
    joint = correlated(np.column_stack([data, outcome]))
    r2 = sm.OLS(outcome, sm.add_constant(data)).fit().rsquared
    assert lmg(*split(joint)).sum() == pytest.approx(r2, abs=1e-8)


def test_inflation_is_that_of_statsmodels() -> None:
    data = np.random.default_rng(4).normal(size=(80, 5))
    data[:, 4] += data[:, :3].sum(axis=1)
    with_constant = sm.add_constant(data)
    expected = [variance_inflation_factor(with_constant, place) for place in range(1, 6)]
    assert variance_inflation(correlated(data)) == pytest.approx(expected)


@given(st.integers(1, 5), st.integers(0, 10_000))
def test_exact_shares_are_averages_over_all_orders(drivers: int, seed: int) -> None:
    joint = correlations(drivers, seed)
    assert exact_lmg(*split(joint)) == pytest.approx(by_orders(joint), abs=1e-9)


@given(st.integers(1, 9), st.integers(0, 10_000))
def test_shares_are_never_negative_and_sum_to_r2(drivers: int, seed: int) -> None:
    among, with_outcome = split(correlations(drivers, seed))
    shares = exact_lmg(among, with_outcome)
    assert (shares >= 0).all()
    assert shares.sum() == pytest.approx(with_outcome @ np.linalg.solve(among, with_outcome))


@given(st.integers(2, 8), st.integers(0, 10_000))
def test_shares_go_with_their_drivers(drivers: int, seed: int) -> None:
    joint = correlations(drivers, seed)
    turned = np.random.default_rng(seed).permutation(drivers)
    order = [*turned, drivers]
    shares = exact_lmg(*split(joint))
    again = exact_lmg(*split(joint[np.ix_(order, order)]))
    assert again == pytest.approx(shares[turned], abs=1e-9)


@given(st.integers(0, 10_000))
def test_a_driver_and_its_copy_share_alike(seed: int) -> None:
    joint = correlations(3, seed)
    doubled = joint[np.ix_([0, 0, 1, 2, 3], [0, 0, 1, 2, 3])]
    shares = exact_lmg(*split(doubled))
    assert shares[0] == pytest.approx(shares[1], abs=1e-7)
    assert shares.sum() == pytest.approx(exact_lmg(*split(joint)).sum(), abs=1e-7)
    assert np.isinf(variance_inflation(doubled[:-1, :-1])[:2]).all()


@given(st.integers(3, 8), st.integers(0, 10_000))
def test_drawn_orders_give_the_exact_shares_within_their_error(drivers: int, seed: int) -> None:
    joint = correlations(drivers, seed)
    exact = exact_lmg(*split(joint))
    shares, error = sampled_lmg(*split(joint), seed=seed)
    assert (np.abs(shares - exact) <= 6 * error + 1e-9).all()
    assert shares.sum() == pytest.approx(exact.sum(), abs=1e-9)


def test_the_stated_error_of_drawn_orders_is_the_one_that_is_made() -> None:
    joint = correlations(6, 3)
    drawn = [sampled_lmg(*split(joint), orders=200, seed=seed) for seed in range(300)]
    made = np.std([shares for shares, _ in drawn], axis=0)
    stated = np.mean([error for _, error in drawn], axis=0)
    assert stated == pytest.approx(made, rel=0.15)


def test_beyond_fourteen_drivers_orders_are_drawn() -> None:
    among, with_outcome = split(correlations(EXACT_UP_TO + 2, 1, rows=400))
    shares, error = sampled_lmg(among, with_outcome)
    assert (error > 0).all()
    np.testing.assert_array_equal(lmg(among, with_outcome), shares)
    exact = exact_lmg(among, with_outcome)
    assert np.abs(shares - exact).max() < 5 * error.max()


def test_many_matrices_at_once_are_each_by_itself() -> None:
    many = np.stack([correlations(4, seed) for seed in range(7)])
    together = exact_lmg(many[:, :-1, :-1], many[:, :-1, -1])
    drawn, error = sampled_lmg(many[:, :-1, :-1], many[:, :-1, -1], orders=50)
    assert drawn.shape == error.shape == together.shape == (7, 4)
    for place, joint in enumerate(many):
        assert together[place] == pytest.approx(exact_lmg(*split(joint)))
        assert drawn[place] == pytest.approx(sampled_lmg(*split(joint), orders=50)[0])


@given(st.integers(3, 8), st.integers(0, 10_000))
def test_mending_leaves_what_goes_together_and_mends_what_does_not(size: int, seed: int) -> None:
    sound = correlations(size - 1, seed)
    np.testing.assert_allclose(mended(sound), sound, rtol=1e-15)
    noise = np.random.default_rng(seed).uniform(-1, 1, (size, size))
    broken = np.clip(sound + noise + noise.T, -1, 1)
    np.fill_diagonal(broken, 1)
    found = mended(broken)
    assert np.linalg.eigvalsh(found)[0] > -1e-8
    assert np.diag(found) == pytest.approx(np.ones(size))
    assert np.abs(found).max() <= 1 + 1e-9


def test_an_unknown_correlation_counts_as_none() -> None:
    assert mended([[1, np.nan], [np.nan, np.nan]]).tolist() == [[1, 0], [0, 1]]


def test_drawn_correlations_spread_as_normal_theory_says() -> None:
    joint = np.array(FIGURES["shares"][1]["correlation"], dtype=float)
    drawn = drawn_correlations(joint, 200, 4000, seed=2)
    assert drawn.mean(axis=0) == pytest.approx(joint, abs=0.01)
    spread = (1 - joint**2) / np.sqrt(200)
    assert drawn.std(axis=0) == pytest.approx(spread, abs=0.005)


def test_drivers_of_complete_answers_are_those_of_the_respondents() -> None:
    ratings = made_up(4, 300)
    found = derive(sample_of(ratings, complete=True), replicates=0)
    joint = correlated(ratings)
    shares = exact_lmg(*split(joint))
    fit = sm.OLS(ratings[:, -1], sm.add_constant(ratings[:, :-1])).fit()
    assert found.r2 == pytest.approx(fit.rsquared)
    assert found.shares == pytest.approx(
        {f"t{place}": share / shares.sum() for place, share in enumerate(shares)}
    )
    assert (found.n, found.cases, found.outcome) == (300, "complete", "nps")
    by_place = found.table.set_index("touchpoint").sort_index()
    assert by_place["correlation"].to_numpy() == pytest.approx(joint[:-1, -1])
    assert by_place["name"].tolist() == [f"Touchpoint {place}" for place in range(4)]


def test_weights_count_as_so_many_respondents() -> None:
    ratings = made_up(3, 200)
    weights = np.random.default_rng(1).integers(0, 4, 200)
    found = derive(sample_of(ratings, weights.astype(float), complete=True), replicates=0)
    repeated = derive(sample_of(np.repeat(ratings, weights, axis=0), complete=True), replicates=0)
    assert found.shares == pytest.approx(repeated.shares)
    assert found.r2 == pytest.approx(repeated.r2)


def test_pairwise_associations_come_from_those_who_answered_both() -> None:
    ratings = made_up(3, 400, missing=0.3)
    found = derive(sample_of(ratings), replicates=0)
    frame_correlations = np.eye(4)
    n = np.zeros((4, 4))
    for i in range(4):
        for j in range(4):
            both = np.isfinite(ratings[:, [i, j]]).all(axis=1)
            n[i, j] = both.sum()
            if i != j:
                frame_correlations[i, j] = correlated(ratings[both][:, [i, j]])[0, 1]
    shares = exact_lmg(*split(frame_correlations))
    expected = {f"t{place}": share / shares.sum() for place, share in enumerate(shares)}
    assert found.shares == pytest.approx(expected)
    assert found.n == int(np.median(n[np.triu_indices(4, 1)]))
    assert found.cases == "pairwise"
    low, high = n[np.triu_indices(4, 1)].min(), n[np.triu_indices(4, 1)].max()
    assert f"{low:.0f} to {high:.0f} respondents" in " ".join(found.assumptions)


def test_the_largest_comes_first_everywhere() -> None:
    found = derive(sample_of(made_up(5, 300), complete=True))
    shares = found.table["share"].to_numpy()
    assert (np.diff(shares) <= 0).all()
    assert list(found.shares) == found.table["touchpoint"].tolist()
    assert found.replicates.shape == (1000, 5)
    assert found.replicates.mean(axis=0) == pytest.approx(shares, abs=0.05)
    assert found.replicates.sum(axis=1) == pytest.approx(np.ones(1000))
    text = found.to_text()
    places = [text.index(name) for name in found.table["name"]]
    assert places == sorted(places)


def test_intervals_hold_the_share_and_are_those_of_a_bootstrap_of_respondents() -> None:
    ratings = made_up(3, 400, seed=5)
    table = derive(sample_of(ratings, complete=True, blocks=200)).table
    assert (table["low"] <= table["share"]).all()
    assert (table["share"] <= table["high"]).all()
    rng = np.random.default_rng(9)
    drawn = []
    for _ in range(1500):
        again = ratings[rng.integers(0, 400, 400)]
        shares = exact_lmg(*split(correlated(again)))
        drawn.append(shares / shares.sum())
    low, high = np.percentile(drawn, [2.5, 97.5], axis=0)
    by_place = table.set_index("touchpoint").sort_index()
    assert by_place["low"].to_numpy() == pytest.approx(low, abs=0.03)
    assert by_place["high"].to_numpy() == pytest.approx(high, abs=0.03)


def test_normal_theory_stands_in_where_there_are_no_blocks() -> None:
    ratings = made_up(3, 400, seed=5)
    blocks = derive(sample_of(ratings, complete=True, blocks=200))
    alone = derive(sample_of(ratings, complete=True, blocks=1))
    assert alone.shares == pytest.approx(blocks.shares)
    for end in ("low", "high"):
        ends = alone.table[end].to_numpy(), blocks.table[end].to_numpy()
        assert ends[0] == pytest.approx(ends[1], abs=0.05)
    assert "normal theory" in " ".join(alone.assumptions)


def test_the_same_seed_gives_the_same_figures() -> None:
    sample = sample_of(made_up(3, 200, missing=0.1))
    one, other = derive(sample, 50, seed=3), derive(sample, 50, seed=3)
    np.testing.assert_array_equal(one.replicates, other.replicates)
    assert not np.array_equal(one.replicates, derive(sample, 50, seed=4).replicates)


def test_beyond_fourteen_drivers_the_error_is_stated() -> None:
    found = derive(sample_of(made_up(16, 600), complete=True), replicates=40)
    assert (found.table["error"] > 0).all()
    assert (found.table["error"] < 0.01).all()
    assert found.replicates.mean(axis=0) == pytest.approx(found.table["share"], abs=0.02)
    assert found.replicates.sum(axis=1) == pytest.approx(np.ones(40))
    assert "drawn orders" in " ".join(found.assumptions)
    assert "standard error" in found.to_text()


def test_without_replicates_there_are_no_intervals() -> None:
    found = derive(sample_of(made_up(3, 200), complete=True), replicates=0)
    assert found.replicates.shape == (0, 3)
    assert found.table[["low", "high"]].isna().all(axis=None)
    assert "nan" not in found.to_text()


def test_drivers_are_said_to_be_associations() -> None:
    found = derive(sample_of(made_up(3, 200), complete=True), replicates=0)
    assert found.warnings == (ASSOCIATIONS,)
    assert ASSOCIATIONS in repr(found)


def _warned(ratings: NDArray[np.float64], *, complete: bool = True) -> str:
    return " ".join(derive(sample_of(ratings, complete=complete), replicates=0).warnings)


def test_ratings_that_say_the_same_are_named() -> None:
    ratings = made_up(4, 400)
    near, nearer = ratings.copy(), ratings.copy()
    noise = np.random.default_rng(99).normal(size=400)
    near[:, 2] = near[:, 1] + 0.12 * noise
    nearer[:, 2] = nearer[:, 1] + 0.05 * noise
    assert "Touchpoint 1, Touchpoint 2 overlap much" in _warned(near)
    said = _warned(nearer)
    assert "Touchpoint 1, Touchpoint 2 can hardly be told apart" in said
    assert "Touchpoint 3" not in said


def test_few_respondents_are_pointed_out() -> None:
    assert "39 respondents are few for 4 drivers: below 40" in _warned(made_up(4, 39))
    assert "are few" not in _warned(made_up(4, 40))


def test_a_negative_association_is_pointed_out() -> None:
    ratings = made_up(3, 300)
    ratings[:, 0] = 1 - ratings[:, 0]
    assert "Who rates Touchpoint 0 higher rates the whole lower" in _warned(ratings)


def test_pairs_that_few_rated_together_are_named() -> None:
    ratings = made_up(3, 300)
    ratings[:150, 0] = np.nan
    ratings[170:, 1] = np.nan
    said = _warned(ratings, complete=False)
    assert "Fewer than 30 respondents rated together: Touchpoint 0 with Touchpoint 1 (20)." in said


def test_associations_that_do_not_go_together_are_mended_and_said_so() -> None:
    ratings = np.full((300, 4), np.nan)
    rng = np.random.default_rng(1)
    for first, (one, other, sign) in enumerate([(0, 1, 1), (1, 2, 1), (0, 2, -1)]):
        rows = slice(100 * first, 100 * first + 100)
        common = rng.normal(size=100)
        ratings[rows, one] = common
        ratings[rows, other] = sign * common + 0.2 * rng.normal(size=100)
    ratings[:, 3] = np.nansum(ratings[:, :3], axis=1) + rng.normal(size=300)
    found = derive(sample_of(ratings), replicates=20)
    assert "did not go together; they were changed, by 0." in " ".join(found.warnings)
    assert found.r2 <= 1
    assert np.isfinite(found.replicates).all()


def test_touchpoints_without_a_known_association_are_left_aside() -> None:
    ratings = made_up(5, 200)
    ratings[:, 0] = 0.5
    ratings[9:, 1] = np.nan
    ratings[:100, 2] = np.nan
    ratings[105:, 3] = np.nan
    kept, aside = usable(added_up(ratings).pooled(), OUTCOME)
    reasons = {left.question.touchpoint: left.reason for left in aside}
    assert [question.touchpoint for question in kept] == ["t3", "t4"]
    assert reasons == {
        "t0": "all its answers are alike, or the outcome beside them is",
        "t1": "fewer than 10 respondents rated it and answered the outcome question",
        "t2": "fewer than 10 respondents rated it together with others",
    }


def test_too_few_respondents_are_refused_in_words() -> None:
    with pytest.raises(StudyError) as refused:
        derive(sample_of(made_up(4, 11), complete=True))
    (problem,) = refused.value.problems
    assert problem.what == (
        "11 respondents are too few to derive the importance of 4 touchpoints: 12 are needed."
    )
    assert "equal" in problem.hint


def test_no_usable_touchpoint_is_refused_in_words() -> None:
    sample = sample_of(made_up(1, 50))
    nothing = sample_of(made_up(1, 50)).blocks.only(asked(1)[-1:])
    with pytest.raises(StudyError, match="No touchpoint was rated by 10 respondents or more"):
        derive(type(sample)(nothing, (), 50, {}, "Made up"))


def test_an_outcome_that_nothing_goes_with_is_refused_in_words() -> None:
    ratings = np.array([[x, y] for x in (0, 0.5, 1) for y in (0, 0.5, 1)] * 4, dtype=float)
    with pytest.raises(StudyError, match="has anything to do with the outcome"):
        derive(sample_of(ratings, complete=True))
