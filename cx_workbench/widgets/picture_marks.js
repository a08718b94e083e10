/**
 * The marks of a picture that can be chosen: by pointer, by touch and by keyboard. Python puts
 * this in front of `pictures.js`.
 */

/** The mark that an event or a node belongs to: its row of data, with the ids in it. */
function rowOf(node, sheet) {
  for (let at = node; at && at !== sheet; at = at.parentNode) {
    const row = at.__data__?.datum;
    if (row && keyOf(row)) return row;
  }
  return null;
}

function keyOf(row) {
  if (row.improvement) return row.improvement;
  return row.persona && row.touchpoint ? JSON.stringify([row.persona, row.touchpoint]) : "";
}

/** The marks that can be chosen, in the order of the picture, the first of each. */
function marks({ drawing }) {
  const found = new Map();
  for (const node of drawing?.paper.querySelectorAll("[aria-label]") ?? []) {
    const key = node.__data__?.datum && keyOf(node.__data__.datum);
    if (key && !found.has(key)) found.set(key, node);
  }
  return found;
}

/** Say what the drawing is and what its marks do; Vega knows nothing of choosing. */
function name(picture) {
  const { parts, drawing, state, id } = picture;
  const { paper } = drawing;
  const all = marks(picture);
  parts.put(paper, "role", "graphics-document group");
  parts.put(paper, "aria-roledescription", "picture");
  parts.put(paper, "aria-label", state.finding);
  parts.put(paper, "aria-describedby", `${id}-description`);
  const stop = [picture.stop, state.selected].find((key) => all.has(key)) ?? [...all.keys()][0];
  for (const [key, node] of all) {
    const { improvement } = node.__data__.datum;
    node.classList.add("cxw-mark");
    parts.put(node, "role", "button");
    parts.put(node, "aria-roledescription", null);
    parts.put(node, "aria-pressed", improvement ? String(improvement === state.selected) : null);
    parts.put(node, "aria-describedby", state.hint ? `${id}-hint` : null);
    parts.put(node, "tabindex", key === stop ? "0" : "-1");
  }
  // Rows may have changed their places: the focus stays with what it was on.
  refocus(picture, picture.focused);
}

const focusedKey = ({ drawing }) => {
  const node = drawing?.paper.getRootNode().activeElement;
  const row = node && drawing.paper.contains(node) ? node.__data__?.datum : null;
  return row ? keyOf(row) : "";
};

function refocus(picture, key) {
  const node = key && marks(picture).get(key);
  const active = picture.root.getRootNode().activeElement;
  if (node && node !== active && (picture.root.contains(active) || active === document.body)) {
    node.focus({ preventScroll: true });
  }
}

/** Choose marks by pointer and by keyboard. */
function choose(picture) {
  const { sheet, signal } = picture;
  const listen = (event, act) => sheet.addEventListener(event, act, { signal });
  listen("click", (event) => {
    const row = rowOf(event.target, sheet);
    if (row && !picture.wasDragged) pick(picture, row);
  });
  listen("focusin", (event) => {
    const row = rowOf(event.target, sheet);
    if (!row) return;
    picture.stop = picture.focused = keyOf(row);
    for (const [key, node] of marks(picture)) node.tabIndex = key === picture.stop ? 0 : -1;
  });
  listen("focusout", (event) => {
    if (event.relatedTarget) picture.focused = "";
  });
  listen("keydown", (event) => {
    const row = rowOf(event.target, sheet);
    if (!row || event.defaultPrevented) return;
    if (event.key === "Enter" || event.key === " ") pick(picture, row);
    else if (event.key === "Escape") unpick(picture);
    else if (!step(picture, event.key)) return;
    event.preventDefault();
  });
}

function pick({ parts, model }, { improvement, persona, touchpoint }) {
  if (improvement) parts.send(model, "select", { improvement });
  else parts.send(model, "cell", { persona, touchpoint });
}

function unpick({ parts, model, state }) {
  if (state.selected) parts.send(model, "select", { improvement: "" });
}

const STEPS = {
  ArrowRight: 1,
  ArrowDown: 1,
  PageDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  PageUp: -1,
  Home: -Infinity,
  End: Infinity,
};

/** Go from mark to mark; there is one stop for the tab key. */
function step(picture, key) {
  if (!(key in STEPS)) return false;
  const nodes = [...marks(picture).values()];
  const at = nodes.findIndex((node) => node === picture.root.getRootNode().activeElement);
  const next = Math.min(nodes.length - 1, Math.max(0, at + STEPS[key]));
  nodes[next]?.focus();
  return true;
}
