/**
 * The frame of the workbench: lays its parts out, and lets the keyboard move between them.
 */

const UNDO = { z: "undo", y: "redo" };

export default {
  async render({ model, el, signal, host }) {
    const parts = (await host.getWidget(model.get("parts"))).exports;
    const { element, keep, follow, rest, say, send } = parts;
    const state = model.get("state");
    const notice = element("p", { class: "cxw-notice", role: "note" });
    const problem = element("p", { class: "cxw-problem", role: "alert" });
    const stopped = element("p", { class: "cxw-problem", role: "alert" });
    const area = (name, label) => element("section", { class: `cxw-area-${name}`, "aria-label": label });
    const areas = {
      bar: area("bar", "Study and scenario"),
      controls: area("controls", "Weights, method and filters"),
      board: area("board", "Ranked improvements"),
      details: area("details", "Evidence"),
    };
    const pictures = tabs(parts, state.tabs, (part, panel) => show(part, panel), signal);
    const grid = element("div", { class: "cxw-grid" }, ...Object.values(areas), pictures);
    const root = element("div", { class: "cxw-workbench" }, notice, problem, stopped, grid);
    keep(root, signal);
    root.addEventListener("keydown", (event) => stepBack(event, model, send), { signal });
    el.replaceChildren(root);

    async function show(part, into) {
      const child = await host.getWidget(model.get(part));
      await child.render({ el: into, signal });
    }

    follow(model, "state", (now) => say(notice, now.notice ?? ""), signal);
    follow(model, "problem", (text) => say(problem, text), signal);
    const kept = () => {
      const file = model.get("state").saved;
      return file ? ` What was decided is saved in ${file}.` : "";
    };
    rest(model, root, stopped, signal, { more: kept });
    await Promise.all(Object.entries(areas).map(([part, into]) => show(part, into)));
  },
};

/** Undo and redo by keyboard, but for fields that have an undo of their own. */
function stepBack(event, model, send) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  if (event.target.matches("input[type=text], input[type=number], textarea")) return;
  const asked = UNDO[event.key.toLowerCase()];
  if (!asked) return;
  event.preventDefault();
  send(model, event.shiftKey ? "redo" : asked);
}

/** Tabs as the ARIA practices have them: arrows move, one panel shows; each is drawn when first shown. */
function tabs({ element, put }, names, show, signal) {
  const identity = `cxw-${Math.random().toString(36).slice(2)}`;
  const list = element("div", { class: "cxw-tabs", role: "tablist", "aria-label": "Pictures" });
  const box = element("section", { class: "cxw-area-pictures", "aria-label": "Pictures" }, list);
  const made = names.map(({ part, name }) => {
    const tab = element("button", {
      type: "button", role: "tab", text: name,
      id: `${identity}-${part}-tab`, "aria-controls": `${identity}-${part}`,
    });
    const panel = element("div", {
      role: "tabpanel", id: `${identity}-${part}`, class: "cxw-panel",
      "aria-labelledby": `${identity}-${part}-tab`, hidden: true,
    });
    list.append(tab);
    box.append(panel);
    return { part, tab, panel, drawn: false };
  });

  function choose(chosen) {
    for (const each of made) {
      put(each.tab, "aria-selected", String(each === chosen));
      put(each.tab, "tabindex", each === chosen ? "0" : "-1");
      put(each.panel, "hidden", each !== chosen);
    }
    if (!chosen.drawn) show(chosen.part, chosen.panel);
    chosen.drawn = true;
  }

  list.addEventListener("click", (event) => {
    const chosen = made.find(({ tab }) => tab === event.target);
    if (chosen) choose(chosen);
  }, { signal });
  list.addEventListener("keydown", (event) => {
    const at = made.findIndex(({ tab }) => tab === event.target);
    const last = made.length - 1;
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at ? at - 1 : last, Home: 0, End: last };
    const next = made[to[event.key]];
    if (at < 0 || !next) return;
    event.preventDefault();
    choose(next);
    next.tab.focus();
  }, { signal });
  choose(made[0]);
  return box;
}
