"""The whole workbench in real JupyterLab: what people click and type, and what Python holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from tests.browser.jupyter import Lab

START = """\
import cx_workbench as cx
workbench = cx.Workbench(cx.example(), file="session.json", draws=500)
session = workbench.session
workbench"""
FIRST, SECOND, SIXTH = (
    "One invoice for all lines, ready for the accounts",
    "A bill that says what changed",
    "eSIM without a second screen",
)
MOST_BYTES = 1_200_000


@pytest.fixture(scope="module")
def opened(make_desk: Callable[..., Lab]) -> tuple[Lab, Page]:
    """One workbench for all tests of this file: opening it takes longer than any of them."""
    lab = make_desk(viewport={"width": 1400, "height": 1000})
    page = lab.open([START])
    rows(page).first.wait_for()
    return lab, page


@pytest.fixture
def lab(opened: tuple[Lab, Page]) -> Lab:
    return opened[0]


@pytest.fixture
def page(opened: tuple[Lab, Page]) -> Page:
    """The workbench with the study's own settings."""
    lab, page = opened
    lab.complaints.clear()
    lab.python(page, "(session.reset(), setattr(session, 'selected', '')) and None")
    lab.wait(page, f"() => document.querySelector('.cxw-row .cxw-title').textContent === '{FIRST}'")
    return page


def rows(page: Page) -> Locator:
    return page.locator(".cxw-board ol.cxw-rows > li")


def row(page: Page, title: str) -> Locator:
    return rows(page).filter(has_text=title)


def shows_what_python_holds(lab: Lab, page: Page) -> None:
    """Wait until the list on the screen is that of the kernel, TOP N first."""
    table = "session.ranking.table"
    kept = f"{table}.sort_values(['in_top', 'rank'], ascending=[False, True])['title'].tolist()"
    expected = json.dumps(lab.python(page, kept), ensure_ascii=False, separators=(",", ":"))
    lab.wait(
        page,
        f"""() => JSON.stringify([...document.querySelectorAll(".cxw-rows .cxw-title")]
          .map((title) => title.textContent)) === {json.dumps(expected, ensure_ascii=False)}""",
    )


def settled(lab: Lab, page: Page) -> None:
    lab.python_becomes(page, "session.answer.settled", expected=True)
    shows_what_python_holds(lab, page)


def test_a_weight_by_keyboard(lab: Lab, page: Page) -> None:
    slider = page.get_by_role("slider", name="Weight of effort")
    slider.focus()

    page.keyboard.press("End")

    lab.python_becomes(page, "session.weights['effort']", 1.0)
    settled(lab, page)
    assert slider.evaluate("(node) => node === document.activeElement")
    assert page.locator(".cxw-board > [role=status]").text_content()


def test_an_effort_that_is_typed(lab: Lab, page: Page) -> None:
    field = page.get_by_label(f"Effort of {FIRST}, person-days")
    field.fill("900")

    field.press("Enter")

    lab.python_becomes(page, "session.estimates", {"firm_invoice": {"effort": 900.0}})
    settled(lab, page)
    assert lab.python(page, "session.log[-1].improvement") == "firm_invoice"
    assert rows(page).first.inner_text().find(FIRST) < 0


def test_the_top_10(lab: Lab, page: Page) -> None:
    ten = page.get_by_role("button", name="TOP 10", exact=True)

    ten.click()

    lab.python_becomes(page, "len(session.ranking.top_table)", 10)
    settled(lab, page)
    assert ten.get_attribute("aria-pressed") == "true"
    assert page.locator(".cxw-board .cxw-heading").inner_text() == "TOP 10"


def test_a_filter_by_persona(lab: Lab, page: Page) -> None:
    page.locator("summary", has_text="Personas").click()

    page.get_by_role("checkbox", name="Frequent travellers").first.uncheck()

    lab.python_becomes(page, "len(session.personas)", 4)
    settled(lab, page)
    assert lab.python(page, "session.personas.count('frequent_travellers')") == 0
    page.locator("summary", has_text="Personas").click()


