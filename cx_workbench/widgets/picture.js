/** A picture: everything that pictures have in common lives in `pictures.js`, once a kernel. */

export default {
  async render({ model, el, signal, host }) {
    const { show } = (await host.getWidget(model.get("pictures"))).exports;
    await show({ model, el, signal, host });
  },
};
