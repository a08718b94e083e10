/**
 * Scenarios side by side: one column each, what is set now last.
 *
 * @typedef {{rank: ?number, top: boolean}} Place
 * @typedef {{name: string, top: string, now: boolean, open: boolean, refused: string}} Column
 * @typedef {object} State
 * @property {string} none  What to do where no scenario was saved yet.
 * @property {Column[]} columns
 * @property {string[]} differences
 * @property {{improvement: string, title: string, places: Place[]}[]} rows
 */

/** Cells of a row by their number: they only ever change what they say. */
const numbered = (items) => items.map((item, index) => ({ ...item, key: String(index) }));
const byNumber = ({ key }) => key;

function heading(parts, open) {
  const { element, button } = parts;
  return ({ key }) => {
    const name = element("span", { class: "cxw-column-name" });
    const top = element("span", { class: "cxw-quiet cxw-fine" });
    const act = button("Open", () => open(Number(key)));
    const refused = element("span", { class: "cxw-fine" });
    return element("th", { scope: "col" }, name, top, act, refused);
  };
}

function place(parts) {
  const { element } = parts;
  return () => element("td", {}, element("span"), element("span", { class: "cxw-unseen" }));
}

export default {
  async render({ model, el, signal, host }) {
    const parts = (await host.getWidget(model.get("parts"))).exports;
    const { element, keep, follow, rest, say, put, send, update } = parts;
    const none = element("p", { class: "cxw-quiet" });
    const problem = element("p", { class: "cxw-problem", role: "alert" });
    const differences = element("ul", { class: "cxw-differences" });
    const about = element("p", {
      class: "cxw-quiet cxw-fine",
      text: "Rank of each improvement that is in the TOP N of any of them; a box marks the TOP N.",
    });
    const caption = element("caption", { class: "cxw-unseen", text: "Scenarios side by side" });
    const columns = element("tr", {});
    const rows = element("tbody");
    const table = element("table", {}, caption, element("thead", {}, columns), rows);
    const region = element("div", {
      class: "cxw-beside", role: "region", tabindex: 0, "aria-label": "Scenarios side by side",
    }, table);
    const root = element("div", { class: "cxw-compared" }, problem, none, differences, about, region);
    keep(root, signal);
    el.replaceChildren(root);

    const open = (number) => send(model, "open", { name: model.get("state").columns[number].name });
    const create = heading(parts, open);
    const corner = { key: "corner" };

    const showColumn = (cell, column) => {
      if (column === corner) return;
      const [name, top, act, refused] = cell.children;
      say(name, column.name);
      say(top, column.top);
      act.hidden = column.now || column.open || Boolean(column.refused);
      put(act, "aria-label", `Open ${column.name}`);
      say(refused, column.refused || (column.open ? "open, unchanged" : ""));
    };
    const showPlace = (cell, { rank, top, name }) => {
      say(cell.firstChild, rank === null ? "–" : String(rank));
      put(cell.firstChild, "class", top ? "cxw-place cxw-in-top" : "cxw-place");
      say(cell.lastChild, rank === null ? "not ranked" : top ? `, in the ${name}` : "");
    };
    const row = ({ title }) => element("tr", {}, element("th", { scope: "row", text: title, "data-key": "title" }));

    follow(model, "state", (state) => {
      if (!state.columns) return;
      say(none, state.none);
      region.hidden = about.hidden = !state.rows.length;
      update(differences, numbered(state.differences.map((words) => ({ words }))), byNumber,
        () => element("li"), (item, { words }) => say(item, words));
      update(columns, [corner, ...numbered(state.columns)], byNumber,
        (column) => (column === corner ? element("td", {}) : create(column)), showColumn);
      update(rows, state.rows, ({ improvement }) => improvement, row, (line, { title, places }) => {
        const cells = numbered(places.map((each, index) => ({ ...each, name: state.columns[index].top })));
        update(line, [{ key: "title" }, ...cells], byNumber, place(parts), (cell, each) => {
          if (each.key === "title") say(cell, title);
          else showPlace(cell, each);
        });
      });
    }, signal);
    follow(model, "problem", (text) => say(problem, text), signal);
    rest(model, root, problem, signal);
    send(model, "look");
  },
};
