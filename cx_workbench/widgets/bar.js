/**
 * The head: study, TOP N, scenarios, the way back, where it is saved, how often was drawn.
 *
 * @typedef {object} State
 * @property {string} title
 * @property {number} top
 * @property {number[]} tops   Sizes of the TOP that are one press away.
 * @property {number} most     How many improvements there are.
 * @property {string} scenario The one that is open; empty if none is.
 * @property {boolean} changed Whether anything was changed since it was saved.
 * @property {{name: string, saved: string}[]} scenarios
 * @property {string} undo     What undo would take back; empty if there is nothing.
 * @property {string} redo
 * @property {string} saved
 * @property {string} trouble  Why nothing can be saved; empty if it can.
 * @property {string} draws
 * @property {string} said     What was decided last.
 * @property {boolean} settled Whether what is seen was decided, not only previewed.
 */

const KEYS = { z: "undo", y: "redo" };
/** Fields with an undo of their own. */
const TYPED = "input:not([type=range], [type=checkbox], [type=radio]), textarea, [contenteditable=true]";
/** What is typed is taken when the keys pause, in milliseconds. */
const KEYS_PAUSE = 400;

/** Undo and redo by keyboard. */
function stepBack(event, send) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const asked = KEYS[event.key.toLowerCase()];
  if (!asked || event.target.closest(TYPED)) return;
  event.preventDefault();
  // The workbench around it would take the step once more.
  event.stopPropagation();
  send(event.shiftKey ? "redo" : asked);
}

/** Take the first letter small, but not that of an abbreviation. */
const lowered = (words) => words.replace(/^\p{Lu}(?=\p{Ll})/u, (first) => first.toLowerCase());

/** A button that may rest, but keeps the focus then: one that is disabled would lose it. */
function restable({ button, put }, act, look = {}) {
  const made = button("", () => made.getAttribute("aria-disabled") !== "true" && act(), look);
  return { node: made, pause: (rests) => put(made, "aria-disabled", rests ? "true" : null) };
}

/** TOP 5, TOP 10, and a field for any other. */
function tops(parts, state, send, complain, signal) {
  const { element, button, put } = parts;
  const choose = (top) => send("top", { top });
  const buttons = state.tops.map((top) => button(`TOP ${top}`, () => choose(top)));
  const field = element("input", { type: "number", min: 1, step: 1, "aria-label": "TOP N, another number" });
  let waiting = null;
  const take = () => {
    clearTimeout(waiting);
    const top = field.valueAsNumber;
    if (!Number.isInteger(top) || top < 1) {
      complain("A TOP N is a whole number of 1 or more.");
    } else if (String(top) !== field.dataset.top) {
      complain("");
      field.dataset.top = String(top);
      choose(top);
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    if (field.value) waiting = setTimeout(take, KEYS_PAUSE);
  });
  field.addEventListener("change", take);
  field.addEventListener("blur", () => { field.value = field.dataset.top; });
  signal.addEventListener("abort", () => clearTimeout(waiting));
  return {
    node: element("div", { class: "cxw-tops", role: "group", "aria-label": "How many make the TOP" }, ...buttons, field),
    show({ top, most }) {
      buttons.forEach((each, index) => put(each, "aria-pressed", String(state.tops[index] === top)));
      put(field, "max", Math.max(most, top));
      const typing = field.getRootNode().activeElement === field;
      if (!typing || field.dataset.top !== String(top)) field.value = String(top);
      field.dataset.top = String(top);
    },
  };
}

/** A question in place of a dialog: what it would do, yes, no. */
function question({ element, button, say }) {
  const words = element("span");
  const yes = button("", () => answer(true));
  const no = button("Keep it", () => answer(false));
  const node = element("p", { class: "cxw-question", role: "alert", hidden: true }, words, yes, no);
  let asked = null;
  function answer(agreed) {
    node.hidden = true;
    if (agreed) asked.act();
    (agreed ? asked.then : asked.from).focus();
  }
  return {
    node,
    close: () => { node.hidden = true; },
    /** `from` gets the focus back, `then` gets it where it was agreed. */
    ask(text, label, act, from, then) {
      say(words, text);
      say(yes, label);
      asked = { act, from, then };
      node.hidden = false;
      no.focus();
    },
  };
}

