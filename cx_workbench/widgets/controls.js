/**
 * Weights, method and its like, and filters. A slider answers under the finger from the weights
 * at hand; the kernel is asked for previews that may be merged, and once for what was decided.
 *
 * @typedef {object} State
 * @property {number} number  Of the last change that the kernel answered.
 * @property {Record<string, number>} weights
 * @property {number} full    The weight at a slider's end.
 * @property {boolean} weighted
 * @property {string} of      What a share of the weights is a share of.
 * @property {string} unweighted
 * @property {Record<string, string>} settings
 * @property {Record<string, string[]>} filters  What each filter keeps.
 * @property {boolean} changed  Whether anything differs from the study's own settings.
 */

const STEPS = 100;
/**
 * What keys set is decided when they pause, and what a hand set that long after it let go, in
 * milliseconds: the order has to be on the screen before the draws take the machine for themselves.
 */
const PAUSE = 200;
const MOST_NAMED = 2;
const ALL_ZERO = "At least one weight must stay above 0: with none there is nothing to rank by.";

/** What was asked for and not answered yet: until then the controls show what was asked. */
class Asking {
  constructor(model, parts) {
    this.model = model;
    this.parts = parts;
    this.number = Math.max(this.answered, model.get("wanted").number ?? 0);
  }

  get answered() {
    return this.model.get("state").number ?? 0;
  }

  get open() {
    return this.number > this.answered;
  }

  preview(weights) {
    this.number += 1;
    this.parts.want(this.model, { number: this.number, kind: "weights", weights });
  }

  change(inputs) {
    this.number += 1;
    this.parts.send(this.model, "change", { number: this.number, inputs });
  }

  reset() {
    this.number += 1;
    this.parts.send(this.model, "reset", { number: this.number });
  }
}

/** Round to what a slider and a figure beside it can show alike. */
const tidy = (weight) => Number(weight.toPrecision(6));

/** One slider for each criterion, what it counts for, and their sum. */
class Weights {
  constructor(parts, asking, complain, signal) {
    const { element } = parts;
    Object.assign(this, { parts, asking, complain, now: {}, full: 1, waiting: null, byKey: false });
    this.undecided = false;
    this.rows = element("div", { class: "cxw-weights-rows" });
    this.sum = element("p", { class: "cxw-quiet cxw-fine" });
    this.rest = element("p", { class: "cxw-fine" });
    const legend = element("legend", { class: "cxw-part", text: "Weights" });
    this.node = element("fieldset", { class: "cxw-weights" }, legend, this.rows, this.sum, this.rest);
    const each = (event, act) => this.rows.addEventListener(event, act, { signal });
    each("input", (event) => this.moved(event.target));
    each("change", (event) => this.left(event.target));
    each("focusout", () => this.waiting && this.commit());
    each("keydown", () => { this.byKey = true; });
    each("pointerdown", () => {
      this.byKey = false;
      clearTimeout(this.waiting);
    });
    // A slider that is let go where it was taken up tells of no change.
    const released = () => !this.byKey && this.undecided && this.soon();
    for (const name of ["pointerup", "pointercancel"]) window.addEventListener(name, released, { signal });
    signal.addEventListener("abort", () => this.commit());
  }

  show(state) {
    this.state = state;
    if (!this.asking.open) this.now = { ...state.weights };
    this.full = state.full;
    const names = Object.keys(state.weights);
    const { update, say } = this.parts;
    update(this.rows, names, (name) => name, (name) => this.row(name), (row, name) => this.fill(row, name));
    const total = this.total();
    say(this.sum, `Weights add up to ${total.toFixed(2)}; each counts by its share.`);
    say(this.rest, state.unweighted);
  }

  total() {
    return Object.values(this.now).reduce((sum, weight) => sum + weight, 0);
  }

  row(name) {
    const { element } = this.parts;
    const label = `Weight of ${name}`;
    const slider = element("input", {
      type: "range", min: 0, max: STEPS, step: 1, "aria-label": label, "data-name": name,
    });
    const figure = element("input", {
      type: "number", min: 0, inputmode: "decimal", "aria-label": `${label}, as a number`,
      "data-name": name,
    });
    return element(
      "div", { class: "cxw-weight" },
      element("span", { class: "cxw-weight-name", text: name }), figure, slider,
      element("span", { class: "cxw-quiet cxw-counts" }),
    );
  }

