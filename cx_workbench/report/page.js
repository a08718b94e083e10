/**
 * Brings the pictures of the page to life. Each stands there already, drawn beforehand. Vega
 * draws it again from the data beside it, in the colours of the reader's theme; then its marks
 * say their figures to pointer, finger and keyboard, and a mark that is picked is outlined in
 * every picture. Where this does not run, the pictures stay as they are.
 *
 * Texts of a study only ever become text nodes and rows of data.
 *
 * @typedef {{improvement?: string, persona?: string, touchpoint?: string, said?: string}} Row
 *   A mark's row of data: the ids that it stands for, and what it says.
 * @typedef {object} Picture
 * @property {HTMLElement} card  where it stands
 * @property {string} data  what it is drawn from, as JSON: `light` and `dark`
 * @property {Promise<void>} turn  settled once it is drawn
 * @property {HTMLElement=} paper  the live drawing
 * @property {any=} view  Vega's view of it
 * @property {(() => void)=} finalize
 */

const NEAR = "600px 0px";
const LINGER_MS = 200;
const GAP_PX = 8;
// Vega empties what it draws in by way of markup. Nothing else may ever become markup here.
globalThis.trustedTypes?.createPolicy("default", { createHTML: (text) => (text === "" ? text : null) });
const dark = matchMedia("(prefers-color-scheme: dark)");
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

/** @type {Picture[]} */
const pictures = [...document.querySelectorAll("figure")].map((figure) => ({
  card: figure.querySelector(".card"),
  data: figure.querySelector("script").textContent,
  turn: Promise.resolve(),
}));

const tip = document.createElement("div");
tip.className = "tip";
tip.hidden = true;
// Marks have the same words for a name.
tip.setAttribute("aria-hidden", "true");
document.body.append(tip);

/** What the words are about: the picture, its mark, and where across the mark. */
let told = null;
/** @type {Row | null} What was picked, by click or key. */
let kept = null;
let parting = 0;

const drawn = () => pictures.filter(({ paper }) => paper);

// Drawing.

/** Draw a picture, one drawing after the other: the reader may change the theme meanwhile. */
function redraw(picture) {
  picture.turn = picture.turn
    .then(() => draw(picture))
    .catch((error) => console.error("A picture stays still.", error));
}

async function draw(picture) {
  // Vega measures words: with another font it would make room for other ones.
  await Promise.all([...document.fonts].map((face) => face.load()));
  // Vega writes into what it is given.
  const spec = JSON.parse(picture.data)[dark.matches ? "dark" : "light"];
  Object.assign(spec, roomOf(spec, picture));
  const paper = document.createElement("div");
  const { view, finalize } = await globalThis.vegaEmbed(paper, spec, OPTIONS);
  paper.className = "live";
  const old = { ...picture };
  if (told?.picture === picture) hush();
  Object.assign(picture, { paper, view, finalize });
  name(picture);
  await view.signal("pointed", kept).runAsync();
  picture.card.append(paper);
  picture.card.classList.add("is-live");
  old.paper?.remove();
  old.finalize?.();
}

/** The same room around it as the still picture has: nothing on the page moves. */
function roomOf({ width, height }, { card }) {
  const whole = card.querySelector(".still svg").viewBox.baseVal;
  const side = (whole.width - width) / 2;
  const top = whole.height - height - side;
  return { autosize: "none", padding: { left: side, right: side, bottom: side, top } };
}

/** The marks that say something, in the order of the picture. */
const marks = ({ paper }) =>
  [...paper.querySelectorAll("[aria-label]")].filter((node) => node.__data__?.datum?.said);

/** Give the picture its name, and its marks one stop for the tab key: Vega knows no keys. */
function name(picture) {
  const still = picture.card.querySelector(".still svg");
  for (const part of ["aria-label", "aria-describedby"]) {
    picture.paper.setAttribute(part, still.getAttribute(part));
  }
  marks(picture).forEach((node, place) => {
    node.setAttribute("role", isSomething(rowOf(node)) ? "button" : "img");
    node.removeAttribute("aria-roledescription");
    node.tabIndex = place ? -1 : 0;
  });
  press(picture);
}

function press(picture) {
  for (const node of marks(picture)) {
    if (node.getAttribute("role") === "button") {
      node.setAttribute("aria-pressed", String(isSame(rowOf(node), kept)));
    }
  }
}

// Marks and what they stand for.

/** @returns {Row | undefined} */
const rowOf = (node) => node?.__data__?.datum;

const isSomething = (row) => Boolean(row?.improvement || (row?.persona && row?.touchpoint));

const isSame = (row, other) =>
  Boolean(row && other) &&
  row.improvement === other.improvement &&
  row.persona === other.persona &&
  row.touchpoint === other.touchpoint;

