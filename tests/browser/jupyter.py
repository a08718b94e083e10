"""What a person does in JupyterLab, Notebook 7 and Voila, and what a kernel then holds."""

from __future__ import annotations

import os
import re
import signal
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

import nbformat
import pytest
from playwright.sync_api import TimeoutError as TooLongError

from tests.browser.jupyter_process import PATIENCE_SECONDS, until

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page, Route, WebSocketRoute

    from tests.browser.jupyter_process import Jupyter

Host = Literal["doc", "lab", "notebook", "voila"]

_ADDRESSES: dict[Host, str] = {
    # One notebook alone, which loads quickest.
    "doc": "/doc/tree/{path}?reset",
    "lab": "/lab/tree/{path}?reset",
    "notebook": "/notebooks/{path}",
    "voila": "/voila/render/{path}",
}
#: Voila's own page asks for these, whatever it shows; without them it looks the same.
_OF_VOILA = (
    "https://cdn.jsdelivr.net/npm/@fortawesome/",
    "https://cdnjs.cloudflare.com/ajax/libs/mathjax/",
)
_READY = """path => {
  const panel = window.jupyterapp?.shell?.currentWidget;
  if (panel?.context?.path !== path) return false;
  const session = panel.context.sessionContext;
  if (!panel.content?.model || !panel.context.isReady || !session?.isReady) return false;
  if (session.session?.kernel?.status !== "idle") return false;
  // Later it would take the focus away from what a test has focused.
  if (panel.node.contains(document.activeElement)) return true;
  panel.content.activate();
  return false;
}"""
#: Why a notebook is not ready.
_STATE = """() => {
  const panel = window.jupyterapp?.shell?.currentWidget;
  const session = panel?.context?.sessionContext;
  const { tagName, className } = document.activeElement;
  return JSON.stringify({
    path: panel?.context?.path, model: Boolean(panel?.content?.model),
    ready: [panel?.context?.isReady, session?.isReady],
    kernel: session?.session?.kernel?.status, focus: [tagName, className],
    dialogs: [...document.querySelectorAll(".jp-Dialog")].map((each) => each.textContent),
  });
}"""
#: A command's answer may be a whole widget, which would take seconds to hand over.
_OPEN_THERE = """async path => {
  await window.jupyterapp.commands.execute("docmanager:open", { path, factory: "Notebook" });
}"""
#: Without asking whether to save.
_CLOSE_ALL = """() => {
  [...window.jupyterapp.shell.widgets("main")].forEach(widget => widget.dispose());
  return document.querySelector(".jp-Dialog") === null;
}"""
_RUN_ALL = """async () => {
  await window.jupyterapp.commands.execute("notebook:run-all-cells");
}"""
_SAVE = "async () => { await window.jupyterapp.commands.execute('docmanager:save'); }"
_SOURCES = """() => [...window.jupyterapp.shell.currentWidget.content.model.cells]
  .map(cell => cell.sharedModel.getSource())"""
_FAILED_OUTPUTS = """() => [...window.jupyterapp.shell.currentWidget.content.model.cells]
  .flatMap(cell => cell.toJSON().outputs ?? [])
  .filter(output => output.output_type === "error")
  .map(output => `${output.ename}: ${output.evalue}`)"""


