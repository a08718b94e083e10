"""Answers in words, as survey programs and people write them in six languages."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_workbench.study.importing.worded import worded

#: Worst first, with how the scale is to be understood.
SCALES = {
    ("satisfaction", "en", "csat"): [
        "Very dissatisfied", "Dissatisfied", "Neither satisfied nor dissatisfied", "Satisfied",
        "Very satisfied",
    ],
    ("satisfaction", "sk", "csat"): [
        "Veľmi nespokojný/á", "Skôr nespokojný/á", "Ani spokojný/á, ani nespokojný/á",
        "Skôr spokojný/á", "Veľmi spokojný/á",
    ],
    ("satisfaction", "cs", "csat"): [
        "Velmi nespokojen(a)", "Spíše nespokojen(a)", "Ani spokojen(a), ani nespokojen(a)",
        "Spíše spokojen(a)", "Velmi spokojen(a)",
    ],
    ("satisfaction", "pl", "csat"): [
        "Bardzo niezadowolony", "Raczej niezadowolony", "Ani zadowolony, ani niezadowolony",
        "Raczej zadowolony", "Bardzo zadowolony",
    ],
    ("satisfaction", "de", "csat"): [
        "Sehr unzufrieden", "Eher unzufrieden", "Teils, teils", "Eher zufrieden",
        "Sehr zufrieden",
    ],
    ("satisfaction", "ru", "csat"): [
        "Совершенно не удовлетворён", "Скорее не удовлетворён", "Нейтрально",
        "Скорее удовлетворён", "Полностью удовлетворён",
    ],
    ("ease", "en", "ces"): [
        "Very difficult", "Difficult", "Neither easy nor difficult", "Easy", "Very easy",
    ],
    ("ease", "sk", "ces"): ["Veľmi ťažké", "Ťažké", "Ani ľahké, ani ťažké", "Ľahké", "Veľmi ľahké"],
    ("ease", "cs", "ces"): [
        "Velmi obtížné", "Spíše obtížné", "Neutrální", "Spíše snadné", "Velmi snadné",
    ],
    ("ease", "pl", "ces"): ["Bardzo trudno", "Trudno", "Neutralnie", "Łatwo", "Bardzo łatwo"],
    ("ease", "de", "ces"): ["Sehr schwer", "Schwer", "Weder noch", "Leicht", "Sehr leicht"],
    ("ease", "ru", "ces"): ["Очень сложно", "Сложно", "Нейтрально", "Легко", "Очень легко"],
    ("agreement", "en", "csat"): [
        "Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree",
    ],
    ("agreement", "sk", "csat"): [
        "Rozhodne nesúhlasím", "Skôr nesúhlasím", "Neutrálne", "Skôr súhlasím",
        "Rozhodne súhlasím",
    ],
    ("agreement", "pl", "csat"): [
        "Zdecydowanie się nie zgadzam", "Raczej się nie zgadzam", "Ani tak, ani nie",
        "Raczej się zgadzam", "Zdecydowanie się zgadzam",
    ],
    ("agreement", "de", "csat"): [
        "Stimme überhaupt nicht zu", "Stimme eher nicht zu", "Teils/teils", "Stimme eher zu",
        "Stimme voll und ganz zu",
    ],
    ("quality", "cs", "csat"): ["Velmi špatné", "Špatné", "Průměrné", "Dobré", "Velmi dobré"],
    ("quality", "ru", "csat"): ["Очень плохо", "Плохо", "Нормально", "Хорошо", "Отлично"],
    ("degree", "en", "csat"): [
        "Not at all likely", "Not so likely", "Somewhat likely", "Very likely",
        "Extremely likely",
    ],
}  # fmt: skip
SEVEN = [
    "Extremely dissatisfied", "Moderately dissatisfied", "Slightly dissatisfied",
    "Neither satisfied nor dissatisfied", "Slightly satisfied", "Moderately satisfied",
    "Extremely satisfied",
]  # fmt: skip


@pytest.mark.parametrize(("kind", "answers"), SCALES.items(), ids=lambda each: str(each)[:40])
def test_a_scale_in_words_is_known_in_any_order(
    kind: tuple[str, str, str], answers: list[str]
) -> None:
    mixed = random.Random(1).sample(answers, len(answers))  # noqa: S311  no secret
    found = worded(mixed)
    assert found is not None
    assert (found.family, found.language, found.metric) == kind
    assert found.words == dict(zip(answers, (1.0, 2.0, 3.0, 4.0, 5.0), strict=True))
    assert (found.scale.min, found.scale.max) == (1, 5)
    assert (found.unknown, found.doubts) == ((), ())


@pytest.mark.parametrize("gone", range(5))
def test_a_level_that_nobody_chose_moves_no_other(gone: int) -> None:
    answers = SCALES["satisfaction", "sk", "csat"]
    found = worded(answers[:gone] + answers[gone + 1 :])
    assert found is not None
    assert all(found.words[answer] == answers.index(answer) + 1 for answer in found.words)


def test_seven_levels_are_not_taken_for_five() -> None:
    found = worded(SEVEN)
    assert found is not None
    assert found.words == dict(zip(SEVEN, map(float, range(1, 8)), strict=True))


def test_the_american_scale_begins_at_poor() -> None:
    found = worded(["Poor", "Fair", "Good", "Very good", "Excellent"])
    assert found is not None
    assert found.words == {"Poor": 1, "Fair": 2, "Good": 3, "Very good": 4, "Excellent": 5}


def test_where_two_scales_fit_that_is_said() -> None:
    found = worded(["Poor", "Fair", "Good"])
    assert found is not None
    assert any("may also be on a scale" in doubt for doubt in found.doubts)


def test_answers_that_are_none_are_set_apart() -> None:
    answers = SCALES["ease", "en", "ces"]
    found = worded([*answers, "N/A", "Don't know", "Did not use"])
    assert found is not None
    assert set(found.words) == set(answers)
    assert found.not_applicable == ("Did not use", "N/A")
    assert found.blank == ("Don't know",)


def test_both_genders_stand_on_one_level() -> None:
    found = worded(["Veľmi spokojná", "Veľmi spokojný", "Spokojný", "Spokojná", "Nespokojná"])
    assert found is not None
    assert found.words["Veľmi spokojná"] == found.words["Veľmi spokojný"] == 5


def test_an_answer_on_no_scale_is_named() -> None:
    found = worded([*SCALES["ease", "en", "ces"], "It was on Tuesday"])
    assert found is not None
    assert found.unknown == ("It was on Tuesday",)
    assert any("'It was on Tuesday'" in doubt for doubt in found.doubts)


def test_numbers_beside_the_words_are_checked_against_them() -> None:
    german = ["1 - Sehr gut", "2 - Gut", "3 - Befriedigend", "4 - Schlecht", "5 - Sehr schlecht"]
    found = worded(german)
    assert found is not None
    assert found.words["1 - Sehr gut"] == 5
    assert any("run against the words" in doubt for doubt in found.doubts)
    usual = worded(["Very good (5)", "Good (4)", "Bad (2)"])
    assert usual is not None
    assert usual.doubts == ()


@pytest.mark.parametrize(
    "answers",
    [[], ["Yes", "No"], ["Good", "Bad"], ["1", "2", "3"], ["Good", "Bad", "Ugly", "Paris", "Rome"],
     ["Very easy", "Very good", "Very satisfied"]],
)  # fmt: skip
def test_what_is_no_scale_is_taken_for_none(answers: list[str]) -> None:
    assert worded(answers) is None


@given(st.lists(st.text(max_size=20), max_size=8))
def test_any_text_is_read_and_nothing_is_lost(answers: list[str]) -> None:
    found = worded(answers)
    if found is not None:
        told = {*found.words, *found.not_applicable, *found.blank, *found.unknown}
        assert told == set(answers)


def test_a_scale_without_a_middle_is_doubted() -> None:
    found = worded(["Veľmi spokojný", "Skôr spokojný", "Skôr nespokojný", "Veľmi nespokojný"])
    assert found is not None
    assert found.doubts == (
        "Nobody chose the middle, or there is none: check how many levels the scale has.",
    )
