/**
 * The one view of this reading page, and whoever draws it.
 */

/**
 * @typedef {import('./view.js').View} View
 * @typedef {(view: View, before: View | null) => void} Draw
 */

/** @type {View | null} */
let view = null;
/** @type {Draw[]} */
const drawers = [];

/** @returns {View} the view as it is now; only once a page was opened */
export function now() {
  if (!view) throw new Error('no page is open');
  return view;
}

/** @returns {boolean} */
export function isOpen() {
  return view !== null;
}

/** @param {View} next */
export function become(next) {
  const before = view;
  view = next;
  for (const draw of drawers) draw(next, before);
}

/** @param {Draw} draw called at each change, in the order of registration */
export function onView(draw) {
  drawers.push(draw);
}
