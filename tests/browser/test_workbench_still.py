"""The workbench where no kernel runs: what papermill wrote, untrusted, and turned into HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import nbformat
import papermill
import pytest
from nbconvert import HTMLExporter
from traitlets.config import Config

from cx_workbench.runs.templates import find
from tests.command import write

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.browser.jupyter import Lab

#: What nbconvert would fetch from outside; the still form needs none of it.
_NOTHING = ("mathjax_url", "require_js_url", "jquery_url", "widget_renderer_url", "mermaid_js_url")
TO_THE_WORKBENCH = """() => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  const at = [...notebook.model.cells]
    .findIndex((cell) => cell.sharedModel.getSource() === "workbench");
  return notebook.scrollToItem(at);
}"""
MOST_BYTES = 1_200_000


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("still")
    study = write(folder / "client")
    out = folder / "workshop.ipynb"
    papermill.execute_notebook(
        find("workshop").path,
        out,
        {"study": str(study), "draws": 200},
        progress_bar=False,
        kernel_name="python3",
    )
    return out


def test_what_papermill_wrote_is_small(notebook: Path) -> None:
    assert notebook.stat().st_size < MOST_BYTES


def test_nbconvert_shows_table_and_picture_and_asks_nothing_from_outside(
    notebook: Path, browser: Browser
) -> None:
    written: Any = nbformat.read(notebook, as_version=4)
    written.metadata.pop("widgets", None)
    exporter = HTMLExporter(config=Config({"HTMLExporter": dict.fromkeys(_NOTHING, "")}))
    page_file = notebook.with_suffix(".html")
    page_file.write_text(exporter.from_notebook_node(written)[0], encoding="utf-8")
    page = browser.new_context().new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(page_file.as_uri(), wait_until="load")

    assert page.get_by_text("Both steps").first.is_visible()
    assert page.locator("section[aria-label] table").first.is_visible()
    drawn = page.locator("section[aria-label] img[src^='data:image']").first
    assert drawn.evaluate("(image) => image.naturalWidth") > 0
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []


def test_jupyterlab_shows_it_untrusted(notebook: Path, lab: Lab) -> None:
    copied = lab.folder / "workshop.ipynb"
    copied.write_bytes(notebook.read_bytes())

    page = lab.open(copied, run=False)
    # JupyterLab draws a cell when it comes into sight.
    page.evaluate(TO_THE_WORKBENCH)

    # JupyterLab takes the attributes of what it does not trust.
    page.locator("table").get_by_role("cell", name="Both steps", exact=True).first.wait_for()
    page.locator("img[src^='data:image']").first.wait_for()
    assert not lab.refused