  fill(row, name) {
    const { put, say, percent } = this.parts;
    const [, figure, slider, share] = row.children;
    const weight = this.now[name] ?? 0;
    const part = `${percent(weight / this.total())} ${this.state.of}`;
    put(figure, "max", this.full);
    put(figure, "step", tidy(this.full / STEPS));
    // What is being typed stays as it is typed: "0." is on its way to "0.5".
    const typing = figure.getRootNode().activeElement === figure && this.asking.open;
    if (!typing && Number(figure.value) !== weight) figure.value = String(tidy(weight));
    const position = String(Math.round((STEPS * weight) / this.full));
    if (slider.value !== position) slider.value = position;
    put(slider, "aria-valuetext", this.state.weighted ? `${tidy(weight)}, ${part}` : `${tidy(weight)}`);
    for (const input of [figure, slider]) input.disabled = !this.state.weighted;
    say(share, this.state.weighted ? part : "counts nothing here");
  }

  moved(input) {
    const typed = input.type === "number";
    const weight = typed ? input.valueAsNumber : tidy((input.valueAsNumber * this.full) / STEPS);
    if (typed && !(weight >= 0 && weight <= this.full)) return;
    const next = { ...this.now, [input.dataset.name]: weight };
    if (!Object.values(next).some((each) => each > 0)) {
      this.complain(ALL_ZERO);
      if (!typed) this.show(this.state);
      return;
    }
    this.complain("");
    this.now = next;
    this.undecided = true;
    this.asking.preview(next);
    this.show(this.state);
    if (this.byKey || typed) this.soon();
  }

  /** A slider was let go, or a figure was left. */
  left(input) {
    if (input.type === "range") {
      this.soon();
      return;
    }
    if (!(input.valueAsNumber >= 0 && input.valueAsNumber <= this.full)) {
      this.complain(`A weight is a number from 0 to ${this.full}.`);
    }
    this.commit();
    for (const figure of this.rows.querySelectorAll("[type=number]")) {
      const weight = this.now[figure.dataset.name];
      if (figure.valueAsNumber !== weight) figure.value = String(tidy(weight));
    }
  }

  soon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.commit(), PAUSE);
  }

  commit() {
    clearTimeout(this.waiting);
    this.waiting = null;
    if (this.undecided) this.asking.change({ weights: this.now });
    this.undecided = false;
  }
}

let made = 0;

/** Choices of which one holds: a folded list of radio buttons, each with its sentence. */
class Choices {
  constructor(parts, asking, look, offer) {
    const { element } = parts;
    Object.assign(this, { parts, asking, group: `cxw-choice-${(made += 1)}` });
    this.name = offer.name;
    this.title = element("span", { class: "cxw-part", text: offer.title });
    this.chosen = element("span", { class: "cxw-quiet" });
    this.list = element("div", { class: "cxw-options" });
    const legend = element("legend", { class: "cxw-unseen", text: offer.title });
    this.node = element(
      "details", { class: "cxw-fold", on: { toggle: () => this.node.open && look(offer.name) } },
      element("summary", {}, this.title, " ", this.chosen),
      element("fieldset", {}, legend, this.list),
    );
  }

  show(offer, state) {
    const chosen = state.settings[offer.name];
    const { update, say, put } = this.parts;
    say(this.chosen, offer.choices.find(({ name }) => name === chosen)?.title ?? chosen);
    const change = (row, { name, how, reason }) => {
      const [label, sentence] = row.children;
      const [radio] = label.children;
      radio.disabled = Boolean(reason) && name !== chosen;
      if (!this.asking.open) radio.checked = name === chosen;
      say(sentence, reason ? `Not for this study: ${reason}` : how);
      put(row, "class", reason ? "cxw-choice cxw-refused" : "cxw-choice");
    };
    update(this.list, offer.choices, ({ name }) => name, (choice) => this.row(choice), change);
  }

  row({ name, title }) {
    const { element } = this.parts;
    const id = `${this.group}-${name}`;
    const decide = () => this.asking.change({ [this.name]: name });
    const radio = element("input", {
      type: "radio", name: this.group, value: name, "aria-describedby": id, on: { change: decide },
    });
    return element("div", {}, element("label", {}, radio, title), element("p", { id, class: "cxw-fine" }));
  }
}

/** What stays in play: a folded list of checkboxes. */
class Filter {
  constructor(parts, asking, complain, offer) {
    const { element, button } = parts;
    Object.assign(this, { parts, asking, complain, offer, kept: new Set() });
    this.summary = element("summary", {}, element("span", { class: "cxw-part", text: offer.title }), " ");
    this.counted = element("span", { class: "cxw-quiet" });
    this.summary.append(this.counted);
    this.all = button("All", () => this.keep(offer.values.map(({ value }) => value)), {
      "aria-label": `All ${offer.title.toLowerCase()}`,
    });
    this.list = element("div", { class: "cxw-options" });
    const legend = element("legend", { class: "cxw-unseen", text: offer.title });
    this.node = element(
      "details", { class: "cxw-fold" }, this.summary,
      element("fieldset", {}, legend, this.all, this.list),
    );
  }

