"""Scales of numbers, and the numbers on them that are no scores."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_workbench.study.contract import Scale
from cx_workbench.study.importing.numeric_scales import Numbers, numeric_scales

PEOPLE = 1_500


def numbers(answers: np.ndarray) -> Numbers:
    values, counts = np.unique(answers[~np.isnan(answers)], return_counts=True)
    return Numbers(dict(zip(values.tolist(), counts.tolist(), strict=True)), answers)


def asked(
    rng: np.random.Generator, mood: np.ndarray, low: int, high: int, noise: float = 1.0
) -> np.ndarray:
    """Answers of people in a mood, over the whole of a scale."""
    place = 0.6 + 0.2 * (mood + noise * rng.normal(size=len(mood)))
    return np.clip(np.round(low + place * (high - low)), low, high)


def with_code(rng: np.random.Generator, answers: np.ndarray, code: float, share: float) -> Numbers:
    """Whoever has no answer is in no special mood."""
    return numbers(np.where(rng.random(len(answers)) < share, code, answers))


@pytest.mark.parametrize(("low", "high"), [(1, 5), (0, 10), (1, 7), (1, 10), (1, 4), (1, 6)])
def test_plain_scales_are_recognised(low: int, high: int) -> None:
    rng = np.random.default_rng(5)
    mood = rng.normal(size=PEOPLE)
    found = numeric_scales([numbers(asked(rng, mood, low, high)) for _ in range(5)])
    assert [each and each.scale for each in found] == [Scale(low, high)] * 5
    assert all(each and each.is_alike and not each.codes for each in found)


@pytest.mark.parametrize(
    ("low", "high", "code"), [(1, 5, 6), (1, 5, 0), (0, 10, 11), (1, 7, 8), (1, 5, 99), (1, 10, -1)]
)
def test_a_number_whose_people_are_as_happy_as_anybody_is_no_score(
    low: int, high: int, code: float
) -> None:
    rng = np.random.default_rng(6)
    mood = rng.normal(size=PEOPLE)
    found = numeric_scales(
        [with_code(rng, asked(rng, mood, low, high), code, 0.15) for _ in range(5)]
    )
    for each in found:
        assert each is not None
        assert each.scale == Scale(low, high)
        assert set(each.codes) == {code}
        assert each.evidence[code] > 3
        assert each.is_alike


def test_a_sixth_step_whose_people_are_happier_still_is_a_score() -> None:
    rng = np.random.default_rng(7)
    mood = rng.normal(size=PEOPLE)
    found = numeric_scales([numbers(asked(rng, mood, 1, 6)) for _ in range(4)])
    assert [each and (each.scale, dict(each.codes)) for each in found] == [(Scale(1, 6), {})] * 4


def test_a_rare_code_is_told_by_the_sister_questions() -> None:
    rng = np.random.default_rng(8)
    mood = rng.normal(size=PEOPLE)
    often = [with_code(rng, asked(rng, mood, 1, 5), 6, 0.3) for _ in range(4)]
    answers = asked(rng, mood, 1, 5)
    answers[:2] = 6
    rare = numeric_scales([*often, numbers(answers)])[-1]
    assert rare is not None
    assert (rare.scale, set(rare.codes)) == (Scale(1, 5), {6})
    assert rare.evidence[6] > 3 > rare.own[6]


def test_a_reversed_question_is_noticed() -> None:
    rng = np.random.default_rng(9)
    mood = rng.normal(size=PEOPLE)
    columns = [numbers(asked(rng, mood, 1, 5)) for _ in range(4)]
    columns.append(numbers(6 - asked(rng, mood, 1, 5)))
    *usual, turned = numeric_scales(columns)
    assert all(each and each.is_alike for each in usual)
    assert turned is not None
    assert turned.is_against
    assert turned.scale == Scale(1, 5)


def test_what_goes_along_with_nothing_is_no_question() -> None:
    rng = np.random.default_rng(10)
    mood = rng.normal(size=PEOPLE)
    age = numbers(rng.integers(1, 6, size=PEOPLE).astype(float))
    *rated, other = numeric_scales([*(numbers(asked(rng, mood, 1, 5)) for _ in range(3)), age])
    assert all(each and each.is_alike for each in rated)
    assert other is not None
    assert not other.is_alike
    assert not other.is_against


def test_words_count_among_the_other_answers() -> None:
    rng = np.random.default_rng(11)
    mood = rng.normal(size=PEOPLE)
    words = [asked(rng, mood, 1, 5) for _ in range(3)]
    [found] = numeric_scales([with_code(rng, asked(rng, mood, 0, 10), 11, 0.1)], words)
    assert found is not None
    assert (found.scale, set(found.codes)) == (Scale(0, 10), {11})
    assert found.evidence[11] > 3


def test_with_nothing_to_compare_a_doubtful_scale_is_doubted() -> None:
    [found] = numeric_scales([numbers(np.array([1, 2, 3, 4, 5, 6] * 40, dtype=float))])
    assert found is not None
    assert np.isnan(found.standing)
    assert found.doubt


@pytest.mark.parametrize("answers", [[], [1.5, 2.25], [4711, 12, 9000], [3, 3, 3]])
def test_what_is_on_no_scale_is_none(answers: list[float]) -> None:
    assert numeric_scales([numbers(np.array(answers, dtype=float))]) == [None]


@given(
    st.lists(
        st.lists(
            st.sampled_from([*range(-2, 13), 88, 99, 100, float("nan"), 1e300, 2.5]),
            min_size=30,
            max_size=30,
        ),
        min_size=1,
        max_size=5,
    )
)
def test_any_numbers_read_somehow_and_every_one_of_them_is_a_score_or_a_code(
    table: list[list[float]],
) -> None:
    columns = [numbers(np.array(column, dtype=float)) for column in table]
    for column, found in zip(columns, numeric_scales(columns), strict=True):
        if found is None:
            continue
        inside = {n for n in column.counts if found.scale.min <= n <= found.scale.max}
        assert inside | set(found.codes) == set(column.counts)
        assert not inside & set(found.codes)
        assert {code: column.counts[code] for code in found.codes} == dict(found.codes)
