/**
 * The link from a form to its notebook: a form asks by an event that rises to the page, and is
 * answered in the event's detail. Only the notebook that shows the form is read and written.
 *
 * @typedef {object} Detail
 * @property {string} [was]     The cell's text that the new one was made from.
 * @property {string} [becomes] The cell's new text; without it the form only reads.
 * @property {string | null} [source] Set here: the cell's text now, or null if there is no cell.
 * @property {boolean} [written]      Set here.
 */

const ASKED = "cx-workbench:parameters";
const TAG = "parameters";

/** Answer forms. @param {any} notebooks The tracker of open notebooks, where the host has one. */
export function linkForms(notebooks) {
  document.addEventListener(ASKED, (event) => {
    const form = event.composedPath()[0];
    const panel = notebooks?.find((each) => each.node.contains(form));
    if (panel?.content.model) answer(event.detail, tagged(panel.content.model.cells));
  });
}

/** Find the cell tagged `parameters`. */
function tagged(cells) {
  for (let index = 0; index < cells.length; index += 1) {
    const cell = cells.get(index);
    if (cell.type === "code" && (cell.getMetadata("tags") ?? []).includes(TAG)) return cell;
  }
  return null;
}

/** @param {Detail} detail @param {any} cell */
function answer(detail, cell) {
  detail.source = cell ? cell.sharedModel.getSource() : null;
  // Whoever typed into the cell meanwhile is not overwritten: the form asks again.
  detail.written = Boolean(cell) && detail.becomes !== undefined && detail.was === detail.source;
  if (detail.written) write(cell.sharedModel, detail.source, detail.becomes);
}

/** Replace only what differs, as one step that undo takes back. */
function write(shared, was, becomes) {
  let start = 0;
  while (start < was.length && start < becomes.length && was[start] === becomes[start]) start += 1;
  let end = 0;
  const least = Math.min(was.length, becomes.length) - start;
  while (end < least && was[was.length - 1 - end] === becomes[becomes.length - 1 - end]) end += 1;
  if (was === becomes) return;
  shared.updateSource(start, was.length - end, becomes.slice(start, becomes.length - end));
}