  get narrowed() {
    return this.kept.size < this.offer.values.length;
  }

  /** What is kept, in words short enough for a chip. */
  get words() {
    const titles = this.offer.values.filter(({ value }) => this.kept.has(value)).map(({ title }) => title);
    if (titles.length <= MOST_NAMED) return titles.join(", ");
    return `${titles.length} of ${this.offer.values.length}`;
  }

  show(state) {
    if (!this.asking.open) this.kept = new Set(state.filters[this.offer.name]);
    const { update, say, put } = this.parts;
    say(this.counted, this.narrowed ? this.words : `all ${this.offer.values.length}`);
    put(this.all, "aria-disabled", this.narrowed ? null : "true");
    const change = (row, { value }) => { row.querySelector("input").checked = this.kept.has(value); };
    update(this.list, this.offer.values, ({ value }) => value, (each) => this.row(each), change);
  }

  row({ value, title, counted }) {
    const { element, button } = this.parts;
    const box = element("input", { type: "checkbox", on: { change: () => this.toggle(value, box.checked) } });
    const only = button("only", () => this.keep([value]), {
      class: "cxw-plain", "aria-label": `Only ${title}`,
    });
    return element(
      "div", { class: "cxw-value" },
      element("label", {}, box, title), only,
      element("span", { class: "cxw-quiet cxw-fine", text: counted }),
    );
  }

  toggle(value, checked) {
    const next = new Set(this.kept);
    if (checked) next.add(value);
    else next.delete(value);
    this.keep([...next]);
  }

  keep(values) {
    const { offer } = this;
    if (!values.length) {
      this.complain(`At least one ${offer.one} must stay: without any there is nothing to rank.`);
    } else if (values.length !== this.kept.size || values.some((value) => !this.kept.has(value))) {
      this.complain("");
      this.kept = new Set(values);
      // All of them is no filter: a value that comes later is in it too.
      this.asking.change({ [offer.name]: this.narrowed ? values : [] });
    }
    this.mend();
  }

  /** Show what holds; a box that was refused is put back. */
  mend() {
    this.show({ filters: { [this.offer.name]: [...this.kept] } });
  }
}

/** Filters in force, each with a button that takes it out. */
function chips(parts) {
  const { element, update, say, put } = parts;
  const list = element("ul", { class: "cxw-chips", "aria-label": "Filters in force" });
  const create = (filter) => {
    const text = element("span");
    const out = element("button", {
      type: "button", class: "cxw-chip",
      on: {
        click: () => {
          filter.keep(filter.offer.values.map(({ value }) => value));
          filter.summary.focus();
        },
      },
    }, text, element("span", { "aria-hidden": "true", text: " ×" }));
    return element("li", {}, out);
  };
  const change = (item, filter) => {
    const words = `${filter.offer.title}: ${filter.words}`;
    say(item.firstChild.firstChild, words);
    put(item.firstChild, "aria-label", `Take the filter out: ${words}`);
  };
  return {
    list,
    show(filters) {
      update(list, filters.filter(({ narrowed }) => narrowed), ({ offer }) => offer.name, create, change);
      put(list, "hidden", !list.children.length);
    },
  };
}

export default {
  async render({ model, el, signal, host }) {
    const parts = (await host.getWidget(model.get("parts"))).exports;
    const { element, button, keep, follow, rest, say, put, send } = parts;
    const asking = new Asking(model, parts);
    const problem = element("p", { class: "cxw-problem", role: "alert" });
    const complain = (text) => say(problem, text);
    const offers = model.get("offers");
    const weights = new Weights(parts, asking, complain, signal);
    const filters = offers.filters.map((offer) => new Filter(parts, asking, complain, offer));
    const look = (setting) => send(model, "look", { setting });
    const settings = offers.settings.map((offer) => new Choices(parts, asking, look, offer));
    const inForce = chips(parts);
    const back = button("Back to the study's settings", () => {
      if (back.getAttribute("aria-disabled") !== "true") asking.reset();
    }, { class: "cxw-back" });
    const root = element(
      "div", { class: "cxw-controls" },
      inForce.list, problem, weights.node,
      ...filters.map(({ node }) => node), ...settings.map(({ node }) => node), back,
    );
    keep(root, signal);
    el.replaceChildren(root);

    const show = (state) => {
      weights.show(state);
      for (const filter of filters) filter.show(state);
      inForce.show(filters);
      model.get("offers").settings.forEach((offer, index) => settings[index].show(offer, state));
      put(back, "aria-disabled", state.changed ? null : "true");
    };
    follow(model, "state", show, signal);
    follow(model, "offers", () => show(model.get("state")), signal);
    follow(model, "problem", complain, signal);
    rest(model, root, problem, signal);
  },
};
