from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_workbench.errors import SettingError
from cx_workbench.lab.cell import Code, literal, read, rewritten

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(value=PLAIN)
def test_what_is_written_is_read_back(value: object) -> None:
    if "inf" not in repr(value):
        assert ast.literal_eval(literal(value)) == value
        assert read(rewritten("top = 0", {"study": value}))["study"] == value


@given(text=st.text())
def test_a_text_stays_one_line_and_can_be_saved(text: str) -> None:
    written = literal(text)
    assert len(written.splitlines()) == 1
    assert written.encode().decode() == written


def test_only_the_value_is_replaced() -> None:
    cell = 'čas = 1; top = 5  # ktoré\n\n# mine\nstages = [\n    "Use",\n    "Leave",\n]  # steps\n'

    became = rewritten(cell, {"top": 3, "stages": ["Pay"], "seed": 7})

    assert became == ('čas = 1; top = 3  # ktoré\n\n# mine\nstages = ["Pay"]  # steps\nseed = 7')


def test_the_last_of_two_is_what_holds() -> None:
    assert read("top = 1\ntop = 2") == {"top": 2}
    assert read(rewritten("top = 1\ntop = 2", {"top": 9})) == {"top": 9}


def test_an_annotated_and_an_empty_one() -> None:
    assert rewritten("top: int = 5\nseed: int", {"top": 1}) == "top: int = 1\nseed: int"
    assert rewritten("", {"top": 1}) == "top = 1"


def test_what_is_worked_out_is_told_apart() -> None:
    found = read("study = home / 'x'")["study"]
    assert isinstance(found, Code)
    assert found.text == "home / 'x'"
    assert rewritten("study = home / 'x'", {"study": "x"}) == 'study = "x"'


@pytest.mark.parametrize("cell", ["top = = 3", "top = 'x", "a\x00b"])
def test_a_cell_that_is_no_python_is_said_in_words(cell: str) -> None:
    with pytest.raises(SettingError, match="cannot be read") as refused:
        rewritten(cell, {"top": 3})
    assert "Write lines like: top = 5" in str(refused.value)
