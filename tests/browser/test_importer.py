"""The importer in real JupyterLab: an export is read, corrected and saved with a mouse."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from cx_workbench.study.loading import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from tests.browser.jupyter import Lab

START = """\
from cx_workbench.widgets import Importer
importer = Importer()
importer"""
WIDE: dict[str, Any] = {"viewport": {"width": 1280, "height": 1000}, "service_workers": "block"}
PLANTED = "<img src=x onerror=window.planted=1>"


@pytest.fixture(scope="module")
def lab(make_desk: Callable[..., Lab], data_folder: Path) -> Lab:
    """One browser and one kernel for all tests here, with exports beside the notebook."""
    desk = make_desk(**WIDE)
    shutil.copy(data_folder / "sfo_airport_2017" / "responses_2017.csv", desk.folder)
    lines = [f"id,Rate {PLANTED},segment {PLANTED}"]
    lines += [f"{n},{1 + n % 5},{PLANTED if n % 2 else 'b'}" for n in range(60)]
    (desk.folder / "planted.csv").write_text("\n".join(lines), encoding="utf-8")
    (desk.folder / "broken.xlsx").write_bytes(b"PK no workbook")
    return desk


@pytest.fixture
def page(lab: Lab) -> Page:
    return lab.open([START])


def read(page: Page, name: str) -> None:
    page.get_by_role("combobox", name="File", exact=True).select_option(name)
    page.get_by_role("button", name="Read", exact=True).click()


def column(page: Page, name: str) -> Locator:
    return page.locator(".cxw-columns > li").filter(
        has=page.get_by_role("heading", name=name, exact=True)
    )


def test_an_export_is_read_corrected_and_saved(lab: Lab, page: Page) -> None:
    read(page, "responses_2017.csv")
    expect(page.get_by_role("heading", name="2,831 respondents")).to_be_visible()
    food = column(page, "Q7FOOD")
    bars = food.get_by_role("group").get_by_role("button")
    expect(bars).to_have_count(7)
    expect(bars.nth(5)).to_have_attribute("data-meaning", "blank")
    expect(bars.nth(6)).to_have_attribute("data-meaning", "not_applicable")
    expect(column(page, "Q19AGE")).to_have_count(0)

    title = food.get_by_role("textbox", name="Touchpoint")
    title.fill("Restaurants")
    title.press("Enter")
    lab.python_becomes(
        page,
        "[q.title for q in importer.proposal.questions if q.column.name == 'Q7FOOD'][0]",
        "Restaurants",
    )
    column(page, "Q9ALL").get_by_role("combobox", name="What Q9ALL is").select_option("dropped")
    expect(column(page, "Q9ALL")).to_have_count(0)
    page.locator(".cxw-importer").get_by_role("button", name="Undo").first.click()
    expect(column(page, "Q9ALL")).to_have_count(1)
    page.get_by_role("combobox", name="Personas are told by").select_option("Q20GENDER")
    lab.python_becomes(page, "importer.proposal.persona", "Q20GENDER")

    page.get_by_role("textbox", name="Save as").fill("airport")
    page.get_by_role("button", name="Save the study").click()
    expect(page.get_by_text("Saved in")).to_be_visible()
    study = load(lab.folder / "airport")
    assert "Restaurants" in set(study.touchpoints["name"])
    assert study.answers.counts.query("touchpoint == 'restaurants'")["n"].sum() == 2421
    page.get_by_role("button", name="Save the study").click()
    expect(page.locator(".cxw-importer [role=alert]")).to_contain_text("nothing is overwritten")
    assert not lab.refused
    assert not lab.complaints


def test_pressing_a_bar_says_what_an_answer_means(lab: Lab, page: Page) -> None:
    read(page, "responses_2017.csv")
    blank = column(page, "NETPRO").get_by_role("button", name="11: 84 times, no answer")
    blank.click()
    # 11 is on no scale up to 10: it cannot be a score.
    expect(page.locator(".cxw-importer [role=alert]")).to_contain_text("not on the scale 0-10")
    zero = column(page, "Q7FOOD").get_by_role("button", name="0: 69 times, no answer")
    expect(zero).to_be_visible()
    five = column(page, "Q7FOOD").get_by_role("button", name="5: 434 times, a score")
    five.click()
    changed = column(page, "Q7FOOD").get_by_role("button", name="5: 434 times, not applicable")
    expect(changed).to_be_visible()
    assert not lab.complaints


def test_names_that_look_like_markup_are_names(lab: Lab, page: Page) -> None:
    read(page, "planted.csv")
    expect(page.get_by_role("heading", name="60 respondents")).to_be_visible()
    page.get_by_role("checkbox", name="show all columns").check()
    expect(page.locator(".cxw-columns > li")).to_have_count(3)
    assert page.evaluate("() => window.planted") is None
    assert page.locator(".cxw-importer img").count() == 0
    assert not lab.complaints


def test_what_cannot_be_read_is_said_in_words(lab: Lab, page: Page) -> None:
    read(page, "broken.xlsx")
    expect(page.locator(".cxw-importer [role=alert]")).to_contain_text("broken.xlsx")
    assert not lab.complaints
