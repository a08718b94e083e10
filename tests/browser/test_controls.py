"""The head and the left column of the workbench in real JupyterLab, and what Python then holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.jupyter_process import until

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from tests.browser.jupyter import Lab

START = """\
from pathlib import Path
import cx_workbench as cx
from cx_workbench.widgets import Session
from cx_workbench.widgets.bar import Bar
from cx_workbench.widgets.controls import Controls
from cx_workbench.widgets.scenarios import Scenarios
Path("session.json").unlink(missing_ok=True)
session = Session(cx.example(), file="session.json", draws=200)
bar, controls, scenarios = Bar(session), Controls(session), Scenarios(session)
bar"""
WIDE: dict[str, Any] = {"viewport": {"width": 1280, "height": 1000}, "service_workers": "block"}
PLANTED = "<img src=x onerror=window.planted=1>"
PLANTED_STUDY = f"""\
import dataclasses
import cx_workbench as cx
from cx_workbench.widgets import Session
from cx_workbench.widgets.bar import Bar
from cx_workbench.widgets.controls import Controls
from cx_workbench.widgets.scenarios import Scenarios
planted = "{PLANTED}"
study = cx.example()
for table, column in (
    (study.personas, "name"),
    (study.touchpoints, "stage"),
    (study.touchpoints, "channel"),
    (study.improvements, "title"),
    (study.improvements, "pain_type"),
):
    table[column] = planted + table[column].astype(str)
