"""How the workbench looks and behaves on other screens, in other hosts, and with hostile texts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.page_file import PLANTED

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.jupyter import Host, Lab

ROOT = Path(__file__).resolve().parents[2]
START = """\
import cx_workbench as cx
workbench = cx.Workbench(cx.example(), file=False, draws=500)
session = workbench.session
session.selected = "plain_bill"
workbench"""
#: A study with a script in every column that takes words, and in every reason and scenario.
HOSTILE = f"""\
import sys
sys.path.insert(0, {str(ROOT)!r})
from tests.browser.page_file import PLANTED, planted_study
import cx_workbench as cx
workbench = cx.Workbench(cx.load(planted_study()), file=False, draws=100)
session = workbench.session
first = session.ranking.table["improvement"][0]
session.pin(first, PLANTED)
session.veto(session.ranking.table["improvement"][1], PLANTED)
session.save(PLANTED)
session.note(PLANTED, PLANTED)
session.selected = first
workbench"""
SCREENS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1280, "height": 900}},
    "wall": {"viewport": {"width": 1920, "height": 1080}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}},
}
#: Parts that stand out to the right of the workbench, but for tables and pictures that scroll
#: sideways in a box of their own.
WIDER = """(root) => [...root.querySelectorAll("*")]
  .filter((node) => node.checkVisibility() && !node.closest("svg, .cxw-unseen"))
  .filter((node) => !node.parentElement.closest(".cxw-details-wide, .cxw-sheet, .cxw-figures"))
  .filter((node) => node.getBoundingClientRect().right > root.getBoundingClientRect().right + 1)
  .map((node) => node.className || node.tagName)"""
TABS = ("Journey", "Gaps", "How sure", "Plan", "Scenarios", "Decisions", "Matrix")


def shown(page: Page) -> None:
    page.locator(".cxw-board ol.cxw-rows > li").first.wait_for()
    # On a phone it stands far below, and is drawn when it comes into sight.
    page.locator(".cxw-picture:visible").first.scroll_into_view_if_needed()
    page.locator(".cxw-picture svg").first.wait_for()


@pytest.mark.parametrize("screen", list(SCREENS))
def test_nothing_is_wider_than_the_screen(make_lab: Callable[..., Lab], screen: str) -> None:
    lab = make_lab(**SCREENS[screen])
    page = lab.open([START])
    shown(page)

    for tab in TABS:
        page.get_by_role("tab", name=tab).click()
        assert page.locator(".cxw-workbench").evaluate(WIDER) == []


def test_the_picture_in_the_readme(make_lab: Callable[..., Lab]) -> None:
    page = make_lab(viewport={"width": 1500, "height": 1060}).open([START])
    shown(page)
    workbench = page.locator(".cxw-workbench")
    workbench.evaluate("(root) => root.scrollIntoView({ block: 'start' })")
    page.locator(".cxw-picture:visible .cxw-mark").first.wait_for()
    box = workbench.bounding_box()
    assert box is not None

    # As much as a person sees without scrolling; JupyterLab's own bar lies below.
    height = 1060 - 36 - box["y"]
    page.screenshot(
        path=ROOT / "docs/workbench.png",
        clip={"x": box["x"], "y": box["y"], "width": box["width"], "height": height},
    )


@pytest.mark.parametrize("screen", list(SCREENS))
def test_nobody_is_shut_out(make_lab: Callable[..., Lab], screen: str) -> None:
    page = make_lab(**SCREENS[screen]).open([START])
    shown(page)

    assert serious(page) == []


def serious(page: Page) -> list[str]:
    """What axe-core finds wrong with the workbench and each of its tabs, in words."""
    said = []
    for tab in TABS:
        page.get_by_role("tab", name=tab).click()
        found = Axe().run(page, context=".cxw-workbench").response["violations"]
        said += [
            f"{tab}: {each['id']}: {each['nodes'][0]['html'][:200]}"
            for each in found
            if each["impact"] in {"serious", "critical"}
        ]
    return list(dict.fromkeys(said))


@pytest.mark.parametrize("host", ["notebook", "voila"])
def test_the_same_workbench_in_other_hosts(lab: Lab, host: Host) -> None:
    page = lab.open([START], host=host)
    shown(page)
    first = page.locator(".cxw-rows .cxw-title").first.inner_text()

    page.get_by_role("slider", name="Weight of effort").focus()
    page.keyboard.press("End")
    page.get_by_role("slider", name="Weight of gap").focus()
    page.keyboard.press("Home")

    lab.wait(
        page, f"() => document.querySelector('.cxw-rows .cxw-title').textContent !== {first!r}"
    )
    assert not lab.refused


def test_a_planted_script_does_nothing_in_any_view(lab: Lab) -> None:
    page = lab.open([HOSTILE])
    shown(page)
    for tab in TABS:
        page.get_by_role("tab", name=tab).click()
        panel = page.get_by_role("tabpanel", name=tab)
        panel.locator(":is(p, svg, table, li):visible").first.wait_for()

    words = page.locator(".cxw-workbench").inner_text()

    assert page.evaluate("window.planted") is None
    assert page.locator(".cxw-workbench script, .cxw-workbench img[src=x]").count() == 0
    assert PLANTED in words
    assert not lab.refused
    assert not [each for each in lab.complaints if "planted" in each]
