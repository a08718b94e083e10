"""Columns that say who somebody is, and comments without it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_workbench.study.importing.private import masked, private


@pytest.mark.parametrize(
    "texts",
    [
        ["anna@example.org", "p.k+x@mail.example.co.uk"],
        ["+421 905 123 456", "0905/123456"],
        ["(02) 5555 1234", "+44 20 7946 0958"],
        ["192.168.0.1", "10.0.0.7"],
    ],
)
def test_what_stands_in_a_column_makes_it_private(texts: list[str]) -> None:
    assert private("Q7", texts)


@pytest.mark.parametrize(
    "texts",
    [
        ["2026-01-15", "2026-01-16"],
        ["15.1.2026 10:30", "16.1.2026 11:00"],
        ["0.2847177143", "1.0380333333"],
        ["12345678", "23456789"],
        ["4", "5"],
        [],
    ],
)
def test_days_weights_and_numbers_are_not(texts: list[str]) -> None:
    assert private("Q7", texts) == ""


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Write to jana.k@firma.sk, please.", "Write to [e-mail], please."),
        ("Zavolajte +421 905 123 456!", "Zavolajte [phone]!"),
        ("Order 12345 came on 15.1.2026.", "Order 12345 came on 15.1.2026."),
        ("Costs 1.50", "Costs 1.50"),
    ],
)
def test_marks_stand_in_comments(text: str, without: str) -> None:
    assert masked(text) == without


@given(st.text())
def test_masking_twice_changes_nothing_more(text: str) -> None:
    assert masked(masked(text)) == masked(text)
