/**
 * What all views share in the browser. Texts of a client only ever become text nodes.
 *
 * @typedef {{get(name: string): any, set(name: string, value: any): void, save_changes(): void,
 *   send(content: any): void, on(event: string, act: Function): void,
 *   off(event: string, act: Function): void}} Model
 * @typedef {{class?: string, text?: string, on?: Record<string, (event: any) => void>,
 *   [attribute: string]: any}} Look
 */

const MOVE_MS = 200;
const CONTROLS = "button:not([role=tab]), input, select, textarea";
const STOPPED = "The kernel has stopped: run the notebook again to go on.";

/**
 * Make an element. `text` is its words, `on` its listeners; `true` sets an attribute without a
 * value, `false` and `null` leave it out.
 *
 * @param {string} tag
 * @param {Look} [look]
 * @param {...(Node | string)} children
 */
function element(tag, look = {}, ...children) {
  const { class: names, text, on = {}, ...attributes } = look;
  const made = document.createElement(tag);
  if (names) made.className = names;
  if (text !== undefined) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) put(made, name, value);
  for (const [event, act] of Object.entries(on)) made.addEventListener(event, act);
  made.append(...children);
  return made;
}

/** Make a real button. @param {string} text @param {(event: any) => void} act @param {Look} look */
function button(text, act, look = {}) {
  return element("button", { type: "button", text, on: { click: act }, ...look });
}

/** Set an attribute if it differs. @param {Element} node @param {string} name @param {any} value */
function put(node, name, value) {
  if (value === false || value === null || value === undefined) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else if (node.getAttribute(name) !== String(value === true ? "" : value)) {
    node.setAttribute(name, value === true ? "" : String(value));
  }
}

/** Set a text if it differs: what does not change is not laid out again. */
function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Write a figure as people read it. @param {number | null} value @param {number} decimals */
function figure(value, decimals = 0) {
  if (value === null || value === undefined) return "–";
  return format(decimals).format(value).replace("-", "−");
}

/** Formats are dear to make, and a list of figures is written with every answer. */
const formats = new Map();

function format(decimals) {
  if (!formats.has(decimals)) {
    const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    formats.set(decimals, new Intl.NumberFormat("en", digits));
  }
  return formats.get(decimals);
}

/** Write a share as a whole percentage. @param {number | null} share */
function percent(share) {
  return share === null || share === undefined ? "–" : `${Math.round(share * 100)} %`;
}

/**
 * Make an element the root of a view: its key events stay inside, it follows the theme, and it
 * has a region that reads aloud what `announce` says.
 *
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 */
function keep(root, signal) {
  root.classList.add("cxw-root");
  // Jupyter takes keys before they arrive here, but for those of a focused element that says so.
  const own = (event) => put(event.target, "data-lm-suppress-shortcuts", "true");
  root.addEventListener("focusin", own, { signal });
  // A view inside the workbench leaves its key events to it.
  const stop = (event) => root.parentElement?.closest(".cxw-root") ?? event.stopPropagation();
  for (const name of ["keydown", "keypress", "keyup"]) root.addEventListener(name, stop, { signal });
  const follow = () => root.classList.toggle("cxw-dark", isDark());
  follow();
  const watcher = new MutationObserver(follow);
  watcher.observe(document.body, { attributeFilter: ["data-jp-theme-light", "class"] });
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", follow, { signal });
  signal.addEventListener("abort", () => watcher.disconnect());
  root.append(element("div", { class: "cxw-unseen", role: "status", "aria-live": "polite" }));
  return root;
}

