/**
 * Launcher cards and palette commands for every template that the server has, and the link from
 * a form to the parameters cell of its notebook. A service that a host lacks, or names otherwise,
 * costs what needs it and nothing else.
 *
 * @typedef {{name: string, title: string, says: string}} Template
 * @typedef {{headline: string, body: string}} Refusal
 */

import { iconOf } from "./icons.js";
import { linkForms } from "./parameters.js";

const CATEGORY = "CX Workbench";
const CARD_LETTERS = 40;
/** Library and name of each service that may be there. */
const SERVICES = {
  launcher: ["@jupyterlab/launcher", "ILauncher"],
  palette: ["@jupyterlab/apputils", "ICommandPalette"],
  browser: ["@jupyterlab/filebrowser", "IDefaultFileBrowser"],
  notebooks: ["@jupyterlab/notebook", "INotebookTracker"],
};
const STUDIES = [
  {
    kind: "example",
    title: "New study from the example",
    says: "A folder with the built-in example to look through and to replace, and a notebook on it",
  },
  {
    kind: "empty",
    title: "New study to fill in",
    says: "A folder of tables with headings and an example row each, and a notebook on it",
  },
];

/** Make the plugin. @param {string} id @param {Record<string, any>} shared */
export async function plugin(id, shared) {
  const services = {};
  for (const [name, [library, token]] of Object.entries(SERVICES)) {
    const found = (await loaded(shared, library))?.[token];
    if (found) services[name] = found;
  }
  const names = Object.keys(services);
  const libraries = {
    apputils: await loaded(shared, "@jupyterlab/apputils"),
    services: await loaded(shared, "@jupyterlab/services"),
    ui: await loaded(shared, "@jupyterlab/ui-components"),
  };
  return {
    id: `${id}:plugin`,
    description: "Launcher cards and commands for the notebooks of CX Workbench.",
    autoStart: true,
    optional: Object.values(services),
    activate(app, ...found) {
      const given = Object.fromEntries(names.map((name, index) => [name, found[index]]));
      linkForms(given.notebooks ?? null);
      if (given.launcher || given.palette) void addCards(app, given, libraries);
    },
  };
}

/** Take a library that the host shares, in whatever version it has. */
async function loaded(shared, library) {
  const versions = Object.values(shared[library] ?? {});
  try {
    return versions.length ? (await versions[0].get())() : null;
  } catch {
    return null;
  }
}

async function addCards(app, given, libraries) {
  const ask = asker(app, libraries.services);
  /** @type {Template[]} */
  let templates;
  try {
    templates = (await ask("templates")).templates;
  } catch (error) {
    console.warn(`CX Workbench has no cards: ${error.message}`);
    return;
  }
  const add = (command, card, act) => addCommand(app, given, libraries, command, card, act);
  templates.forEach((template, rank) => {
    add(`cx-workbench:open-${template.name}`, { ...template, rank, prefix: "New notebook" }, async (folder) => {
      const { path } = await ask("copies", { template: template.name, folder });
      await openNotebook(app, path);
    });
  });
  STUDIES.forEach((study, index) => {
    const card = { ...study, name: `study_${study.kind}`, rank: templates.length + index };
    add(`cx-workbench:new-study-${study.kind}`, card, async (folder) => {
      const made = await ask("studies", { kind: study.kind, folder });
      await given.browser?.model.cd(`/${made.folder}`);
      await openNotebook(app, made.notebook);
    });
  });
}

function addCommand(app, given, libraries, command, card, act) {
  const icon = libraries.ui?.LabIcon ? iconOf(libraries.ui.LabIcon, card.name) : undefined;
  const folder = (args) => args.cwd ?? given.browser?.model.path ?? "";
  app.commands.addCommand(command, {
    label: (args) => (args.isPalette ? [card.prefix, card.title].filter(Boolean).join(": ") : short(card.title)),
    caption: card.says,
    icon: (args) => (args.isPalette ? undefined : icon),
    // A drive's name goes before the path; the server knows only its own.
    execute: (args) =>
      act(app.serviceManager.contents.localPath(folder(args))).catch((error) =>
        refuse(libraries.apputils, error),
      ),
  });
  given.launcher?.add({ command, category: CATEGORY, rank: card.rank });
  given.palette?.addItem({ command, category: CATEGORY, args: { isPalette: true } });
}

/** A card has room for three short lines; what is cut could not be read. */
const short = (title) => (title.length > CARD_LETTERS ? title.split(":")[0] : title);

/** Open a notebook and run its first cell, the form: the card was pressed to see it. */
async function openNotebook(app, path) {
  const panel = await app.commands.execute("docmanager:open", { path, factory: "Notebook" });
  if (!panel?.content?.model) return;
  await panel.context.ready;
  await panel.sessionContext.ready;
  panel.content.activeCellIndex = 0;
  if (panel.sessionContext.session?.kernel) await app.commands.execute("notebook:run-cell");
}

/** Ask the server, as the host asks it: with its address, its token and its guard. */
function asker(app, services) {
  const settings = app.serviceManager.serverSettings;
  return async (what, body) => {
    const url = new URL(`cx-workbench/${what}`, settings.baseUrl).href;
    const init = body ? { method: "POST", body: JSON.stringify(body) } : {};
    const answer = await services.ServerConnection.makeRequest(url, init, settings);
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) {
      throw Object.assign(new Error(said.message ?? `The server answered ${answer.status}.`), {
        headline: said.headline,
      });
    }
    return said;
  };
}

function refuse(apputils, error) {
  const { headline = "That could not be done", message } = error;
  if (apputils?.showErrorMessage) return apputils.showErrorMessage(headline, message);
  return window.alert(`${headline}\n${message}`);
}
