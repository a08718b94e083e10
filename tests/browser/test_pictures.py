"""The live pictures in real JupyterLab: drawn offline, chosen from, and changed by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from cx_workbench.charts.theme import DARK

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from tests.browser.jupyter import Lab

START = """\
import cx_workbench as cx
from cx_workbench.widgets import Session
from cx_workbench.widgets.pictures import GapMap, HowSure, Matrix
session = Session(cx.example(), file=False, draws=200)
settled = []
session.observe(lambda change: settled.append(change.new.settled), "answer")
picture = {picture}(session)
picture"""
KEPT = "document.querySelector('.cxw-paper svg')"
SCRIPT = '<img src=x onerror="window.planted=1"><script>window.planted=1</script>'


def start(picture: str = "Matrix") -> str:
    return START.replace("{picture}", picture)


@pytest.fixture(scope="module")
def opened(make_desk: Callable[..., Lab]) -> tuple[Lab, Page]:
    """One matrix for most tests here: each starts by running its cell anew."""
    lab = make_desk()
    return lab, lab.open([start()], run=False)


@pytest.fixture
def desk(opened: tuple[Lab, Page]) -> Lab:
    return opened[0]


@pytest.fixture
def matrix(opened: tuple[Lab, Page]) -> Page:
    lab, page = opened
    lab.run_all(page)
    return drawn(page)


def drawn(page: Page) -> Page:
    marks(page).first.wait_for()
    return page


def marks(page: Page) -> Locator:
    """Marks of a picture that can be chosen."""
    return page.locator(".cxw-paper .cxw-mark")


def mark(page: Page, title: str) -> Locator:
    """The mark of an improvement, by a part of what it says."""
    return page.locator(f'.cxw-paper .cxw-mark[aria-label*="{title}"]')


def centre(at: Locator) -> tuple[float, float]:
    box = at.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_it_is_drawn_offline_by_one_copy_of_vega(lab: Lab) -> None:
    page = lab.open([start(), "HowSure(session)", "GapMap(session)"])

    for number in range(3):
        output = page.locator(".cxw-picture").nth(number)
        output.scroll_into_view_if_needed()
        output.locator("svg .cxw-mark").first.wait_for()

    models = "__import__('ipywidgets').Widget.get_manager_state()['state'].values()"
    copies = f"sum(len(str(each['state'].get('packed'))) > 200_000 for each in {models})"
    assert lab.python(page, copies) == 1
    assert not lab.refused


def test_the_words_are_html_text_and_the_picture_has_a_name(desk: Lab, matrix: Page) -> None:
    finding = desk.python(matrix, "picture.state['finding']")

    assert matrix.locator(".cxw-picture h3").inner_text() == finding
    paper = matrix.get_by_role("group", name=finding)
    description = paper.get_attribute("aria-describedby")
    said = matrix.locator(f"#{description}").text_content()
    assert said == desk.python(matrix, "picture.state['description']")


def test_new_rows_go_into_the_drawing_that_is_there(desk: Lab, matrix: Page) -> None:
    matrix.evaluate(f"() => {{ window.kept = {KEPT}; }}")

    matrix.get_by_role("button", name="Figures as a table").click()
    mark(matrix, "A bill that says what changed").click()

    desk.python_becomes(matrix, "session.selected", "plain_bill")
    pressed = mark(matrix, "A bill that says what changed").and_(
        matrix.locator('[aria-pressed="true"]')
    )
    pressed.wait_for()
    assert matrix.evaluate(f"() => window.kept === {KEPT}")


def test_another_structure_takes_its_place_when_it_is_drawn(lab: Lab) -> None:
    matrix = drawn(lab.open([start()]))
    matrix.evaluate(
        f"""() => {{
          window.kept = {KEPT};
          window.bare = 0;
          const look = () => {{ window.bare += !document.querySelector(".cxw-paper svg"); }};
          const sheet = document.querySelector(".cxw-sheet");
          new MutationObserver(look).observe(sheet, {{ childList: true, subtree: true }});
        }}"""
    )

    matrix.emulate_media(color_scheme="dark")

    # A width that settles late has it drawn anew as well, so wait for the ground of the dark theme.
    ground = DARK.paper
    lab.python_becomes(matrix, "picture.spec['drawing']['background']", ground)
    lab.wait(matrix, f"() => {KEPT}?.outerHTML.includes('{ground}')")
    assert matrix.evaluate(f"() => window.kept !== {KEPT}")
    assert matrix.evaluate("() => window.bare") == 0


def test_a_point_is_dragged(desk: Lab, matrix: Page) -> None:
    point = mark(matrix, "One person sees the case through")
    name = (
        "one_face"
        if desk.python(matrix, "'one_face' in session.titles")
        else desk.python(
            matrix,
            "next(i for i, t in session.titles.items() if t == 'One person sees the case through')",
        )
    )
    before = desk.python(matrix, f"picture.state['estimates']['{name}']")
    x, y = centre(point)

    matrix.mouse.move(x, y)
    matrix.mouse.down()
    matrix.mouse.move(x - 60, y + 50, steps=12)
    matrix.locator(".cxw-figures-there").wait_for()
    desk.python_becomes(matrix, "session.answer.settled", expected=False)
    told = matrix.locator(".cxw-figures-there").inner_text()
    assert desk.python(matrix, "session.estimates") == {}
    matrix.mouse.up()

    desk.python_becomes(matrix, f"'{name}' in session.estimates", expected=True)
    after = desk.python(matrix, f"session.estimates['{name}']")
    assert after["effort"] < before["effort"]
    assert after["closes"] < before["closes"]
    assert f"Effort {after['effort']:.0f} person-days" in told
    assert f"Closes {after['closes']:.0%}".replace("%", " %") in told
    matrix.locator(".cxw-overlay").wait_for(state="detached")
    # The point lies where it was let go: the axes held still.
    now = centre(mark(matrix, "One person sees the case through"))
    assert now == pytest.approx((x - 60, y + 50), abs=4)
    assert desk.python(matrix, "settled[-1]") is True
    assert desk.python(matrix, "len(session.log)") == 1


def test_escape_while_dragging_changes_nothing(desk: Lab, matrix: Page) -> None:
    x, y = centre(mark(matrix, "One person sees the case through"))
    mark(matrix, "One person sees the case through").focus()

    matrix.mouse.move(x, y)
    matrix.mouse.down()
    matrix.mouse.move(x - 60, y + 50, steps=6)
    matrix.locator(".cxw-figures-there").wait_for()
    matrix.keyboard.press("Escape")
    matrix.mouse.up()

    matrix.locator(".cxw-overlay").wait_for(state="detached")
    desk.python_becomes(matrix, "session.answer.settled", expected=True)
    assert desk.python(matrix, "session.estimates") == {}
    assert desk.python(matrix, "len(session.log)") == 0


def test_the_keyboard_alone_selects_and_changes(desk: Lab, matrix: Page) -> None:
    marks(matrix).and_(matrix.locator('[tabindex="0"]')).focus()
    matrix.keyboard.press("Home")
    matrix.keyboard.press("ArrowRight")
    said = matrix.evaluate("() => document.activeElement.getAttribute('aria-label')")

    matrix.keyboard.press("Enter")

    desk.python_becomes(matrix, "bool(session.selected)", expected=True)
    name = desk.python(matrix, "session.selected")
    assert desk.python(matrix, f"session.titles['{name}']") in said
    matrix.locator('.cxw-mark[aria-pressed="true"]').wait_for()
    before = desk.python(matrix, f"picture.state['estimates']['{name}']")
    matrix.keyboard.press("Shift+ArrowRight")
    matrix.keyboard.press("ArrowRight")
    matrix.keyboard.press("ArrowDown")

    desk.python_becomes(matrix, f"'{name}' in session.estimates", expected=True)
    after = desk.python(matrix, f"session.estimates['{name}']")
    assert after["effort"] == pytest.approx(before["effort"] + 11)
    assert after["closes"] == pytest.approx(before["closes"] - 0.01)
    # One step to undo, and the focus is still on the point.
    assert desk.python(matrix, "len(session.log)") == 1
    matrix.locator(".cxw-overlay").wait_for(state="detached")
    assert desk.python(matrix, f"session.titles['{name}']") in matrix.evaluate(
        "() => document.activeElement.getAttribute('aria-label')"
    )


def test_a_finger_drags_a_point(make_lab: Callable[..., Lab]) -> None:
    lab = make_lab(has_touch=True, viewport={"width": 900, "height": 900})
    page = lab.open([start()])
    point = mark(page, "One person sees the case through")
    point.wait_for()
    x, y = centre(point)
    fingers = page.context.new_cdp_session(page)

    def touch(kind: str, *at: tuple[float, float]) -> None:
        points = [{"x": x, "y": y} for x, y in at]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", (x, y))
    for step in range(1, 9):
        touch("touchMove", (x - 6 * step, y + 5 * step))
    page.locator(".cxw-figures-there").wait_for()
    touch("touchEnd")

    lab.python_becomes(page, "len(session.estimates)", 1)
    assert lab.python(page, "session.answer.settled") is True


def test_a_cell_leads_to_the_improvement_that_touches_it(lab: Lab) -> None:
    page = lab.open([start("GapMap")])
    cell = page.locator('.cxw-mark[aria-label^="The monthly bill, Bill watchers"]')

    # The figures stand on it.
    cell.click(force=True)

    lab.python_becomes(page, "bool(session.selected)", expected=True)
    touching = (
        "[row.improvement for row in session.ranking.table.itertuples()"
        " if 'watch_the_bill' in row.personas and cell in row.touchpoints][0]"
    )
    touchpoint = (
        "next(row.touchpoint for row in session.study.touchpoints.itertuples()"
        " if row.name == 'The monthly bill')"
    )
    expected = lab.python(page, touching.replace("cell", touchpoint))
    assert lab.python(page, "session.selected") == expected


def test_the_figures_unfold_as_a_table(desk: Lab, matrix: Page) -> None:
    button = matrix.get_by_role("button", name="Figures as a table")
    button.focus()
    matrix.keyboard.press("Enter")

    matrix.locator(".cxw-figures table").wait_for()
    assert button.get_attribute("aria-expanded") == "true"
    first = matrix.locator(".cxw-figures tbody tr").first
    assert first.locator("th").inner_text() == "1. " + desk.python(
        matrix, "session.ranking.table['title'][0]"
    )
    assert matrix.locator(".cxw-figures tbody tr").count() == desk.python(
        matrix, "len(session.ranking.table)"
    )


def test_where_vega_cannot_be_had_a_still_picture_stands_in(lab: Lab) -> None:
    without = "from cx_workbench.widgets import picture as of\nof.bring_vega = lambda done: None\n"
    page = lab.open([without + start("HowSure")])

    page.locator("img.cxw-still").wait_for()

    assert "A still picture" in page.locator(".cxw-working").inner_text()
    alt = page.locator("img.cxw-still").get_attribute("alt")
    assert alt == lab.python(page, "picture.state['description']")
    lab.wait(page, "() => document.querySelector('img.cxw-still').naturalWidth > 300")


def test_once_vega_is_there_after_all_the_picture_comes_alive_and_the_words_go(lab: Lab) -> None:
    later = (
        "from cx_workbench.widgets import picture as of\n"
        "held, bring, of.bring_vega = [], of.bring_vega, lambda done: held.append(done)\n"
    )
    page = lab.open([later + start("HowSure")])
    page.locator("img.cxw-still").wait_for()

    lab.python(page, "bring(held[0])")

    page.locator(".cxw-paper svg").first.wait_for()
    expect(page.locator("img.cxw-still")).to_have_count(0)
    expect(page.locator(".cxw-working")).not_to_contain_text("A still picture")


def test_a_saved_notebook_shows_it_without_its_kernel_and_nothing_moves(
    lab: Lab,
) -> None:
    matrix = lab.open(["1"])
    # "Save widget state automatically" in the menu Settings.
    matrix.evaluate(
        """() => window.jupyterapp.serviceManager.settings.save(
          "@jupyter-widgets/jupyterlab-manager:plugin", '{"saveState": true}')"""
    )
    matrix.close()
    matrix = drawn(lab.open([start()]))
    lab.save(matrix)
    path = lab.folder / "notebook.ipynb"
    matrix.close()
    lab.jupyter.end_kernels(lab.folder.name)

    page = lab.open(path, run=False)
    marks(page).first.wait_for()
    x, y = centre(marks(page).first)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=4)

    assert page.locator(".cxw-overlay").count() == 0
    assert len(path.read_bytes()) < 700_000


def test_a_clients_text_is_never_markup(lab: Lab) -> None:
    planted = f"""\
import dataclasses
import cx_workbench as cx
from cx_workbench.widgets import Session
from cx_workbench.widgets.pictures import Matrix
study = cx.example()
title = study.improvements["title"] + {SCRIPT!r}
study = dataclasses.replace(study, improvements=study.improvements.assign(title=title))
session = Session(study, file=False, draws=0)
picture = Matrix(session)
picture"""
    page = lab.open([planted])
    marks(page).first.wait_for()
    page.get_by_role("button", name="Figures as a table").click()
    page.locator(".cxw-figures table").wait_for()

    assert "<script>" in page.locator(".cxw-figures tbody th").first.inner_text()
    assert "<script>" in page.locator(".cxw-picture h3").inner_text()
    assert page.evaluate("() => window.planted") is None
    assert page.locator(".cxw-picture img, .cxw-picture script").count() == 0
