"""The form in its notebook: what is typed there stands in the parameters cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.command import write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from tests.browser.jupyter import Host, Lab

FORM = """\
from cx_workbench.lab import parameters_form

form = parameters_form("top_improvements")
form"""
CELL = """\
study = "example"  # which
top = 0  # how many
weights = {}
draws = 0"""


def notebook(lab: Lab, cell: str = CELL, *, tagged: bool = True) -> Path:
    path = lab.write([FORM, cell])
    made = nbformat.read(path, as_version=4)
    made.cells[1].metadata.tags = ["parameters"] if tagged else []
    path.write_text(nbformat.writes(made), encoding="utf-8")
    return path


def opened(lab: Lab, path: Path, host: Host = "doc") -> Page:
    page = lab.open(path, host=host)
    page.locator(".cxw-form").get_by_text("goes into the parameters cell").wait_for()
    return page


def field(page: Page, label: str) -> Locator:
    return page.locator(".cxw-form").get_by_label(label, exact=True)


def wrong(page: Page, words: str) -> Locator:
    return page.locator(".cxw-form .cxw-problem", has_text=words)


def becomes(lab: Lab, page: Page, line: str) -> None:
    """Wait until the parameters cell on the screen has a line."""
    lab.wait(
        page,
        f"""() => window.jupyterapp.shell.currentWidget.content.model.cells.get(1)
          .sharedModel.getSource().split("\\n").includes({line!r})""",
    )


@pytest.mark.parametrize("host", ["doc", "notebook"])
def test_what_is_typed_stands_in_the_cell(lab: Lab, host: Host) -> None:
    page = opened(lab, notebook(lab), host)

    field(page, "Top").focus()
    page.keyboard.type("12")
    becomes(lab, page, "top = 12  # how many")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    becomes(lab, page, "top = 0  # how many")
    page.keyboard.type("3")
    field(page, "Method").select_option("ratio")
    field(page, "Weights").fill("gap = 0.5; effort = 0.5")

    becomes(lab, page, 'method = "ratio"')
    becomes(lab, page, 'weights = {"gap": 0.5, "effort": 0.5}')
    becomes(lab, page, "top = 3  # how many")
    assert lab.python(page, "form.values['weights']") == {"gap": 0.5, "effort": 0.5}
    lab.run_all(page)
    assert lab.python(page, "[top, method]") == [3, "ratio"]
    # The form that was made anew shows what stands in the cell.
    lab.wait(page, "() => document.querySelector('.cxw-form input[id$=-top]').value === '3'")
    assert len(lab.sources(page)) == 2
    assert not lab.refused


def test_what_is_wrong_is_said_while_typing_and_changes_nothing(lab: Lab) -> None:
    write(lab.folder / "our_study")
    page = opened(lab, notebook(lab))

    field(page, "Study").fill("our_stdy")
    wrong(page, "Did you mean 'our_study'?").wait_for()
    field(page, "Top").fill("0")
    wrong(page, "Top must be 1 or more, not 0.").wait_for()
    assert field(page, "Top").get_attribute("aria-invalid") == "true"
    field(page, "Method").select_option("product")
    becomes(lab, page, 'method = "product"')

    assert lab.sources(page)[1] == f'{CELL}\nmethod = "product"'
    offered = page.locator(".cxw-form datalist option")
    assert [option.get_attribute("value") for option in offered.all()] == ["example", "our_study"]
    field(page, "Study").fill("our_study")
    becomes(lab, page, 'study = "our_study"  # which')


def test_undo_takes_it_back_and_typing_in_the_cell_goes_first(lab: Lab) -> None:
    page = opened(lab, notebook(lab))
    field(page, "Top").fill("7")
    becomes(lab, page, "top = 7  # how many")

    editor = page.locator(".jp-Notebook .jp-Cell").nth(1).locator(".cm-content")
    editor.click()
    page.keyboard.press("Control+z")
    becomes(lab, page, "top = 0  # how many")
    page.keyboard.press("Control+End")
    page.keyboard.type("\nmine = 1")
    field(page, "Top").fill("8")
    becomes(lab, page, "top = 8  # how many")

    assert lab.sources(page)[1].endswith("mine = 1")


def test_text_is_written_as_text_and_never_as_code(lab: Lab) -> None:
    page = opened(lab, notebook(lab))
    planted = '"]; import os; planted = ["</script><img src=x onerror="window.planted=1">'

    field(page, "Stages").fill(planted)
    field(page, "Out").fill("a\\\" + str(1) + '")
    lab.wait(
        page,
        """() => window.jupyterapp.shell.currentWidget.content.model.cells.get(1)
          .sharedModel.getSource().includes("out =")""",
    )
    lab.run_all(page)

    assert lab.python(page, "stages") == [part.strip() for part in planted.split(";")]
    assert lab.python(page, "out") == "a\\\" + str(1) + '"
    assert lab.python(page, "'planted' in globals()") is False
    assert page.evaluate("window.planted") is None


def test_a_notebook_without_such_a_cell_gets_the_lines_to_write(lab: Lab) -> None:
    page = lab.open(notebook(lab, tagged=False))
    page.get_by_text("The parameters cell cannot be reached").wait_for()

    field(page, "Top").fill("3")
    page.locator(".cxw-form pre", has_text="top = 3").wait_for()

    assert lab.sources(page)[1] == CELL


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out(make_lab: Callable[..., Lab], scheme: str) -> None:
    lab = make_lab(color_scheme=scheme, viewport={"width": 800, "height": 900})
    page = opened(lab, notebook(lab))
    field(page, "Top").fill("none")
    wrong(page, "whole number").wait_for()

    found = Axe().run(page, context=".cxw-form").response["violations"]

    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    assert page.locator(".cxw-form.cxw-dark").count() == (scheme == "dark")


def test_voila_shows_the_lines_to_write(lab: Lab) -> None:
    page = lab.open([FORM], host="voila")

    field(page, "Top").fill("3")
    page.locator(".cxw-form pre", has_text="top = 3").wait_for()

    assert page.get_by_text("The parameters cell cannot be reached").is_visible()
    assert not lab.refused
