/**
 * The ranked list. Every improvement is one row that is moved and mended, never rebuilt, so that
 * focus, caret and half-typed figures outlive any answer. `Row`, `Tip` and `Estimate` come from
 * `board_row.js` and `board_estimate.js`, which Python puts in front.
 *
 * @typedef {object} Catalog  Improvements of the study, and its own estimates, by place.
 * @property {string[]} ids
 * @property {string[]} titles
 * @property {number[]} effort   Person-days.
 * @property {number[]} closes   0..1.
 *
 * @typedef {object} State
 * @property {number} number     Rises with each answer.
 * @property {boolean} settled   Whether the draws belong to this order.
 * @property {number[]} order    Places in the catalog, the TOP N first; the lists below go with it.
 * @property {number} in_top     How many of them are in the TOP N.
 * @property {number[]} rank     By score; a pinned improvement may be in the TOP N from far down.
 * @property {number[]} score
 * @property {string[]} criteria What adds to a score; the method alone where nothing adds up.
 * @property {number[][]} parts  What each of them adds.
 * @property {?number[]} p_top   Share of the draws; nothing where the order is ahead of them.
 * @property {?number[]} rank_low
 * @property {?number[]} rank_high
 * @property {number[]} effort
 * @property {number[]} closes
 * @property {Record<string, Record<string, number>>} changed  Estimates that were typed.
 * @property {Record<string, number>} moved   Places up since the last settled answer.
 * @property {Record<string, string>} pinned  Reasons.
 * @property {[string, string, string][]} vetoed  Improvement, title, reason.
 * @property {[string, string[]][]} left      What is not ranked: heading, lines.
 */

/** Not every row that an arrow key passes is told to the kernel, milliseconds. */
const SELECT_PAUSE = 120;
/** What nobody sees, or only hears, waits until no answer came for so long, milliseconds. */
const OWED_PAUSE = 20;
/** From here on, rows out of sight are not laid out. */
const MANY = 20;
/** Words over the columns, in their order; the wide ones are there on one line only. */
const HEADS = [
  ["", ""],
  ["", "cxw-wide"],
  ["", "cxw-wide"],
  ["Score", ""],
  ["", ""],
  ["Person-days", "cxw-right"],
  ["Closes, %", "cxw-right"],
  ["", "cxw-wide"],
];

/** End of the scale that holds all bars: it goes in steps, so that it seldom moves. */
function niceEnd(largest) {
  if (largest <= 0) return 1;
  const step = 10 ** Math.floor(Math.log10(largest));
  return step * Math.ceil(largest / step - 1e-9);
}

class Board {
  constructor({ model, el, signal, parts }) {
    Object.assign(this, { model, parts, catalog: model.get("catalog") });
    const { element, follow, keep } = parts;
    /** @type {Map<number, Row>} */
    this.rows = new Map();
    /** Rows in the order in which they are seen. */
    this.seen = [];
    this.scale = { low: 0, high: 0 };
    /** Rows in sight, and what is drawn later: all of those out of sight, unseen words of the rest. */
    this.sight = new Set();
    this.owed = new Map();
    this.watch = new IntersectionObserver((entries) => this.sighted(entries), { rootMargin: "100px" });
    signal.addEventListener("abort", () => this.watch.disconnect());
    this.tip = new Tip(this);
    this.heading = element("h3", { class: "cxw-heading" });
    this.key = element("div", { class: "cxw-key", "aria-hidden": "true" });
    this.columns = HEADS.map(([text, look]) => element("span", { text, class: look }));
    this.problem = element("p", { class: "cxw-problem", role: "alert" });
    this.nothing = element("p", { class: "cxw-quiet", text: "No improvement is left to rank." });
    this.vetoed = element("section", { class: "cxw-vetoed", hidden: true });
    this.left = element("section", { class: "cxw-left", hidden: true });
    this.list = element("ol", {
      class: "cxw-rows",
      role: "list",
      "aria-label": "Improvements, best first",
      on: {
        keydown: (event) => this.keys(event),
        focusin: (event) => this.select(this.rowAt(event.target)),
        click: (event) => this.clicked(event),
        pointerdown: () => (this.pressed = true),
      },
    });
    this.root = element(
      "div",
      { class: "cxw-board" },
      element(
        "div",
        { class: "cxw-heads" },
        element("div", { class: "cxw-head" }, this.heading, this.key),
        element("div", { class: "cxw-columns", "aria-hidden": "true" }, ...this.columns),
      ),
      this.problem,
      this.list,
      this.nothing,
      this.vetoed,
      this.left,
      this.tip.node,
    );
    keep(this.root, signal);
    el.append(this.root);
    for (const name of ["pointerup", "pointercancel"]) {
      window.addEventListener(name, () => this.released(), { signal });
    }
    follow(model, "state", () => this.answered(), signal);
    signal.addEventListener("abort", () => {
      cancelAnimationFrame(this.frame);
      clearTimeout(this.owing);
    });
    follow(model, "problem", (words) => this.complain(words), signal);
    parts.rest(model, this.root, this.problem, signal);
  }

