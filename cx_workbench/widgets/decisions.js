/**
 * The log: every decision with its time and reason, and a form for notes by hand.
 *
 * @typedef {{key: string, time: string, what: string, reason: string}} Entry
 * @typedef {object} State
 * @property {Entry[]} entries  The newest first.
 * @property {string} none      What to say where there are none.
 * @property {string} saved     Where it is kept.
 * @property {string} text      The log as plain text.
 */

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Write a moment as clocks here show it: "21 Nov 16:40"; another year is named. @param {string} iso */
function moment(iso) {
  const at = new Date(iso);
  const two = (figure) => String(figure).padStart(2, "0");
  const year = at.getFullYear() === new Date().getFullYear() ? "" : ` ${at.getFullYear()}`;
  return `${at.getDate()} ${MONTHS[at.getMonth()]}${year} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Put a text where it can be pasted; pages that are not served securely have no clipboard. */
async function copy(text, field) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    field.hidden = false;
    field.select();
    return document.execCommand("copy");
  }
}

/** The form for a note: what was decided, and why. */
function note({ element, say }, send, problem) {
  const what = element("input", { type: "text", autocomplete: "off", maxlength: 300, placeholder: "We start with …" });
  const reason = element("input", { type: "text", autocomplete: "off", maxlength: 300, placeholder: "the reason" });
  const write = (event) => {
    event.preventDefault();
    if (!what.value.trim()) {
      say(problem, "Write down what was decided.");
      what.focus();
      return;
    }
    say(problem, "");
    send("note", { what: what.value, reason: reason.value });
    what.value = "";
    reason.value = "";
    what.focus();
  };
  return element(
    "form", { class: "cxw-note-form", on: { submit: write } },
    element("label", {}, element("span", { text: "What was decided" }), what),
    element("label", {}, element("span", { text: "Why" }), reason),
    element("button", { type: "submit", text: "Write it down" }),
  );
}

export default {
  async render({ model, el, signal, host }) {
    const parts = (await host.getWidget(model.get("parts"))).exports;
    if (signal.aborted) return;
    const { announce, button, element, follow, keep, put, say, update } = parts;
    const send = (what, fields) => parts.send(model, what, fields);
    const problem = element("p", { class: "cxw-problem", role: "alert" });
    const list = element("ol", { class: "cxw-log", role: "list" });
    const none = element("p", { class: "cxw-quiet" });
    const saved = element("p", { class: "cxw-quiet" });
    const whole = element("textarea", { rows: 8, readonly: true, hidden: true, "aria-label": "The log as text" });
    const copying = button("Copy as text", async () => {
      whole.value = model.get("state").text;
      const done = await copy(whole.value, whole);
      announce(root, done ? "The log was copied." : "Select the text and copy it.");
      say(copying, done ? "Copied" : "Select the text and copy it");
    });
    const form = note(parts, send, problem);
    const root = element(
      "section", { class: "cxw-decisions", "aria-label": "Decisions" },
      form, problem, none, list,
      element("div", { class: "cxw-log-foot" }, copying, saved), whole,
    );
    keep(root, signal);
    el.replaceChildren(root);

    const create = () => element(
      "li", {}, element("time", { class: "cxw-quiet" }), element("p"), element("p", { class: "cxw-log-reason" }),
    );
    /** @param {HTMLElement} item @param {Entry} entry */
    const change = (item, { time, what, reason }) => {
      const [at, said, why] = item.children;
      put(at, "datetime", time);
      say(at, moment(time));
      say(said, what);
      say(why, reason ? `Because: ${reason}` : "");
    };
    follow(model, "state", (state) => {
      if (!state.entries) return;
      update(list, state.entries, ({ key }) => key, create, change);
      say(none, state.entries.length ? "" : state.none);
      say(saved, state.saved);
      say(copying, "Copy as text");
      copying.hidden = !state.entries.length;
      whole.hidden = true;
    }, signal);
    follow(model, "problem", (text) => say(problem, text ?? ""), signal);
    // Without a kernel nothing can be written down; what was can still be copied.
    parts.rest(model, root, problem, signal, { inside: form });
  },
};
