/**
 * Marks painted on the live page by the CSS Custom Highlight API.
 *
 * No element of the page is touched; the looks are in paint.css, which the background adds
 * beside the page's own styles, where the page does not find it.
 */

var winnowPaint = (() => {
  /** Over others from first to last: a mark's own colour over its kind's. */
  const LAYERS = ['highlight', 'quote', 'claim', ...winnowMarks.COLOURS, 'several'];

  /** @param {Record<string, Range[]>} ranges by layer; a layer without any is not painted */
  function paint(ranges) {
    for (const [priority, layer] of LAYERS.entries()) {
      const name = `winnow-live-${layer}`;
      const painted = ranges[layer] ?? [];
      if (painted.length === 0) {
        CSS.highlights.delete(name);
        continue;
      }
      const highlight = new Highlight(...painted);
      highlight.priority = priority;
      CSS.highlights.set(name, highlight);
    }
  }

  return { paint };
})();

globalThis.winnowPaint = winnowPaint;
