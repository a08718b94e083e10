/**
 * A form for the parameters of a notebook. What is typed goes to Python, which checks it and
 * writes the new text of the parameters cell; the cell is reached by an event that JupyterLab's
 * extension of this package answers. Where nobody answers, the lines to write are shown.
 *
 * @typedef {{name: string, label: string, kind: string, means: string, choices: string[],
 *   empty: string | null, text: string, problem: string}} Field
 * @typedef {{title: string, fields: Field[], lines: string, trouble: string}} State
 */

const ASKED = "cx-workbench:parameters";
const PLAIN = { autocomplete: "off", spellcheck: "false" };
const LINKED = "What you change here goes into the parameters cell of this notebook. Then run all cells.";
const ALONE = "The parameters cell cannot be reached from here. Put these lines in it, then run all cells:";
const NOTHING = "nothing is changed yet";

let forms = 0;

/** Ask whoever knows the notebook. Without an answer `source` stays undefined. */
function askNotebook(root, detail) {
  root.dispatchEvent(new CustomEvent(ASKED, { bubbles: true, composed: true, detail }));
  return detail;
}

/** Make the control of a field. @param {Field} field */
function control({ element }, field, id) {
  if (field.kind === "switch") return element("input", { type: "checkbox", id });
  if (field.kind === "choice" || field.kind === "yes or no") {
    const made = element("select", { id });
    if (field.empty) made.append(element("option", { value: "", text: field.empty }));
    made.append(...field.choices.map((choice) => element("option", { value: choice, text: choice })));
    return made;
  }
  const numeric = { whole: "numeric", number: "decimal" }[field.kind] ?? null;
  return element("input", { type: "text", id, inputmode: numeric, placeholder: field.empty, ...PLAIN });
}

const typedIn = (input) => (input.type === "checkbox" ? (input.checked ? "yes" : "no") : input.value);

function fill(input, text) {
  if (typedIn(input) === text) return;
  if (input.type === "checkbox") input.checked = text === "yes";
  else input.value = text;
}

/** Make the row of a field: label, control, what it means, what is wrong. */
function makeRow(parts, field, form, typed, signal) {
  const { element } = parts;
  const id = `cxw-form-${form}-${field.name}`;
  const input = control(parts, field, id);
  input.setAttribute("aria-describedby", `${id}-means ${id}-problem`);
  input.addEventListener("input", () => typed(field.name, typedIn(input)), { signal });
  const row = element(
    "li",
    {},
    element("label", { for: id, text: field.label }),
    input,
    element("p", { id: `${id}-means`, class: "cxw-quiet", text: field.means }),
    element("p", { id: `${id}-problem`, class: "cxw-problem" }),
  );
  if (field.kind === "study") {
    input.setAttribute("list", `${id}-choices`);
    row.append(element("datalist", { id: `${id}-choices` }));
  }
  return row;
}

/** Show what Python says of a field; what is being typed is newer than that. */
function showRow({ announce, element, put, say, update }, root, row, field, typing) {
  const input = row.querySelector("input, select");
  const problem = row.querySelector(".cxw-problem");
  if (!typing) fill(input, field.text);
  put(input, "aria-invalid", field.problem ? "true" : null);
  if (field.problem && problem.textContent !== field.problem) announce(root, field.problem);
  say(problem, field.problem);
  const offered = row.querySelector("datalist");
  const option = (study) => element("option", { value: study });
  if (offered) update(offered, field.choices, String, option, () => {});
}

/**
 * Talk to Python, one question at a time: each carries the cell as it stands when it is asked, and
 * what was typed since the last one.
 */
function conversation(model, root, signal) {
  /** All that was typed, by field. */
  const texts = {};
  /** What Python has not been told yet; null if there is nothing to ask. */
  let waiting = null;
  let asking = false;
  const ask = () => {
    if (asking || !waiting) return;
    const typed = Object.keys(waiting).length ? { typed: waiting } : {};
    model.send({ source: askNotebook(root, {}).source ?? null, ...typed });
    waiting = null;
    asking = true;
  };
  const answered = ({ was, becomes }) => {
    asking = false;
    const changes = typeof becomes === "string" && becomes !== was;
    // The cell was changed meanwhile: say it all again over what stands there now.
    if (changes && !askNotebook(root, { was, becomes }).written) waiting = { ...texts, ...waiting };
    ask();
  };
  model.on("msg:custom", answered);
  signal.addEventListener("abort", () => model.off("msg:custom", answered));
  return {
    read() {
      waiting ??= {};
      ask();
    },
    type(name, text) {
      texts[name] = text;
      waiting = { ...waiting, [name]: text };
      ask();
    },
    isTyping: (name) => Boolean(waiting && name in waiting),
  };
}

export default {
  async render({ model, el, host, signal }) {
    const parts = (await host.getWidget(model.get("parts"))).exports;
    const { element, follow, keep, put, say, update } = parts;
    const root = keep(element("section", { class: "cxw-form", "aria-label": "Parameters" }), signal);
    const form = (forms += 1);
    const title = element("h2");
    const how = element("p", { class: "cxw-quiet" });
    const lines = element("pre", { tabindex: 0, "aria-label": "Lines for the parameters cell" });
    const trouble = element("p", { class: "cxw-problem" });
    const list = element("ul");
    root.append(title, how, lines, trouble, list);
    el.append(root);

    const python = conversation(model, root, signal);
    const look = () => {
      const linked = typeof askNotebook(root, {}).source === "string";
      say(how, linked ? LINKED : ALONE);
      put(lines, "class", linked ? "cxw-hidden" : null);
      python.read();
    };
    const entered = (event) => {
      if (!root.contains(event.relatedTarget)) look();
    };
    root.addEventListener("focusin", entered, { signal });
    follow(
      model,
      "state",
      (state) => {
        say(title, state.title);
        say(trouble, state.trouble);
        say(lines, state.lines || `# ${NOTHING}`);
        update(
          list,
          state.fields,
          (field) => field.name,
          (field) => makeRow(parts, field, form, python.type, signal),
          (row, field) => showRow(parts, root, row, field, python.isTyping(field.name)),
        );
      },
      signal,
    );
    // The page knows which notebook this is once the form stands in it.
    const placed = new ResizeObserver(() => {
      if (!root.isConnected) return;
      placed.disconnect();
      look();
    });
    placed.observe(root);
    signal.addEventListener("abort", () => placed.disconnect());
  },
};
