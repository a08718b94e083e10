/**
 * The matrix: a picture whose points can be dragged, by mouse, by touch and by the arrow keys.
 * While one moves, the axes hold still and nothing is drawn anew but the point itself. What its
 * place means in figures is in `matrix_figures.js`, which Python puts in front.
 */

const SVG = "http://www.w3.org/2000/svg";
/** A pointer that moved less meant to click. */
const CLICK_PX = 4;
/** Distance of the figures from the point that they belong to. */
const ASIDE_PX = 28;
const KEYS_SETTLED_MS = 200;
/** The kernel answers sooner, or it is not there. */
const ANSWER_MS = 10_000;
const NUDGE = { effort: 1, closes: 0.01 };
const LARGER = 10;
const WAYS = {
  ArrowLeft: ["effort", -1],
  ArrowRight: ["effort", 1],
  ArrowUp: ["closes", 1],
  ArrowDown: ["closes", -1],
};
const GONE = "The kernel does not answer: nothing was changed. Run the notebook again.";

export default {
  async render({ model, el, signal, host }) {
    const { show, rowOf } = (await host.getWidget(model.get("pictures"))).exports;
    const picture = await show({ model, el, signal, host });
    const { sheet, parts } = picture;
    const hand = { picture, model, moving: null, number: 0, shown: null };
    const listen = (event, act) => sheet.addEventListener(event, act, { signal });
    picture.drawn.add(() => redrawn(hand));
    parts.follow(model, "problem", (text) => text && release(hand), signal);
    hand.isAlone = !(await hasKernel(model));
    const stopped = () => {
      hand.isAlone = true;
      cancel(hand);
    };
    model.on("comm:close", stopped);
    signal.addEventListener("abort", () => model.off("comm:close", stopped));
    listen("pointerdown", (event) => grab(hand, event, rowOf(event.target, sheet)));
    listen("pointermove", (event) => drag(hand, event));
    listen("pointerup", (event) => drop(hand, event));
    listen("pointercancel", () => cancel(hand));
    // A finger is first held by the mark itself, which loses it to the sheet.
    listen("lostpointercapture", ({ target }) => {
      if (target === sheet && hand.moving?.isDragged) cancel(hand);
    });
    // Else the page would scroll under the finger.
    const hold = (event) => hand.moving && !hand.moving.byKeys && event.preventDefault();
    sheet.addEventListener("touchmove", hold, { signal, passive: false });
    // Before the picture itself moves on to another mark.
    const keys = (event) => press(hand, event, rowOf(event.target, sheet));
    sheet.addEventListener("keydown", keys, { signal, capture: true });
    listen("focusout", () => hand.moving?.byKeys && decide(hand));
    signal.addEventListener("abort", () => {
      cancel(hand);
      release(hand);
    });
  },
};

/** Take hold of a point; nothing moves until the pointer does. */
function grab(hand, event, row) {
  hand.picture.wasDragged = false;
  if (event.button !== 0 || !isPoint(hand, row) || hand.moving || isOut(hand)) return;
  hand.moving = { ...begun(hand, row.improvement), from: [event.clientX, event.clientY] };
  hand.moving.pointer = event.pointerId;
}

function drag(hand, event) {
  const { moving, picture } = hand;
  if (!moving || moving.byKeys || event.pointerId !== moving.pointer) return;
  const by = [event.clientX - moving.from[0], event.clientY - moving.from[1]];
  if (!moving.isDragged) {
    if (Math.hypot(...by) < CLICK_PX) return;
    moving.isDragged = true;
    picture.wasDragged = true;
    picture.sheet.setPointerCapture(event.pointerId);
    picture.root.classList.add("cxw-moving");
  }
  event.preventDefault();
  const scale = scales(hand);
  const effort = rounded(scale.effort.figure(moving.start.x + by[0]));
  const closes = closesAt(moving.estimate, scale.impact.figure(moving.start.y + by[1]));
  follow(hand, { effort: Math.max(0, effort), closes });
}

function drop(hand, event) {
  const { moving } = hand;
  if (!moving || moving.byKeys || event.pointerId !== moving.pointer) return;
  if (moving.isDragged) decide(hand);
  else hand.moving = null;
}

