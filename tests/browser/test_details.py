"""The evidence and the log in real JupyterLab: what people see, ask for and write down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from tests.browser.jupyter import Lab

PLANTED = "<img src=x onerror='window.planted=1'><script>window.planted=1</script>"
START = f"""\
import pandas as pd
import cx_workbench as cx
from cx_workbench.widgets import Session
from cx_workbench.widgets.decisions import Decisions
from cx_workbench.widgets.details import Details

example = cx.example()
planted = {PLANTED!r}
responses = example.answers.source.frame.to_native()
bill = (responses["touchpoint"] == "bill") & (responses["score"] == 1)
improvements = example.improvements.assign(
    touchpoints=example.improvements["touchpoints"].map("; ".join),
    personas=example.improvements["personas"].map("; ".join),
    requires=example.improvements["requires"].map("; ".join),
    excludes=example.improvements["excludes"].map("; ".join),
    hypothesis=planted,
    owner=planted,
)
study = cx.load({{
    "personas": example.personas.assign(name=planted + example.personas["name"]),
    "touchpoints": example.touchpoints,
    "reach": example.reach,
    "responses": responses.assign(comment=responses["comment"].where(~bill, planted)),
    "improvements": improvements,
}})
session = Session(study, file="session.json", draws=200)
details, decisions = Details(session), Decisions(session)
details"""


@pytest.fixture
def page(lab: Lab) -> Page:
    opened = lab.open([START, "decisions"])
    opened.locator(".cxw-details").wait_for()
    return opened


def details_of(page: Page) -> Locator:
    return page.locator(".cxw-details")


def nothing_ran(lab: Lab, page: Page) -> None:
    assert page.evaluate("() => window.planted === undefined")
    assert page.locator(".cxw-root img, .cxw-root script").count() == 0
    assert not lab.refused


def test_from_nothing_selected_to_the_evidence(lab: Lab, page: Page) -> None:
    details = details_of(page)
    assert "Select an improvement" in details.inner_text()

    lab.python(page, "setattr(session, 'selected', 'plain_bill')")

    details.get_by_role("heading", name="A bill that says what changed").wait_for()
    table = details.get_by_role("region", name="What customers said, by persona and touchpoint")
    assert table.locator("tbody tr").count() == 5
    expected = lab.python(page, "details.state['cells']['rows']")
    rows = table.locator("tbody tr").all()
    assert [row.locator("td").all_inner_texts() for row in rows] == expected
    # The comments follow by themselves, as texts.
    quotes = details.get_by_role("list", name="Comments")
    quotes.locator("li").first.wait_for()
    assert quotes.locator("blockquote").first.inner_text() == PLANTED
    assert "The monthly bill · CSAT 1 on 1–5" in quotes.locator("li").first.inner_text()
    before = quotes.locator("li").count()
    details.get_by_role("button", name="Show more comments").press("Enter")
    lab.python_becomes(page, "len(details.state['comments']['items'])", before + 8)
    lab.wait(
        page, f"() => document.querySelectorAll('.cxw-details blockquote').length === {before + 8}"
    )
    nothing_ran(lab, page)


def test_what_would_have_to_change_by_keyboard_and_the_focus_stays(lab: Lab, page: Page) -> None:
    lab.python(page, "setattr(session, 'selected', 'plain_bill')")
    button = details_of(page).get_by_role("button", name="Work out what would have to change")
    button.focus()

    page.keyboard.press("Enter")

    found = details_of(page).get_by_role("list", name="What would have to change")
    found.wait_for()
    told = lab.python(page, "details.state['worked_out']['turning']")
    assert found.locator("li").all_inner_texts() == told
    assert found.evaluate("(node) => node === document.activeElement")
    lab.python(page, "setattr(session, 'top', 3)")
    button.wait_for()
    assert not found.is_visible()
    nothing_ran(lab, page)


def test_a_note_by_keyboard_is_kept_and_stands_first(lab: Lab, page: Page) -> None:
    log = page.locator(".cxw-decisions")
    lab.python(page, "session.veto('firm_invoice', planted)")
    log.get_by_text("Vetoed One invoice").wait_for()

    what = log.get_by_label("What was decided")
    what.click()
    page.keyboard.type("We start with the bill")
    page.keyboard.press("Tab")
    page.keyboard.type("dd a b")
    page.keyboard.press("Enter")

    lab.python_becomes(page, "session.log[-1].what", "We start with the bill")
    assert lab.python(page, "session.log[-1].reason") == "dd a b"
    first = log.locator("ol li").first
    lab.wait(page, "() => document.querySelectorAll('.cxw-log li').length === 2")
    assert first.locator("p").all_inner_texts() == ["We start with the bill", "Because: dd a b"]
    assert what.input_value() == ""
    assert what.evaluate("(node) => node === document.activeElement")
    assert len(lab.sources(page)) == 2
    assert "We start with the bill" in (lab.folder / "session.json").read_text("utf-8")
    assert PLANTED in log.locator("ol li").last.inner_text()
    nothing_ran(lab, page)


def test_the_log_is_copied_as_text(lab: Lab, page: Page) -> None:
    lab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    lab.python(page, "session.note('We start', 'It is cheap')")
    log = page.locator(".cxw-decisions")
    log.get_by_text("We start", exact=True).wait_for()

    log.get_by_role("button", name="Copy as text").click()

    log.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("() => navigator.clipboard.readText()") == lab.python(
        page, "decisions.to_text()"
    )


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_nothing_is_cut_on_any_screen(
    make_lab: Callable[..., Lab], width: int, color_scheme: str
) -> None:
    screen: dict[str, Any] = {"viewport": {"width": width, "height": 900}}
    lab = make_lab(color_scheme=color_scheme, **screen)
    page = lab.open([START, "decisions"])
    lab.python(page, "setattr(session, 'selected', 'plain_bill')")
    details_of(page).get_by_role("list", name="Comments").locator("li").first.wait_for()

    wide = page.evaluate(
        """() => [...document.querySelectorAll(".cxw-details *, .cxw-decisions *")]
          .filter((node) => !node.closest(".cxw-details-wide, .cxw-unseen"))
          .filter((node) => node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 0)
          .map((node) => `${node.tagName} ${node.className} ${node.textContent.slice(0, 40)}`)"""
    )
    assert wide == []
