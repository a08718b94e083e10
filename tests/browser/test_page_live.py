"""The pictures of the page, once Vega has drawn them: pointer, finger, keyboard, theme, paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, expect

from cx_workbench.charts import CHARTS, DARK, LOOK
from tests.browser.page_file import live, visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

#: Where every letter of a picture stands, and how large the picture is.
_PLACES = """svg => {
  const whole = svg.getBoundingClientRect();
  const places = [...svg.querySelectorAll("text")].map((text) => {
    const { x, y } = text.getBoundingClientRect();
    const letters = text.textContent.replace(/\\s/g, "");
    return [letters, Math.round(x - whole.x), Math.round(y - whole.y)].join(" ");
  });
  return [whole.width, whole.height, ...places.sort()];
}"""


@pytest.fixture
def open_page(browser: Browser, example_page: Path) -> Iterator[Callable[..., Page]]:
    """Open the example's page: ``open_page(color_scheme="dark")``."""
    contexts = []

    def opened(**screen: Any) -> Page:  # noqa: ANN401  as Playwright takes it
        options: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, **screen}
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        visit(page, example_page)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page()


def tip(page: Page) -> Locator:
    return page.locator(".tip")


def outlined(drawing: Locator) -> Locator:
    """Find the marks that are outlined in ink."""
    return drawing.locator(f"[role=button][stroke='{LOOK.ink}'][stroke-width='2']")


@pytest.mark.parametrize("name", CHARTS)
def test_a_live_picture_takes_the_place_of_the_still_one(page: Page, name: str) -> None:
    still = page.locator(f"#{name} .still svg")
    places, whole = still.evaluate(_PLACES), page.evaluate("document.body.scrollHeight")

    drawing = live(page, name)

    assert drawing.locator("svg").evaluate(_PLACES) == places
    assert page.evaluate("document.body.scrollHeight") == whole
    assert not still.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_have_the_colours_of_the_theme(
    open_page: Callable[..., Page], scheme: Literal["light", "dark"]
) -> None:
    page = open_page(color_scheme=scheme)
    look = {"light": LOOK, "dark": DARK}[scheme]
    title = live(page, "matrix").locator("text", has_text="leads the TOP 5")
    assert title.first.get_attribute("fill") == look.ink

    other = {"light": DARK, "dark": LOOK}[scheme]
    page.emulate_media(color_scheme="dark" if scheme == "light" else "light")

    expect(title.first).to_have_attribute("fill", other.ink)
    assert page.locator("#matrix .live").count() == 1


def test_a_mark_tells_its_figures_to_the_pointer(page: Page) -> None:
    mark = live(page, "matrix").locator("[role=button]").first
    said = mark.get_attribute("aria-label")
    assert said
    assert not tip(page).is_visible()

    mark.hover()

    assert tip(page).inner_text() == said
    assert "person-days" in said
    assert outlined(page.locator("#matrix .live")).count() == 1

    page.mouse.move(2, 2)

    expect(tip(page)).to_be_hidden()
    expect(outlined(page.locator("#matrix .live"))).to_have_count(0)


def test_the_words_stay_while_the_pointer_is_on_them(page: Page) -> None:
    mark = live(page, "matrix").locator("[role=button]").first
    mark.hover()
    box = tip(page).bounding_box()
    assert box is not None

    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    # Nothing would tell if they were about to go: outlive the time after which they would.
    page.evaluate("() => new Promise((resolve) => setTimeout(resolve, 400))")
    assert tip(page).is_visible()


@pytest.mark.parametrize("name", CHARTS)
def test_words_are_near_their_mark_and_on_the_screen(page: Page, name: str) -> None:
    marks = live(page, name).locator("[tabindex]")
    for mark in (marks.first, marks.last):
        mark.scroll_into_view_if_needed()
        at = mark.bounding_box()
        mark.hover(force=True)
        expect(tip(page)).to_have_text(mark.get_attribute("aria-label") or "")
        words = tip(page).bounding_box()
        assert at is not None
        assert words is not None
        assert 0 <= words["x"] <= words["x"] + words["width"] <= 1280
        above = at["y"] - words["y"] - words["height"]
        below = words["y"] - at["y"] - at["height"]
        assert 0 <= max(above, below) <= 16


def test_a_figure_written_on_a_mark_speaks_for_that_mark(page: Page) -> None:
    figures = live(page, "contributions").locator("text:text-is('0.19')")

    figures.first.hover()

    assert tip(page).inner_text().endswith("effort adds 0.19")


