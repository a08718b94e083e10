"""Cells are read in one way or refused; nothing is guessed."""

from __future__ import annotations

import datetime as dt
import decimal
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_workbench.study.values import (
    CellError,
    Decimals,
    answer_key,
    as_date,
    as_heading,
    as_id,
    as_number,
    as_text,
    check_fault,
    decimals_of,
    is_empty,
    shortened,
)

POINT, COMMA, MIXED = Decimals

EMPTY = [None, "", " \t\n", "\u00a0", "\u200b", "\x00", math.nan, np.float32("nan"), pd.NA, pd.NaT,
         np.datetime64("NaT"), decimal.Decimal("NaN"), decimal.Decimal("sNaN")]  # fmt: skip
FULL = [0, False, "0", "nan", [], [None], np.array([1, 2]), dt.time(), b"", "None"]


@pytest.mark.parametrize("cell", EMPTY, ids=repr)
def test_what_is_empty(cell: object) -> None:
    assert is_empty(cell)
    assert as_text(cell) == ""


@pytest.mark.parametrize("cell", FULL, ids=repr)
def test_what_is_not_empty(cell: object) -> None:
    assert not is_empty(cell)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (4, "4"),
        (4.0, "4"),
        (0.1 + 0.2, "0.3"),
        (np.int64(7), "7"),
        (decimal.Decimal("4.00"), "4"),
        (12345678901234567, "12345678901234567"),
        (dt.date(2026, 1, 15), "2026-01-15"),
        (dt.datetime(2026, 1, 15), "2026-01-15"),  # noqa: DTZ001  Excel knows no time zones
        (pd.Timestamp("2026-01-15 10:30"), "2026-01-15 10:30:00"),
        ("\ufeff a\u00a0b \x1b[31m", "a b [31m"),
        ("c\u030c", "č"),
        ("\ud800", "\ufffd"),
        (b"\xc4\x8d", "č"),
        (True, "True"),
    ],
)
def test_text(cell: object, text: str) -> None:
    assert as_text(cell) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [(1, "1"), (1.0, "1"), ("1.0", "1"), (" 1 ", "1"), ("01", "01"), ("1.10", "1.10"),
     ("first  bill", "first bill"), ("v1.0", "v1.0"), (12345678901234567, "12345678901234567")],
)  # fmt: skip
def test_ids(cell: object, text: str) -> None:
    assert as_id(cell) == text


def test_headings_are_one_line() -> None:
    assert as_heading(" How satisfied\r\n were you? ") == "How satisfied were you?"


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (" 4 ", 4),
        ("4,5", 4.5),
        ("-4.5", -4.5),
        ("\u22124", -4),
        ("+.5", 0.5),
        ("2.", 2),
        ("1e3", 1000),
        ("25 %", 0.25),
        ("12,5%", 0.125),
        ("1 200", 1200),
        ("1\u202f200,5", 1200.5),
        ("1'200", 1200),
        ("1.200,50", 1200.5),
        ("1,200.50", 1200.5),
        ("1,200,000", 1_200_000),
        ("1.200.000", 1_200_000),
        ("0,400", 0.4),
        ("1200,400", 1200.4),
        (np.float64(4.5), 4.5),
        (decimal.Decimal("4.5"), 4.5),
        (b"4", 4),
    ],
)
@pytest.mark.parametrize("decimals", Decimals)
def test_numbers_that_have_one_reading(cell: object, number: float, decimals: Decimals) -> None:
    assert as_number(cell, decimals) == number


@pytest.mark.parametrize(
    ("cell", "decimals", "number"),
    [("1,200", COMMA, 1.2), ("1.200", POINT, 1.2), ("-12,345", COMMA, -12.345)],
)
def test_numbers_that_the_rest_of_the_table_explains(
    cell: str, decimals: Decimals, number: float
) -> None:
    assert as_number(cell, decimals) == number


@pytest.mark.parametrize(
    ("cell", "decimals"),
    [("1,200", POINT), ("1.200", COMMA), ("1,200", MIXED), ("1.200", MIXED), ("+12,345 %", POINT)],
)
def test_numbers_that_could_be_two(cell: str, decimals: Decimals) -> None:
    with pytest.raises(CellError, match=r"could be \d+( %)? or \d+\.\d+"):
        as_number(cell, decimals)


