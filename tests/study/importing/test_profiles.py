"""What stands in the columns of an export, counted while it passes by."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from cx_workbench.study.importing.heads import Column, Head, Tool, head_of
from cx_workbench.study.importing.profiles import MOST_VALUES, Profile, profiled
from cx_workbench.study.importing.respondents import Respondents
from cx_workbench.study.importing.sheets import sheets_of
from cx_workbench.study.values import Decimals, as_text

if TYPE_CHECKING:
    from pathlib import Path

HEAD = Head(Tool.PLAIN, (1,), (Column(0, "a", "a"), Column(1, "b", "b")))


def profile(*cells: object) -> Profile:
    found = Profile(Column(0, "a", "a"))
    # In batches of two, as long tables come in batches of many.
    for at in range(0, len(cells), 2):
        found.take(cells[at : at + 2])
    return found


def test_the_airport_has_its_blanks_and_codes(data_folder: Path) -> None:
    [sheet] = sheets_of(data_folder / "sfo_airport_2017" / "responses_2017.csv")
    head = head_of(sheet)
    profiles: list[Profile] = []
    passed = sum(1 for _ in profiled(Respondents(sheet, head).rows(), head, profiles))
    by_name = {each.column.name: each for each in profiles}
    assert passed == by_name["NETPRO"].rows == 2831
    # From the data's own description: 84 of 11, which is no answer, and one empty cell.
    assert by_name["NETPRO"].numbers()[11] == 84
    assert by_name["NETPRO"].filled == 2830
    assert by_name["Q7ALL"].words() == {"Blank": 143}
    assert by_name["RESPNUM"].is_open
    assert by_name["RESPNUM"].is_unique


def test_more_texts_than_are_kept_are_still_counted() -> None:
    found = profile(*range(MOST_VALUES + 5), 3)
    assert (found.rows, found.filled, len(found.values)) == (MOST_VALUES + 6,) * 2 + (MOST_VALUES,)
    assert found.is_open
    assert not found.is_unique
    assert not profile(*range(MOST_VALUES)).is_open


def test_a_comma_may_stand_before_what_is_less_than_one() -> None:
    found = profile("4,5", "4.5", "N/A", " ", None)
    assert found.numbers(Decimals.COMMA) == {4.5: 2}
    assert list(found.words(Decimals.COMMA)) == ["N/A"]
    assert found.filled == 3


def test_a_novel_in_a_cell_is_counted_and_not_kept() -> None:
    found = profile("x" * 100_000)
    assert found.usual_length == 100_000
    assert max(map(len, found.values)) < 1_000


@given(
    st.lists(
        st.tuples(*[st.one_of(st.none(), st.integers(0, 9), st.text(max_size=3))] * 2), max_size=40
    )
)
def test_every_cell_is_counted_once_and_rows_pass_unchanged(
    cells: list[tuple[object, object]],
) -> None:
    profiles: list[Profile] = []
    rows = list(enumerate(cells, start=2))
    assert list(profiled(iter(rows), HEAD, profiles)) == rows
    for place, found in enumerate(profiles):
        texts = [as_text(each[place]) for each in cells]
        assert found.values == Counter(filter(None, texts))
        assert found.rows == len(cells)
        assert sum(found.numbers().values()) + sum(found.words().values()) == found.filled