const pictureOf = (node) => pictures.find(({ paper }) => paper?.contains(node));

/** The mark below the pointer; a name that stands for one mark only speaks for it. */
function markAt(event) {
  const picture = pictureOf(event.target);
  if (!picture) return null;
  const below = document.elementsFromPoint(event.clientX, event.clientY);
  const mark = below.find((node) => picture.paper.contains(node) && rowOf(node)?.said);
  if (mark) return { picture, mark };
  const named = below.map(rowOf).find(isSomething);
  const same = named ? marks(picture).filter((node) => isSame(rowOf(node), named)) : [];
  return same.length === 1 ? { picture, mark: same[0] } : null;
}

/** Outline what is pointed at, or else what was picked, in every picture. */
function outline() {
  const row = told ? rowOf(told.mark) : kept;
  const pointed = isSomething(row) ? row : null;
  for (const { view } of drawn()) view.signal("pointed", pointed).runAsync();
}

/** Keep a mark outlined, or let go of it if it was. */
function pick(mark) {
  const row = rowOf(mark);
  if (isSomething(row)) keep(isSame(row, kept) ? null : row);
}

function keep(row) {
  kept = row;
  drawn().forEach(press);
  outline();
}

// The words at a mark.

function tell(picture, mark, clientX) {
  clearTimeout(parting);
  if (told?.mark === mark) return;
  const { left, width } = mark.getBoundingClientRect();
  told = { picture, mark, across: clientX === undefined ? width / 2 : clientX - left };
  tip.textContent = rowOf(mark).said;
  tip.hidden = false;
  place();
  outline();
}

function hush() {
  clearTimeout(parting);
  if (!told) return;
  told = null;
  tip.hidden = true;
  outline();
}

/** Put the words above their mark, or below it where there is no room. */
function place() {
  if (!told) return;
  const box = told.mark.getBoundingClientRect();
  const { offsetWidth, offsetHeight } = tip;
  if (box.bottom < 0 || box.top > innerHeight) {
    hush();
    return;
  }
  const room = document.documentElement.clientWidth - offsetWidth - GAP_PX;
  const left = box.left + told.across - offsetWidth / 2;
  const above = box.top - offsetHeight - GAP_PX;
  tip.style.left = `${Math.max(GAP_PX, Math.min(left, room))}px`;
  tip.style.top = `${above > 0 ? above : box.bottom + GAP_PX}px`;
}

// Pointer, finger, keyboard.

document.addEventListener("pointerover", (event) => {
  if (tip.contains(event.target)) {
    clearTimeout(parting);
    return;
  }
  const found = markAt(event);
  if (found) tell(found.picture, found.mark, event.clientX);
});

document.addEventListener("pointerout", (event) => {
  // A finger that is lifted leaves everything; its words stay until the next touch.
  if (!told || event.pointerType === "touch") return;
  clearTimeout(parting);
  // Who moves over to the words may read them in peace.
  parting = setTimeout(hush, LINGER_MS);
});

document.addEventListener("pointerdown", (event) => {
  if (!tip.contains(event.target) && !markAt(event)) hush();
});

document.addEventListener("click", (event) => {
  const found = markAt(event);
  if (found) pick(found.mark);
});

document.addEventListener("focusin", ({ target }) => {
  const picture = pictureOf(target);
  if (!picture || !rowOf(target)?.said) return;
  for (const node of marks(picture)) node.tabIndex = node === target ? 0 : -1;
  if (target.matches(":focus-visible")) tell(picture, target);
});

document.addEventListener("focusout", ({ target }) => {
  if (told?.mark === target) hush();
});

const STEPS = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  Home: -Infinity,
  End: Infinity,
};

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (key === "Escape") {
    if (told) hush();
    else keep(null);
    return;
  }
  const picture = pictureOf(target);
  if (!picture || !rowOf(target)?.said) return;
  if (key === "Enter" || key === " ") pick(target);
  else if (key in STEPS) step(picture, target, STEPS[key]);
  else return;
  event.preventDefault();
});

function step(picture, from, by) {
  const all = marks(picture);
  const next = Math.min(all.length - 1, Math.max(0, all.indexOf(from) + by));
  all[next].focus();
}

addEventListener("scroll", place, { capture: true, passive: true });
addEventListener("resize", place);

// Pictures that nobody has come near yet wait.

const sight = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      sight.unobserve(target);
      redraw(pictures.find(({ card }) => card === target));
    }
  },
  { rootMargin: NEAR },
);
for (const { card } of pictures) sight.observe(card);
dark.addEventListener("change", () => drawn().forEach(redraw));
