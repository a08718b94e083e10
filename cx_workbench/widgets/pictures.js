/**
 * What all pictures share in the browser: Python lays a picture out, Vega draws it. As long as
 * its structure stays, only the rows are changed. Texts of a client only ever become text nodes
 * and rows of data. What marks do is in `picture_marks.js`, which Python puts in front.
 *
 * @typedef {{structure: string, height: number, datasets: Record<string, object[]>,
 *   finding: string, drawn: string, description: string, selected: string,
 *   scales: Record<string, {pixels: number[], figures: number[]}>, hint: string, still?: string,
 *   table?: {columns: string[], rows: string[][]}}} State
 */

const STEP_PX = 20;
const SETTLED_MS = 150;
const PATIENCE_MS = 10_000;
const WAIT = "The picture is being drawn; the first one on a computer takes some seconds.";
const NO_VEGA =
  "A still picture, drawn by the kernel: the drawing library is not there, or not there yet.";

let made = 0;

/**
 * Show a picture, and keep it in step with its model.
 *
 * @returns {Promise<object>} the picture: its root, its sheet of paper, what it shows
 */
async function show({ model, el, signal, host }) {
  const parts = (await host.getWidget(model.get("parts"))).exports;
  const page = lay(parts, el, signal);
  const picture = { model, parts, signal, ...page, state: {}, drawing: null, drawn: new Set() };
  const ask = asking(picture);
  watch(picture, ask);
  choose(picture);
  page.more.addEventListener("click", () => fold(picture, ask), { signal });
  const redraw = latest(() => draw(picture));
  parts.follow(model, "state", (state) => tell(picture, state, redraw), signal);
  parts.follow(model, "working", (text) => parts.say(page.working, text), signal);
  parts.follow(model, "problem", (text) => parts.say(page.problem, text), signal);
  bring(picture, host, redraw, ask);
  signal.addEventListener("abort", () => picture.drawing?.finalize());
  return picture;
}

/** Lay out the page around the picture. */
function lay(parts, el, signal) {
  const { element } = parts;
  const root = parts.keep(element("div", { class: "cxw-picture" }), signal);
  const id = `cxw-picture-${(made += 1)}`;
  const page = {
    root,
    id,
    finding: element("h3", { class: "cxw-finding" }),
    under: element("p", { class: "cxw-quiet" }),
    working: element("p", { class: "cxw-working cxw-quiet", role: "status" }),
    sheet: element("div", { class: "cxw-sheet" }, element("p", { class: "cxw-quiet", text: WAIT })),
    hint: element("p", { class: "cxw-hint cxw-quiet", id: `${id}-hint` }),
    problem: element("p", { class: "cxw-problem", role: "alert" }),
    more: parts.button("Figures as a table", () => {}, {
      "aria-expanded": "false",
      "aria-controls": `${id}-table`,
    }),
    figures: element("div", { class: "cxw-figures", id: `${id}-table`, hidden: true }),
    description: element("p", { class: "cxw-unseen", id: `${id}-description` }),
  };
  root.append(page.finding, page.under, page.working, page.sheet, page.hint, page.problem);
  root.append(page.more, page.figures, page.description);
  el.replaceChildren(root);
  return page;
}

/** Return a function that tells Python what this view needs, if that is new. */
function asking({ parts, model, signal }) {
  // Two views of one picture, or two browsers, must not take each other for the same.
  const view = `${Date.now()}-${Math.random()}`;
  let told = { width: 0, dark: false, visible: false, table: false, still: false };
  const ask = (fields) => {
    const more = { ...told, ...fields };
    const isNew = JSON.stringify(more) !== JSON.stringify(told);
    told = more;
    if (isNew && told.width > 0) parts.send(model, "look", { view, ...told });
  };
  signal.addEventListener("abort", () => ask({ visible: false }));
  return ask;
}

/** Tell Python how wide the picture may be, in which theme, and whether anybody can see it. */
function watch({ root, sheet, signal }, ask) {
  const now = { width: 0, dark: false, visible: false };
  let timer = 0;
  const tell = () => ask({ ...now });
  const size = () => {
    now.width = Math.floor(sheet.clientWidth / STEP_PX) * STEP_PX;
    now.dark = root.classList.contains("cxw-dark");
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      size();
      tell();
    }, SETTLED_MS);
  };
  const sizes = new ResizeObserver(soon);
  const themes = new MutationObserver(soon);
  const sight = new IntersectionObserver((entries) => {
    now.visible = entries[entries.length - 1].isIntersecting;
    if (now.visible) size();
    tell();
  });
  sizes.observe(sheet);
  themes.observe(root, { attributeFilter: ["class"] });
  sight.observe(sheet);
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    for (const observer of [sizes, themes, sight]) observer.disconnect();
  });
}

/** Take what Python tells: the words at once, the drawing as soon as the last one is done. */
function tell(picture, state, redraw) {
  if (!state.structure) return;
  const { parts } = picture;
  picture.state = state;
  parts.say(picture.finding, state.finding);
  parts.say(picture.under, state.drawn);
  parts.say(picture.description, state.description);
  parts.say(picture.hint, state.hint ?? "");
  fill(picture);
  redraw();
}

