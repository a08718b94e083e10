/**
 * The evidence of the selected improvement. All words come from Python; here they are laid out.
 *
 * @typedef {object} Table
 * @property {string} caption
 * @property {{name: string, figures: boolean}[]} columns
 * @property {string[]} keys    Tells the rows apart.
 * @property {string[][]} rows
 *
 * @typedef {object} Comments
 * @property {string} said      Why there are none.
 * @property {{text: string, about: string}[]} items
 * @property {boolean} more
 * @property {boolean} read     Whether Python looked for them.
 * @property {boolean} at_once  Whether that takes no time worth mentioning.
 *
 * @typedef {object} State
 * @property {string} improvement  Empty if none is selected: then only `said` is there.
 * @property {string} said
 * @property {boolean} settled     Whether the figures are of what is on the screen now.
 * @property {string} title
 * @property {string} standing
 * @property {string} pinned       Its reason.
 * @property {string} why
 * @property {string} hypothesis
 * @property {?Table} cells
 * @property {?Table} criteria
 * @property {string} not_measured
 * @property {string[]} sure
 * @property {[string, string][]} facts
 * @property {Comments} comments
 * @property {Record<string, ?string[]>} worked_out
 */

/** Who walks through the list by keyboard does not wait for comments on the way, milliseconds. */
const READ_PAUSE = 250;
const WORK = [
  ["turning", "What would have to change", "Work out what would have to change"],
  ["matters", "What to find out first", "Work out what is most worth knowing"],
];

const numbered = (texts) => texts.map((text, index) => ({ text, key: String(index) }));
const byKey = ({ key }) => key;

/** A table whose rows are kept; it scrolls by itself where the screen is too narrow. */
function table({ element, say, put, update }, label) {
  // Above and not in the table: it stays in sight while the table scrolls.
  const caption = element("p", { class: "cxw-quiet" });
  const head = element("tr");
  const body = element("tbody");
  const region = element(
    "div", { class: "cxw-details-wide", role: "region", tabindex: 0, "aria-label": label },
    element("table", { "aria-label": label }, element("thead", {}, head), body),
  );
  const node = element("div", {}, caption, region);
  const cell = () => element("td");
  return {
    node,
    /** @param {?Table} data */
    show(data) {
      node.hidden = !data;
      if (!data) return;
      const { columns, keys, rows } = data;
      say(caption, data.caption);
      update(head, numbered(columns.map(({ name }) => name)), byKey,
        () => element("th", { scope: "col" }),
        (th, { text, key }) => {
          say(th, text);
          put(th, "class", columns[key].figures ? "cxw-details-figure" : null);
        });
      const items = rows.map((row, at) => ({ row, key: keys[at] }));
      update(body, items, byKey, () => element("tr"), (line, { row }) => {
        update(line, numbered(row), byKey, cell, (td, { text, key }) => {
          say(td, text);
          put(td, "class", columns[key].figures ? "cxw-details-figure" : null);
        });
      });
    },
  };
}

/** A list of sentences. */
function list({ element, say, update }, look = {}) {
  const node = element("ul", look);
  return {
    node,
    /** @param {string[]} texts */
    show: (texts) => update(node, numbered(texts), byKey, () => element("li"), (li, { text }) => say(li, text)),
  };
}

/** What costs time: a button, and then what it found. */
function work(parts, name, heading, label, send) {
  const { element, button, put, say } = parts;
  const found = list(parts, { tabindex: -1, "aria-label": heading });
  let working = false;
  const act = button(label, () => {
    if (working) return;
    working = true;
    put(act, "aria-disabled", "true");
    say(act, "Working it out …");
    send("work_out", { name });
  });
  const node = element("section", {}, element("h3", { text: heading }), act, found.node);
  const rest = () => {
    working = false;
    put(act, "aria-disabled", null);
    say(act, label);
  };
  return {
    node,
    rest,
    /** @param {?string[]} lines */
    show(lines) {
      const held = act.getRootNode().activeElement === act;
      found.show(lines ?? []);
      found.node.hidden = !lines;
      act.hidden = Boolean(lines);
      if (!lines) return;
      rest();
      if (held) found.node.focus();
    },
  };
}