session = Session(dataclasses.replace(study, title=planted), file=False, draws=50)
session.save(planted)
session.top = 3
bar, controls, scenarios = Bar(session), Controls(session), Scenarios(session)
bar"""
#: Makes the kernel rank slowly, as it does a large study.
SLOWLY = """\
from time import sleep
from cx_workbench.widgets import session as module
whole = module.rank
module.rank = lambda *study, **settings: (sleep(1.5), whole(*study, **settings))[1]
"""


@pytest.fixture(scope="module")
def lab(make_desk: Callable[..., Lab]) -> Lab:
    """One browser and one kernel for all tests here: each starts by running the cells anew."""
    return make_desk(**WIDE)


@pytest.fixture(scope="module")
def notebook(lab: Lab) -> Page:
    return lab.open([START, "controls", "scenarios"], run=False)


@pytest.fixture
def page(lab: Lab, notebook: Page) -> Page:
    lab.run_all(notebook)
    notebook.locator(".cxw-controls").wait_for()
    return notebook


def slider(page: Page, criterion: str) -> Locator:
    return page.get_by_role("slider", name=f"Weight of {criterion}", exact=True)


def take_up(page: Page, gap: Locator, share: float) -> tuple[float, float]:
    """Press the mouse on a slider; JupyterLab may still be scrolling to its last cell."""

    def held() -> tuple[float, float] | None:
        gap.scroll_into_view_if_needed()
        box = gap.bounding_box()
        if box is None:
            return None
        # The thumb stays within the track by half of its width.
        x, y = box["x"] + 8 + share * (box["width"] - 16), box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        if gap.evaluate("(node) => node.matches(':active')"):
            return x, y
        page.mouse.up()
        return None

    place = until(held, lambda: "The slider cannot be taken up.")
    assert place is not None
    return place


def fold(page: Page, name: str) -> None:
    page.locator("summary", has_text=name).click()


def is_focused(node: Locator) -> bool:
    return bool(node.evaluate("(node) => node === document.activeElement"))


def test_arrow_keys_move_a_weight_and_decide_once_they_pause(lab: Lab, page: Page) -> None:
    effort = slider(page, "effort")
    effort.focus()

    for _ in range(20):
        page.keyboard.press("ArrowRight")

    lab.python_becomes(page, "session.weights['effort']", 0.5)
    lab.python_becomes(page, "session.answer.settled", expected=True)
    assert lab.python(page, "session.log[-1].what") == "Weight of effort 0.3 to 0.5"
    assert effort.get_attribute("aria-valuetext") == "0.5, 42 % of the score"
    expect(page.get_by_text("Weights add up to 1.20; each counts by its share.")).to_be_visible()
    assert is_focused(effort)
    assert not lab.refused
    assert not lab.complaints


def test_a_drag_of_60_steps_previews_and_ends_where_it_was_let_go(lab: Lab, page: Page) -> None:
    gap = slider(page, "gap")
    heard = "answers = []; session.observe(lambda change: answers.append(change.new), 'answer')"
    lab.python(page, f"exec({heard!r}, globals())")

    held, middle = take_up(page, gap, 0.3)
    box = gap.bounding_box()
    assert box is not None
    for step in range(60):
        page.mouse.move(held + 0.01 * step * box["width"], middle)
    seen = float(page.get_by_label("Weight of gap, as a number").input_value())
    page.mouse.up()

    lab.python_becomes(page, "session.answer.settled", expected=True)
    assert seen > 0.8
    assert lab.python(page, "session.weights['gap']") == seen
    assert lab.python(page, "len(session.log)") == 1
    # What is still under way when the drag ends is passed over: the last answer is the decided one.
    assert lab.python(page, "[each.settled for each in answers].count(True)") == 1
    assert lab.python(page, "answers[-1].settled") is True
    assert not lab.complaints


def test_a_drag_that_is_let_go_where_it_began_decides_too(lab: Lab, page: Page) -> None:
    gap = slider(page, "gap")
    held, middle = take_up(page, gap, 0.3)
    page.mouse.move(held + 60, middle)
    lab.python_becomes(page, "session.answer.settled", expected=False)
    # The browser itself tells of no change: the slider is where it was taken up.
    page.mouse.move(held, middle)
    page.mouse.up()

    lab.python_becomes(page, "session.answer.settled", expected=True)
    assert gap.input_value() == "30"
    assert lab.python(page, "len(session.log)") == 0
    assert not lab.complaints


def test_a_slider_stays_under_the_hand_that_drags_it(lab: Lab, page: Page) -> None:
    gap = slider(page, "gap")
    tops = []
    _, middle = take_up(page, gap, 0.2)
    box = gap.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 0.9 * box["width"], middle)
    expect(page.get_by_text("follow when you let go")).to_be_attached()
    tops.append(gap.bounding_box())
    page.mouse.up()
    lab.python_becomes(page, "session.answer.settled", expected=True)
    expect(page.get_by_text("Undo: weight of gap")).to_be_visible()
    tops.append(gap.bounding_box())

    assert [top and top["y"] for top in tops] == [box["y"]] * 2


def test_a_weight_is_typed_as_a_figure(lab: Lab, page: Page) -> None:
    figure = page.get_by_label("Weight of impact, as a number")

    figure.fill("0.8")

    lab.python_becomes(page, "session.weights['impact']", 0.8)
    assert slider(page, "impact").input_value() == "80"

    figure.fill("7")
    page.keyboard.press("Tab")

    expect(page.get_by_text("A weight is a number from 0 to 1.")).to_be_visible()
    expect(figure).to_have_value("0.8")
    assert lab.python(page, "session.weights['impact']") == 0.8


def test_the_last_weight_cannot_be_taken_away(lab: Lab, page: Page) -> None:
    for criterion in ("gap", "impact"):
        slider(page, criterion).focus()
        page.keyboard.press("Home")
        lab.python_becomes(page, f"session.weights['{criterion}']", 0.0)

    effort = slider(page, "effort")
    effort.focus()
    page.keyboard.press("Home")

    expect(page.get_by_text("At least one weight must stay above 0")).to_be_visible()
    expect(effort).to_have_value("30")
    assert lab.python(page, "session.weights['effort']") == 0.3


def test_a_persona_is_filtered_by_keyboard_and_the_chip_takes_it_out(lab: Lab, page: Page) -> None:
    fold(page, "Personas")
    box = page.get_by_role("checkbox", name="Frequent travellers")
    box.focus()

    page.keyboard.press("Space")

    lab.python_becomes(page, "len(session.personas)", 4)
    assert is_focused(box)
    chip = page.get_by_role("button", name="Take the filter out: Personas: 4 of 5")
    chip.focus()
    page.keyboard.press("Enter")
    lab.python_becomes(page, "len(session.personas)", 0)
    expect(box).to_be_checked()
    expect(chip).to_have_count(0)
    assert is_focused(page.locator("summary", has_text="Personas"))


def test_a_filter_that_leaves_nothing_is_refused_and_put_back(lab: Lab, page: Page) -> None:
    fold(page, "Stages")
    page.get_by_role("button", name="Only Discover").click()
    lab.python_becomes(page, "list(session.stages)", ["Discover"])
    fold(page, "Channels")

    page.get_by_role("button", name="Only chat").click()

    expect(page.get_by_text("leave no touchpoint")).to_be_visible()
    expect(page.get_by_role("checkbox", name="telephone")).to_be_checked()
    last = page.get_by_role("checkbox", name="Discover")
    last.click()
    expect(page.get_by_text("At least one stage must stay")).to_be_visible()
    expect(last).to_be_checked()
    assert lab.python(page, "[list(session.stages), list(session.channels)]") == [["Discover"], []]


def test_a_method_without_weights_rests_the_sliders(lab: Lab, page: Page) -> None:
    fold(page, "Method")
    page.get_by_role("radio", name="Closeness to the ideal (TOPSIS)").focus()

    page.keyboard.press("ArrowDown")

    lab.python_becomes(page, "session.method", "ratio")
    expect(slider(page, "gap")).to_be_disabled()
    expect(page.get_by_text("Impact per person-day takes no weights")).to_be_visible()

    page.get_by_role("button", name="Back to the study's settings").click()

    lab.python_becomes(page, "session.settings", {})
    expect(slider(page, "gap")).to_be_enabled()


def test_what_the_study_cannot_serve_is_disabled_with_the_reason(page: Page) -> None:

    fold(page, "Reality is held against")

    competitor = page.get_by_role("radio", name="The competitor")
    expect(competitor).to_be_disabled()
    expect(competitor).to_have_accessible_description(
        "Not for this study: There are no answers of the kind competitor to hold reality against. "
        "Use 'expectation'."
    )
    expect(page.get_by_role("radio", name="What customers expect")).to_be_checked()


def test_top_10_undo_and_redo_by_keyboard(lab: Lab, page: Page) -> None:
    ten = page.get_by_role("button", name="TOP 10", exact=True)
    ten.focus()

    page.keyboard.press("Enter")

    lab.python_becomes(page, "session.top", 10)
    expect(ten).to_have_attribute("aria-pressed", "true")
    undo = page.get_by_role("button", name="Undo: TOP 5 to TOP 10")
    expect(undo).to_be_visible()
    expect(page.get_by_text("Saved in session.json")).to_be_visible()
    expect(page.get_by_text("200 draws, seed 1")).to_be_visible()

    page.keyboard.press("Control+z")
    lab.python_becomes(page, "session.top", 5)
    expect(page.get_by_role("button", name="Redo: TOP 5 to TOP 10")).to_be_visible()
    page.keyboard.press("Control+Shift+z")
    lab.python_becomes(page, "session.top", 10)
    undo.focus()
    page.keyboard.press("Enter")
    lab.python_becomes(page, "session.top", 5)
    # It rests now, and keeps the focus all the same.
    assert is_focused(page.get_by_role("button", name="Undo", exact=True))
    page.keyboard.press("Control+y")
    lab.python_becomes(page, "session.top", 10)


def test_another_top_is_typed_and_has_an_undo_of_its_own(lab: Lab, page: Page) -> None:
    field = page.get_by_label("TOP N, another number")

    field.fill("7")

    lab.python_becomes(page, "session.top", 7)
    page.keyboard.press("Control+z")
    lab.python_becomes(page, "session.can_undo != ''", expected=True)
    field.fill("0")
    page.keyboard.press("Enter")
    expect(page.get_by_text("A TOP N is a whole number of 1 or more.")).to_be_visible()


def test_scenarios_are_saved_replaced_opened_compared_and_forgotten(lab: Lab, page: Page) -> None:
    expect(page.get_by_text("No scenario was saved yet. Set the weights")).to_be_visible()
    opener = page.get_by_role("button", name="Scenario:")
    opener.click()
    field = page.get_by_label("Save what is set now as")

    field.fill("Base")
    page.keyboard.press("Enter")

    lab.python_becomes(page, "session.scenario", "Base")
    page.get_by_role("button", name="TOP 10").click()
    expect(opener).to_contain_text("Base, changed since")
    expect(page.get_by_text("Base v Now: TOP 5 to TOP 10")).to_be_visible()
    expect(page.get_by_role("columnheader")).to_have_count(2)
    expect(page.locator(".cxw-beside tbody tr")).to_have_count(10)
    field.fill("Base")
    page.keyboard.press("Enter")
    expect(page.get_by_text("There is a scenario “Base” already.")).to_be_visible()
    assert is_focused(page.get_by_role("button", name="Keep it"))
    page.keyboard.press("Enter")
    assert lab.python(page, "session.scenarios[0].settings") == {}
    page.locator(".cxw-beside").get_by_role("button", name="Open Base").click()
    lab.python_becomes(page, "session.top", 5)
    expect(page.get_by_text("Base v Now: the same settings")).to_be_visible()
    page.get_by_role("button", name="Forget Base").click()
    page.get_by_role("button", name="Forget it").click()
    lab.python_becomes(page, "len(session.scenarios)", 0)
    expect(page.get_by_text("No scenario was saved yet. Set the weights")).to_be_visible()
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    assert is_focused(opener)
    assert not lab.complaints


def test_drawing_is_seen_while_it_lasts(lab: Lab, page: Page) -> None:
    lab.python(page, f"exec({SLOWLY!r}, globals())")

    page.get_by_role("button", name="TOP 10").click()

    expect(page.get_by_text("drawing …")).to_be_visible()
    expect(page.get_by_text("200 draws, seed 1")).to_be_visible()
    lab.python(page, "setattr(module, 'rank', whole)")


def test_a_planted_script_does_nothing_and_a_phone_holds_it_all(lab: Lab) -> None:
    page = lab.open([PLANTED_STUDY, "controls", "scenarios"], name="planted.ipynb")
    page.set_viewport_size({"width": 340, "height": 800})
    for summary in page.locator(".cxw-controls summary").all():
        summary.click()
    page.get_by_role("button", name="Scenario:").click()

    expect(page.get_by_role("heading", name=PLANTED)).to_be_visible()
    expect(page.get_by_role("checkbox", name=PLANTED).first).to_be_visible()
    expect(page.get_by_role("columnheader", name=PLANTED)).to_be_visible()
    assert page.evaluate("window.planted") is None
    for view in (".cxw-masthead", ".cxw-controls", ".cxw-compared"):
        over = page.locator(view).evaluate("(node) => node.scrollWidth - node.clientWidth")
        assert over <= 0, view
    assert not lab.refused


def test_when_the_kernel_stops_the_controls_rest_and_say_so(lab: Lab) -> None:
    page = lab.open([START, "controls"], name="stopped.ipynb")
    page.locator(".cxw-controls").wait_for()

    lab.kill_kernel(page)

    said = page.get_by_text("The kernel has stopped: run the notebook again to go on.")
    expect(said).to_have_count(2, timeout=30_000)
    expect(slider(page, "gap")).to_be_disabled()
    expect(page.get_by_role("button", name="TOP 10")).to_be_disabled()
