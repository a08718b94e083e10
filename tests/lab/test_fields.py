from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cx_workbench.errors import SettingError
from cx_workbench.lab.fields import as_text, field_of
from cx_workbench.lab.typed import as_value
from cx_workbench.runs.templates import Parameter, Template, templates
from cx_workbench.study.settings import MOST_DRAWS

if TYPE_CHECKING:
    from pathlib import Path

KINDS = {
    "study": ("example", "study"),
    "out": ("", "text"),
    "top": (0, "whole"),
    "method": ("", "choice"),
    "weights": ({}, "weights"),
    "shrink": (None, "yes or no"),
    "draws": (None, "whole"),
    "phases": ([], "names"),
    "budget": (220.0, "number"),
    "shown": (True, "switch"),
    "rows": ([[1, 2]], "python"),
    "votes": ({}, "python"),
    "file": (None, "text"),
}
WRONG = (
    ("top", "0", "Top must be 1 or more, not 0."),
    ("top", "-3", "Top must be 1 or more, not -3."),
    ("top", "5.5", "must be a whole number, not '5.5'"),
    ("top", "1,5", "must be a whole number, not '1,5'"),
    ("draws", str(MOST_DRAWS + 1), "must be 100,000 or less"),
    ("method", "topsy", "Did you mean 'topsis'?"),
    ("phases", "before; afterr", "Did you mean 'after'?"),
    ("weights", "gap 0.3", "Write them as: gap = 0.3"),
    ("weights", "gap = -1", "no weight of 0 or more"),
    ("weights", "gap = inf", "no weight of 0 or more"),
    ("budget", "", "Budget must be filled in."),
    ("budget", "nan", "must be a number, not 'nan'"),
    ("budget", "-1", "must be 0 or more"),
    ("rows", "__import__('os')", "Write it as in the notebook, such as [[1, 2]]."),
    ("study", "nowhere", "There is no study 'nowhere' near this notebook."),
    ("study", "~nobody/x\x00", "There is no study"),
)
RIGHT: tuple[tuple[str, str, object], ...] = (
    ("top", " 12 ", 12),
    ("top", "", 0),
    ("draws", "10,000", 10_000),
    ("draws", "0", 0),
    ("draws", "", None),
    ("method", "TOPSIS", "topsis"),
    ("phases", "before;; After ", ["before", "after"]),
    ("weights", "gap = 0.3; impact=.7", {"gap": 0.3, "impact": 0.7}),
    ("weights", '{"gap": 0.3, "impact": 0.7}', {"gap": 0.3, "impact": 0.7}),
    ("budget", "12,5", 12.5),
    ("shrink", "yes", True),
    ("shrink", "", None),
    ("shown", "no", False),
    ("out", "reports", "reports"),
    ("rows", "[[3]]", [[3]]),
    ("votes", '{"bill": [20, 45]}', {"bill": [20, 45]}),
    ("votes", "", {}),
    ("file", "no", False),
    ("file", "ours.json", "ours.json"),
    ("out", "no", "no"),
    ("study", "example", "example"),
)


@pytest.mark.parametrize("name", KINDS)
def test_a_parameter_gets_the_field_that_fits_it(name: str) -> None:
    default, kind = KINDS[name]
    assert field_of(Parameter(name, default)).kind == kind


@pytest.mark.parametrize(("name", "typed", "words"), WRONG)
def test_what_is_wrong_is_said_with_what_would_be_right(
    name: str, typed: str, words: str, tmp_path: Path
) -> None:
    with pytest.raises(SettingError) as refused:
        as_value(field_of(Parameter(name, KINDS[name][0])), typed, tmp_path)
    assert words in str(refused.value)


@pytest.mark.parametrize(("name", "typed", "value"), RIGHT)
def test_what_is_right_becomes_the_value(
    name: str, typed: str, value: object, tmp_path: Path
) -> None:
    field = field_of(Parameter(name, KINDS[name][0]))
    got = as_value(field, typed, tmp_path)
    assert got == value
    assert type(got) is type(value)
    assert as_value(field, as_text(field, got), tmp_path) == value


@pytest.mark.parametrize("template", templates(), ids=lambda template: template.name)
def test_every_template_has_fields_that_its_own_defaults_fill(
    template: Template, tmp_path: Path
) -> None:
    for parameter in template.parameters:
        field = field_of(parameter)
        value = as_value(field, as_text(field, parameter.default), tmp_path)
        assert value == parameter.default
        template.values.validate_python({parameter.name: value})


def test_what_it_means_is_said_as_the_form_takes_it() -> None:
    weights = field_of(
        Parameter("weights", {}, 'such as {"gap": 0.3, "effort": 0.7}; {}: as usual')
    )
    assert weights.means == "Such as gap = 0.3; effort = 0.7; empty: as usual"
    assert weights.when_empty == "As usual"
    file = field_of(Parameter("file", None, "where; None: with the study; False: nowhere"))
    assert file.means == "Where; empty: with the study; no: nowhere"
    assert field_of(Parameter("stages", [], "only these stages")).when_empty == "All"
    assert field_of(Parameter("exclude", [], "must be out")).when_empty == "None"
    assert field_of(Parameter("top", 0)).when_empty == "As the study says"
