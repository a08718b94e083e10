"""The board in a browser: on a page of its own, where Python answers by hand, and in JupyterLab."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

import cx_workbench as cx
from cx_workbench.widgets import Session
from cx_workbench.widgets.assets import script
from cx_workbench.widgets.board import Board
from tests.small import small, tables
from tests.widgets.asking import PLANTED, ask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Locator, Page

    from cx_workbench.study.model import Study
    from tests.browser.jupyter import Lab

#: Shows a view as a Jupyter host does; what it sends waits in `window.sent`.
SHOW = """async ([esm, parts, css, values]) => {
  const load = async (text) => {
    const file = new Blob([text], { type: "text/javascript" });
    return (await import(URL.createObjectURL(file))).default;
  };
  const sheet = document.createElement("style");
  sheet.textContent = css;
  document.head.append(sheet);
  const exports = (await load(parts)).initialize({});
  const listeners = {};
  window.sent = [];
  window.tell = (name, value) => {
    values[name] = value;
    for (const act of listeners[`change:${name}`] ?? []) act();
  };
  window.stop = () => listeners["comm:close"].forEach((act) => act());
  const model = {
    get: (name) => values[name],
    send: (message) => window.sent.push(message),
    on: (event, act) => (listeners[event] ??= []).push(act),
    off: () => {},
  };
  const view = await load(esm);
  const { signal } = new AbortController();
  const host = { getWidget: async () => ({ exports }) };
  await view.render({ model, el: document.body, signal, host });
}"""
WIDTHS = (340, 620, 1060, 1920)


class Screen:
    """A board on a page; Python hears and answers when it is told to."""

    def __init__(self, page: Page, board: Board) -> None:
        self.page = page
        self.board = board
        values = {"state": board.state, "catalog": board.catalog, "problem": "", "parts": ""}
        page.set_content("<!doctype html><title>Board</title>")
        page.evaluate(SHOW, [board._esm, script("parts.js"), board._css, values])  # noqa: SLF001

    def hear(self) -> list[dict[str, Any]]:
        """Let Python do what the screen asked for."""
        sent: list[dict[str, Any]] = self.page.evaluate("() => window.sent.splice(0)")
        for message in sent:
            ask(self.board, **message)
        return sent

    def answer(self) -> None:
        """Let the screen show what Python holds."""
        for name in ("state", "problem"):
            value = getattr(self.board, name)
            self.page.evaluate("([name, value]) => window.tell(name, value)", [name, value])

    def talk(self) -> list[str]:
        """Let both have their say, and return what was asked for, but for selections."""
        asked = [message["do"] for message in self.hear() if message["do"] != "select"]
        self.answer()
        return asked

    @property
    def titles(self) -> list[str]:
        return self.page.locator("ol .cxw-title").all_inner_texts()

    @property
    def focused(self) -> str:
        """Name of what has the focus."""
        name = "(node) => node.getAttribute('aria-label') ?? node.textContent"
        return str(self.page.locator(":focus").evaluate(name))

    def row(self, title: str) -> Locator:
        return self.page.locator("ol > li").filter(has_text=title)

    def field(self, title: str, name: str) -> Locator:
        return self.row(title).get_by_role("textbox", name=name)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)


@pytest.fixture(scope="module")
def study() -> Study:
    return cx.example()


@pytest.fixture
def show(browser: Browser, study: Study) -> Iterator[Callable[..., Screen]]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})

    def shown(of: Study | None = None, draws: int = 100) -> Screen:
        return Screen(context.new_page(), Board(Session(of or study, file=False, draws=draws)))

    yield shown
    context.close()


@pytest.fixture
def screen(show: Callable[..., Screen]) -> Screen:
    return show()


def ranked(screen: Screen) -> list[str]:
    return list(screen.board.session.ranking.table["title"])


def ranked_ids(screen: Screen) -> list[str]:
    return list(screen.board.session.ranking.table["improvement"])


def test_a_click_selects_what_has_the_focus_but_was_deselected(screen: Screen) -> None:
    title = screen.row(screen.titles[2]).locator(".cxw-title")
    title.click()
    screen.talk()
    screen.board.session.selected = ""
    screen.answer()
    screen.page.locator("ol .cxw-selected").wait_for(state="detached")

    title.click()

    screen.page.wait_for_function("() => window.sent.length > 0")
    screen.hear()
    assert screen.board.session.selected == ranked_ids(screen)[2]


def test_the_rows_stand_in_the_order_of_python(screen: Screen) -> None:
    assert screen.titles == ranked(screen)
    assert screen.page.locator("li.cxw-top").count() == 5
    first = screen.row(screen.titles[0])
    p_top = screen.board.state["p_top"][0]
    assert p_top == 1
    assert "every draw" in first.inner_text().replace("\N{NO-BREAK SPACE}", " ")


def test_a_typed_effort_is_sent_by_enter_marked_and_taken_back(screen: Screen) -> None:
    title, session = screen.titles[1], screen.board.session
    [improvement] = [name for name, each in session.titles.items() if each == title]
    field = screen.field(title, "Effort")
    before = field.input_value()

    field.click()
    screen.page.keyboard.type("399,5")
    assert screen.talk() == []
    screen.page.keyboard.press("Enter")

    assert screen.talk() == ["estimate"]
    assert session.estimates == {improvement: {"effort": 399.5}}
    assert screen.titles == ranked(screen)
    assert field.input_value() == "399.5"
    assert screen.focused == f"Effort of {title}, person-days"
    back = screen.row(title).get_by_role("button", name=f"study: {before}")
    back.press("Enter")
    assert screen.talk() == ["restore"]
    assert session.estimates == {}
    assert field.input_value() == before
    assert not back.is_visible()


def test_leaving_a_field_sends_and_escape_puts_back(screen: Screen) -> None:
    field = screen.field(screen.titles[0], "Share of the gap")
    before = field.input_value()

    field.fill("12")
    field.press("Escape")
    assert field.input_value() == before
    field.fill("12 %")
    field.press("Tab")

    assert screen.talk() == ["estimate"]
    assert [*screen.board.session.estimates.values()] == [{"closes": 0.12}]


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("Effort", "a lot", "Give person-days as a number of 0 or more"),
        ("Effort", "-3", "Give person-days as a number of 0 or more"),
        ("Effort", "1,500", "Write thousands without a sign between: 1500."),
        ("Share of the gap", "120", "Give a share of the gap from 0 to 100 %"),
        ("Share of the gap", "", "Give a share of the gap from 0 to 100 %"),
    ],
)
def test_nonsense_is_told_beside_the_field_and_not_sent(
    screen: Screen, name: str, typed: str, told: str
) -> None:
    field = screen.field(screen.titles[0], name)
    before = field.input_value()

    field.fill(typed)
    field.press("Enter")

    assert screen.talk() == []
    assert field.get_attribute("aria-invalid") == "true"
    described = screen.page.locator(f"#{field.get_attribute('aria-describedby')}")
    assert told in described.inner_text()
    field.press("Escape")
    assert field.input_value() == before
    assert described.inner_text() == ""


def test_a_refused_estimate_is_told_and_the_field_shows_what_holds(screen: Screen) -> None:
    field = screen.field(screen.titles[0], "Effort")
    before = field.input_value()
    field.fill("77")
    field.press("Enter")
    screen.page.evaluate("() => window.sent.splice(0)")

    screen.page.evaluate("() => window.tell('problem', 'That cannot be.')")

    assert screen.page.get_by_role("alert").filter(has_text="That cannot be.").is_visible()
    assert field.input_value() == before


def test_typing_goes_on_while_answers_arrive_and_rows_move(screen: Screen) -> None:
    title = screen.titles[0]
    field = screen.field(title, "Effort")
    field.click()
    screen.page.keyboard.type("12")

    screen.board.session.change(weights={"effort": 1.0})
    screen.answer()
    screen.page.keyboard.type("3")

    assert screen.titles == ranked(screen)
    assert screen.titles[0] != title
    assert screen.focused == f"Effort of {title}, person-days"
    assert field.input_value() == "123"
    assert field.evaluate("(node) => node.selectionStart") == 3
    assert screen.talk() == []


def test_an_answer_on_its_way_does_not_put_the_old_figure_back(screen: Screen) -> None:
    field = screen.field(screen.titles[0], "Effort")
    field.fill("77")
    field.press("Enter")

    screen.board.session.change(top=10)
    screen.answer()
    assert field.input_value() == "77"

    screen.talk()
    assert field.input_value() == "77"
    screen.board.session.undo()
    screen.answer()
    # What is out of sight of the hand is drawn a moment later.
    expect(field).not_to_have_value("77")


def test_arrows_move_the_selection_and_tab_walks_one_row_only(screen: Screen) -> None:
    titles, keyboard = screen.titles, screen.page.keyboard
    screen.button(titles[0]).click()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        keyboard.press(key)
    assert screen.focused == titles[1]
    assert screen.page.locator("[aria-current=true]").all_inner_texts() == [titles[1]]
    # What is told in between depends on how fast the keys come; the last that is told does not.
    last = "(improvement) => window.sent.at(-1)?.improvement === improvement"
    screen.page.wait_for_function(last, arg=ranked_ids(screen)[1])
    screen.hear()
    selected = screen.board.session.selected
    assert screen.board.session.titles[selected] == titles[1]

    stops = []
    for _ in range(6):
        stops.append(screen.focused)
        keyboard.press("Tab")
    assert [stop.partition(" ")[0] for stop in stops[1:]] == [
        "Score",
        "Effort",
        "Share",
        "Pin",
        "Veto",
    ]
    assert all(titles[1] in stop for stop in stops)
    screen.button(titles[1]).focus()
    keyboard.press("End")
    assert screen.focused == titles[-1]
    keyboard.press("Home")
    assert screen.focused == titles[0]


def test_arrows_stay_in_the_column_and_send_what_was_typed(screen: Screen) -> None:
    titles = screen.titles
    field = screen.field(titles[0], "Effort")
    field.fill("50")
    field.press("ArrowDown")

    assert screen.focused == f"Effort of {titles[1]}, person-days"
    assert screen.talk() == ["estimate"]


def test_a_pin_asks_for_a_reason_and_escape_cancels(screen: Screen) -> None:
    title, keyboard = screen.titles[-1], screen.page.keyboard
    pin = screen.button(f"Pin {title}")
    pin.focus()
    keyboard.press("Enter")
    keyboard.type("x")
    keyboard.press("Escape")
    assert screen.focused == f"Pin {title}"
    assert screen.talk() == []

    keyboard.press("Enter")
    keyboard.type("the board has promised it")
    keyboard.press("Enter")

    assert screen.talk() == ["pin"]
    assert screen.titles[4] == title
    assert [*screen.board.session.pinned.values()] == ["the board has promised it"]
    assert screen.row(title).get_by_text("Pinned: the board has promised it").is_visible()
    assert screen.row(title).locator(".cxw-draws").inner_text() == "pinned"
    assert pin.get_attribute("aria-pressed") == "true"
    assert screen.focused == f"Pin {title}"
    keyboard.press("Enter")
    assert screen.talk() == ["unpin"]
    assert screen.titles[-1] == title


def test_a_veto_leaves_the_list_and_comes_back_and_the_focus_stays(screen: Screen) -> None:
    titles, keyboard = screen.titles, screen.page.keyboard
    screen.button(f"Veto {titles[1]}").click()
    keyboard.type("no money")
    keyboard.press("Enter")

    assert screen.talk() == ["veto"]
    assert screen.titles == [titles[0], *titles[2:]]
    assert screen.focused == titles[2]
    vetoed = screen.page.locator(".cxw-vetoed li")
    assert "Vetoed: no money" in vetoed.inner_text()
    screen.button(f"Bring back {titles[1]}").press("Enter")
    assert screen.talk() == ["unveto"]
    assert screen.titles == titles
    assert screen.focused == titles[1]
    assert not vetoed.is_visible()


def test_while_the_draws_are_behind_no_old_sureness_stands_beside_a_new_rank(
    screen: Screen,
) -> None:
    cell = screen.row(screen.titles[0]).locator(".cxw-sure")
    width = cell.bounding_box()
    session = screen.board.session
    first = screen.board.catalog["ids"][screen.board.state["order"][0]]

    session.preview(estimates={first: {"effort": 1.0}})
    screen.answer()

    assert {*screen.page.locator(".cxw-draws, .cxw-range").all_inner_texts()} == {"…"}
    after = cell.bounding_box()
    assert width
    assert after
    assert after["width"] == width["width"]
    session.settle()
    screen.answer()
    assert "…" not in screen.page.locator("ol").inner_text()


def test_what_moved_is_shown_and_said(screen: Screen) -> None:
    screen.board.session.change(weights={"effort": 1.0})
    screen.answer()

    moved = screen.board.session.answer.moved
    improvement, places = next((name, by) for name, by in moved.items() if by > 1)
    row = screen.row(screen.board.session.titles[improvement])
    assert f"+{places}" in row.locator(".cxw-moved").inner_text()
    assert row.locator(".cxw-unseen").first.text_content() == f"moved up {places} places"
    said = screen.page.get_by_role("status").text_content()
    assert said == screen.board.session.answer.said
    assert said


def test_a_bar_says_what_the_score_is_made_of(screen: Screen) -> None:
    bar = screen.row(screen.titles[0]).locator(".cxw-bar")
    gap, impact, effort = (f"{part:.3f}" for part in screen.board.state["parts"][0])
    said = [f"gap adds {gap}", f"impact adds {impact}", f"effort adds {effort}"]

    assert str(bar.get_attribute("aria-label")).endswith(", ".join(said))
    bar.focus()
    assert screen.page.locator(".cxw-tip").inner_text().splitlines() == said
    screen.page.keyboard.press("Escape")
    assert not screen.page.locator(".cxw-tip").is_visible()
    bar.hover()
    assert screen.page.locator(".cxw-tip").is_visible()


def test_rows_do_not_slip_away_between_press_and_release(screen: Screen) -> None:
    last = screen.titles[-1]
    pin = screen.button(f"Pin {last}")
    pin.hover()
    screen.page.mouse.down()
    screen.board.session.change(weights={"effort": 1.0})
    before = screen.titles
    screen.answer()
    assert screen.titles == before

    screen.page.mouse.up()

    assert screen.page.get_by_label("Why does it stay in the TOP 5?").is_visible()
    screen.page.wait_for_function(
        "(first) => document.querySelector('ol .cxw-title').textContent === first",
        arg=ranked(screen)[0],
    )


def test_without_a_kernel_it_rests_and_says_so(screen: Screen) -> None:
    screen.page.evaluate("() => window.stop()")

    said = screen.page.get_by_role("alert").first.inner_text()
    assert said == "The kernel has stopped: run the notebook again to go on."
    assert screen.page.locator("button:enabled, input:enabled").count() == 0


@pytest.mark.parametrize("reduced", ["reduce", "no-preference"])
def test_rows_glide_unless_motion_is_to_be_reduced(
    browser: Browser,
    study: Study,
    reduced: Any,  # noqa: ANN401  one of Playwright's words
) -> None:
    context = browser.new_context(reduced_motion=reduced)
    screen = Screen(context.new_page(), Board(Session(study, file=False, draws=0)))
    screen.board.session.change(weights={"effort": 1.0})

    # In one breath: a glide is soon over.
    gliding = screen.page.evaluate(
        """(state) => {
          window.tell("state", state);
          return document.querySelector("ol").getAnimations({subtree: true}).length;
        }""",
        screen.board.state,
    )
    assert bool(gliding) == (reduced == "no-preference")
    context.close()


def test_rows_do_not_glide_where_answers_come_one_upon_the_other(screen: Screen) -> None:
    session, states = screen.board.session, []
    for effort in (0.4, 0.7, 1.0):
        session.preview(weights={"gap": 1 - effort, "effort": effort})
        states.append(screen.board.state)

    gliding = screen.page.evaluate(
        """async (states) => {
          const gliding = [];
          // A clock that stands still: however slow this machine is, the hand is faster.
          performance.now = () => 0;
          for (const state of states) {
            window.tell("state", state);
            await new Promise(requestAnimationFrame);
            gliding.push(document.querySelector("ol").getAnimations({subtree: true}).length);
          }
          return gliding;
        }""",
        states,
    )
    assert gliding[1:] == [0, 0]


def test_a_row_glides_from_where_it_stood(screen: Screen) -> None:
    tops = """() => [...document.querySelectorAll("ol > li")].map(
      (row) => [row.dataset.improvement, row.getBoundingClientRect().top])"""
    before = dict(screen.page.evaluate(tops))
    screen.board.session.change(weights={"effort": 1.0})

    screen.answer()

    screen.page.evaluate(
        """() => document.getAnimations().forEach((each) => {
          each.pause();
          each.currentTime = 0;
        })"""
    )
    assert dict(screen.page.evaluate(tops)) == pytest.approx(before, abs=8)
    screen.page.evaluate("() => document.getAnimations().forEach((each) => each.finish())")
    assert dict(screen.page.evaluate(tops)) != pytest.approx(before, abs=8)


def test_while_somebody_drags_rows_are_seen_in_order_and_no_field_is_put_elsewhere(
    screen: Screen,
) -> None:
    seen = """() => [...document.querySelectorAll("ol > li")]
      .map((row) => [row.getBoundingClientRect().top, row.dataset.improvement])
      .sort(([one], [other]) => one - other).map(([, improvement]) => improvement)"""
    placed = "() => [...document.querySelectorAll('ol > li')].map((row) => row.dataset.improvement)"
    session = screen.board.session
    first = screen.page.evaluate(placed)

    for effort in (0.4, 0.7, 1.0):
        session.preview(weights={"gap": 1 - effort, "effort": effort})
        screen.answer()
    screen.page.evaluate("() => document.getAnimations().forEach((each) => each.finish())")

    passing = screen.page.evaluate(seen)
    assert passing == list(session.order.improvements) != first
    assert screen.page.evaluate(placed) == first
    session.settle()
    screen.answer()
    assert screen.page.evaluate(placed) == passing == list(session.order.improvements)


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_runs_out_of_the_board_or_over_its_neighbour(
    browser: Browser,
    study: Study,
    width: int,
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    session = Session(study, file=False, draws=100)
    last, first = session.order.improvements[-1], session.order.improvements[0]
    session.pin(last, "a reason of some length, which has to break into lines where it is narrow")
    session.estimate(first, effort=1234.5)
    screen = Screen(context.new_page(), Board(session))

    assert screen.page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    over = screen.page.evaluate(
        """() => [...document.querySelectorAll("ol > li")].flatMap((row) => {
          const boxes = [...row.children].map((cell) => [cell, cell.getBoundingClientRect()]);
          const edge = row.getBoundingClientRect();
          const inside = ([cell, box]) => box.left >= edge.left && box.right <= edge.right
            && cell.scrollWidth <= Math.ceil(box.width);
          const apart = (one, other) => one.right <= other.left || other.right <= one.left
            || one.bottom <= other.top || other.bottom <= one.top;
          return boxes.filter((each, at) => !inside(each)
            || boxes.some(([, other], place) => place > at && !apart(each[1], other)))
            .map(([cell, box]) => `${cell.className}: ${cell.scrollWidth} in ${box.width}`);
        })"""
    )
    assert not over, {*over}
    context.close()


def test_a_planted_script_is_read_and_does_nothing(show: Callable[..., Screen]) -> None:
    improvements = tables()["improvements"].assign(
        improvement=[f"{PLANTED} {number}" for number in range(3)], title=f"{PLANTED} title"
    )
    screen = show(small(improvements=improvements), draws=0)
    ask(screen.board, "pin", improvement=f"{PLANTED} 0", reason=f"{PLANTED} pin")
    ask(screen.board, "veto", improvement=f"{PLANTED} 1", reason=f"{PLANTED} veto")
    screen.answer()

    shown = screen.page.locator("body").inner_text()
    for place in ("title", "pin", "veto"):
        assert f"{PLANTED} {place}" in shown
    assert screen.page.evaluate("() => window.planted") is None
    assert screen.page.locator("body script").count() == 0


LAB = """\
import cx_workbench as cx
from cx_workbench.widgets import Session
from cx_workbench.widgets.board import Board
session = Session(cx.example(), file=False, draws=200)
Board(session)"""


def test_in_jupyterlab_keys_reach_the_board_and_python_decides(lab: Lab) -> None:
    page = lab.open([LAB, "'below'"])
    first = page.locator("ol .cxw-title").first
    first.wait_for()
    title = first.inner_text()
    cells = len(lab.sources(page))
    field = page.get_by_role("textbox", name=f"Effort of {title}")

    field.fill("390")
    field.press("Enter")
    improvement = lab.python(page, "session.order.improvements[0]")
    lab.python_becomes(page, "[*session.estimates.values()]", [{"effort": 390.0}])
    shown = "session.ranking.table['title'].tolist()"
    expected = json.dumps(lab.python(page, shown))
    lab.wait(
        page,
        f"""() => {{
          const titles = [...document.querySelectorAll("ol .cxw-title")];
          return titles.map((each) => each.textContent).every((t, i) => t === {expected}[i]);
        }}""",
    )
    assert improvement

    page.get_by_role("button", name=title, exact=True).focus()
    # In command mode these would delete a cell, add one and make a heading.
    for key in ("d", "d", "a", "1", "Home", "ArrowDown"):
        page.keyboard.press(key)
    lab.python_becomes(page, "session.titles[session.selected]", json.loads(expected)[1])
    assert len(lab.sources(page)) == cells
    page.get_by_role("button", name=f"Veto {json.loads(expected)[1]}").press("Enter")
    page.keyboard.type("no money")
    page.keyboard.press("Enter")
    lab.python_becomes(page, "[*session.vetoed.values()]", ["no money"])
    page.get_by_role("button", name="Bring back").press("Enter")
    lab.python_becomes(page, "session.vetoed", {})
    assert not lab.refused
