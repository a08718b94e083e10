/**
 * What the place of a point means: effort across, and up and down the share of the gap closed,
 * by the impact that it has. Python puts this in front of `matrix.js`.
 *
 * @typedef {{effort: number, closes: number, impacts: number[]}} Estimate
 *   `impacts` at even steps of the share closed, from none to all of the gap.
 * @typedef {{improvement: string, effort: number, closes: number, x: number, y: number}} Move
 *   Figures, and where they lie in the drawing.
 */

/** From here on, efforts go in whole person-days; below in halves. */
const WHOLE_DAYS = 10;

/** The figures of the point that is moved. @returns {string[]} */
function words({ picture, moving }) {
  const { effort, closes } = moving.now;
  const { figure, percent } = picture.parts;
  const { units } = picture.state;
  const impact = impactAt(moving.estimate, closes);
  const days = figure(effort, effort % 1 && effort < WHOLE_DAYS ? 1 : 0);
  const points = figure(impact, impact >= 1 ? 1 : 2);
  return [
    `Effort ${days} ${units.effort}`,
    `Impact ${points} ${units.impact}`,
    `Closes ${percent(closes)} of the gap`,
  ];
}

/** How pixels of the drawing become figures and back, for both axes. */
function scales({ picture }) {
  return Object.fromEntries(
    Object.entries(picture.state.scales).map(([axis, { pixels, figures }]) => {
      const per = (figures[1] - figures[0]) / (pixels[1] - pixels[0]);
      const figure = (pixel) => figures[0] + (pixel - pixels[0]) * per;
      const pixel = (value) => pixels[0] + (value - figures[0]) / per;
      return [axis, { figure, pixel, start: pixels[0] }];
    }),
  );
}

/** Figures with their place in the drawing. */
function placed(hand, { effort, closes }, estimate) {
  const scale = scales(hand);
  const y = scale.impact.pixel(impactAt(estimate, closes));
  return { effort, closes, x: scale.effort.pixel(effort), y };
}

const rounded = (effort) => (effort >= WHOLE_DAYS ? Math.round(effort) : Math.round(effort * 2) / 2);

/** The impact of a share closed. @param {Estimate} estimate @param {number} closes */
function impactAt({ impacts }, closes) {
  const at = closes * (impacts.length - 1);
  const below = Math.min(impacts.length - 2, Math.floor(at));
  return impacts[below] + (impacts[below + 1] - impacts[below]) * (at - below);
}

/** The share closed, in whole percent, whose impact comes nearest. */
function closesAt(estimate, impact) {
  const last = estimate.impacts.length - 1;
  if (estimate.impacts[last] <= 0) return estimate.closes;
  let [low, high] = [0, 1];
  for (let times = 0; times < 20; times += 1) {
    const middle = (low + high) / 2;
    if (impactAt(estimate, middle) < impact) low = middle;
    else high = middle;
  }
  return Math.round(((low + high) / 2) * 100) / 100;
}

/** Keep an estimate within its bounds. */
const within = (what, figure) => Math.max(0, what === "closes" ? Math.min(1, figure) : figure);
/** Take away what adding shares leaves behind the fourth decimal. */
const tidy = (figure) => Number(figure.toFixed(4));