def test_marks_are_reached_and_read_by_keyboard(page: Page) -> None:
    drawing = live(page, "rank_ranges")
    marks = drawing.locator("[role=button]")
    assert drawing.locator("[tabindex='0']").count() == 1
    page.locator("#rank_ranges .card").focus()

    page.keyboard.press("Tab")
    expect(marks.first).to_be_focused()
    expect(tip(page)).to_have_text(marks.first.get_attribute("aria-label") or "")
    page.keyboard.press("ArrowDown")
    expect(marks.nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(marks.last).to_be_focused()
    expect(tip(page)).to_have_text(marks.last.get_attribute("aria-label") or "")

    page.keyboard.press("Escape")
    assert not tip(page).is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('#rank_ranges')")


def test_what_is_picked_is_outlined_in_every_picture(page: Page) -> None:
    mark = live(page, "matrix").locator("[role=button]").first
    mark.focus()

    page.keyboard.press("Enter")

    assert mark.get_attribute("aria-pressed") == "true"
    title = (mark.get_attribute("aria-label") or "").partition(". ")[2].partition(":")[0]
    ranges = live(page, "rank_ranges")
    expect(outlined(ranges)).to_have_count(1)
    assert title in (outlined(ranges).get_attribute("aria-label") or "")
    assert outlined(live(page, "gap_map")).count() == 0

    page.keyboard.press("Escape")
    page.keyboard.press("Escape")

    assert outlined(ranges).count() == 0
    assert page.locator("[aria-pressed=true]").count() == 0


def test_a_cell_that_is_clicked_is_the_same_in_the_journey(page: Page) -> None:
    cell = live(page, "gap_map").locator("[role=button]").nth(3)
    cell.click(force=True)

    same = outlined(live(page, "journey"))

    assert same.count() == 1
    assert same.get_attribute("aria-label") == cell.get_attribute("aria-label")
    page.mouse.move(2, 2)
    expect(outlined(page.locator("#gap_map .live"))).to_have_count(1)
    cell.click(force=True)
    page.mouse.move(2, 2)
    expect(outlined(page.locator("#gap_map .live"))).to_have_count(0)


def test_a_finger_reads_a_mark(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 375, "height": 812}, is_mobile=True, has_touch=True)
    mark = live(page, "gap_map").locator("[role=button]").first

    mark.tap(force=True)

    expect(tip(page)).to_have_text(mark.get_attribute("aria-label") or "")
    words = tip(page).bounding_box()
    assert words is not None
    assert 0 <= words["x"] <= words["x"] + words["width"] <= 375

    page.locator("#gap_map h3").tap()

    assert not tip(page).is_visible()


def test_without_script_the_pictures_stand_still(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False)

    for name in CHARTS:
        assert page.locator(f"#{name} .still svg").is_visible()
    assert not page.get_by_text("Point at a mark").is_visible()
    assert page.get_by_text("where that is not allowed, they stand still").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_gets_the_still_pictures(
    open_page: Callable[..., Page], scheme: Literal["light", "dark"]
) -> None:
    page = open_page(color_scheme=scheme)
    for name in CHARTS:
        live(page, name)
    page.locator("#matrix .live [role=button]").first.hover()
    assert tip(page).is_visible()

    page.emulate_media(media="print")

    for name in CHARTS:
        assert page.locator(f"#{name} .still svg").is_visible()
        assert not page.locator(f"#{name} .live svg").is_visible()
    assert not tip(page).is_visible()
    assert not page.get_by_text("Point at a mark").is_visible()
    assert page.pdf()[:5] == b"%PDF-"


def test_no_script_can_be_added_to_what_runs(page: Page, example_page: Path) -> None:
    live(page, "matrix")

    with pytest.raises(Error, match="TrustedScript"):
        page.add_script_tag(content="window.planted = 1")
    with pytest.raises(Error, match="TrustedHTML"):
        page.evaluate("document.querySelector('footer').innerHTML = '<b>planted</b>'")
    assert page.evaluate("window.planted") is None
    assert "unsafe-eval" not in example_page.read_text("utf-8").partition("</head>")[0]


@pytest.mark.parametrize(
    "planted",
    [
        "<script>window.planted = 1</script>",
        "<script type='module'>window.planted = 1</script>",
        "<p onclick='window.planted = 1'></p>",
        "<svg onload='window.planted = 1'></svg>",
        "<iframe srcdoc='<script>parent.planted = 1</script>'></iframe>",
    ],
)
def test_a_script_that_got_into_the_file_does_not_run(
    browser: Browser, example_page: Path, tmp_path: Path, planted: str
) -> None:
    path = tmp_path / "page.html"
    html = example_page.read_text("utf-8")
    path.write_text(html.replace("</main>", f"{planted}</main>"), "utf-8")
    page = browser.new_page()
    opened = visit(page, path)

    page.locator("main > :last-child").dispatch_event("click")
    live(page, "matrix")

    assert page.evaluate("window.planted") is None
    assert any("Content Security Policy" in text for text in opened.complaints)
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out(
    open_page: Callable[..., Page], scheme: Literal["light", "dark"]
) -> None:
    page = open_page(color_scheme=scheme)
    for name in CHARTS:
        live(page, name)

    found = Axe().run(page).response["violations"]

    assert [(each["id"], each["nodes"][0]["html"][:300]) for each in found] == []