def test_pin_and_veto_ask_why_and_say_it(lab: Lab, page: Page) -> None:
    row(page, SIXTH).get_by_role("button", name=f"Pin {SIXTH}").click()
    page.keyboard.type("The board has promised it")
    page.keyboard.press("Enter")
    lab.python_becomes(page, "list(session.pinned.values())", ["The board has promised it"])
    settled(lab, page)
    row(page, FIRST).get_by_role("button", name=f"Veto {FIRST}").click()
    page.keyboard.type("<b>Replaced</b> next year")
    page.keyboard.press("Enter")

    lab.python_becomes(page, "list(session.vetoed.values())", ["<b>Replaced</b> next year"])
    settled(lab, page)
    assert "The board has promised it" in row(page, SIXTH).inner_text()
    assert "<b>Replaced</b> next year" in page.locator(".cxw-vetoed").inner_text()
    assert lab.python(page, "session.log[-1].reason") == "<b>Replaced</b> next year"
    assert row(page, FIRST).count() == 0


def test_undo_by_keyboard_and_redo(lab: Lab, page: Page) -> None:
    page.get_by_role("button", name="TOP 10", exact=True).click()
    lab.python_becomes(page, "session.top", 10)

    page.keyboard.press("Control+z")

    lab.python_becomes(page, "session.top", 5)
    settled(lab, page)
    page.keyboard.press("Control+Shift+z")
    lab.python_becomes(page, "session.top", 10)
    settled(lab, page)


def test_a_point_that_is_dragged_changes_effort_and_closes(lab: Lab, page: Page) -> None:
    mark = page.locator(".cxw-picture [aria-label^='2. A bill that says']").first
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    table = "session.ranking.table.set_index('improvement')"
    before = lab.python(page, f"{table}['effort']['plain_bill']")

    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 30, steps=12)
    page.mouse.up()

    lab.python_becomes(page, "list(session.estimates)", ["plain_bill"])
    settled(lab, page)
    changed = lab.python(page, "session.estimates['plain_bill']")
    assert changed["effort"] > before
    assert 0 < changed["closes"] < 0.4


def test_every_picture_follows(lab: Lab, page: Page) -> None:
    for name in ("Journey", "Gaps", "How sure", "Plan", "Matrix"):
        page.get_by_role("tab", name=name).click()
        panel = page.get_by_role("tabpanel", name=name)
        panel.locator("svg").first.wait_for()
    assert not lab.complaints


def test_the_tabs_obey_the_arrow_keys(page: Page) -> None:
    page.get_by_role("tab", name="Matrix").focus()

    page.keyboard.press("ArrowRight")

    assert page.get_by_role("tab", name="Journey").get_attribute("aria-selected") == "true"
    assert page.get_by_role("tabpanel", name="Journey").is_visible()
    page.keyboard.press("Home")
    assert page.get_by_role("tabpanel", name="Matrix").is_visible()


def test_the_evidence_of_what_is_selected(lab: Lab, page: Page) -> None:
    row(page, SECOND).get_by_role("button", name=SECOND).first.click()

    lab.python_becomes(page, "session.selected", "plain_bill")
    details = page.locator(".cxw-details")
    details.get_by_text(SECOND).first.wait_for()
    assert "–" in details.locator("table").first.inner_text()


def test_nothing_left_the_machine(lab: Lab, page: Page) -> None:
    assert page.title()
    assert lab.refused == []


def test_the_saved_notebook_is_small(lab: Lab, page: Page) -> None:
    lab.save(page)

    assert (lab.folder / "notebook.ipynb").stat().st_size < MOST_BYTES


def test_a_scenario_outlives_the_kernel(lab: Lab, page: Page) -> None:
    page.get_by_role("button", name="TOP 10", exact=True).click()
    lab.python_becomes(page, "session.top", 10)
    page.get_by_role("button", name="Scenario:", exact=False).click()
    page.get_by_label("Save what is set now as").fill("Ten at once")
    page.keyboard.press("Enter")
    lab.python_becomes(page, "[each.name for each in session.scenarios]", ["Ten at once"])

    lab.kill_kernel(page)
    lab.python_becomes(page, "'session' in globals()", expected=False)
    lab.run_all(page)

    rows(page).first.wait_for()
    lab.python_becomes(page, "[each.name for each in session.scenarios]", ["Ten at once"])
    assert lab.python(page, "session.top") == 10
    page.get_by_text("This goes on from", exact=False).first.wait_for()
    shows_what_python_holds(lab, page)
