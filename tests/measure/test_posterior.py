"""What a true mean may be, against the Dirichlet that it stands for and against scipy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import stats

from cx_workbench.measure.intervals import even_square
from cx_workbench.measure.posterior import beta_draws, even_levels, posterior, random_places

counts = st.lists(st.integers(0, 30), min_size=2, max_size=11).filter(any)


@given(counts)
def test_mean_and_variance_are_those_of_the_dirichlet_with_perks_prior(answers: list[int]) -> None:
    n, steps = sum(answers), np.linspace(0, 1, len(answers))
    shares = np.array(answers) / n
    dirichlet = stats.dirichlet(np.array(answers) + 1 / len(answers))
    variance = steps @ dirichlet.cov() @ steps

    alpha, beta = posterior(shares @ steps, shares @ steps**2, n, even_square(len(answers)))

    drawn = stats.beta(alpha, beta)
    assert drawn.mean() == pytest.approx(steps @ dirichlet.mean())
    assert drawn.var() == pytest.approx(variance)


def test_unanimous_answers_are_not_certain_and_few_less_so() -> None:
    n = np.array([1, 5, 20, 500])
    alpha, beta = posterior(np.ones(4), np.ones(4), n, even_square(5))
    spread = np.asarray(stats.beta(alpha, beta).std())
    assert (np.diff(spread) < 0).all()
    assert spread[-1] > 0


@pytest.mark.parametrize(
    ("alpha", "beta"), [(1.8, 4.2), (0.6, 0.7), (1.0, 1.0), (250.0, 40.0), (40.0, 0.9)]
)
def test_draws_follow_the_beta_distribution(alpha: float, beta: float) -> None:
    drawn = beta_draws([alpha], [beta], ["cell"], draws=20_000, seed=5)[0]

    exact = stats.beta(alpha, beta)
    assert stats.kstest(drawn, exact.cdf).pvalue > 0.01
    quantiles = np.unique(beta_draws([alpha], [beta], ["all"], draws=200_000, seed=5)[0])
    assert_allclose(quantiles, exact.ppf(even_levels()), atol=0.002 * float(exact.std()))


def test_every_name_has_random_places_of_its_own() -> None:
    (alone,) = beta_draws([2], [3], ["effort/a"], draws=100, seed=1)
    among, other = beta_draws([2, 2], [3, 3], ["effort/a", "effort/b"], draws=100, seed=1)
    (later,) = beta_draws([2], [3], ["effort/a"], draws=100, seed=2)
    assert_allclose(among, alone)
    assert not np.allclose(other, alone)
    assert not np.allclose(later, alone)


def test_names_are_drawn_independently() -> None:
    names = [f"cell {place}" for place in range(40)]
    drawn = beta_draws(np.full(40, 5.0), np.full(40, 3.0), names, draws=10_000, seed=1)
    matrix = np.asarray(np.corrcoef(drawn))
    correlations = matrix[np.triu_indices(40, 1)]
    # Of 780 independent pairs the furthest is expected some 3.3 standard errors out.
    assert np.abs(correlations).max() < 4.5 / np.sqrt(10_000)
    assert correlations.std() == pytest.approx(1 / np.sqrt(10_000), rel=0.1)


def test_the_same_seed_gives_these_places_everywhere() -> None:
    # Written down once: another platform or version must draw the same.
    assert random_places("reality/families/bill", 5, seed=1).tolist() == [
        3301,
        2599,
        2147,
        3875,
        3434,
    ]