/** Scenarios: which is open, the others, and a field to save what is set now. */
function scenarios(parts, send, complain) {
  const { element, button, say, put, update } = parts;
  const id = `cxw-scenarios-${Math.random().toString(36).slice(2)}`;
  const name = element("span", { class: "cxw-scenario-name" });
  const mark = element("span", { class: "cxw-quiet" });
  const opener = element("button", {
    type: "button", "aria-expanded": "false", "aria-controls": id, on: { click: () => fold() },
  }, "Scenario: ", name, mark, element("span", { "aria-hidden": "true", text: " ▾" }));
  const list = element("ul", { class: "cxw-scenarios-list" });
  const none = element("p", { class: "cxw-quiet", text: "No scenario was saved yet: give what is set now a name." });
  const field = element("input", { type: "text", autocomplete: "off", maxlength: 80 });
  const label = element("label", {}, "Save what is set now as ", field);
  const asked = question(parts);
  const form = element("form", { class: "cxw-save", on: { submit: (event) => save(event) } }, label,
    element("button", { type: "submit", text: "Save" }));
  const panel = element("div", { class: "cxw-scenarios", id, hidden: true }, list, none, form, asked.node);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") fold(false);
  });
  let known = [];

  function fold(open = panel.hidden) {
    panel.hidden = !open;
    put(opener, "aria-expanded", String(open));
    asked.close();
    if (!open) opener.focus();
  }

  function save(event) {
    event.preventDefault();
    const wanted = field.value.trim();
    const write = () => {
      send("save", { name: wanted });
      field.value = "";
    };
    if (!wanted) {
      complain("A scenario needs a name. Type one, such as 'Base'.");
      field.focus();
    } else if (known.some((each) => each.name === wanted)) {
      asked.ask(`There is a scenario “${wanted}” already. Replace it with what is set now?`, "Replace it", write, field, field);
    } else {
      complain("");
      write();
    }
  }

  function row({ name: title }) {
    const open = button("Open", () => {
      send("open", { name: title });
      fold(false);
    }, { "aria-label": `Open ${title}` });
    const forget = button("Forget", () => {
      const words = `Forget the scenario “${title}”? It cannot be brought back.`;
      asked.ask(words, "Forget it", () => send("forget", { name: title }), forget, field);
    }, { "aria-label": `Forget ${title}`, class: "cxw-plain" });
    return element("li", {}, element("span", { class: "cxw-scenario-name", text: title }),
      element("span", { class: "cxw-quiet cxw-fine" }), open, forget);
  }

  return {
    node: opener,
    panel,
    show(state) {
      known = state.scenarios;
      say(name, state.scenario || "none");
      say(mark, state.changed ? ", changed since" : "");
      none.hidden = known.length > 0;
      update(list, known, (each) => each.name, row, (item, each) => {
        put(item, "aria-current", each.name === state.scenario ? "true" : null);
        say(item.children[1], each.name === state.scenario ? `${each.saved}, open` : each.saved);
      });
    },
  };
}

export default {
  async render({ model, el, signal, host }) {
    const parts = (await host.getWidget(model.get("parts"))).exports;
    const { announce, element, keep, follow, rest, say, put } = parts;
    let asked = false;
    const send = (what, fields) => {
      asked = true;
      parts.send(model, what, fields);
    };
    const problem = element("p", { class: "cxw-problem", role: "alert" });
    const complain = (text) => say(problem, text);
    const title = element("h2", { class: "cxw-study" });
    const top = tops(parts, model.get("state"), send, complain, signal);
    const saved = scenarios(parts, send, complain);
    const undo = restable(parts, () => send("undo"), { "aria-keyshortcuts": "Control+Z" });
    const redo = restable(parts, () => send("redo"), { "aria-keyshortcuts": "Control+Shift+Z Control+Y" });
    // Below the buttons, on a line that is always there: nothing must move while it is pressed again
    // or dragged.
    const back = element("span", { class: "cxw-back-words", "aria-hidden": "true" });
    const where = element("span");
    const draws = element("span");
    const trouble = element("p", { class: "cxw-trouble cxw-fine" });
    const root = element(
      "div", { class: "cxw-masthead" }, title, top.node, saved.node,
      element("div", { class: "cxw-steps", role: "group", "aria-label": "The way back" }, undo.node, redo.node),
      element("p", { class: "cxw-quiet cxw-fine cxw-facts" }, back, where, draws),
      saved.panel, trouble, problem,
    );
    keep(root, signal);
    root.addEventListener("keydown", (event) => stepBack(event, send), { signal });
    el.replaceChildren(root);

    const counted = () => {
      const state = model.get("state");
      const now = model.get("drawing") ? "drawing …" : state.draws;
      say(draws, state.settled || model.get("drawing") ? now : `${state.draws} follow when you let go`);
      put(draws, "class", model.get("drawing") ? "cxw-drawing" : null);
    };
    const step = ({ node, pause }, verb, what) => {
      const words = what ? `${verb}: ${lowered(what)}` : verb;
      say(node, verb);
      put(node, "aria-label", words);
      put(node, "title", words);
      pause(!what);
    };
    follow(model, "state", (state) => {
      say(title, state.title);
      top.show(state);
      saved.show(state);
      step(undo, "Undo", state.undo);
      step(redo, "Redo", state.redo);
      say(back, state.undo ? `Undo: ${lowered(state.undo)}` : "");
      put(back, "title", state.undo || null);
      say(where, state.saved);
      say(trouble, state.trouble);
      counted();
      // What other views did, they say themselves.
      if (asked) announce(root, state.said);
      asked = false;
    }, signal);
    follow(model, "drawing", counted, signal);
    follow(model, "problem", complain, signal);
    rest(model, root, problem, signal);
  },
};
