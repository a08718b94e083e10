/** Part of the board: one improvement in the list, and what its score is made of. */

const NO_BREAK = "\u00a0";
const MINUS = "\u2212";
const TO = "\u2013";
/** Where a row moved, by the sign of its places. */
const WAYS = { 1: "up", [-1]: "down" };
const PENDING = "\u2026";
/** Shades that the style sheet has for parts of a score. */
const SHADES = 5;
/** Scores from here on are counts of something, not values between anchors. */
const COARSE_FROM = 10;

/** What is asked when an improvement is pinned or vetoed, and why it is worth an answer. */
const REASONS = {
  pin: {
    label: (top) => `Why does it stay in the TOP ${top}?`,
    hint: "Such as: the board has promised it. It stands beside the title and in the log; may stay empty.",
  },
  veto: {
    label: () => "Why is it out?",
    hint: "Such as: the system is replaced next year. It stands below the list and in the log; may stay empty.",
  },
};

/** Write a share of the draws; what is not quite all or nothing never reads as that. */
function ofDraws(share, below = "<", above = ">") {
  if (share === 0 || share === 1) return share ? "every draw" : "no draw";
  const rounded = Math.round(100 * share);
  const shown = { 0: `${below} 1`, 100: `${above} 99` }[rounded] ?? rounded;
  return `${shown} of 100 draws`.replaceAll(" ", NO_BREAK);
}

/** One improvement: made once, then mended and moved. */
class Row {
  constructor(board, place) {
    const { element, button } = board.parts;
    const { ids, titles } = board.catalog;
    Object.assign(this, { board, place, improvement: ids[place], title: titles[place] });
    const words = (name, look = {}) => element("span", { class: `cxw-${name}`, ...look });
    const cell = (name, ...children) => element("div", { class: `cxw-${name}` }, ...children);
    const seen = { "aria-hidden": "true" };
    this.rank = words("rank");
    this.name = button(this.title, () => {}, { class: "cxw-title" });
    this.badge = words("badge", { hidden: true });
    this.moved = words("moved", seen);
    this.movedSaid = words("unseen");
    this.bar = button("", () => {}, { class: "cxw-bar", on: board.tip.following(this) });
    this.stack = element("i");
    this.bar.append(this.stack);
    this.score = words("figure", seen);
    this.draws = words("draws", seen);
    this.range = words("range", seen);
    this.meter = element("i", { class: "cxw-meter" });
    this.sureSaid = words("unseen");
    this.effort = new Estimate("effort", this);
    this.closes = new Estimate("closes", this);
    this.pin = this.toggle("pin", "Pin");
    this.veto = this.toggle("veto", "Veto");
    this.node = element(
      "li",
      { class: "cxw-row", "data-improvement": this.improvement },
      this.rank,
      cell("name", this.name, this.badge),
      cell("movement", this.moved, this.movedSaid),
      cell("score", this.bar, this.score),
      cell("sure", this.draws, this.range, this.meter, this.sureSaid),
      this.effort.node,
      this.closes.node,
      cell("acts", this.pin, this.veto),
    );
    this.roam(false);
  }

  /** A button that asks for a reason first. */
  toggle(act, text) {
    const look = { class: "cxw-act", "aria-label": `${text} ${this.title}`, "aria-pressed": "false" };
    return this.board.parts.button(text, () => this.act(act), look);
  }

  act(act) {
    if (act === "pin" && this.reason !== undefined) this.send("unpin");
    else this.ask(act);
  }

  send(what, fields = {}) {
    this.board.send(what, { improvement: this.improvement, ...fields });
  }

  /** Ask for a reason below the row. */
  ask(act) {
    this.form?.remove();
    const { element, button } = this.board.parts;
    const { label, hint } = REASONS[act];
    const reason = element("input", { type: "text", autocomplete: "off" });
    const close = () => {
      this[act].focus();
      this.form.remove();
    };
    const submit = (event) => {
      event.preventDefault();
      close();
      this.send(act, { reason: reason.value.trim() });
    };
    const keydown = (event) => {
      if (event.key === "Escape") close();
    };
    this.form = element(
      "form",
      { class: "cxw-reason", on: { submit, keydown } },
      element("label", {}, element("span", { text: label(this.board.state.top) }), reason),
      element("button", { type: "submit", text: this[act].textContent }),
      button("Cancel", close),
      element("small", { text: hint }),
    );
    this.node.append(this.form);
    reason.focus();
  }

  get controls() {
    const { name, bar, effort, closes, pin, veto } = this;
    return [name, bar, effort.input, effort.back, closes.input, closes.back, pin, veto];
  }

  /** Whether Tab stops here: with fifty rows of eight controls it must not stop everywhere. */
  roam(stops) {
    for (const control of this.controls) control.tabIndex = stops ? 0 : -1;
  }

  select(selected) {
    this.node.classList.toggle("cxw-selected", selected);
    this.board.parts.put(this.name, "aria-current", selected ? "true" : null);
  }

  draw(state, at, scale) {
    const { catalog, parts } = this.board;
    parts.say(this.rank, String(state.rank[at]));
    this.node.classList.toggle("cxw-top", at < state.in_top);
    this.node.classList.toggle("cxw-edge", at === state.in_top && at > 0);
    this.drawMovement(state.moved[this.improvement] ?? 0);
    this.drawScore(state, at, scale);
    this.drawPin(state.pinned[this.improvement]);
    this.drawSureness(state, at);
    const changed = state.changed[this.improvement] ?? {};
    for (const name of Object.keys(ESTIMATES)) {
      this[name].draw(state[name][at], catalog[name][this.place], changed[name] !== undefined);
    }
  }

