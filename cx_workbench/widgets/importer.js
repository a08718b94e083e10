/**
 * An export on the screen: the first rows, what each column is taken for, its answers as bars, and
 * menus to correct it. Python decides everything; the browser only asks.
 *
 * @typedef {{answer: string, count: number, share: number, meaning: string}} Answer
 * @typedef {{title: string, metric: string, kind: string, min: number, max: number,
 *   whole: boolean, answers: Answer[]}} Question
 * @typedef {{name: string, role: string, why: string, doubts: string[], question: ?Question}} Column
 */

const BAR_PX = 44;
/** What an answer means in turn, each time that its bar is pressed. */
const NEXT = { score: "not_applicable", not_applicable: "blank", blank: "score" };
const WORDS = { score: "", not_applicable: "n/a", blank: "blank" };
/** The controls of each column's item. */
const inside = new WeakMap();
const SAID = { score: "a score", not_applicable: "not applicable", blank: "no answer" };

/** Fill a menu; what is chosen stays. */
function offer(parts, menu, options, chosen, named = (option) => option) {
  const { element, update } = parts;
  update(menu, options, (option) => `=${option}`,
    (option) => element("option", { value: option }), (node, option) => {
      parts.say(node, named(option));
    });
  menu.value = chosen;
}

/** A field with its name. */
function field(parts, name, input) {
  return parts.element("label", {}, parts.element("span", { text: name }), input);
}

/** A column: its name, what it is, and how its question reads. */
function column(parts, ask) {
  const { element, button } = parts;
  return ({ name }) => {
    const change = (what) => (event) => ask("question", { column: name, ...what(event.target) });
    const role = element("select", {
      "aria-label": `What ${name} is`, on: { change: (e) => ask("role", { column: name, role: e.target.value }) },
    });
    const title = element("input", { type: "text", on: { change: change(({ value }) => ({ title: value })) } });
    const metric = element("select", { on: { change: change(({ value }) => ({ metric: value })) } });
    const kind = element("select", { on: { change: change(({ value }) => ({ kind: value })) } });
    const low = element("input", { type: "number", step: "any", on: { change: change(({ valueAsNumber }) => ({ min: valueAsNumber })) } });
    const high = element("input", { type: "number", step: "any", on: { change: change(({ valueAsNumber }) => ({ max: valueAsNumber })) } });
    const whole = element("input", { type: "checkbox", on: { change: change(({ checked }) => ({ whole: checked })) } });
    const named = field(parts, "Touchpoint", title);
    named.classList.add("cxw-title-field");
    const turn = button("Turn round", () => ask("turn", { column: name }), {
      title: "1 is the best: the highest score becomes the lowest",
    });
    const fields = element("div", { class: "cxw-fields", "data-part": "fields" },
      named, field(parts, "Metric", metric), field(parts, "Kind", kind), field(parts, "From", low),
      field(parts, "to", high), field(parts, "whole journey", whole), turn);
    const answers = element("div", { class: "cxw-answers", role: "group", "aria-label": `Answers of ${name}` });
    const why = element("p", { class: "cxw-quiet cxw-fine" });
    const doubts = element("ul", { class: "cxw-doubts cxw-fine" });
    const head = element("div", {}, element("h3", { text: name }), why);
    const what = element("div", { class: "cxw-what" },
      element("div", { class: "cxw-fields" }, field(parts, "Column is", role)), fields, answers, doubts);
    const made = element("li", {}, head, what);
    inside.set(made, { role, title, metric, kind, low, high, whole, fields, answers, why, doubts });
    return made;
  };
}

/** Show the answers of a question as bars. */
function bars(parts, ask, name, list, answers) {
  const { element, update, put, say, figure } = parts;
  update(list, answers, ({ answer }) => `=${answer}`, ({ answer }) => {
    const bar = element("span", { class: "cxw-bar" });
    const label = element("span", { class: "cxw-answer", text: answer });
    const count = element("span", { class: "cxw-quiet" });
    return element("button", {
      type: "button",
      on: { click: (event) => {
        const { meaning } = event.currentTarget.dataset;
        ask("meaning", { column: name, answer, meaning: NEXT[meaning] });
      } },
    }, bar, label, count);
  }, (node, { answer, count, share, meaning }) => {
    const [bar, , said] = node.children;
    bar.style.height = `${Math.max(1, Math.round(share * BAR_PX))}px`;
    put(node, "data-meaning", meaning);
    put(node, "title", `${answer}: ${SAID[meaning]}`);
    put(node, "aria-label", `${answer}: ${figure(count)} times, ${SAID[meaning]}; press to change`);
    say(said, [figure(count), WORDS[meaning]].filter(Boolean).join(" "));
  });
}

