// What JupyterLab loads first: it hands over the libraries that all extensions share, and asks for
// the extension. Written by hand, so that nobody needs node.
(() => {
  "use strict";
  const NAME = "cx-workbench";
  const here = new URL(".", document.currentScript.src).href;
  let shared = {};

  (window._JUPYTERLAB ??= {})[NAME] = {
    init(scope) {
      shared = scope;
    },
    async get() {
      const { plugin } = await import(`${here}extension.js`);
      const made = await plugin(NAME, shared);
      return () => ({ __esModule: true, default: made });
    },
  };
})();