  send(what, fields) {
    this.parts.send(this.model, what, fields);
  }

  rowAt(node) {
    return this.rows.get(this.catalog.ids.indexOf(node.closest(".cxw-row")?.dataset.improvement));
  }

  /** A row must not slip away from under a finger; the click comes after the release. */
  released() {
    this.pressed = false;
    if (this.late) setTimeout(() => this.draw());
  }

  clicked(event) {
    // What has the focus already does not get it again, but may have been deselected elsewhere.
    this.select(this.rowAt(event.target));
    if (event.target.closest("button, input, form")) return;
    this.rowAt(event.target)?.name.focus({ preventScroll: true });
  }

  /** Arrows move the selection and stay in the column; in a field, Home and End are the caret's. */
  keys(event) {
    const { key, target } = event;
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (key === "Escape") this.tip.show(null);
    const step = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity }[key];
    const typing = target.tagName === "INPUT" && !Number.isFinite(step);
    const row = this.rowAt(target);
    if (!row || step === undefined || typing || target.closest("form")) return;
    event.preventDefault();
    const { order } = this.state;
    const at = Math.max(0, Math.min(order.indexOf(row.place) + step, order.length - 1));
    const next = this.rows.get(order[at]);
    const control = next.controls[row.controls.indexOf(target)];
    (control.hidden ? next.name : control).focus();
  }

  select(row) {
    if (!row || row.place === this.selected) return;
    this.mine = row.improvement;
    this.mark(row.place);
    if (this.telling) this.more = true;
    else this.tell();
  }

  /** Tell the kernel what is selected: the first at once, then the last of a row of key presses. */
  tell() {
    this.more = false;
    this.send("select", { improvement: this.mine });
    this.telling = setTimeout(() => {
      this.telling = null;
      if (this.mine && this.more) this.tell();
    }, SELECT_PAUSE);
  }

  /** Mark the selected row, and let Tab stop there, or else at the first. */
  mark(place) {
    if (place !== this.selected) this.rows.get(this.selected)?.select(false);
    this.selected = place;
    this.rows.get(place)?.select(true);
    const { order } = this.state;
    const stop = this.rows.get(order.includes(place) ? place : order[0]);
    if (stop === this.stop) return;
    this.stop?.roam(false);
    stop?.roam(true);
    this.stop = stop;
  }

  complain(words) {
    this.parts.say(this.problem, words ?? "");
    if (!words) return;
    this.mine = null;
    for (const { effort, closes } of this.rows.values()) {
      effort.refused();
      closes.refused();
    }
  }

  /** Draw an answer at once; of those that come faster than a screen can show, the last. */
  answered() {
    if (this.mine === this.model.get("state").selected) this.mine = null;
    if (this.frame) return;
    this.draw();
    this.frame = requestAnimationFrame(() => {
      this.frame = null;
      if (this.model.get("state") !== this.state) this.draw();
    });
  }

  draw() {
    this.late = this.pressed;
    const state = this.model.get("state");
    if (this.pressed || !state.order) return;
    this.state = state;
    this.drawHead(state);
    this.drawRows(state);
    this.mark(this.catalog.ids.indexOf(this.mine ?? state.selected));
    this.drawVetoed(state.vetoed);
    this.drawLeft(state.left);
    this.focusReturned();
    this.tip.draw();
    this.announce(state);
  }

  /** Say what moved, once: not while somebody drags, nor what nobody changed yet. */
  announce({ number, said, settled }) {
    if (!settled) return;
    if (this.number !== undefined && this.number !== number) this.parts.announce(this.root, said);
    this.number = number;
  }

  drawRows(state) {
    const { list } = this;
    const held = this.seen.findIndex(({ node }) => node.contains(document.activeElement));
    const scale = this.scaled(state);
    const rows = state.order.map((place, at) => ({ row: this.row(place), at }));
    const near = this.near();
    this.seen = rows.map(({ row }) => row);
    this.owed.clear();
    this.parts.update(
      list,
      rows,
      ({ row }) => row.improvement,
      ({ row }) => row.node,
      (_, { row, at }) => {
        const isNear = near(row, at);
        if (isNear) row.draw(state, at, scale);
        this.owed.set(row, isNear ? null : [state, at, scale]);
      },
      { stacked: true, passing: !state.settled },
    );
    // What nobody sees must not hold up what somebody waits for.
    clearTimeout(this.owing);
    this.owing = setTimeout(() => this.settle(), OWED_PAUSE);
    list.classList.toggle("cxw-many", rows.length > MANY);
    this.nothing.hidden = rows.length > 0;
    // A row that had the focus and left hands it to the one that took its place.
    const taken = held >= 0 && !list.contains(document.activeElement);
    if (taken) rows[Math.min(held, rows.length - 1)]?.row.name.focus({ preventScroll: true });
  }

  /** Tell which rows are drawn at once: those in sight, and those that come there. */
  near() {
    const sighted = this.seen.flatMap(({ node }, at) => (this.sight.has(node) ? [at] : []));
    if (!sighted.length) return () => true;
    const [first, last] = [sighted[0], sighted.at(-1)];
    return (row, at) => this.sight.has(row.node) || (at >= first && at <= last);
  }

  /** Draw what was owed. */
  settle() {
    const owed = [...this.owed];
    this.owed.clear();
    for (const [row, drawn] of owed) {
      if (drawn) row.draw(...drawn);
      row.describe();
    }
  }

  sighted(entries) {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.sight.add(target);
      else this.sight.delete(target);
    }
  }

  row(place) {
    if (!this.rows.has(place)) {
      this.rows.set(place, new Row(this, place));
      this.watch.observe(this.rows.get(place).node);
    }
    return this.rows.get(place);
  }

  /** One scale for all bars. It stands still while somebody drags, unless a bar would not fit. */
  scaled({ parts, settled }) {
    const most = (side) =>
      Math.max(0, ...parts.map((own) => own.reduce((sum, part) => sum + Math.max(0, side * part), 0)));
    const under = most(-1);
    const high = niceEnd(most(1));
    const low = under ? -niceEnd(under) : 0;
    const fits = high <= this.scale.high && low >= this.scale.low;
    if (settled || !fits) this.scale = { low, high };
    return this.scale;
  }

  drawHead({ top, criteria }) {
    const { element, say } = this.parts;
    say(this.heading, `TOP ${top}`);
    say(this.columns[4], `In the TOP ${top}, ranks`);
    const keys = criteria.join("\n");
    if (keys === this.shownKey) return;
    this.shownKey = keys;
    const swatch = (text) => element("span", {}, element("i"), element("span", { text }));
    this.key.replaceChildren(...criteria.map(swatch));
  }

  drawVetoed(vetoed) {
    const key = JSON.stringify(vetoed);
    if (key === this.vetoes) return;
    this.vetoes = key;
    const { element } = this.parts;
    const items = vetoed.map((veto) => element("li", {}, ...this.vetoParts(veto)));
    this.vetoed.hidden = !items.length;
    this.vetoed.replaceChildren(element("h3", { text: "Vetoed" }), element("ul", {}, ...items));
  }

  vetoParts([improvement, title, reason]) {
    const { element, button } = this.parts;
    const back = () => {
      this.returning = improvement;
      this.send("unveto", { improvement });
    };
    return [
      element("span", { text: title }),
      element("span", { class: "cxw-badge", text: `Vetoed${reason ? `: ${reason}` : ""}` }),
      button("Bring back", back, { class: "cxw-act", "aria-label": `Bring back ${title}` }),
    ];
  }

  drawLeft(left) {
    const key = JSON.stringify(left);
    if (key === this.leftOut) return;
    this.leftOut = key;
    const { element } = this.parts;
    const group = ([heading, lines]) => [
      element("h3", { text: heading }),
      element("ul", {}, ...lines.map((text) => element("li", { text }))),
    ];
    this.left.hidden = !left.length;
    this.left.replaceChildren(...left.flatMap(group));
  }

  /** The button that brought an improvement back is gone: go on at its row. */
  focusReturned() {
    const row = this.rows.get(this.catalog.ids.indexOf(this.returning));
    if (!row?.node.isConnected) return;
    this.returning = null;
    row.name.focus({ preventScroll: true });
  }
}

export default {
  async render({ model, el, signal, host }) {
    const parts = (await host.getWidget(model.get("parts"))).exports;
    if (!signal.aborted) new Board({ model, el, signal, parts });
  },
};
