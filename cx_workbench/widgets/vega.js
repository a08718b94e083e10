/** Unpacks Vega: as text it would make up most of a saved notebook. */

export default {
  async initialize({ model }) {
    const packed = Uint8Array.from(atob(model.get("packed")), (letter) => letter.charCodeAt(0));
    const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    const module = new Blob([await new Response(unpacked).text()], { type: "text/javascript" });
    const url = URL.createObjectURL(module);
    try {
      const { default: library } = await import(url);
      return library;
    } finally {
      URL.revokeObjectURL(url);
    }
  },
};