/** Move the selected point by the arrow keys. */
function press(hand, event, row) {
  const { picture } = hand;
  if (event.key === "Escape" && hand.moving) {
    cancel(hand);
  } else if (event.key in WAYS && isPoint(hand, row) && !isOut(hand)) {
    if (row.improvement !== picture.state.selected) return;
    if (hand.moving && !hand.moving.byKeys) return;
    hand.moving ??= { ...begun(hand, row.improvement), byKeys: true };
    const [what, way] = WAYS[event.key];
    const step = way * NUDGE[what] * (event.shiftKey ? LARGER : 1);
    const { effort, closes } = hand.moving.now;
    const next = { effort, closes };
    next[what] = within(what, tidy(next[what] + step));
    follow(hand, next);
    picture.parts.announce(picture.root, words(hand).join(", "));
    clearTimeout(hand.timer);
    hand.timer = setTimeout(() => decide(hand), KEYS_SETTLED_MS);
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

/** Points are marks with a size; the key above the plot has no improvement. */
const isPoint = ({ picture }, row) =>
  Boolean(row?.area && row.improvement && picture.state.estimates?.[row.improvement]);

/** Nothing can be moved: no scales, nobody who would answer, or the last answer is not there yet. */
const isOut = ({ picture, isWaiting, isAlone }) =>
  !picture.state.scales?.effort || Boolean(isWaiting || isAlone);

/** Whether Python is there: a notebook that was saved shows its pictures without. */
async function hasKernel(model) {
  const [, id] = model.get("parts").split(":");
  const parts = await model.widget_manager?.get_model(id);
  return parts?.comm_live ?? true;
}

function begun(hand, improvement) {
  const estimate = hand.picture.state.estimates[improvement];
  const start = placed(hand, estimate, estimate);
  return { improvement, estimate, start, now: start };
}

/** Show where a point is moved to, and ask what would follow. */
function follow(hand, { effort, closes }) {
  const { moving, picture } = hand;
  const { estimate } = moving;
  // A figure that is rounded back to what it was is not changed.
  const same = {
    effort: rounded(estimate.effort) === effort ? estimate.effort : effort,
    closes: tidy(estimate.closes) === closes ? estimate.closes : closes,
  };
  moving.now = placed(hand, same, estimate);
  overlay(hand);
  hand.number = Math.max(hand.number + 1, Date.now());
  picture.parts.want(picture.model, { estimate: asked(hand) });
}

const asked = ({ moving, number }) => ({
  improvement: moving.improvement,
  effort: moving.now.effort,
  closes: moving.now.closes,
  number,
});

/** Let go: now it counts. What is shown stays until the new picture is there. */
function decide(hand) {
  clearTimeout(hand.timer);
  const { moving, picture, model } = hand;
  if (!moving) return;
  const { now, start } = moving;
  if (now.effort === start.effort && now.closes === start.closes) {
    cancel(hand);
    return;
  }
  hand.number += 1;
  picture.parts.send(model, "estimate", asked(hand));
  hand.moving = null;
  hand.isWaiting = true;
  picture.root.classList.remove("cxw-moving");
  hand.timer = setTimeout(() => {
    release(hand);
    picture.parts.say(picture.problem, GONE);
  }, ANSWER_MS);
}

/** Put everything back as it was. */
function cancel(hand) {
  const { picture, model, moving } = hand;
  if (!moving) return;
  if (moving.byKeys || moving.isDragged) {
    hand.number += 1;
    picture.parts.send(model, "cancel", { number: hand.number });
    picture.parts.announce(picture.root, "Not changed.");
  }
  hand.moving = null;
  release(hand);
}

/** The picture was drawn anew: where nothing is held, the overlay has done its work. */
function redrawn(hand) {
  const { picture, moving } = hand;
  const canMove = Boolean(picture.state.scales?.effort) && !hand.isAlone;
  picture.drawing.paper.classList.toggle("cxw-can-move", canMove);
  for (const node of picture.drawing.paper.querySelectorAll(".cxw-mark")) {
    const row = node.__data__?.datum;
    picture.parts.put(node, "data-moves", isPoint(hand, row) ? "" : null);
  }
  if (moving) overlay(hand);
  else release(hand);
}

function release(hand) {
  clearTimeout(hand.timer);
  hand.isWaiting = false;
  hand.shown?.layer.remove();
  hand.shown?.label.remove();
  hand.shown = null;
  hand.picture.root.classList.remove("cxw-moving");
  for (const node of hand.picture.sheet.querySelectorAll(".cxw-moved")) {
    node.classList.remove("cxw-moved");
  }
}

/** Draw the point where it is moved to, with lines to both axes and its figures beside it. */
function overlay(hand) {
  const { picture, moving } = hand;
  const { now } = moving;
  hand.shown ??= prepared(hand);
  const { layer, label, disc, down, across } = hand.shown;
  if (!layer.isConnected) picture.sheet.append(layer, label);
  for (const node of picture.drawing.paper.querySelectorAll(".cxw-mark[data-moves]")) {
    const isIt = node.__data__?.datum?.improvement === moving.improvement;
    node.classList.toggle("cxw-moved", isIt);
  }
  const { left, top } = picture.drawing.view.padding();
  const [x, y] = [now.x + left, now.y + top];
  const scale = scales(hand);
  draw(disc, { cx: x, cy: y });
  draw(down, { x1: x, x2: x, y1: y, y2: scale.impact.start + top });
  draw(across, { x1: scale.effort.start + left, x2: x, y1: y, y2: y });
  picture.parts.say(label, words(hand).join("\n"));
  // On the side where there is room.
  const { offsetWidth: wide, offsetHeight: high } = label;
  const right = x + ASIDE_PX + wide <= picture.drawing.paper.clientWidth;
  label.style.left = `${Math.max(0, right ? x + ASIDE_PX : x - ASIDE_PX - wide)}px`;
  label.style.top = `${Math.max(0, y - high / 2)}px`;
}

function prepared({ picture, moving }) {
  const make = (tag) => document.createElementNS(SVG, tag);
  const [layer, disc, down, across] = ["svg", "circle", "line", "line"].map(make);
  layer.classList.add("cxw-overlay");
  const row = [...picture.drawing.paper.querySelectorAll(".cxw-mark")]
    .map((node) => node.__data__?.datum)
    .find((each) => each?.area && each.improvement === moving.improvement);
  const radius = Math.sqrt((row?.area ?? 200) / Math.PI);
  draw(disc, { r: Math.max(6, radius) });
  draw(layer, { width: "100%", height: "100%", "aria-hidden": "true" });
  layer.append(down, across, disc);
  const label = picture.parts.element("p", { class: "cxw-figures-there" });
  return { layer, label, disc, down, across };
}

function draw(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
}