@dataclass
class Lab:
    """A browser on a Jupyter server from which nothing can leave this machine.

    Attributes
    ----------
    jupyter
        The server; ``jupyter.ask`` speaks to it as a program would.
    folder
        A folder of this test alone, under the server's root; notebooks are written here.
    refused
        Every request that wanted to leave the machine, but for ``refused_to_voila``: what
        Voila's own page asks for whatever it shows.
    complaints
        What went wrong in a page: errors in its console and uncaught ones.
    """

    jupyter: Jupyter
    context: BrowserContext
    folder: Path
    refused: list[str] = field(default_factory=list)
    refused_to_voila: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    _kept: Page | None = None
    _screen: dict[str, Any] = field(default_factory=dict)
    _notebooks: dict[Page, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.context.set_default_timeout(PATIENCE_SECONDS * 1000)
        self.context.set_extra_http_headers({"Authorization": f"token {self.jupyter.token}"})
        here = re.escape(self.jupyter.url)
        self.context.route(re.compile(rf"^(?!{here}(/|$))"), self._refuse)
        socket = re.escape(self.jupyter.url.replace("http", "ws"))
        self.context.route_web_socket(re.compile(rf"^(?!{socket}/)"), self._refuse_socket)

    def open(
        self,
        cells: Sequence[str] | Path,
        *,
        host: Host = "doc",
        name: str = "notebook.ipynb",
        run: bool = True,
    ) -> Page:
        """Open a notebook in a new page, run all of its cells, and wait until they are done.

        Parameters
        ----------
        cells
            The code of each cell, or a notebook that is in ``folder`` already.
        host
            ``"doc"`` (JupyterLab, one notebook alone), ``"lab"`` (all of JupyterLab),
            ``"notebook"`` (Notebook 7) or ``"voila"`` (which always runs it).
        name
            File name of the notebook in ``folder``.
        run
            Whether to run it; a cell that fails fails the test.
        """
        path = cells if hasattr(cells, "relative_to") else self.write(cells, name)
        notebook = path.relative_to(self.jupyter.folder).as_posix()
        address = _ADDRESSES[host].format(path=quote(notebook))
        page = self._again(notebook) if host == "doc" else None
        page = page or self.visit(address)
        self._notebooks[page] = notebook
        if host == "voila":
            self.wait(page, "() => !document.querySelector('#loading, #voila-loading')")
            return page
        with self.shown(page, f"open {notebook}"):
            page.wait_for_function(_READY, arg=notebook)
        if host == "doc":
            self._kept = page
        if run:
            self.run_all(page)
        return page

    def visit(self, path: str) -> Page:
        """Open any path of the server in a new page, such as ``/lab?reset``."""
        page = self.context.new_page()
        self._fit(page)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                self.complaints.append(message.text) if message.type == "error" else None
            ),
        )
        with self.shown(page, f"open {path}"):
            page.goto(f"{self.jupyter.url}{path}", wait_until="domcontentloaded")
        return page

    def write(self, cells: Sequence[str], name: str = "notebook.ipynb") -> Path:
        """Write a notebook into the test's folder; the cells are code."""
        v4: Any = nbformat.v4
        notebook = v4.new_notebook(
            cells=[v4.new_code_cell(cell) for cell in cells],
            metadata={
                "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
            },
        )
        path = self.folder / name
        path.write_text(nbformat.writes(notebook), encoding="utf-8")
        return path

    def run_all(self, page: Page) -> None:
        """Run all cells of the notebook in front and wait for the last."""
        with self.shown(page, "run all cells"):
            page.evaluate(_RUN_ALL)
        failed = page.evaluate(_FAILED_OUTPUTS)
        if failed:
            pytest.fail(f"The notebook failed: {failed}. {self.screenshot(page)}")

    def save(self, page: Page) -> None:
        """Save the notebook in front, as Ctrl+S does."""
        with self.shown(page, "save the notebook"):
            page.evaluate(_SAVE)

    def sources(self, page: Page) -> list[str]:
        """Return the text of each cell of the notebook in front, as it is on the screen."""
        return list(page.evaluate(_SOURCES))

    def python(self, page: Page, expression: str) -> Any:  # noqa: ANN401  whatever Python says
        """Value of a Python expression in the page's own kernel, through JSON."""
        return self.jupyter.python(self.kernel(page), expression)

    def python_becomes(self, page: Page, expression: str, expected: object) -> None:
        """Wait until a Python expression has a value."""
        seen: list[object] = []

        def look() -> bool:
            # The page lives only while somebody waits for it.
            page.wait_for_timeout(20)
            seen[:] = [self.python(page, expression)]
            return seen == [expected]

        until(look, lambda: f"{expression} stays {seen}, not {expected}. {self.screenshot(page)}")

    def kernel(self, page: Page) -> str:
        """Id of the kernel that the page's notebook runs on."""
        return self.jupyter.kernel_of(self._notebooks[page])

    def kill_kernel(self, page: Page) -> None:
        """Kill the process of the page's kernel; the server starts another by itself."""
        os.kill(int(self.python(page, "__import__('os').getpid()")), signal.SIGKILL)
        said = page.get_by_role("dialog", name="Kernel Restarting")
        with self.shown(page, "Jupyter says that the kernel died"):
            said.get_by_role("button").click()

    def wait(self, page: Page, script: str) -> None:
        """Wait until a JavaScript function is true in the page."""
        with self.shown(page, script):
            page.wait_for_function(script)

    def screenshot(self, page: Page) -> str:
        """Keep what is on the screen and say where."""
        path = self.folder / f"screen_{len(list(self.folder.glob('screen_*.png')))}.png"
        page.screenshot(path=path)
        return f"The screen is in {path}"

    @contextmanager
    def shown(self, page: Page, what: str) -> Iterator[None]:
        """Fail with the screen's picture if what is waited for within does not come."""
        try:
            yield
        except TooLongError as error:
            told = (self.screenshot(page), page.evaluate(_STATE), self.complaints[-5:])
            pytest.fail("\n".join(map(str, (f"{what}: {error}", *told))))

    def begin(self, folder: Path, **screen: Any) -> None:  # noqa: ANN401  of Playwright
        """Serve another test, on a screen of another size, in other colours."""
        self.folder = folder
        for told in (self.refused, self.refused_to_voila, self.complaints):
            told.clear()
        self._screen = screen
        for page in self.context.pages:
            self._fit(page)

    def end(self, *, spoiled: bool) -> None:
        """Close what a test opened but for JupyterLab itself, which takes seconds to load.

        A test that failed, or that changed JupyterLab's settings, leaves nothing behind.
        """
        changed = self.jupyter.forget_settings()
        keep = None if spoiled or changed else self._kept
        for page in self.context.pages:
            if page != keep:
                page.close()
        self._notebooks.clear()
        if keep and not keep.is_closed() and keep.evaluate(_CLOSE_ALL):
            keep.mouse.move(0, 0)
        elif keep:
            keep.close()
        self.jupyter.end_kernels(self.folder.name)

    def close(self) -> None:
        """Close every page and end every kernel that this browser started."""
        self.context.close()
        self.jupyter.end_kernels(self.folder.name)

    def _again(self, notebook: str) -> Page | None:
        """Open a notebook in the JupyterLab that an earlier test left open."""
        page = self._kept
        if page is None or page.is_closed() or page in self._notebooks:
            return None
        page.evaluate(_OPEN_THERE, notebook)
        return page

    def _fit(self, page: Page) -> None:
        if not self._screen:
            return
        page.set_viewport_size(self._screen["viewport"])
        page.emulate_media(
            color_scheme=self._screen["color_scheme"],
            reduced_motion=self._screen.get("reduced_motion", "no-preference"),
        )

    def _refuse(self, route: Route) -> None:
        url = route.request.url
        in_voila = any("/voila/" in page.url for page in self.context.pages)
        of_voila = in_voila and url.startswith(_OF_VOILA)
        (self.refused_to_voila if of_voila else self.refused).append(url)
        route.abort()

    def _refuse_socket(self, socket: WebSocketRoute) -> None:
        self.refused.append(socket.url)
        socket.close()
