/**
 * Marks painted over the text by the CSS Custom Highlight API: no element is touched.
 *
 * The names of the highlights are those of marks.css. A mark whose place is not certain is
 * painted faintly everywhere it may be.
 */

import { COLOURS } from '../lib/marks.js';
import { rangesOf } from './text-map.js';

/** Over others from first to last: a mark's own colour over its kind's, the shorter-lived on top. */
const LAYERS = ['highlight', 'quote', 'claim', ...COLOURS, 'several', 'current', 'pending'];

/**
 * @param {string} layer of LAYERS
 * @param {Range[]} ranges
 */
function paint(layer, ranges) {
  const name = `winnow-${layer}`;
  if (ranges.length === 0) {
    CSS.highlights.delete(name);
    return;
  }
  const highlight = new Highlight(...ranges);
  highlight.priority = LAYERS.indexOf(layer);
  CSS.highlights.set(name, highlight);
}

/** @param {import('./view.js').View} view */
export function paintMarks({ marks }) {
  /** @type {Record<string, Range[]>} */
  const ranges = { highlight: [], quote: [], claim: [], several: [] };
  for (const colour of COLOURS) ranges[colour] = [];
  for (const { annotation, placement } of marks.values()) {
    const layer = placement.place === 'several' ? 'several' : annotation.kind;
    const painted = placement.ranges.flatMap(rangesOf);
    ranges[layer].push(...painted);
    if (layer !== 'several') ranges[annotation.colour]?.push(...painted);
  }
  for (const [layer, painted] of Object.entries(ranges)) paint(layer, painted);
}

/** The mark last gone to. @param {Range[]} ranges */
export function paintCurrent(ranges) {
  paint('current', ranges);
}

/** The words that a mark is being made of. @param {Range[]} ranges */
export function paintPending(ranges) {
  paint('pending', ranges);
}
