/**
 * The small bar by a selection that offers the three kinds of mark.
 *
 * It never takes the selection away: a press on it does not move the focus, and Tab from
 * a selection goes to its first button. Escape hides it.
 */

import { byId } from './article.js';
import { place } from './mark-form.js';

/** @typedef {import('./mark-form.js').Kind} Kind */

const bar = byId('selection-bar');
/** @type {HTMLButtonElement[]} */
const buttons = [...bar.querySelectorAll('button')];

/**
 * @param {DOMRect} beside the selected words, in the window
 * @param {boolean} isPartial whether they begin or end within a word
 */
export function showBar(beside, isPartial) {
  bar.hidden = false;
  byId('whole-words').hidden = !isPartial;
  place(bar, beside);
}

export function hideBar() {
  bar.hidden = true;
}

/** @returns {boolean} */
export function barIsOpen() {
  return !bar.hidden;
}

/** @returns {boolean} */
export function barHasFocus() {
  return bar.contains(document.activeElement);
}

export function focusBar() {
  buttons[0].focus({ preventScroll: true });
}

/** @param {(kind: Kind) => void} choose */
export function onChoice(choose) {
  bar.addEventListener('mousedown', (event) => event.preventDefault());
  for (const button of buttons) {
    const { kind } = button.dataset;
    if (kind) button.addEventListener('click', () => choose(/** @type {Kind} */ (kind)));
  }
}

/** The arrows move inside the bar, as in any toolbar. */
bar.addEventListener('keydown', (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const forward = getComputedStyle(bar).direction === 'rtl' ? -step : step;
  const shown = buttons.filter((button) => !button.hidden);
  const at = shown.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
  shown[(at + forward + shown.length) % shown.length].focus();
  event.preventDefault();
});
