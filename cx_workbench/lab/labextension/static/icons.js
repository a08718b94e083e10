/** Icons of the cards: grey that follows the theme (`jp-icon3`), and the one blue of the product. */

const BLUE = 'fill="#0072B2"';
const GREY = 'class="jp-icon3" fill="#616161"';
const bar = (look, x, y, width, height) =>
  `<rect ${look} x="${x}" y="${y}" width="${width}" height="${height}" rx="1"/>`;

const folder = (holes) =>
  `<path ${GREY} fill-rule="evenodd" d="M3 4h7v2h11a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1z ${holes}"/>`;

const DRAWINGS = {
  // A ranked list, its first lines chosen.
  top_improvements: bar(BLUE, 2, 3, 20, 4) + bar(BLUE, 2, 10, 14, 4) + bar(GREY, 2, 17, 8, 4),
  // Ranges of different width around their middle.
  how_sure:
    bar(GREY, 2, 5, 14, 2) + bar(GREY, 6, 11, 16, 2) + bar(GREY, 4, 17, 8, 2) +
    bar(BLUE, 7, 3, 3, 6) + bar(BLUE, 13, 9, 3, 6) + bar(BLUE, 6, 15, 3, 6),
  // What fits into a budget, and what does not.
  portfolio:
    bar(BLUE, 2, 12, 8, 9) + bar(BLUE, 2, 3, 8, 7) + bar(BLUE, 12, 15, 10, 6) + bar(GREY, 12, 3, 10, 6),
  // A board with people before it.
  workshop:
    bar(GREY, 2, 2, 20, 2) + bar(GREY, 2, 12, 20, 2) + bar(BLUE, 5, 5, 14, 2) + bar(BLUE, 5, 8, 8, 2) +
    [6, 12, 18].map((x) => `<circle ${GREY} cx="${x}" cy="18" r="2.5"/>`).join(""),
  // A folder with lines, and one with a plus, cut out so that any ground shows through.
  study_example: folder("M6 10h12v2H6z M6 14h8v2H6z"),
  study_empty: folder("M11 9h2v3h3v2h-3v3h-2v-3H8v-2h3z"),
};

/** Make the icon of a card; a template that is not known yet gets the ranked list. */
export function iconOf(LabIcon, name) {
  const drawing = DRAWINGS[name] ?? DRAWINGS.top_improvements;
  return new LabIcon({
    name: `cx-workbench:${name}`,
    svgstr: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24">${drawing}</svg>`,
  });
}
