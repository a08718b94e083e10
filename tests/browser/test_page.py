from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
import pytest

from cx_workbench.charts import CHARTS
from cx_workbench.rank.ranking import rank
from cx_workbench.report import report
from cx_workbench.study.built_in import example
from cx_workbench.study.contract import TABLES
from cx_workbench.study.loading import load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Route

PLANTED = '<script>window.planted=1</script><img src="x" onerror="window.planted=1">'
SCREENS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "wide, dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 375, "height": 812}, "is_mobile": True},
    "small phone, dark": {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
}


class Opened(NamedTuple):
    page: Page
    url: str
    requests: list[str]
    complaints: list[str]


@pytest.fixture(scope="session")
def example_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return report(rank(example()), tmp_path_factory.mktemp("example"), formats=["html"])[
        "page.html"
    ]


@pytest.fixture(scope="session")
def planted_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ranking = rank(load(planted_study()), top=1, stages=[f"{PLANTED} stage"])
    return report(ranking, tmp_path_factory.mktemp("planted"), formats=["html"])["page.html"]


@pytest.fixture(params=list(SCREENS))
def screen(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(**SCREENS[request.param])
    yield context.new_page()
    context.close()


def planted_study() -> dict[str, object]:
    """A study with a script in every column that takes words, its ids included."""
    persona, touchpoint, other = (f"{PLANTED} {name}" for name in ("persona", "here", "there"))
    tables = {
        "personas": pd.DataFrame({"persona": [persona], "share": [1]}),
        "touchpoints": pd.DataFrame({"touchpoint": [touchpoint, other]}),
        "responses": pd.DataFrame(
            {"persona": persona, "touchpoint": touchpoint, "metric": "csat", "score": [1, 3, 4]}
        ),
        "improvements": pd.DataFrame(
            {
                "improvement": [f"{PLANTED} {number}" for number in range(4)],
                "touchpoints": [touchpoint, touchpoint, touchpoint, other],
                "effort_likely": [40, 50, 60, 70],
                "closes_likely": [0.4, 0.3, 0.2, 0.1],
            }
        ),
    }
    for name, frame in tables.items():
        for column in TABLES[name].columns:
            if column.type == "text":
                frame[column.name] = f"{PLANTED} {column.name}"
        frame["of their own"] = PLANTED
    settings = {"study": {"title": PLANTED}, "target": {"default": 85}}
    return {**tables, "settings": settings}


def visit(page: Page, path: Path) -> Opened:
    """Open a file with every request refused but the one for it."""
    opened = Opened(page, path.as_uri(), [], [])

    def refuse(route: Route) -> None:
        opened.requests.append(route.request.url)
        if route.request.url == opened.url:
            route.continue_()
        else:
            route.abort()

    page.route("**/*", refuse)
    page.on("console", lambda message: opened.complaints.append(message.text))
    page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    page.goto(opened.url)
    return opened


def test_it_asks_for_nothing_and_complains_of_nothing(screen: Page, example_page: Path) -> None:
    opened = visit(screen, example_page)
    # To the end, so that whatever waits to be seen is asked for.
    screen.keyboard.press("End")
    screen.wait_for_load_state("networkidle")

    assert opened.requests == [opened.url]
    assert not opened.complaints


def test_all_charts_are_to_be_seen(screen: Page, example_page: Path) -> None:
    visit(screen, example_page)

    charts = screen.locator("figure svg")
    assert charts.count() == len(CHARTS)
    for chart in charts.all():
        chart.scroll_into_view_if_needed()
        assert chart.is_visible()
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


def test_no_part_of_a_chart_is_cut(screen: Page, example_page: Path) -> None:
    visit(screen, example_page)

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

    assert screen.evaluate("window.planted") is None
    assert screen.locator("script, img, iframe, object").count() == 0
    assert opened.requests == [opened.url]
    assert not opened.complaints
    assert PLANTED in screen.locator("h1").inner_text()
    assert "<script" not in planted_page.read_text("utf-8")


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
