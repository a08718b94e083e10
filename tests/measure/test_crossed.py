"""Moments of pairs of answers, against numpy and pandas on the single answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

import cx_workbench as cx
from cx_workbench.errors import StudyError
from cx_workbench.measure.cells import cells
from cx_workbench.measure.crossed import Crossed, crossed
from cx_workbench.measure.joint import joint_path
from cx_workbench.measure.tally import tally
from cx_workbench.study.crossing import Asked
from cx_workbench.study.example import example_settings, example_tables
from cx_workbench.study.loading import load
from tests.small import small, tables
from tests.study.broken import written

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from cx_workbench.measure.cells import Cells
    from cx_workbench.study.model import Study

X, Y = Asked("x", "csat"), Asked("y", "csat")
WISH = Asked("x", "csat", "expectation")
METRICS = ("csat", "ces", "nps")


def study_of(rows: list[tuple[Any, ...]], **changes: object) -> Study:
    columns = ["respondent", "persona", "touchpoint", "score", "weight"]
    answers = pd.DataFrame(rows, columns=columns).assign(metric="csat")
    described = {"target": {"default": 85}, "ranking": {"reference": "target"}}
    return small(responses=answers, settings=described, **changes)


PEOPLE = study_of(
    [
        (1, "a", "x", 5, 1),
        (1, "a", "y", 4, 1),
        (2, "a", "x", 1, 3),
        (2, "a", "y", 2, 3),
        (3, "a", "x", 3, 2),
        (4, "b", "x", 4, 1),
    ]
)


def test_moments_of_a_pair_by_hand() -> None:
    found = crossed(PEOPLE, (X, Y))
    assert found.groups == ("a", "b")
    # At x three of a answered (1, 0 and 0.5 with weights 1, 3, 2), at both places two.
    np.testing.assert_array_equal(found.n[0], [[3, 2], [2, 2]])
    np.testing.assert_array_equal(found.weight[0], [[6, 4], [4, 4]])
    np.testing.assert_array_equal(found.weight2[0], [[14, 10], [10, 10]])
    np.testing.assert_allclose(found.total[0], [[2.0, 1.0], [1.5, 1.5]])
    np.testing.assert_allclose(found.squares[0], [[1.5, 1.0], [0.75, 0.75]])
    np.testing.assert_allclose(found.products[0], [[1.5, 0.75], [0.75, 0.75]])
    np.testing.assert_allclose(found.mean[0], [[1 / 3, 0.25], [0.375, 0.375]])
    np.testing.assert_allclose(found.effective_n[0, 0, 1], 1.6)
    np.testing.assert_allclose(found.covariance[0, 0, 1], 0.75 / 4 - 0.25 * 0.375)
    np.testing.assert_allclose(found.correlation[0, 0, 1], 1)
    assert found.n[1].tolist() == [[1, 0], [0, 0]]


def test_nobody_and_one_answer_have_no_correlation() -> None:
    found = crossed(PEOPLE, (X, Y))
    assert np.isnan(found.correlation[1]).all()
    assert np.isnan(found.mean[1, 1, 1])
    assert found.variance[1, 0, 0] == 0


def test_complete_cases_are_those_who_answered_everything() -> None:
    found = crossed(PEOPLE, (X, Y), complete=True)
    assert found.complete
    np.testing.assert_array_equal(found.n[0], [[2, 2], [2, 2]])
    np.testing.assert_allclose(found.mean[0, 0], [0.25, 0.25])


def test_what_nobody_was_asked_has_no_answers() -> None:
    found = crossed(PEOPLE, (X, Asked("", "nps")))
    assert found.n[:, 1].sum() == 0
    assert not crossed(PEOPLE, (X, Asked("", "nps")), complete=True).n.any()


def random_pairs(groups: int = 3) -> tuple[Crossed, list[NDArray[np.float64]]]:
    generator = np.random.default_rng(3)
    rows, answers = [], []
    for group in range(groups):
        scores = generator.integers(1, 6, size=(30, 2))
        answers.append((scores - 1) / 4)
        rows += [
            (f"{group}-{who}", "a" if group else "b", place, score, 1)
            for who, pair in enumerate(scores)
            for place, score in zip("xy", pair, strict=True)
        ]
    return crossed(study_of(rows), (X, Y)), answers


def test_pooled_moments_are_those_of_all_answers() -> None:
    found, answers = random_pairs()
    everybody = np.vstack(answers)
    pooled = found.pooled()
    assert pooled.groups == ("all",)
    np.testing.assert_allclose(pooled.correlation[0], np.corrcoef(everybody.T))
    np.testing.assert_allclose(pooled.covariance[0], np.cov(everybody.T, ddof=0))
    np.testing.assert_allclose(pooled.variance[0, 0, 1], everybody[:, 0].var())


def test_resampled_groups_count_as_often_as_they_were_drawn() -> None:
    found, answers = random_pairs()
    twice = found.resampled([[2, 0], [1, 3]])
    assert twice.groups == ("1", "2")
    of_a, of_b = np.vstack(answers[1:]), answers[0]
    np.testing.assert_allclose(twice.mean[0, 0, 1], of_a[:, 0].mean())
    drawn = np.vstack([of_a, of_b, of_b, of_b])
    np.testing.assert_allclose(twice.correlation[1], np.corrcoef(drawn.T))


def test_sums_of_two_studies_add_up() -> None:
    found, _ = random_pairs()
    np.testing.assert_allclose((found + found).n, 2 * found.n)
    np.testing.assert_allclose((found + found).correlation, found.correlation)
    with pytest.raises(ValueError, match="the same questions"):
        _ = found + found.pooled()


def test_questions_are_taken_in_the_order_asked_for() -> None:
    found = crossed(PEOPLE, (X, Y))
    turned = found.only((Y, X))
    np.testing.assert_array_equal(turned.total[:, 0, 1], found.total[:, 1, 0])
    assert found.place(Y) == 1


def test_the_same_question_is_not_scanned_for_twice() -> None:
    assert crossed(PEOPLE, [X, Y]) is crossed(PEOPLE, (X, Y))
    assert crossed(PEOPLE, (X, Y)) is not crossed(PEOPLE, (X, Y), by="block")


def test_blocks_add_up_to_the_personas() -> None:
    by_persona, by_block = (crossed(PEOPLE, (X, Y), by=by).pooled() for by in ("persona", "block"))
    np.testing.assert_allclose(by_block.products, by_persona.products)
    np.testing.assert_allclose(by_block.total, by_persona.total)


def test_answers_of_persons_unknown_raise_in_words() -> None:
    with pytest.raises(StudyError, match="do not say who gave them") as raised:
        crossed(small(), (X, WISH))
    assert "with a column 'respondent'" in str(raised.value)


@pytest.mark.parametrize("weighted", [False, True])
def test_the_example_crosses_as_pandas_does(*, weighted: bool) -> None:
    drawn = example_tables(seed=2, respondents=300)
    answers = drawn["responses"].copy()
    if weighted:
        answers["weight"] = 0.5 + (pd.factorize(answers["respondent"])[0] % 5)
    study = load({**drawn, "responses": answers, "settings": example_settings()})
    keys = ["touchpoint", "metric", "kind"]
    named = study.answers.counts[keys].drop_duplicates().itertuples(index=False, name=None)
    asked = tuple(Asked(*question) for question in named)

    found = crossed(study, asked)

    wide, weights = _side_by_side(study, answers, asked)
    for place, persona in enumerate(found.groups):
        mine = wide.index.get_level_values("persona") == persona
        _same_as_single_answers(found, place, wide[mine].to_numpy(), weights[mine])


def _side_by_side(
    study: Study, answers: pd.DataFrame, asked: tuple[Asked, ...]
) -> tuple[pd.DataFrame, NDArray[np.float64]]:
    filled = answers.fillna({"touchpoint": "", "kind": "reality"}).dropna(subset=["score"])
    scales = {metric: study.settings.scale(metric) for metric in METRICS}
    filled["index"] = [
        (float(score) - scales[metric].min) / (scales[metric].max - scales[metric].min)
        for metric, score in zip(filled["metric"], filled["score"], strict=True)
    ]
    if "weight" not in filled:
        filled["weight"] = 1.0
    keys = ["touchpoint", "metric", "kind"]
    wide = filled.pivot_table(index=["respondent", "persona"], columns=keys, values="index")
    weights = filled.groupby(["respondent", "persona"])["weight"].mean()
    return wide[list(asked)], weights.reindex(wide.index).to_numpy(dtype=float)


def _same_as_single_answers(
    found: Crossed, place: int, x: NDArray[np.float64], w: NDArray[np.float64]
) -> None:
    count = x.shape[1]
    expected = np.zeros((6, count, count))
    for i, j in np.ndindex(count, count):
        both = ~np.isnan(x[:, i]) & ~np.isnan(x[:, j])
        one, other, weight = x[both, i], x[both, j], w[both]
        total, squares, products = weight @ one, weight @ one**2, weight @ (one * other)
        counted = (both.sum(), weight.sum(), (weight**2).sum(), total, squares, products)
        expected[:, i, j] = counted
    sums = [found.n, found.weight, found.weight2, found.total, found.squares, found.products]
    np.testing.assert_allclose([array[place] for array in sums], expected, atol=1e-9)


def test_the_airport_crosses_as_pandas_does(data_folder: Path) -> None:
    study = cx.load(data_folder / "sfo_airport_2017")
    section = study.settings.responses
    assert section is not None
    assert section.source is not None
    raw = pd.read_csv(data_folder / "sfo_airport_2017" / section.source, dtype=str)
    raw.columns = raw.columns.str.strip()
    numbers = raw.apply(pd.to_numeric, errors="coerce")
    persona = pd.Series("", index=raw.index)
    for rule in reversed(section.persona):
        fits = np.all([numbers[name].isin(said) for name, said in rule.when.items()], axis=0)
        persona[fits] = rule.persona
    asked, columns = [], []
    for question in section.question:
        codes = [*section.blank, *section.not_applicable, *question.not_applicable, *question.blank]
        scale = study.settings.question_scale(question)
        score = numbers[question.column]
        score = score.where(
            ~score.isin(pd.to_numeric(pd.Series(codes, dtype=str), errors="coerce"))
        )
        columns.append((score - scale.min) / (scale.max - scale.min))
        asked.append(Asked(question.touchpoint or "", question.metric, question.kind))
    weight = numbers[section.weight].to_numpy() if section.weight else np.ones(len(raw))
    answers = np.column_stack(columns)

    found = crossed(study, asked)

    for place, name in enumerate(found.groups):
        mine = (persona == name).to_numpy() & (weight > 0)
        _same_as_single_answers(found, place, answers[mine], weight[mine])


def grid(study: Study, reach: list[list[float]]) -> Cells:
    return cells(
        tally(study),
        reference="target",
        metrics=METRICS,
        target={"default": 85},
        reach=np.array(reach, dtype=float),
    )


def test_the_way_of_those_who_answered_all_of_it() -> None:
    found = joint_path(PEOPLE, grid(PEOPLE, [[1, 0.5], [1, 1]]))
    # Of a, two answered both: 1 x (1 - 0.5 x 0.25) and 0. Of b, x is all there is.
    assert found.personas == ("a", "b")
    assert found.steps.tolist() == [2, 1]
    assert found.n.tolist() == [2, 1]
    np.testing.assert_allclose(found.mean, [0.875 / 4, 0.75])
    np.testing.assert_allclose(found.variance, [0.875**2 / 4 - (0.875 / 4) ** 2, 0], atol=1e-15)
    np.testing.assert_allclose(found.effective_n, [1.6, 1])


def test_a_step_that_nobody_passes_need_not_be_answered() -> None:
    found = joint_path(PEOPLE, grid(PEOPLE, [[1, 0], [0, 1]]))
    assert found.n.tolist() == [3, 0]
    np.testing.assert_allclose(found.mean[0], (1 + 0 + 2 * 0.5) / 6)
    assert np.isnan(found.mean[1])


def test_answers_of_all_or_nothing_count_the_satisfied() -> None:
    generator = np.random.default_rng(5)
    said = generator.choice([1, 5], size=(50, 2), p=[0.3, 0.7])
    rows = [
        (who, "a", place, score, 1)
        for who, pair in enumerate(said)
        for place, score in zip("xy", pair, strict=True)
    ]
    study = study_of(rows)
    found = joint_path(study, grid(study, [[1, 1], [1, 1]]))
    assert found.mean[0] == pytest.approx((said == 5).all(axis=1).mean())
    assert found.n.tolist() == [50, 0]


def test_some_personas_and_steps_of_the_way() -> None:
    chosen = grid(PEOPLE, [[1, 1], [1, 1]]).only(np.array([False, True]), np.array([True, False]))
    found = joint_path(PEOPLE, chosen)
    assert found.personas == ("b",)
    assert found.mean.tolist() == [0.75]


def test_the_way_as_an_engine_counts_it(monkeypatch: pytest.MonkeyPatch) -> None:
    study = load({**example_tables(seed=4, respondents=400), "settings": example_settings()})
    again = load({**example_tables(seed=4, respondents=400), "settings": example_settings()})
    shape = (len(study.personas), len(study.touchpoints))
    reach = np.random.default_rng(1).choice([0, 0.5, 1], size=shape, p=[0.8, 0.1, 0.1]).tolist()
    here = joint_path(study, grid(study, reach))
    monkeypatch.setattr("cx_workbench.measure.joint.is_here", lambda _: False)
    there = joint_path(again, grid(again, reach))
    assert here.n.sum() > 20
    for name in ("n", "weight", "weight2", "total", "squares"):
        np.testing.assert_allclose(getattr(there, name), getattr(here, name), atol=1e-9)


def test_one_respondent() -> None:
    study = study_of([("only", "a", "x", 3, 1)])
    found = crossed(study, (X, Y)).pooled()
    assert found.n.tolist() == [[[1, 0], [0, 0]]]
    assert np.isnan(found.correlation).all()
    assert joint_path(study, grid(study, [[1, 1], [1, 1]])).n.tolist() == [1, 0]


def test_no_question_at_all() -> None:
    assert crossed(PEOPLE, ()).n.shape == (2, 0, 0)
    nothing = grid(PEOPLE, [[1, 1], [1, 1]]).only(np.ones(2, bool), np.zeros(2, bool))
    assert joint_path(PEOPLE, nothing).n.tolist() == [0, 0]


def test_answers_that_are_gone_raise_in_words(tmp_path: Path) -> None:
    folder = written(tmp_path, {})
    study = load(folder)
    (folder / "responses.csv").unlink()
    with pytest.raises(StudyError, match="cannot be read again") as raised:
        crossed(study, (Asked("order", "csat"),))
    assert "load the study again" in str(raised.value)


def test_averages_raise_in_words() -> None:
    averages = pd.DataFrame(
        {"persona": ["a"], "touchpoint": "x", "metric": "csat", "mean": 3, "sd": 1, "n": 9}
    )
    given = {name: table for name, table in tables().items() if name != "responses"}
    study = load({**given, "scores": averages, "settings": {"target": {"default": 85}}})
    with pytest.raises(StudyError, match="averages, not single answers"):
        crossed(study, (X, Y))