  /** Put into words what is drawn, for those who hear it. */
  describe() {
    const { put, say } = this.board.parts;
    const by = Math.abs(this.movement);
    const way = WAYS[Math.sign(this.movement)];
    say(this.movedSaid, by ? `moved ${way} ${by} place${by > 1 ? "s" : ""}` : "");
    say(this.sureSaid, this.certainty);
    const score = `Score ${this.score.textContent} of ${this.title}`;
    put(this.bar, "aria-label", `${score}: ${this.made().join(", ")}`);
  }

  drawMovement(moved) {
    if (moved === this.movement) return;
    this.movement = moved;
    const { put, say } = this.board.parts;
    const by = Math.abs(moved);
    const sign = moved > 0 ? `\u2191${NO_BREAK}+` : `\u2193${NO_BREAK}${MINUS}`;
    say(this.moved, by ? `${sign}${by}` : "");
    put(this.moved, "data-way", WAYS[Math.sign(moved)]);
  }

  drawScore(state, at, scale) {
    const { figure, say } = this.board.parts;
    this.worth = { names: state.criteria, parts: state.parts[at] };
    const bar = stacked(state.parts[at], scale, at < state.in_top ? "part" : "rest");
    if (bar !== this.stackDrawn) this.stack.style.background = bar;
    this.stackDrawn = bar;
    say(this.score, scored(state.score[at], figure));
  }

  /** What the score is made of, in words. */
  made() {
    const { figure } = this.board.parts;
    const { names, parts } = this.worth;
    return names.map((name, number) => `${name} ${parts.length > 1 ? "adds" : "gives"} ${scored(parts[number], figure)}`);
  }

  drawSureness({ top, draws, p_top, rank_low, rank_high }, at) {
    const known = p_top !== null;
    const [share, low, high] = known ? [p_top[at], rank_low[at], rank_high[at]] : [];
    const pinned = this.reason !== undefined;
    const key = `${share} ${low} ${high} ${top} ${draws} ${pinned}`;
    if (key === this.sureness) return;
    this.sureness = key;
    const { say } = this.board.parts;
    // Undecided: the draws place it on both sides of the line.
    this.node.classList.toggle("cxw-unsure", known && !pinned && low <= top && high > top);
    this.meter.style.setProperty("--cxw-share", known ? `${(100 * share).toFixed(1)}%` : "0%");
    if (!known) {
      say(this.draws, draws ? PENDING : "not drawn");
      say(this.range, draws ? PENDING : "");
      this.certainty = draws ? "how sure that is follows" : "how sure that is was not drawn";
      return;
    }
    const ranks = low === high ? `rank ${low}` : `ranks ${low} to ${high}`;
    say(this.draws, pinned ? "pinned" : ofDraws(share));
    say(this.range, low === high ? String(low) : `${low}${TO}${high}`);
    const said = pinned ? "by its pin" : `in ${ofDraws(share, "fewer than", "more than")}`;
    this.certainty = `in the TOP ${top} ${said}, ${ranks} in 90 of 100 draws`;
  }

  drawPin(reason) {
    if (reason === this.reason) return;
    this.reason = reason;
    const { put, say } = this.board.parts;
    const pinned = reason !== undefined;
    put(this.badge, "hidden", !pinned);
    say(this.badge, pinned ? `Pinned${reason ? `: ${reason}` : ""}` : "");
    put(this.pin, "aria-pressed", String(pinned));
  }
}

/** Write a score so that near ones can be told apart. */
function scored(value, figure) {
  return figure(value, Math.abs(value) < COARSE_FROM ? 3 : 1);
}

/**
 * Draw parts end to end: one background instead of many boxes, so that nothing is laid out anew.
 * What takes away stands left of zero.
 */
function stacked(parts, { low, high }, colours) {
  const per = 100 / (high - low);
  const ends = { over: 0, under: 0 };
  const boxes = parts.map((part, number) => {
    const side = part < 0 ? "under" : "over";
    const left = (Math.min(ends[side], ends[side] + part) - low) * per;
    ends[side] += part;
    const colour = `var(--cxw-${colours}-${Math.min(number, SHADES - 1) + 1})`;
    return { left, right: left + Math.abs(part) * per, colour };
  });
  const stops = boxes
    .sort((one, other) => one.left - other.left)
    .map(({ left, right, colour }) => {
      const [from, to] = [left.toFixed(2), right.toFixed(2)];
      // A gap of one pixel keeps neighbours apart, in grey too.
      return `#0000 ${from}%, ${colour} ${from}% calc(${to}% - 1px), #0000 calc(${to}% - 1px)`;
    });
  return `linear-gradient(90deg, ${stops.join(", ")})`;
}

/** What the score of a row is made of, beside its bar: for pointers, fingers and the keyboard. */
class Tip {
  constructor(board) {
    this.board = board;
    this.node = board.parts.element("div", { class: "cxw-tip", hidden: true, "aria-hidden": "true" });
  }

  /** Listeners for the bar of a row. */
  following(row) {
    const show = () => this.show(row);
    const hide = () => this.show(null);
    return { pointerenter: show, pointerleave: hide, focus: show, blur: hide };
  }

  show(row) {
    this.row = row;
    this.node.hidden = !row;
    this.draw();
  }

  draw() {
    if (!this.row) return;
    const { root, parts } = this.board;
    const lines = this.row.made().map((text) => parts.element("div", { text }));
    this.node.replaceChildren(...lines);
    const bar = this.row.bar.getBoundingClientRect();
    const { left, top, width } = root.getBoundingClientRect();
    const room = width - this.node.offsetWidth;
    this.node.style.left = `${Math.max(0, Math.min(bar.left - left, room))}px`;
    this.node.style.top = `${bar.bottom - top + 4}px`;
  }
}
