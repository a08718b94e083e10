"""The cards and commands in a real JupyterLab, and what a click on them leaves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from cx_workbench.runs.templates import find, templates

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from tests.browser.jupyter import Lab

STUDIES = ("New study from the example", "New study to fill in")
TITLES = [*(template.title for template in templates()), *STUDIES]
#: A card has room for three short lines.
LABELS = [title if len(title) <= 40 else title.partition(":")[0] for title in TITLES]
CUT = """cards => cards.map(card => card.querySelector(".jp-LauncherCard-label"))
  .filter(label => label.scrollHeight > label.clientHeight + 1)
  .map(label => label.textContent)"""
TOP = find("top_improvements")


def launcher(lab: Lab, folder: Path | None = None) -> Page:
    """Open JupyterLab at a folder and wait for the cards."""
    place = (folder or lab.folder).relative_to(lab.jupyter.folder).as_posix()
    page = lab.visit(f"/lab/tree/{place}?reset")
    with lab.shown(page, "the cards appear"):
        card(page, STUDIES[0]).wait_for()
    return page


def card(page: Page, title: str) -> Locator:
    return page.locator(".jp-LauncherCard").filter(has_text=title)


def first_form(lab: Lab, page: Page) -> None:
    """Wait until a copy is open and its first cell has shown the form."""
    with lab.shown(page, "the form appears"):
        page.locator(".cxw-form ul li").first.wait_for()


def names(folder: Path) -> list[str]:
    return sorted(
        path.name for path in folder.iterdir() if not path.name.startswith((".", "screen"))
    )


def test_every_template_has_a_card_and_a_command(lab: Lab) -> None:
    page = launcher(lab)

    section = page.locator(".jp-Launcher-section").filter(
        has=page.get_by_role("heading", name="CX Workbench")
    )
    cards = section.locator(".jp-LauncherCard")
    assert cards.locator(".jp-LauncherCard-label").all_inner_texts() == LABELS
    assert not cards.evaluate_all(CUT)
    assert cards.locator(".jp-LauncherCard-icon svg rect").count() >= len(TITLES)
    page.keyboard.press("Control+Shift+C")
    page.locator(".lm-CommandPalette-input:visible").fill("CX Workbench")
    offered = page.locator(".lm-CommandPalette-itemLabel")
    for title in TITLES:
        assert offered.filter(has_text=title).count() == 1
    assert not lab.refused
    assert not [said for said in lab.complaints if "cx-workbench" in said.casefold()]


def test_a_card_opens_a_copy_beside_the_files_and_writes_over_nothing(lab: Lab) -> None:
    mine = lab.folder / "top_improvements.ipynb"
    mine.write_text(json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    before = mine.read_bytes()
    page = launcher(lab)

    # As a person without a mouse does it.
    card(page, TOP.title).focus()
    page.keyboard.press("Enter")
    first_form(lab, page)

    assert names(lab.folder) == ["top_improvements.ipynb", "top_improvements_1.ipynb"]
    assert mine.read_bytes() == before
    copy = json.loads((lab.folder / "top_improvements_1.ipynb").read_text("utf-8"))
    shipped = json.loads(TOP.path.read_text("utf-8"))
    assert "parameters_form" in "".join(copy["cells"][0]["source"])
    assert [cell["id"] for cell in copy["cells"][1:]] == [cell["id"] for cell in shipped["cells"]]
    command = "cx-workbench:open-top_improvements"
    page.evaluate(
        "async command => { await window.jupyterapp.commands.execute(command); }", command
    )
    page.locator(".lm-TabBar-tabLabel", has_text="top_improvements_2.ipynb").wait_for()
    assert names(lab.folder)[-1] == "top_improvements_2.ipynb"
    assert not lab.refused


def test_a_new_study_is_ranked_by_running_all_cells(lab: Lab) -> None:
    page = launcher(lab)

    card(page, "New study from the example").click()
    first_form(lab, page)

    assert names(lab.folder) == ["example_study", "top_improvements.ipynb"]
    assert "study.toml" in names(lab.folder / "example_study")
    page.locator(".jp-DirListing-itemText", has_text="study.toml").wait_for()
    # The form takes the value from the cell, a moment after it is there.
    expect(page.get_by_label("Study", exact=True)).to_have_value("example_study")
    page.get_by_label("Top", exact=True).fill("3")
    lab.wait(page, "() => document.querySelector('.jp-Notebook').textContent.includes('top = 3')")
    lab.run_all(page)
    assert page.get_by_text("TOP 3").first.is_visible()
    assert not lab.refused


def test_what_cannot_be_done_is_said_in_words(lab: Lab) -> None:
    gone = lab.folder / "gone"
    gone.mkdir()
    page = launcher(lab, gone)
    gone.rmdir()

    card(page, TOP.title).click()

    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    said = dialog.inner_text()
    assert "The notebook was not made." in said
    assert "There is no folder" in said
    assert "Traceback" not in said
    assert not gone.exists()


def test_notebook_7_has_the_commands(lab: Lab) -> None:
    page = lab.visit(f"/tree/{lab.folder.name}")
    command = f"cx-workbench:open-{TOP.name}"
    lab.wait(page, f"() => window.jupyterapp?.commands.hasCommand('{command}')")

    with page.context.expect_page() as opened:
        page.evaluate(
            f"async cwd => {{ await window.jupyterapp.commands.execute('{command}', {{ cwd }}); }}",
            lab.folder.name,
        )

    first_cell = opened.value.locator(".jp-Notebook .jp-Cell").first
    first_cell.wait_for()
    assert names(lab.folder) == ["top_improvements.ipynb"]
    assert "top_improvements.ipynb" in opened.value.url
    assert not lab.refused


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_cards_can_be_seen(lab: Lab, scheme: str) -> None:
    page = launcher(lab)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")

    lab.wait(
        page, f"() => document.body.dataset.jpThemeLight === '{scheme == 'light'!s}'.toLowerCase()"
    )

    first = card(page, TOP.title)
    grey = first.locator("svg .jp-icon3").first
    fill = grey.evaluate("node => getComputedStyle(node).fill")
    ground = first.evaluate("node => getComputedStyle(node).backgroundColor")
    assert contrast(fill, ground) >= 3


def contrast(one: str, other: str) -> float:
    """Contrast of two colours by WCAG 2."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [float(part) / 255 for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
