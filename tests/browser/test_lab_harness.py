"""How a test clicks in a real notebook and then asks Python: the example for all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.jupyter import Host, Lab

SLIDER = """\
import ipywidgets
slider = ipywidgets.IntSlider(3, description="Weight")
slider"""
HANDLE = ".widget-slider .noUi-handle"


def move(lab: Lab, host: Host) -> str:
    """Move the slider by one step by keyboard, and read what stands beside it."""
    page = lab.open([SLIDER], host=host)
    handle = page.locator(HANDLE)
    # Jupyter takes the keys of an element that does not say that it wants them itself.
    handle.evaluate("handle => handle.setAttribute('data-lm-suppress-shortcuts', 'true')")
    handle.press("ArrowRight")
    page.locator(".widget-readout", has_text="4").wait_for()
    if host != "voila":
        lab.python_becomes(page, "slider.value", 4)
    return page.locator(".widget-readout").inner_text()


@pytest.mark.parametrize("host", ["doc", "lab", "notebook", "voila"])
def test_what_is_typed_reaches_python_and_nothing_leaves_the_machine(lab: Lab, host: Host) -> None:
    assert move(lab, host) == "4"
    assert not lab.refused


def test_a_request_that_leaves_the_machine_is_refused_and_known(lab: Lab) -> None:
    page = lab.visit("/tree")

    said = page.evaluate("fetch('https://example.org/x').then(() => 'came', () => 'refused')")
    page.evaluate(
        """() => new Promise(done => {
          const socket = new WebSocket("wss://example.org/y");
          socket.onclose = socket.onerror = done;
        })"""
    )

    assert said == "refused"
    assert lab.refused == ["https://example.org/x", "wss://example.org/y"]


def test_a_killed_kernel_comes_back_empty(lab: Lab) -> None:
    page = lab.open(["answer = 42"])

    lab.kill_kernel(page)

    lab.python_becomes(page, "'answer' in globals()", expected=False)
    lab.run_all(page)
    assert lab.python(page, "answer") == 42
