"""How long a live picture takes: laid out in Python, and in the browser drawn or given new rows.

The example study, and one of 200 improvements and 30 touchpoints x 8 personas. The browser is
given all rows anew, as after a change of the estimates; embedding anew is what charts usually do.

    python -m tests.benchmarks.pictures
"""

from __future__ import annotations

import gzip
import json
import shutil
import statistics
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from cx_workbench.charts.theme import LOOK
from cx_workbench.study.built_in import example
from cx_workbench.study.loading import load
from cx_workbench.widgets.pictures import Acceptability, GapMap, HowSure, Journey, Matrix
from cx_workbench.widgets.session import Session
from cx_workbench.widgets.vega import library
from tests.benchmarks.synthetic import World, synthetic, tables
from tests.conftest import CHROMIUM_ARGUMENTS, CHROMIUM_NAMES

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from cx_workbench.widgets.picture import Picture

ROUNDS = 9
KINDS = (Matrix, Journey, GapMap, HowSure, Acceptability)
LARGE = World(
    respondents=(3000, 3000),
    personas=(8, 8),
    touchpoints=(30, 30),
    improvements=(200, 200),
    expectation=1.0,
)
#: Time of new rows over that of embedding anew, on the example.
GOAL_ROWS = 0.9

_LOAD = """async (text) => {
  const module = new Blob([text], { type: "text/javascript" });
  window.vega = (await import(URL.createObjectURL(module))).default;
}"""
_TIMES = """async ({ spec, states, rounds }) => {
  const options = { mode: "vega-lite", renderer: "svg", ast: true, actions: false };
  const copy = (rows) => rows.map((row) => ({ ...row }));
  const embed = async (datasets) => {
    const paper = document.createElement("div");
    const rows = Object.fromEntries(Object.entries(datasets).map(([k, v]) => [k, copy(v)]));
    const drawn = await window.vega.embed(paper, { ...spec, datasets: rows }, options);
    document.body.replaceChildren(paper);
    return drawn;
  };
  // Until the browser has laid it out, it is not there.
  const seen = () => document.body.getBoundingClientRect().height;
  const anew = [];
  let drawn = await embed(states[0]);
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    drawn.finalize();
    drawn = await embed(states[round % 2]);
    seen();
    anew.push(performance.now() - begun);
  }
  const rows = [];
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    for (const [name, each] of Object.entries(states[round % 2])) drawn.view.data(name, copy(each));
    await drawn.view.runAsync();
    seen();
    rows.push(performance.now() - begun);
  }
  drawn.finalize();
  return { anew, rows };
}"""


def picture_times(page: Page, picture: Picture) -> dict[str, float]:
    """Milliseconds in Python and in the browser, and bytes that go out."""
    look = replace(LOOK, width=624)
    laid = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        drawing = picture.drawing(look)
        data, _ = drawing.data, drawing.key
        laid.append(1000 * (time.perf_counter() - begun))
    shifted = {
        name: [{**row, "x": float(row["x"]) + 1} for row in rows]
        for name, rows in data["datasets"].items()
    }
    message = {
        "spec": drawing.structure,
        "states": [data["datasets"], shifted],
        "rounds": ROUNDS,
    }
    found = page.evaluate(_TIMES, message)
    return {
        "laid out": statistics.median(laid),
        "embedded anew": statistics.median(found["anew"]),
        "new rows": statistics.median(found["rows"]),
        "kB of rows": len(json.dumps(data)) / 1000,
        "kB of structure": len(json.dumps(drawing.structure)) / 1000,
    }


def main() -> int:
    study = load(tables(synthetic(1, 1, LARGE)))
    sessions = {
        "example": Session(example(), file=False, draws=500),
        "200 improvements, 30 x 8": Session(study, file=False, draws=500),
    }
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    missed = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        page = browser.new_page(viewport={"width": 680, "height": 900})
        page.evaluate(_LOAD, gzip.decompress(library()).decode())
        for name, session in sessions.items():
            for kind in KINDS:
                times = picture_times(page, kind(session))
                figures = ", ".join(f"{what} {figure:.1f}" for what, figure in times.items())
                print(f"{name}, {kind.__name__}: {figures}")
                if name == "example" and times["new rows"] > GOAL_ROWS * times["embedded anew"]:
                    missed.append(kind.__name__)
        browser.close()
    print(f"Vega, packed: {len(library()) / 1000:.0f} kB")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
