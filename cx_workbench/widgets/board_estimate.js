/** Part of the board: an effort or a share closed, edited where it is seen. */

/** What is typed in a row; `times` turns the kernel's figure into the one that is shown. */
const ESTIMATES = {
  effort: {
    label: "person-days",
    unit: "person-days",
    name: (title) => `Effort of ${title}, person-days`,
    times: 1,
    most: Infinity,
    wrong: "Give person-days as a number of 0 or more, such as 20.",
  },
  closes: {
    label: "closes, %",
    unit: "%",
    name: (title) => `Share of the gap that ${title} closes, %`,
    times: 100,
    most: 100,
    wrong: "Give a share of the gap from 0 to 100 %, such as 40.",
  },
};
const UNCLEAR = "Write thousands without a sign between: 1500.";
/** Figures that differ by less are one, whatever was rounded on the way. */
const SAME = 1e-6;
/** From here on, whole person-days say enough, unless somebody typed them. */
const WHOLE_DAYS = 10;

/** Write an estimate: as exactly as it was typed, or as exactly as the reports do. */
function written(name, value, typed) {
  const shown = value * ESTIMATES[name].times;
  const whole = name === "closes" || shown >= WHOLE_DAYS;
  return String(Number(shown.toFixed(typed ? 2 : whole ? 0 : 1)));
}

/** Read what a person typed; NaN for what is no number, undefined for what could be two. */
function read(text) {
  const plain = text.replace(/\s|%|(person-)?days?/gi, "");
  if (/^[1-9]\d{0,2}([.,]\d{3})+$/.test(plain)) return undefined;
  return /^\d+([.,]\d+)?$/.test(plain) ? Number(plain.replace(",", ".")) : NaN;
}

/** A figure that a person may type over. Nothing is sent before Enter or leaving the field. */
class Estimate {
  constructor(name, row) {
    const { element, button } = row.board.parts;
    const about = ESTIMATES[name];
    const id = `cxw-${Math.random().toString(36).slice(2)}`;
    Object.assign(this, { name, row, about, dirty: false, sent: null });
    this.input = element("input", {
      class: "cxw-typed",
      type: "text",
      inputmode: "decimal",
      autocomplete: "off",
      "aria-label": about.name(row.title),
      "aria-describedby": id,
      on: {
        input: () => this.typed(),
        keydown: (event) => this.key(event),
        focus: () => this.input.select(),
        blur: () => this.commit(),
      },
    });
    this.back = button("", () => this.restore(), { class: "cxw-back", hidden: true });
    this.complaint = element("span", { class: "cxw-complaint", id, role: "alert" });
    const label = element("span", { class: "cxw-label", "aria-hidden": "true", text: about.label });
    const look = { class: `cxw-estimate cxw-${name}` };
    this.node = element("div", look, label, this.input, this.back, this.complaint);
  }

  typed() {
    this.dirty = true;
    this.complain("");
  }

  key(event) {
    if (event.key === "Enter") {
      event.preventDefault();
      this.commit();
      this.input.select();
    } else if (event.key === "Escape" && this.dirty) {
      this.forget();
    }
  }

  /** Put back what stood there before the typing. */
  forget() {
    this.dirty = false;
    this.complain("");
    this.input.value = this.shown;
  }

  complain(words) {
    const { put, say } = this.row.board.parts;
    say(this.complaint, words);
    put(this.input, "aria-invalid", words ? "true" : null);
  }

  commit() {
    const text = this.input.value.trim();
    if (!this.dirty) return;
    if (text === this.shown) {
      this.forget();
      return;
    }
    const value = read(text);
    if (value === undefined) this.complain(UNCLEAR);
    else if (!(value <= this.about.most)) this.complain(this.about.wrong);
    else this.settle(value / this.about.times);
  }

  /** Send a figure, unless it is the one that stands there. */
  settle(figure) {
    if (Math.abs(figure - this.value) < SAME) {
      this.forget();
      return;
    }
    this.dirty = false;
    // An answer that is on its way already must not put the old figure back.
    this.sent = { before: this.value };
    if (Math.abs(figure - this.own) < SAME) this.row.send("restore", { estimate: this.name });
    else this.row.send("estimate", { [this.name]: figure });
  }

  restore() {
    this.dirty = false;
    this.complain("");
    this.input.focus();
    this.row.send("restore", { estimate: this.name });
  }

  /** What was sent did not go through: show what holds. */
  refused() {
    this.sent = null;
    if (!this.dirty) this.input.value = this.shown;
  }

  /** Show a figure, unless somebody is typing another; `own` is the study's. */
  draw(value, own, changed) {
    if (value !== this.value || changed !== this.changed) {
      Object.assign(this, { value, own, changed, shown: written(this.name, value, changed) });
      this.drawBack();
    }
    if (this.dirty || (this.sent && this.sent.before === value)) return;
    this.sent = null;
    if (this.input.value !== this.shown) this.input.value = this.shown;
  }

  drawBack() {
    const { put, say } = this.row.board.parts;
    put(this.node, "data-changed", this.changed);
    put(this.back, "hidden", !this.changed);
    if (!this.changed) return;
    const figure = written(this.name, this.own, false);
    const study = `${figure}${NO_BREAK}${this.about.unit}`;
    say(this.back, `study: ${figure}`);
    put(this.back, "title", `Take back to the study's ${study}`);
    const label = `study: ${figure} ${this.about.unit}. Take back: ${this.about.name(this.row.title)}`;
    put(this.back, "aria-label", label);
  }
}
