"""Problems in words."""

from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING

import pytest

from cx_workbench.errors import (
    KernelDiedError,
    Problem,
    RunError,
    RunTimeoutError,
    SettingError,
    StudyError,
    WorkbenchError,
    did_you_mean,
    visible,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (Problem("It is empty."), "It is empty."),
        (Problem("It is empty.", hint="Fill it in."), "It is empty. Fill it in."),
        (Problem("No row.", file="a.csv"), "a.csv: No row."),
        (Problem("Bad.", file="a.xlsx", sheet="b", rows=(3,), column="c"),
         "a.xlsx, sheet b, row 3, column c: Bad."),
        (Problem("Bad.", file="a.csv", rows=(3, 5)), "a.csv, rows 3, 5: Bad."),
        (Problem("Bad.", file="a.csv", rows=(3, 5), count=1402),
         "a.csv, rows 3, 5 and 1,400 more: Bad."),
        (Problem("Bad.", file="a.csv", rows=tuple(range(2, 10))),
         "a.csv, rows 2, 3, 4, 5, 6 and 3 more: Bad."),
        (Problem("Bad.", file="a.csv", count=1402), "a.csv, 1,402 rows: Bad."),
    ],
)  # fmt: skip
def test_a_problem_says_where_what_and_what_to_do(problem: Problem, said: str) -> None:
    assert str(problem) == said


def test_the_first_row_of_a_problem() -> None:
    assert (Problem("Bad.", rows=(7, 9)).row, Problem("Bad.").row) == (7, None)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (WorkbenchError, 1),
        (SettingError, 2),
        (StudyError, 3),
        (RunError, 4),
        (RunTimeoutError, 5),
        (KernelDiedError, 6),
    ],
)
def test_every_kind_has_its_exit_code(kind: type[WorkbenchError], code: int) -> None:
    assert kind.exit_code == code
    assert kind("No.").problems == ()


def test_an_error_keeps_its_problems_across_processes() -> None:
    error = StudyError("It cannot be read.", [Problem("No row.", file="a.csv", rows=(2,))])
    for other in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301  our own
        assert type(other) is StudyError
        assert str(other) == "It cannot be read.\n  1. a.csv, row 2: No row."
        assert other.problems == error.problems


def test_a_notebook_shows_the_words_and_no_traceback() -> None:
    error = StudyError("It cannot be read.", [Problem("No row.")])
    assert error._render_traceback_() == [str(error)]


@pytest.mark.parametrize(
    ("value", "valid", "hint"),
    [
        ("paymnet", ["payment", "delivery"], "Did you mean 'payment'?"),
        (" PAYMENT ", ["payment", "delivery"], "Did you mean 'payment'?"),
        ("x", ["payment"], "Use 'payment'."),
        ("x", [], "There is none to choose from."),
        (7, [1, 2], "Use one of '1', '2'."),
        ("?", "abcdefghijklmno", f"Use one of {', '.join(map(repr, 'abcdefghijkl'))} and 3 more."),
    ],
)  # fmt: skip
def test_a_hint_names_the_nearest_name_or_the_valid_ones(
    value: object, valid: Sequence[object], hint: str
) -> None:
    assert did_you_mean(value, valid) == hint


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Žltý účet · 62 %", "Žltý účet · 62 %"),
        ("two\nlines\tand more", "two lines and more"),
        ("\x1b[2J\x07", "␛[2J␇"),
        ("\x7f\x9b31m", "␡\N{REPLACEMENT CHARACTER}31m"),
    ],
)
def test_what_a_terminal_would_obey_becomes_a_sign(text: str, shown: str) -> None:
    assert visible(text) == shown
