"""How long the workbench takes from a key press to the new order, against a bare echo.

One page of a real JupyterLab holds a slider of ipywidgets whose value a label repeats (the
least that a round trip to Python can cost) and the workbench of a study with 50 improvements.
Keys are pressed on both in turn; then a weight is dragged in 60 steps, some times over.

    python -m tests.benchmarks.screen
    python -m tests.benchmarks.screen --improvements 200 --touchpoints 30 --personas 8
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from tests.benchmarks.synthetic import World, synthetic, tables
from tests.browser.jupyter import Lab
from tests.browser.jupyter_process import serve
from tests.conftest import CHROMIUM_ARGUMENTS, CHROMIUM_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser, Locator, Page

WARM_UP, PRESSES, STEPS, PAUSE = 5, 40, 60, 1000
#: Where the drags end, as shares of the slider.
ENDS = (1.0, 0.6, 0.9, 0.5, 0.8)
#: Ours over the echo, at the median; milliseconds for 95 of 100; after a drag.
GOAL_RATIO, GOAL_MOST, GOAL_BACKLOG = 1.5, 100.0, 200.0

ECHO = """\
import ipywidgets
slider = ipywidgets.IntSlider(50, description="Bare")
label = ipywidgets.Label("50")
slider.observe(lambda change: setattr(label, "value", str(change.new)), "value")
ipywidgets.HBox([slider, label])"""
WORKBENCH = """\
import cx_workbench as cx
study = cx.load("study")
workbench = cx.Workbench(study, file=False)
workbench"""

#: Notes when a key goes down or a button up, and when what is watched has changed on the screen.
WATCH = """(node) => {
  const seen = window.seen = {start: 0, times: [], shown: []};
  const begin = () => { seen.start = performance.now(); seen.open = true; };
  window.listening?.abort();
  window.listening = new AbortController();
  const options = {capture: true, signal: window.listening.signal};
  document.addEventListener("keydown", begin, options);
  document.addEventListener("pointerup", begin, options);
  window.watcher?.disconnect();
  window.watcher = new MutationObserver(() => requestAnimationFrame(() => {
    const now = performance.now() - seen.start;
    if (seen.open) seen.times.push(now);
    seen.shown.push([now, node.textContent]);
    seen.open = false;
  }));
  window.watcher.observe(node, {subtree: true, childList: true, characterData: true,
    attributes: true});
}"""


def pressed(page: Page, control: Locator, watched: Locator, number: int) -> float:
    """Press an arrow key; milliseconds from it to the change on the screen."""
    control.focus()
    watched.evaluate(WATCH)
    page.keyboard.press("ArrowRight" if number % 20 < 10 else "ArrowLeft")
    page.wait_for_function("() => window.seen.times.length > 0")
    # As people press keys: one after the answer to the other, with a breath between.
    page.wait_for_timeout(PAUSE)
    return float(page.evaluate("() => window.seen.times[0]"))


#: When the scores stood on the screen that stand there in the end.
ARRIVED = """(node) => {
  const scores = [...node.querySelectorAll(".cxw-figure")].map((each) => each.textContent);
  const [first] = window.seen.shown.find(([, text]) => scores.every((one) => text.includes(one)));
  return first;
}"""


def dragged(page: Page, control: Locator, watched: Locator, end: float) -> tuple[float, str]:
    """Drag a slider in steps; milliseconds from the release to its order, and the value."""
    box = control.bounding_box()
    if box is None:
        raise RuntimeError("The slider is not on the screen.")
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 10, middle)
    page.mouse.down()
    watched.evaluate(WATCH)
    for step in range(STEPS):
        page.mouse.move(box["x"] + 10 + end * step * (box["width"] - 20) / STEPS, middle)
    page.mouse.up()
    page.wait_for_timeout(1500)
    return float(watched.evaluate(ARRIVED)), control.input_value()


def study_of(arguments: argparse.Namespace, folder: Path) -> None:
    """Write a study of the asked size."""
    world = World(
        respondents=(3000, 3000),
        personas=(arguments.personas,) * 2,
        touchpoints=(arguments.touchpoints,) * 2,
        improvements=(arguments.improvements,) * 2,
        expectation=1.0,
    )
    folder.mkdir()
    made: dict[str, Any] = tables(synthetic(1, 0, world))
    for name, frame in made.items():
        frame.to_csv(folder / f"{name}.csv", index=False)


def told(name: str, times: Sequence[float]) -> float:
    """Print a row of figures and return the median."""
    ordered = sorted(times)
    middle, most = statistics.median(ordered), ordered[int(len(ordered) * 0.95) - 1]
    print(f"{name:<28} median {middle:6.1f} ms   95 of 100 below {most:6.1f} ms")
    return middle


def measured(browser: Browser, arguments: argparse.Namespace) -> int:
    """Measure in one page, and say what was missed."""
    with tempfile.TemporaryDirectory() as place:
        for jupyter in serve(Path(place)):
            folder = jupyter.folder / "bench"
            folder.mkdir()
            study_of(arguments, folder / "study")
            context = browser.new_context(viewport={"width": 1400, "height": 1000})
            lab = Lab(jupyter, context, folder)
            missed = verdict(lab.open([ECHO, WORKBENCH]))
            lab.close()
    return missed


def verdict(page: Page) -> int:
    """Press, drag, print, and return how many goals were missed."""
    echo = page.locator(".widget-slider .noUi-handle")
    label = page.locator(".widget-label").last
    weight = page.get_by_role("slider", name="Weight of effort")
    board = page.locator(".cxw-board ol.cxw-rows")
    weight.wait_for()
    both = [
        (pressed(page, echo, label, number), pressed(page, weight, board, number))
        for number in range(WARM_UP + PRESSES)
    ]
    echoes, times = zip(*both[WARM_UP:], strict=True)
    bare = told("slider to label", echoes)
    ours = told("weight to order", times)
    drags = [dragged(page, weight, board, end) for end in ENDS]
    shown = ", ".join(f"{backlog:.0f} ms (to {value})" for backlog, value in drags)
    print(f"ratio {ours / bare:.2f}")
    print(f"order on the screen after a drag of {STEPS} steps: {shown}")
    most = sorted(times)[int(len(times) * 0.95) - 1]
    backlog = max(backlog for backlog, _ in drags)
    return sum((ours / bare > GOAL_RATIO, most > GOAL_MOST, backlog > GOAL_BACKLOG))


def main() -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--improvements", type=int, default=50)
    parser.add_argument("--touchpoints", type=int, default=15)
    parser.add_argument("--personas", type=int, default=6)
    arguments = parser.parse_args()
    named = os.environ.get("CX_WORKBENCH_CHROMIUM")
    chromium = named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        return measured(browser, arguments)


if __name__ == "__main__":
    sys.exit(main())
