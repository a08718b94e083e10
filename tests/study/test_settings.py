"""study.toml is checked section by section, and what is wrong is told in plain words."""

from __future__ import annotations

from typing import Any

import pytest

from cx_workbench.study.complaints import CheckedSettings, Origin, check_settings, parse_toml
from cx_workbench.study.contract import Scale

ORIGIN = Origin("study.toml")


def checked(text: str) -> CheckedSettings:
    given, problems = parse_toml(text, "study.toml")
    assert not problems
    return check_settings(given, ORIGIN)


def said(text: str) -> list[str]:
    return [str(problem) for problem in checked(text).problems]


def test_nothing_is_all_defaults() -> None:
    found = checked("")

    assert found.problems == ()
    assert found.settings.scale("ces") == Scale(1, 7)
    assert found.settings.ranking.metrics == ("csat", "ces", "nps")
    assert found.settings.responses is None


def test_a_bad_section_does_not_hide_the_others() -> None:
    found = checked(
        '[study]\ntitle = "Kept"\nlangage = "sk"\n[ranking]\ntop = 0\nmethod = "ratio"\n'
        "[target]\ndefault = 85\nbill = 850\n"
    )

    assert len(found.problems) == 3
    assert found.settings.study.title == "Kept"
    assert found.settings.ranking.method == "ratio"
    assert found.settings.target == {"default": 85}
    assert "responses" not in found.unread


@pytest.mark.parametrize("text", ["[responces]\n", "[responses]\nlayout = 1\n", "[scale]\n"])
def test_what_the_answers_need_is_told_apart(text: str) -> None:
    assert checked(text).unread & {"responses", "scales"}


def test_numbers_may_be_ids_and_titles() -> None:
    found = checked(
        "[study]\ntitle = 2026\n[target]\n7 = 80\n[responses]\n"
        "[[responses.persona]]\npersona = 1\nwhen = { 5 = [1.0] }\n"
    )

    assert found.problems == ()
    assert found.settings.study.title == "2026"
    assert found.settings.target == {"7": 80}
    assert found.settings.responses is not None
    assert found.settings.responses.persona[0].persona == "1"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "ranking = 5",
            "study.toml: 'ranking' is not a section. Write it as a section of its own: [ranking].",
        ),
        (
            "criteria.gap = 3",
            (
                "study.toml: 'gap' of [criteria] is not a section. Write it as a section of "
                "its own: [criteria.gap]."
            ),
        ),
        (
            "[ranking]\nmetrics = []",
            "study.toml: metrics of [ranking] is empty. Name at least one.",
        ),
        (
            '[ranking]\ntop = "five"',
            (
                "study.toml: 'five' in top of [ranking] is not a whole number. Write a whole "
                "number, without quotes."
            ),
        ),
        (
            "[ranking]\ntop = 1.5",
            "study.toml: '1.5' in top of [ranking] is not a whole number. Write a whole number.",
        ),
        (
            "[scales.csat]\nmin = 5\nmax = 1",
            (
                "study.toml: In [scales.csat] max is 1, not above min 5. Give the lowest and the "
                "highest score that the question allows."
            ),
        ),
        ("[scales.csat]\nmin = 5", "study.toml: 'max' is missing in [scales.csat]. Add max = ..."),
        (
            "[criteria.gap]\nworst = 1\nbest = 1",
            (
                "study.toml: In [criteria.gap] worst and best are both 1. Give the figure that is "
                "worth 0 as worst and the one worth 1 as best."
            ),
        ),
        (
            "[criteria.gap]\nweight = -1",
            "study.toml: '-1' in weight of [criteria.gap] is below 0. Give a number of 0 or more.",
        ),
        (
            "[target]\ndefault = nan",
            "study.toml: 'nan' in default of [target] is not a finite number. Write a number.",
        ),
        (
            "[target]\ndefault = true",
            (
                "study.toml: 'True' in default of [target] is neither a number nor a text. Write a "
                "number, or a text in double quotes."
            ),
        ),
        (
            '[responses]\nlayout = "wide"',
            (
                "study.toml: In [responses] the layout is wide, but there is no question. Add "
                "[[responses.question]] for each column that holds answers."
            ),
        ),
        (
            '[responses]\nblank = [["x"]]',
            (
                "study.toml: '['x']' in blank of [responses] is neither a text nor a number. "
                "Write a text in double quotes, or a number."
            ),
        ),
        (
            '[responses]\nwords = ["a"]',
            (
                "study.toml: 'words' of [responses] is not a section. Write it as a section of its "
                "own: [responses.words]."
            ),
        ),
        (
            "[[responses.persona]]\npersona = 'a'\nwhen = { q = [] }",
            "study.toml: when.q of [[responses.persona]] 1 is empty. Name at least one.",
        ),
        (
            '[responses]\nlayout = "wide"\n'
            + '[[responses.question]]\ncolumn = "a"\nmetric = "nps"\n' * 2,
            (
                "study.toml: In [responses] the column 'a' stands there twice for the same "
                "question. Its answers would count double: delete one [[responses.question]]."
            ),
        ),
    ],
)
def test_one_slip(text: str, problem: str) -> None:
    assert said(text) == [problem]


@pytest.mark.parametrize(
    ("text", "row", "hint"),
    [
        ("[study]\ntitle = “x”", 2, 'Use straight quotes: "text".'),
        ("[criteria.gap]\nweight = 0,3", 2, "Write numbers with a point: 0.3."),
        ('[responses]\nsource = "C:\\data"', 2, "Write paths with / in place of \\."),
        ("[study]\ntitle", 2, "Write settings as name = value."),
        ("[study]\n\n[study]\n", 3, "Each section and each setting stands once."),
        ('x = "abc', 1, "Texts stand in double quotes, lists in square brackets."),
        ("[study\n", 1, "Texts stand in double quotes, lists in square brackets."),
        ("a = " + "[" * 5000, 1, "Texts stand in double quotes, lists in square brackets."),
        ("[study]\r\rx = ", 3, "Texts stand in double quotes, lists in square brackets."),
    ],
)
def test_slips_in_the_syntax_name_their_line(text: str, row: int, hint: str) -> None:
    given, (problem,) = parse_toml(text, "study.toml")

    assert given == {}
    assert problem.what.startswith("This is not valid TOML: ")
    assert (problem.row, problem.hint) == (row, hint)


def test_lines_may_end_as_they_like() -> None:
    given, problems = parse_toml('[study]\r\ntitle = "a"\rlanguage = "sk"\n', "study.toml")

    assert problems == []
    assert given == {"study": {"title": "a", "language": "sk"}}


def test_settings_of_a_sheet_know_their_rows() -> None:
    origin = Origin("client.xlsx", "settings", {"ranking.top": 4, "target.default": 5})
    given: dict[str, Any] = {"ranking": {"top": 0}, "target": {"default": 85}}

    (problem,) = check_settings(given, origin).problems

    assert problem.where == "client.xlsx, sheet settings, row 4"


def test_a_question_takes_what_it_lacks_from_its_metric() -> None:
    settings = checked(
        '[scales.csat]\nmin = 0\nmax = 4\n[responses]\nlayout = "wide"\n'
        '[[responses.question]]\ncolumn = "a"\nmetric = "csat"\n'
        '[[responses.question]]\ncolumn = "b"\nmetric = "csat"\nmax = 10\n'
    ).settings

    assert settings.responses is not None
    scales = [settings.question_scale(question) for question in settings.responses.question]
    assert scales == [Scale(0, 4), Scale(0, 10)]
