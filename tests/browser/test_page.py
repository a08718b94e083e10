from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cx_workbench.charts import CHARTS
from tests.browser.page_file import PLANTED, live, visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

SCREENS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "wide, dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 375, "height": 812}, "is_mobile": True},
    "small phone, dark": {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
}


@pytest.fixture(params=list(SCREENS))
def screen(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(**SCREENS[request.param])
    yield context.new_page()
    context.close()


def test_it_asks_for_nothing_and_complains_of_nothing(screen: Page, example_page: Path) -> None:
    opened = visit(screen, example_page)
    # Past everything, so that whatever waits to be seen is asked for.
    for name in CHARTS:
        live(screen, name)
    screen.keyboard.press("End")
    screen.wait_for_load_state("networkidle")

    assert opened.requests == [opened.url]
    assert not opened.complaints


def test_all_charts_are_to_be_seen(screen: Page, example_page: Path) -> None:
    visit(screen, example_page)

    assert screen.locator("figure").count() == len(CHARTS)
    for name in CHARTS:
        live(screen, name)
        chart = screen.locator(f"#{name} svg:visible")
        assert chart.count() == 1
        box = chart.bounding_box()
        assert box is not None
        assert box["width"] > 200
        assert box["height"] > 100
        assert "CX Workbench Sans" in chart.locator("text").first.evaluate(
            "text => getComputedStyle(text).fontFamily"
        )


def test_the_charts_are_set_in_the_font_that_came_along(screen: Page, example_page: Path) -> None:
    visit(screen, example_page)

    faces = "[...document.fonts].map(face => `${face.family} ${face.weight} ${face.status}`)"
    screen.evaluate("document.fonts.ready")
    loaded = screen.evaluate(faces)
    assert loaded
    assert all(face.endswith("loaded") for face in loaded)


@pytest.mark.parametrize("is_live", [False, True], ids=["still", "live"])
def test_no_part_of_a_chart_is_cut(screen: Page, example_page: Path, *, is_live: bool) -> None:
    visit(screen, example_page)
    for name in CHARTS if is_live else ():
        live(screen, name)

    cut = screen.evaluate(
        """() => [...document.querySelectorAll("figure svg")].flatMap((svg) => {
          const whole = svg.getBoundingClientRect();
          return [...svg.querySelectorAll("text")]
            .filter((text) => {
              const box = text.getBoundingClientRect();
              return box.width && (box.left < whole.left - 1 || box.right > whole.right + 1
                || box.top < whole.top - 1 || box.bottom > whole.bottom + 1);
            })
            .map((text) => text.textContent);
        })"""
    )
    assert not cut


@pytest.mark.parametrize("made", ["example_page", "planted_page"])
def test_no_text_runs_out_of_the_screen(
    screen: Page, made: str, request: pytest.FixtureRequest
) -> None:
    visit(screen, request.getfixturevalue(made))

    width = "[document.documentElement.scrollWidth, window.innerWidth]"
    content, room = screen.evaluate(width)
    assert content <= room
    # Only a table or a chart may be wider than the screen; each scrolls by itself.
    assert not screen.evaluate(
        """() => [...document.querySelectorAll("main *, header *, nav *")]
          .filter((element) => !element.closest(".card, .wide"))
          .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1)
          .map((element) => element.outerHTML.slice(0, 200))"""
    )


def test_what_scrolls_can_be_reached_by_keyboard(screen: Page, example_page: Path) -> None:
    visit(screen, example_page)

    assert not screen.evaluate(
        """() => [...document.querySelectorAll("main *")]
          .filter((element) => getComputedStyle(element).overflowX === "auto")
          .filter((element) => element.tabIndex !== 0)
          .map((element) => element.outerHTML.slice(0, 200))"""
    )


def test_a_planted_script_does_not_run_and_is_read_as_it_is(
    screen: Page, planted_page: Path
) -> None:
    opened = visit(screen, planted_page)
    screen.wait_for_load_state("networkidle")

    figures = screen.locator("figure")
    for name in figures.evaluate_all("figures => figures.map((figure) => figure.id)"):
        live(screen, name).locator("[role=button]").first.click(force=True)
        assert PLANTED in screen.locator(".tip").inner_text()

    assert screen.evaluate("window.planted") is None
    assert figures.count() > 0
    # Only what came with the page: its data, Vega, and what the page does with it.
    assert screen.locator("script").count() == figures.count() + 2
    assert screen.locator("img, iframe, object").count() == 0
    assert opened.requests == [opened.url]
    assert not opened.complaints
    assert PLANTED in screen.locator("h1").inner_text()


def test_every_column_that_is_shown_was_planted(screen: Page, planted_page: Path) -> None:
    visit(screen, planted_page)

    shown = screen.locator("body").inner_text()
    for column in ("title", "name", "stage", "channel", "owner"):
        assert f"{PLANTED} {column}" in shown


def test_on_paper_the_contents_go_and_the_charts_fit(screen: Page, example_page: Path) -> None:
    visit(screen, example_page)
    screen.set_viewport_size({"width": 718, "height": 1000})
    screen.emulate_media(media="print")

    assert not screen.locator("nav").is_visible()
    for chart in screen.locator("figure svg").all():
        box = chart.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 718