/** What customers wrote; texts only ever become text nodes. */
function comments(parts, send) {
  const { element, button, say, update } = parts;
  const items = element("ol", { class: "cxw-details-quotes", role: "list", tabindex: -1, "aria-label": "Comments" });
  const said = element("p", { class: "cxw-quiet" });
  const more = button("Show more comments", () => send("more"));
  const ask = button("Read the comments", () => read());
  const node = element("section", {}, element("h3", { text: "What customers wrote" }), said, items, more, ask);
  let improvement = "";
  let waiting = null;
  const read = () => send("read", { improvement });
  const quote = () => element("li", {}, element("blockquote"), element("p", { class: "cxw-quiet cxw-details-about" }));
  return {
    node,
    leave: () => clearTimeout(waiting),
    /** @param {string} of @param {Comments} state */
    show(of, state) {
      clearTimeout(waiting);
      improvement = of;
      const waits = !state.read && state.at_once;
      if (waits) waiting = setTimeout(read, READ_PAUSE);
      const held = [more, ask].includes(node.getRootNode().activeElement);
      say(said, waits ? "Reading …" : state.said);
      ask.hidden = state.read || state.at_once;
      more.hidden = !state.more;
      update(items, numbered(state.items), byKey, quote, (li, { text: { text, about } }) => {
        say(li.firstChild, text);
        say(li.lastChild, about);
      });
      if (held && more.hidden && ask.hidden) items.focus();
    },
  };
}

class Details {
  constructor({ model, el, signal, parts }) {
    const { element, follow, keep, say } = parts;
    const send = (what, fields) => parts.send(model, what, fields);
    Object.assign(this, { parts });
    this.empty = element("p", { class: "cxw-quiet cxw-details-empty" });
    this.problem = element("p", { class: "cxw-problem", role: "alert" });
    this.title = element("h2");
    this.standing = element("p", { class: "cxw-quiet" });
    this.pinned = element("p", { class: "cxw-details-held" });
    this.why = element("p", { class: "cxw-details-why" });
    this.hypothesis = element("p", { class: "cxw-quiet" });
    this.cells = table(parts, "What customers said, by persona and touchpoint");
    this.missing = element("p", { class: "cxw-details-missing" });
    this.criteria = table(parts, "Criteria");
    this.sure = list(parts);
    this.facts = element("dl", { class: "cxw-details-facts" });
    this.comments = comments(parts, send);
    this.works = WORK.map((each) => ({ name: each[0], ...work(parts, ...each, send) }));
    const section = (heading, ...nodes) =>
      element("section", {}, element("h3", { text: heading }), ...nodes);
    this.all = element(
      "div", { class: "cxw-evidence" },
      element("header", {}, this.title, this.standing, this.pinned, this.why, this.hypothesis),
      element(
        "div", { class: "cxw-details-columns" },
        element("div", {},
          section("What customers said", this.cells.node, this.missing),
          section("What it is worth", this.criteria.node)),
        element("div", {},
          section("How sure", this.sure.node),
          ...this.works.map(({ node }) => node),
          this.comments.node,
          section("What the study says", this.facts)),
      ),
    );
    this.root = element("section", { class: "cxw-details", "aria-label": "Evidence" },
      this.problem, this.empty, this.all);
    keep(this.root, signal);
    el.replaceChildren(this.root);
    follow(model, "state", (state) => this.show(state), signal);
    follow(model, "problem", (text) => {
      say(this.problem, text ?? "");
      if (text) this.works.forEach(({ rest }) => rest());
    }, signal);
    // Without a kernel nothing more can be asked; what was told stays.
    parts.rest(model, this.root, this.problem, signal);
    const leave = () => this.comments.leave();
    model.on("comm:close", leave);
    signal.addEventListener("abort", () => {
      model.off("comm:close", leave);
      leave();
    });
  }

  /** @param {State} state */
  show(state) {
    const { put, say } = this.parts;
    const chosen = Boolean(state.improvement);
    this.empty.hidden = chosen;
    this.all.hidden = !chosen;
    put(this.root, "aria-busy", state.settled === false ? "true" : null);
    say(this.empty, state.said ?? "");
    if (!chosen) {
      this.comments.leave();
      return;
    }
    for (const name of ["title", "standing", "why", "hypothesis"]) say(this[name], state[name]);
    say(this.pinned, state.pinned ? `Pinned: ${state.pinned}` : "");
    this.cells.show(state.cells);
    say(this.missing, state.not_measured);
    this.criteria.show(state.criteria);
    this.criteria.node.parentNode.hidden = !state.criteria;
    this.sure.show(state.sure);
    this.sure.node.parentNode.hidden = !state.sure.length;
    for (const { name, node, show } of this.works) {
      show(state.worked_out[name]);
      node.hidden = !state.criteria;
    }
    this.comments.show(state.improvement, state.comments);
    this.showFacts(state.facts);
  }

  showFacts(facts) {
    const { element, say, update } = this.parts;
    const items = facts.map(([term, said], at) => ({ term, said, key: `${term} ${at}` }));
    update(this.facts, items, byKey,
      ({ term }) => element("div", {}, element("dt", { text: term }), element("dd")),
      (item, { said }) => say(item.lastChild, said));
  }
}

export default {
  async render({ model, el, signal, host }) {
    const parts = (await host.getWidget(model.get("parts"))).exports;
    if (!signal.aborted) new Details({ model, el, signal, parts });
  },
};