/** Whether the host shows itself dark; where it does not say, whether the system does. */
function isDark() {
  const light = document.body.dataset.jpThemeLight;
  if (light !== undefined) return light === "false";
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

/** Say something to those who do not see it. @param {Element} root @param {string} text */
function announce(root, text) {
  const region = root.querySelector(":scope > [role=status]");
  if (region && text) region.textContent = text;
}

/**
 * Bring the children of a list in step with items: nodes are kept and moved, never rebuilt, so
 * that focus, caret and what is being typed stay.
 *
 * @template T
 * @param {Element} list
 * @param {T[]} items
 * @param {(item: T) => string} key
 * @param {(item: T) => HTMLElement} create
 * @param {(node: HTMLElement, item: T) => void} change
 * @param {{stacked?: boolean, passing?: boolean}} [look] `stacked`: the nodes stand one below the
 *   other, so where they go follows from their heights, and the browser lays out once a frame, not
 *   now as well. `passing`: the order is about to change again, so the nodes only look as if they
 *   stood in it, in a list that lays them out by flex. Whenever a field or button is put somewhere
 *   else, browsers read all forms of the page anew, to fill them in.
 */
function update(list, items, key, create, change, { stacked = false, passing = false } = {}) {
  const known = new Map(Array.from(list.children, (node) => [node.dataset.key, node]));
  const nodes = items.map((item) => {
    const name = key(item);
    const node = known.get(name) ?? create(item);
    node.dataset.key = name;
    known.delete(name);
    return node;
  });
  const moves = isInOrder(standing(list), nodes) ? [] : nodes.filter((node) => node.isConnected);
  const glides = moves.length && !isRushed(list) && !stills();
  const before = new Map(glides ? moves.map((node) => [node, node.getBoundingClientRect()]) : []);
  const after = stacked && before.size ? below(list, nodes, before) : place;
  for (const gone of known.values()) gone.remove();
  if (passing && nodes.every((node) => node.parentNode === list)) pose(nodes);
  else arrange(list, nodes);
  nodes.forEach((node, index) => change(node, items[index]));
  for (const node of moves) stop(node);
  glide(before, after);
}

/** Nodes in the order in which they are seen. */
function standing(list) {
  return Array.from(list.children).sort((one, other) => one.style.order - other.style.order);
}

const isInOrder = (seen, nodes) => seen.length === nodes.length && nodes.every((n, i) => seen[i] === n);

/** Let nodes look as if they stood in order. */
function pose(nodes) {
  nodes.forEach((node, at) => { node.style.order = at; });
}

const place = (node) => node.getBoundingClientRect().top;

/** Tell where nodes will stand once they stand below each other in this order. */
function below(list, nodes, before) {
  const heights = Array.from(before.values(), ({ height }) => height);
  const usual = heights.reduce((sum, height) => sum + height, 0) / heights.length;
  const tops = new Map();
  let top = place(list);
  for (const node of nodes) {
    tops.set(node, top);
    top += before.get(node)?.height ?? usual;
  }
  return (node) => tops.get(node);
}

const stills = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** When the nodes of a list moved last. */
const moved = new WeakMap();

/** Whether the next answer came before the last glide was over: a hand that drags needs none. */
function isRushed(list) {
  const now = performance.now();
  const since = now - (moved.get(list) ?? -Infinity);
  moved.set(list, now);
  return since < MOVE_MS;
}

/** Put nodes in order with as few moves as can be: each one moved is laid out anew. */
function arrange(list, nodes) {
  const stay = staying(list, nodes);
  let last = null;
  for (const node of nodes) {
    node.style.order = "";
    if (last && !stay.has(node)) last.after(node);
    else if (!stay.has(node)) list.prepend(node);
    last = node;
  }
}

/**
 * The longest run of nodes that are in order already. The one that has the focus is always among
 * them: a node that is moved loses it.
 */
function staying(list, nodes) {
  const places = new Map(Array.from(list.children, (node, at) => [node, at]));
  const active = list.getRootNode().activeElement;
  const held = nodes.findIndex((node) => places.has(node) && node.contains(active));
  const at = nodes.map((node) => places.get(node) ?? -1);
  const beside = (index) => held < 0 || Math.sign(at[index] - at[held]) === Math.sign(index - held);
  const ends = [];
  const before = [];
  nodes.forEach((_, index) => {
    if (at[index] < 0 || !beside(index)) return;
    const later = ends.findIndex((end) => at[end] > at[index]);
    const length = later < 0 ? ends.length : later;
    before[index] = length ? ends[length - 1] : -1;
    ends[length] = index;
  });
  const stay = new Set();
  for (let index = ends.at(-1) ?? -1; index >= 0; index = before[index]) stay.add(nodes[index]);
  return stay;
}

/** The last glide of each node: asking a node for its animations makes the browser lay out anew. */
const gliding = new WeakMap();

function stop(node) {
  gliding.get(node)?.cancel();
  gliding.delete(node);
}

/**
 * Let moved nodes glide from where they were, if that can be seen. Where they were counts in a
 * glide that was still on its way; where they go does not, so that glide is stopped by now.
 *
 * @param {Map<HTMLElement, DOMRect>} before @param {(node: HTMLElement) => number} after
 */
function glide(before, after) {
  const rose = Array.from(before, ([node, { top }]) => [node, top, after(node)]);
  const seen = (top) => top > -innerHeight / 4 && top < innerHeight;
  for (const [node, from, to] of rose) {
    if (Math.abs(from - to) < 1 || !(seen(from) || seen(to))) continue;
    const frames = [{ transform: `translateY(${from - to}px)` }, { transform: "none" }];
    gliding.set(node, node.animate(frames, { duration: MOVE_MS, easing: "ease-out" }));
  }
}

/** Ask Python for something, once. @param {Model} model @param {string} what @param {object} fields */
function send(model, what, fields = {}) {
  model.send({ do: what, ...fields });
}

/** Ask Python for something that the next ask may replace. @param {Model} model @param {object} fields */
function want(model, fields) {
  model.set("wanted", fields);
  model.save_changes();
}

/**
 * Follow a trait from now on, and at once.
 *
 * @param {Model} model @param {string} name @param {(value: any) => void} act
 * @param {AbortSignal} signal
 */
function follow(model, name, act, signal) {
  const told = () => act(model.get(name));
  model.on(`change:${name}`, told);
  signal.addEventListener("abort", () => model.off(`change:${name}`, told));
  told();
}

/**
 * Let a view's controls rest once its kernel has stopped, and say so: none of them would do
 * anything. A view inside the workbench leaves the words to it. Tabs go on.
 *
 * @param {Model} model @param {HTMLElement} root @param {Element} problem
 * @param {AbortSignal} signal
 * @param {{more?: () => string, inside?: Element}} [look] `more` is what else there is to say,
 *   `inside` what rests, where that is not all.
 */
function rest(model, root, problem, signal, { more = () => "", inside = root } = {}) {
  const stopped = () => {
    for (const each of inside.querySelectorAll(CONTROLS)) each.disabled = true;
    if (!root.parentElement?.closest(".cxw-root")) say(problem, `${STOPPED}${more()}`);
  };
  for (const event of ["comm:close", "comm_live_update"]) {
    model.on(event, stopped);
    signal.addEventListener("abort", () => model.off(event, stopped));
  }
}

export default {
  initialize() {
    return {
      announce,
      button,
      element,
      figure,
      follow,
      isDark,
      keep,
      percent,
      put,
      rest,
      say,
      send,
      update,
      want,
    };
  },
};
