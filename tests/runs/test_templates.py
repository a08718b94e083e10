from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cx_workbench.errors import SettingError
from cx_workbench.runs.templates import Parameter, Template, find, templates

if TYPE_CHECKING:
    from pathlib import Path

    from tests.runs.conftest import MakeNotebook


def test_the_shipped_templates_explain_themselves() -> None:
    shipped = templates()

    assert [template.name for template in shipped] == [
        "how_sure",
        "portfolio",
        "top_improvements",
        "workshop",
    ]
    for template in shipped:
        assert template.title
        assert all(parameter.means for parameter in template.parameters)


def test_parameters_with_defaults_and_meaning(make_notebook: MakeNotebook) -> None:
    parameters = """
import os
client = "Žltá # 1"  # whose figures
weights = {
    "gap": 1,
}  # what counts
top: int = 5
home = os.sep
later: str
"""
    template = Template(make_notebook(parameters=parameters))

    assert template.title == "A small notebook"
    assert template.parameters == (
        Parameter("client", "Žltá # 1", "whose figures"),
        Parameter("weights", {"gap": 1}, "what counts"),
        Parameter("top", 5, ""),
        Parameter("home", None, ""),
        Parameter("later", None, ""),
    )


def test_a_template_is_found_by_name_by_path_and_as_itself(make_notebook: MakeNotebook) -> None:
    path = make_notebook()

    assert find("top_improvements").title
    assert find(path) == find(str(path)) == find(Template(path)) == Template(path)


def test_a_misspelt_name_gets_a_hint() -> None:
    with pytest.raises(SettingError, match=r"Did you mean 'top_improvements'\?"):
        find("top_improvment")


def test_a_notebook_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"There is no notebook .*gone\.ipynb"):
        find(tmp_path / "gone.ipynb")


@pytest.mark.parametrize("content", ["", "{}", "[]", "not a notebook"])
def test_a_file_that_is_no_notebook(tmp_path: Path, content: str) -> None:
    path = tmp_path / "odd.ipynb"
    path.write_text(content)

    with pytest.raises(SettingError, match="It is not a Jupyter notebook"):
        _ = find(path).parameters


def test_a_parameters_cell_that_is_not_python(make_notebook: MakeNotebook) -> None:
    with pytest.raises(SettingError, match="Line 2 is not Python"):
        _ = find(make_notebook(parameters="top = 5\ntop five")).parameters
