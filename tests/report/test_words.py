from __future__ import annotations

import pytest

from cx_workbench.measure.outcomes import Outcome
from cx_workbench.report import words

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "digits", "signed", "written"),
    [
        (0.0, 1, True, "0.0"),
        (-0.04, 1, True, "0.0"),
        (0.04, 1, True, "0.0"),
        (-0.05001, 1, True, "−0.1"),
        (1234567.0, 0, False, "1,234,567"),
        (-3.14, 1, False, "−3.1"),
        (NAN, 1, True, "–"),
    ],
)
def test_a_number(value: float, digits: int, signed: bool, written: str) -> None:  # noqa: FBT001
    assert words.number(value, digits, signed=signed) == written


def test_an_interval_that_may_be_missing() -> None:
    assert words.interval(62, NAN, NAN) == "62.0"
    assert words.interval(NAN, 1, 2) == "–"


def test_a_share_of_nothing_is_a_dash() -> None:
    assert words.percent(NAN) == "–"


@pytest.mark.parametrize(
    ("names", "written"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_an_enumeration(names: list[str], written: str) -> None:
    assert words.enumeration(names) == written


@pytest.mark.parametrize(
    ("value", "written"), [(0.5755, "0.576"), (-0.1, "−0.100"), (9.9999, "10.000"), (12.34, "12.3")]
)
def test_a_score(value: float, written: str) -> None:
    assert words.score(value) == written


def test_an_outcome_below_zero_with_its_weighted_form() -> None:
    nps = Outcome("nps", "reality", 40, -10, -25.5, 5.5, -12, -28, 4, "")

    assert words.outcome(nps) == "−10.0 (−25.5 to 5.5)"
    assert words.outcome(nps, weighted=True) == "−12.0 (−28.0 to 4.0)"
