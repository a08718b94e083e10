"""A page as a reader opens it: from a file, with nothing else within reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from cx_workbench.study.contract import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page, Route

PLANTED = '<script>window.planted=1</script><img src="x" onerror="window.planted=1">'


class Opened(NamedTuple):
    page: Page
    url: str
    requests: list[str]
    complaints: list[str]


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


def live(page: Page, name: str) -> Locator:
    """Come near a picture and wait until it lives."""
    page.locator(f"#{name}").scroll_into_view_if_needed()
    drawing = page.locator(f"#{name} .live")
    drawing.locator("svg").wait_for()
    return drawing


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
