from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import pytest

import cx_workbench as cx
from cx_workbench.errors import SettingError
from cx_workbench.measure.weights import IMPORTANCES
from cx_workbench.rank.methods import METHODS
from cx_workbench.rank.options import IMPACTS
from cx_workbench.rank.portfolio.asked import DIMENSIONS, UNITS
from cx_workbench.rank.ranking import rank
from cx_workbench.rank.sure.spread import SPREADS
from cx_workbench.runs.declared import DECLARED, PainType, Phase, cell
from cx_workbench.runs.parameters import check, check_against, read, read_file, schema
from cx_workbench.runs.templates import Template, find, source, tags, templates
from cx_workbench.study.contract import REFERENCES, TABLES

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = [template.name for template in templates()]


def test_each_shipped_template_is_declared() -> None:
    assert sorted(DECLARED) == SHIPPED


@pytest.mark.parametrize("name", SHIPPED)
def test_the_cell_of_a_template_says_what_is_declared(name: str) -> None:
    cells = find(name)._cells  # noqa: SLF001  the very text
    found = next(source(each) for each in cells if "parameters" in tags(each))

    assert found.strip() == cell(DECLARED[name])


@pytest.mark.parametrize("name", SHIPPED)
def test_what_a_template_has_anyway_is_allowed(name: str) -> None:
    template = find(name)
    own = {each.name: each.default for each in template.parameters if each.name != "out"}

    assert check(template, own) == {n: value for n, value in own.items() if value is not None}


CHOICES: dict[str, tuple[str, ...]] = {
    "method": tuple(METHODS),
    "reference": tuple(REFERENCES),
    "importance": tuple(IMPORTANCES),
    "impact": tuple(IMPACTS),
    "spread": tuple(SPREADS),
}


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("parameter", CHOICES)
def test_a_choice_is_between_what_there_is(name: str, parameter: str) -> None:
    about = schema(find(name))["properties"]
    if parameter not in about:
        assert (name, parameter) == ("workshop", "spread")
        return

    assert about[parameter]["enum"] == ["", *CHOICES[parameter]]


def test_choices_that_only_some_templates_have() -> None:
    about = schema(find("portfolio"))["properties"]

    assert set(about["unit"]["enum"]) == set(UNITS)
    assert set(about["at_least_one_per"]["enum"]) == {"", *DIMENSIONS}
    assert get_args(Phase) == TABLES["touchpoints"].column("phase").choices
    assert get_args(PainType) == TABLES["improvements"].column("pain_type").choices


WRONG: dict[str, tuple[str, dict[str, Any], str]] = {
    "text for a number": ("top_improvements", {"top": "5"}, "'top' must be a whole number."),
    "true for a number": ("top_improvements", {"top": True}, "'top' must be a whole number."),
    "below the least": ("portfolio", {"budget": -1}, "'budget' must be 0 or more."),
    "above the most": ("how_sure", {"draws": 10**6}, "'draws' must be 100,000 or less."),
    "no number": ("portfolio", {"budget": float("nan")}, "'budget' must be a finite number."),
    "no such choice": ("how_sure", {"method": "addtive"}, "Did you mean 'additive'?"),
    "no such item": ("how_sure", {"phases": ["befor"]}, "Did you mean 'before'?"),
    "one text for many": ("how_sure", {"personas": "a"}, "'personas' must be a list."),
    "a weight below 0": (
        "how_sure",
        {"weights": {"gap": -1}},
        "'gap' in the parameter 'weights' must be 0 or more.",
    ),
    "neither a file nor none": ("workshop", {"file": True}, "'file' must be a text."),
    "votes that are words": (
        "workshop",
        {"votes": {"plain_bill": ["many"]}},
        "'plain_bill' in the parameter 'votes' must be a number.",
    ),
}


@pytest.mark.parametrize(("name", "given", "said"), WRONG.values(), ids=WRONG)
def test_what_a_parameter_may_not_be(name: str, given: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingError) as caught:
        check(find(name), given)

    assert said in str(caught.value)


def test_names_are_checked_against_the_study() -> None:
    ranking = rank(cx.example(), draws=0)
    asked = {"include": ["plain_bil"], "exclude": ["A bill that says what changed"]}

    with pytest.raises(SettingError, match="Did you mean 'plain_bill'"):
        check_against(find("portfolio"), asked, ranking)

    check_against(find("portfolio"), {"include": ["plain_bill"]}, ranking)


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("study=007", "007"),
        ("top=7", 7),
        ("method=ice", "ice"),
        ("shrink=true", True),
        ("draws=null", None),
        ("personas=a, b", ["a, b"]),
        ('personas=["a", "b"]', ["a", "b"]),
        ("weights=gap=0.2,impact=0.8", {"gap": 0.2, "impact": 0.8}),
        ('weights={"gap": 1}', {"gap": 1}),
        ("top=many", "many"),
    ],
)
def test_a_typed_value_is_read_as_what_it_may_be(given: str, value: object) -> None:
    name = given.partition("=")[0]

    assert read(find("top_improvements"), [given]) == {name: value}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "top: 10\nphases: [during]\n"),
        ("a.json", '{"top": 10, "phases": ["during"]}'),
        ("a.toml", 'top = 10\nphases = ["during"]\n'),
    ],
)
def test_parameters_from_a_file(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")

    assert read_file(tmp_path / name) == {"top": 10, "phases": ["during"]}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.yaml", "- top\n- 10\n", "does not hold names with values"),
        ("a.yaml", "top: [10\n", "cannot be read"),
        ("a.yaml", "!!python/object/apply:os.system ['touch harm']", "cannot be read"),
        ("a.json", "{", "cannot be read"),
        ("a.toml", "top 10", "cannot be read"),
        ("a.yaml", "1: 2\n", "does not hold names with values"),
    ],
)
def test_a_file_that_holds_no_parameters(
    tmp_path: Path,
    name: str,
    text: str,
    said: str,
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")

    with pytest.raises(SettingError, match=said):
        read_file(tmp_path / name)

    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_an_empty_file_and_none_at_all(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("", encoding="utf-8")

    assert read_file(tmp_path / "a.yaml") == {}
    with pytest.raises(SettingError, match="There is no file"):
        read_file(tmp_path / "b.yaml")


def test_a_notebook_that_nobody_declared_goes_by_its_defaults(tmp_path: Path) -> None:
    path = tmp_path / "top_improvements.ipynb"
    path.write_bytes(find("top_improvements").path.read_bytes())
    own = Template(path)

    assert check(own, {"top": -1, "method": "mine"}) == {"top": -1, "method": "mine"}
    with pytest.raises(SettingError, match="'top' must be a whole number"):
        check(own, {"top": "5"})