@pytest.mark.parametrize(
    "cell",
    ["four", "4 5", "1,2,3", "1.2.3", "12,34.5", "0x10", "1_000", "½", "²", "nan", "inf", "1e999",
     "9" * 400, 10**400, math.inf, True, np.True_, dt.date(2026, 5, 3), dt.time(4), [4],
     "2026-05-03", "4-5", "%", ",", "=1+1"],
    ids=lambda cell: str(cell)[:20],
)  # fmt: skip
def test_what_is_no_number(cell: object) -> None:
    with pytest.raises(CellError) as refused:
        as_number(cell)

    assert refused.value.hint
    assert len(refused.value.what) < 100


@pytest.mark.parametrize(
    ("cells", "usual", "decimals"),
    [
        (["0,4", "1,200"], POINT, COMMA),
        (["0.4", "1,200"], COMMA, POINT),
        (["0,4", "0.4"], POINT, MIXED),
        (["1,200", "1.200", "7", 0.5, None, "words, here"], COMMA, COMMA),
        ([], POINT, POINT),
    ],
)
def test_how_a_table_writes_decimals(
    cells: list[object], usual: Decimals, decimals: Decimals
) -> None:
    assert decimals_of(cells, usual) is decimals


@pytest.mark.parametrize(
    ("cell", "day", "was_number"),
    [
        ("2026-01-15", dt.date(2026, 1, 15), False),
        ("2026/1/15", dt.date(2026, 1, 15), False),
        ("2026-01-15T10:00:00Z", dt.date(2026, 1, 15), False),
        ("15. 1. 2026", dt.date(2026, 1, 15), False),
        ("15/01/2026", dt.date(2026, 1, 15), False),
        ("01/15/2026", dt.date(2026, 1, 15), False),
        ("05-05-2026", dt.date(2026, 5, 5), False),
        (dt.date(2026, 1, 15), dt.date(2026, 1, 15), False),
        (pd.Timestamp("2026-01-15 10:00"), dt.date(2026, 1, 15), False),
        (46037, dt.date(2026, 1, 15), True),
        (46037.75, dt.date(2026, 1, 15), True),
        ("46037", dt.date(2026, 1, 15), True),
    ],
)
def test_days(cell: object, day: dt.date, was_number: bool) -> None:  # noqa: FBT001  parametrized
    assert as_date(cell) == (day, was_number)


@pytest.mark.parametrize(
    ("cell", "fact"),
    [
        ("01/02/2026", "could be two different days"),
        ("31.2.2026", "is not a day of the calendar"),
        ("2026-13-01", "is not a day of the calendar"),
        ("99/99/2026", "is not a day of the calendar"),
        ("next week", "is not a date"),
        ("²²²²²", "is not a date"),
        (7, "is not a date"),
    ],
)
def test_what_is_no_day(cell: object, fact: str) -> None:
    with pytest.raises(CellError, match=fact):
        as_date(cell)


def test_answers_that_are_the_same() -> None:
    assert answer_key(6) == answer_key(6.0) == answer_key(" 6") == answer_key("6.0") == 6
    assert answer_key("Very  easy ") == answer_key("Very easy") == "Very easy"
    assert answer_key("very easy") != answer_key("Very easy")
    assert answer_key(None) == answer_key(" ") == ""


@pytest.mark.parametrize("cell", ["#N/A", " #REF! ", "#DIV/0!", "#NO RESULT"])
def test_errors_of_a_spreadsheet_are_refused(cell: str) -> None:
    with pytest.raises(CellError):
        check_fault(cell)


@pytest.mark.parametrize("cell", ["#1", "#hashtag", "N/A", None, 4])
def test_other_marks_are_not(cell: object) -> None:
    check_fault(cell)


def test_long_texts_are_shortened_for_messages() -> None:
    assert shortened("x" * 60) == "x" * 60
    assert shortened("x" * 61) == "x" * 57 + "..."


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_number_is_read_back_from_its_text(number: float) -> None:
    assert as_number(repr(number)) == number


@given(st.integers(-(10**15), 10**15), st.sampled_from([" ", "'", "\u00a0"]))
def test_any_whole_number_is_read_back_from_its_groups(number: int, sign: str) -> None:
    assert as_number(f"{number:,}".replace(",", sign)) == number


@given(st.dates(dt.date(1955, 1, 1), dt.date(2100, 1, 1)))
def test_any_day_is_read_back(day: dt.date) -> None:
    assert as_date(day.isoformat())[0] == day
    assert as_date(f"{day.day}.{day.month}.{day.year}")[0] == day
    assert as_date((day - dt.date(1899, 12, 30)).days) == (day, True)
