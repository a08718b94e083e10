from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cx_workbench.errors import SettingError
from cx_workbench.runs.notebook import run
from cx_workbench.runs.parameters import check
from cx_workbench.runs.templates import Template

if TYPE_CHECKING:
    from tests.runs.conftest import MakeNotebook


@pytest.fixture
def template(make_notebook: MakeNotebook) -> Template:
    return Template(make_notebook("1"))


GOOD = {
    "text": ("client", "Acme", "Acme"),
    "path": ("client", Path("a/b.csv"), "a/b.csv"),
    "whole number": ("top", 10, 10),
    "number of numpy": ("top", np.int64(10), 10),
    "whole number for a number": ("share", 1, 1),
    "tuple": ("personas", ("families",), ["families"]),
    "names with values": ("weights", {"gap": 1}, {"gap": 1}),
    "anything": ("anything", [1, "a", None], [1, "a", None]),
}


@pytest.mark.parametrize(("name", "value", "plain"), GOOD.values(), ids=GOOD)
def test_a_good_value(template: Template, name: str, value: object, plain: object) -> None:
    assert check(template, {name: value}) == {name: plain}


WRONG = {
    "number for a text": ("client", 5, "a text"),
    "text for a whole number": ("top", "5", "a whole number"),
    "number for a whole number": ("top", 5.5, "a whole number"),
    "true for a whole number": ("top", True, "a whole number"),
    "text for a number": ("share", "0.5", "a number"),
    "text for a list": ("personas", "families", "a list"),
    "list for names with values": ("weights", ["gap"], "names with values"),
    "text for true or false": ("open_only", "no", "True or False"),
    "object in a list": ("personas", [object()], "made of texts"),
    "number as a name": ("weights", {1: "gap"}, "made of texts"),
    "object for anything": ("anything", object(), "made of texts"),
}


@pytest.mark.parametrize(("name", "value", "words"), WRONG.values(), ids=WRONG)
def test_a_value_of_another_kind(template: Template, name: str, value: object, words: str) -> None:
    with pytest.raises(SettingError) as caught:
        check(template, {name: value})

    assert f"The parameter '{name}' must be {words}" in str(caught.value)


def test_none_leaves_the_templates_own(template: Template) -> None:
    assert check(template, {"client": None}) == {}


def test_all_that_is_wrong_is_said_at_once(template: Template) -> None:
    with pytest.raises(SettingError) as caught:
        check(template, {"clinet": "Acme", "top": "5"})

    assert str(caught.value) == (
        "The template 'small' cannot be run so.\n"
        "  1. There is no parameter 'clinet'. Did you mean 'client'?\n"
        "  2. The parameter 'top' must be a whole number."
    )


@pytest.mark.parametrize("name", ["q=1; print('x'); r", "out"])
def test_no_kernel_starts_for_a_name_that_is_not_a_parameter(
    make_notebook: MakeNotebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.delattr("cx_workbench.runs.executing.execute")

    with pytest.raises(SettingError, match="There is no parameter"):
        run(make_notebook("1"), {name: "x"}, tmp_path / "out")

    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "run.json",
        "small.failed.ipynb",
    ]
