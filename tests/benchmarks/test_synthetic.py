"""The planted truth that the benchmarks rest on: exact, seeded, and what the method means."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from cx_workbench.rank.ranking import rank
from cx_workbench.study.loading import load
from tests.benchmarks.calibration import Study, bands, choice
from tests.benchmarks.synthetic import METRIC, Synthetic, World, expected_index, synthetic, tables
from tests.benchmarks.synthetic_truth import truth

MANY = World(respondents=(40_000, 40_000), personas=(2, 2), touchpoints=(8, 8))


def true_scores(study: Synthetic) -> pd.DataFrame:
    """Turn the true means into averages as a client would hand them over."""
    rows: list[dict[str, Any]] = [
        {"persona": f"p{p}", "touchpoint": f"t{t}", "kind": kind, "mean": 1 + index[p, t] / 25}
        for kind, index in (("reality", study.reality), ("expectation", study.reference))
        for p in range(len(study.share))
        for t in range(study.reach.shape[1])
    ]
    return pd.DataFrame(rows).assign(metric=METRIC, sd=1.0, n=100)


def knowing_all(study: Synthetic) -> dict[str, object]:
    """Hand over the tables of somebody who knows the truth."""
    effort, closes = (
        np.column_stack([true] * 3) for true in (study.true_effort, study.true_closes)
    )
    known = tables(replace(study, effort=effort, closes=closes))
    del known["responses"]
    return known | {"scores": true_scores(study), "settings": {"ranking": {"top": 5}}}


@pytest.mark.parametrize("number", range(4))
def test_the_truth_is_what_the_ranking_says_of_the_true_means(number: int) -> None:
    study = synthetic(7, number)
    ranking = rank(load(knowing_all(study)), reference="expectation", draws=0)
    true = truth(study, ranking)
    for name in ("gap", "impact", "effort", "score"):
        assert getattr(true, name) == pytest.approx(ranking.table[name].to_numpy(), rel=1e-9)
    assert true.best(5).tolist() == ranking.table["in_top"].tolist()


def test_the_expected_index_is_the_mean_of_many_answers() -> None:
    study = synthetic(7, 0, MANY)
    answers = study.answers["reality"][study.persona == 0].astype(float)
    answered = answers > 0
    means = 25 * (np.sum(answers, axis=0) / answered.sum(axis=0) - 1)
    errors = 25 * 1.3 / np.sqrt(answered.sum(axis=0))
    assert np.all(np.abs(means - study.reality[0]) < 5 * errors)
    assert expected_index(np.array([-9.0, 9.0])) == pytest.approx([0, 100], abs=1e-6)


def test_answers_of_one_person_correlate_and_those_of_two_do_not() -> None:
    study = synthetic(7, 0, MANY)
    own = study.persona == 0
    answers = np.where(study.answers["reality"] > 0, study.answers["reality"], np.nan)
    table = pd.DataFrame(answers[own])
    between = table.corr().to_numpy()[np.triu_indices(table.shape[1], 1)]
    assert 0.8 * study.halo < between.mean() < study.halo
    of_the_next = table.assign(**{"1": np.roll(table[1], 1)})
    assert abs(of_the_next[0].corr(of_the_next["1"])) < 0.03


def test_the_same_seed_and_number_make_the_same_study() -> None:
    one, same, other = synthetic(7, 3), synthetic(7, 3), synthetic(7, 4)
    assert np.array_equal(one.answers["reality"], same.answers["reality"])
    assert np.array_equal(one.true_effort, same.true_effort)
    assert one.answers["reality"].shape != other.answers["reality"].shape


def test_bands_count_by_hand() -> None:
    stated, true = np.array([0.02, 0.04, 0.65, 1.0]), np.array([False, True, True, True])
    study = Study(0, 100, 2, "target", stated, true, {})
    low, middle, high = bands([study, study])
    assert (low.improvements, low.stated, low.observed) == pytest.approx((4, 0.03, 0.5))
    assert (middle.low, middle.high, middle.points) == pytest.approx((0.6, 0.7, 35))
    assert high.observed == 1


def test_a_choice_loses_what_the_best_five_have_more() -> None:
    score = np.array([9.0, 8, 7, 6, 5, 5, 0])
    taken = np.array([True, True, True, True, False, False, True])
    lost = choice(taken, score, score)
    assert lost == pytest.approx((0.8, 1 - 30 / 35, 1 - 30 / 35))