export default {
  async render({ model, el, signal, host }) {
    const parts = (await host.getWidget(model.get("parts"))).exports;
    const { element, button, keep, follow, rest, say, send, update } = parts;
    const ask = (what, fields) => send(model, what, fields);

    const file = element("select", {});
    const sheet = element("select", { on: { change: () => read() } });
    const read = () => ask("read", { file: file.value, sheet: sheet.value || "" });
    const sheetField = field(parts, "Sheet", sheet);
    const choose = element("div", { class: "cxw-line" }, field(parts, "File", file),
      button("Read", () => { sheet.value = ""; read(); }), sheetField);
    const problem = element("p", { class: "cxw-problem", role: "alert" });
    const said = element("h2", {});
    const assumed = element("ul", { class: "cxw-quiet cxw-fine" });
    const headings = element("tr", {});
    const rows = element("tbody");
    const first = element("details", {}, element("summary", { text: "The first rows" }),
      element("div", { class: "cxw-first", role: "region", tabindex: 0, "aria-label": "The first rows" },
        element("table", {}, element("thead", {}, headings), rows)));
    const persona = element("select", { on: { change: (e) => ask("persona", { column: e.target.value }) } });
    const all = element("input", { type: "checkbox", on: { change: () => show(model.get("state")) } });
    const undo = button("Undo", () => ask("undo", {}));
    const settings = element("div", { class: "cxw-line" }, field(parts, "Personas are told by", persona),
      field(parts, "show all columns", all), undo);
    const columns = element("ul", { class: "cxw-columns" });
    const name = element("input", { type: "text" });
    const saved = element("p", { role: "status" });
    const save = element("div", { class: "cxw-line" }, field(parts, "Save as", name),
      button("Save the study", () => ask("save", { name: name.value })), saved);
    const body = element("div", { class: "cxw-importer" }, said, assumed, first, settings, columns, save);
    const start = element("p", { class: "cxw-quiet" });
    const root = element("div", { class: "cxw-importer" }, start, choose, problem, body);
    keep(root, signal);
    el.replaceChildren(root);
    let shownFile = "";

    const showColumn = (node, { name: heading, role, why, doubts, question }) => {
      const at = inside.get(node);
      const state = model.get("state").read;
      offer(parts, at.role, state.roles, role);
      say(at.why, why);
      update(at.doubts, doubts.map((text) => ({ text })), ({ text }) => text,
        ({ text }) => element("li", { text }), () => {});
      at.fields.hidden = at.answers.hidden = question === null;
      if (question === null) return;
      offer(parts, at.metric, state.metrics, question.metric);
      offer(parts, at.kind, state.kinds, question.kind);
      for (const [input, value] of [[at.title, question.title], [at.low, question.min], [at.high, question.max]]) {
        if (input !== input.getRootNode().activeElement) input.value = value;
      }
      at.title.disabled = question.whole;
      at.whole.checked = question.whole;
      bars(parts, ask, heading, at.answers, question.answers);
    };

    const show = (state) => {
      say(start, state.start);
      start.hidden = state.read !== null;
      const chosen = file.value || state.files[0] || "";
      offer(parts, file, state.files, state.files.includes(chosen) ? chosen : state.files[0] ?? "");
      body.hidden = state.read === null;
      sheetField.hidden = !(state.read?.sheets.length > 1);
      undo.disabled = !state.undo;
      say(saved, state.saved && `Saved in ${state.saved}.`);
      if (state.read === null) return;
      const found = state.read;
      if (found.sheets.length) offer(parts, sheet, found.sheets, found.sheet);
      say(said, found.said);
      update(assumed, found.assumed.map((text) => ({ text })), ({ text }) => text,
        ({ text }) => element("li", { text }), () => {});
      const numbered = (cells) => cells.map((text, at) => ({ text, key: String(at) }));
      const cell = (tag) => () => element(tag, tag === "th" ? { scope: "col" } : {});
      update(headings, numbered(found.headings), ({ key }) => key, cell("th"), (node, { text }) => say(node, text));
      update(rows, found.rows.map((cells, at) => ({ cells, key: String(at) })), ({ key }) => key,
        () => element("tr", {}), (line, { cells }) => {
          update(line, numbered(cells), ({ key }) => key, cell("td"), (node, { text }) => say(node, text));
        });
      offer(parts, persona, ["", ...found.groups], found.persona, (group) => group || "nothing: all are one");
      const seen = all.checked ? found.columns
        : found.columns.filter(({ question, doubts }) => question !== null || doubts.length);
      update(columns, seen, (each) => `${found.file} ${each.name}`, column(parts, ask), showColumn);
      if (shownFile !== found.file) name.value = found.name;
      shownFile = found.file;
    };

    follow(model, "state", show, signal);
    follow(model, "problem", (text) => say(problem, text), signal);
    rest(model, root, problem, signal);
  },
};