/** Run a task again for whatever came while it ran, once: only the newest counts. */
function latest(task) {
  let busy = false;
  let again = false;
  return async () => {
    again = true;
    if (busy) return;
    busy = true;
    while (again) {
      again = false;
      try {
        await task();
      } catch (error) {
        console.error("A picture could not be drawn.", error);
      }
    }
    busy = false;
  };
}

/** Get Vega; who has to wait for it long gets a still picture meanwhile. */
function bring(picture, host, redraw, ask) {
  const { parts, model, signal } = picture;
  const late = setTimeout(() => {
    picture.isStill = true;
    ask({ still: true });
    redraw();
  }, PATIENCE_MS);
  signal.addEventListener("abort", () => clearTimeout(late));
  parts.follow(
    model,
    "vega",
    async (vega) => {
      if (!vega) return;
      try {
        picture.embed = (await host.getWidget(vega)).exports.embed;
      } catch (error) {
        console.warn("Vega could not be loaded.", error);
        return;
      }
      clearTimeout(late);
      picture.isStill = false;
      parts.say(picture.working, model.get("working"));
      ask({ still: false });
      redraw();
    },
    signal,
  );
}

/** Draw what the picture shows now. */
async function draw(picture) {
  const { state, model, signal } = picture;
  if (signal.aborted || !state.structure) return;
  if (!picture.embed) {
    if (picture.isStill && state.still) showStill(picture);
    return;
  }
  if (picture.drawing?.structure === state.structure) {
    await change(picture.drawing, state.datasets);
  } else {
    const spec = model.get("spec");
    // The structure and its rows travel together; one that is not there is on its way.
    if (spec.structure !== state.structure) return;
    await begin(picture, spec.drawing, state);
  }
  if (signal.aborted) return;
  name(picture);
  for (const act of picture.drawn) act();
}

/** Draw a new structure out of sight, then let it take the place of the old one. */
async function begin(picture, spec, state) {
  const { parts, sheet, signal } = picture;
  const paper = parts.element("div", { class: "cxw-paper" });
  const datasets = copied(state.datasets);
  const { view, finalize } = await picture.embed(paper, { ...spec, datasets }, OPTIONS);
  if (signal.aborted) {
    finalize();
    return;
  }
  const old = picture.drawing;
  const focused = focusedKey(picture);
  picture.drawing = { view, finalize, paper, structure: state.structure, rows: state.datasets };
  sheet.replaceChildren(paper);
  old?.finalize();
  refocus(picture, focused);
}

/** Put new rows into a drawing whose structure stays; what is the same is not drawn again. */
async function change(drawing, datasets) {
  const before = drawing.rows;
  const news = Object.keys(datasets).filter(
    (name) => JSON.stringify(datasets[name]) !== JSON.stringify(before[name]),
  );
  drawing.rows = datasets;
  if (!news.length) return;
  for (const name of news) drawing.view.data(name, copy(datasets[name]));
  await drawing.view.runAsync();
}

/** Vega writes into the rows that it is given. */
const copy = (rows) => rows.map((row) => ({ ...row }));

const copied = (datasets) =>
  Object.fromEntries(Object.entries(datasets).map(([name, rows]) => [name, copy(rows)]));

const refuse = () => Promise.reject(new Error("A picture loads nothing from outside."));

const OPTIONS = {
  mode: "vega-lite",
  renderer: "svg",
  ast: true,
  actions: false,
  defaultStyle: false,
  hover: false,
  tooltip: false,
  loader: { load: refuse, sanitize: refuse, http: refuse, file: refuse },
};

function showStill(picture) {
  const { parts, sheet, state } = picture;
  const image = sheet.querySelector("img") ?? parts.element("img", { class: "cxw-still" });
  parts.put(image, "src", state.still);
  parts.put(image, "alt", state.description);
  if (!image.isConnected) sheet.replaceChildren(image);
  parts.say(picture.working, NO_VEGA);
}

/** Unfold the figures or fold them away. */
function fold(picture, ask) {
  const { parts, more, figures } = picture;
  const open = more.getAttribute("aria-expanded") !== "true";
  parts.put(more, "aria-expanded", String(open));
  figures.hidden = !open;
  ask({ table: open });
  fill(picture);
}

/** Write the figures as a table, if it is open. */
function fill({ parts, figures, state }) {
  const { element } = parts;
  if (figures.hidden || !state.table) return;
  const { columns, rows } = state.table;
  const heads = columns.map((text) => element("th", { scope: "col", text }));
  const lines = rows.map(([first, ...others]) => {
    const cells = others.map((text) => element("td", { text }));
    return element("tr", {}, element("th", { scope: "row", text: first }), ...cells);
  });
  figures.replaceChildren(
    element(
      "table",
      {},
      element("caption", { class: "cxw-unseen", text: state.finding }),
      element("thead", {}, element("tr", {}, ...heads)),
      element("tbody", {}, ...lines),
    ),
  );
  parts.put(figures, "tabindex", "0");
  parts.put(figures, "role", "region");
  parts.put(figures, "aria-label", `Figures: ${state.finding}`);
}

export default {
  initialize() {
    return { show, rowOf };
  },
};
