/**
 * A sentence about what was just done, with its way back. It stays while it is pointed
 * at or focused; the way back by Ctrl+Z stays after it.
 */

import { byId } from './article.js';

/** Milliseconds a sentence stays: to be read; and, with a button, to be reached by keyboard. */
const READ_MS = 8_000;
const REACH_MS = 20_000;

const toast = byId('toast');
/** @type {number | undefined} */
let timer;

function hide() {
  byId('toast-words').textContent = '';
  byId('toast-undo').hidden = true;
}

/** @param {number} stay milliseconds */
function hideLater(stay) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (toast.matches(':hover, :focus-within')) hideLater(stay);
    else hide();
  }, stay);
}

/**
 * @param {string} sentence
 * @param {boolean} [canUndo]
 */
export function say(sentence, canUndo = false) {
  byId('toast-words').textContent = sentence;
  byId('toast-undo').hidden = !canUndo;
  hideLater(canUndo ? REACH_MS : READ_MS);
}

/**
 * Say something to those who listen to the page, not to those who look at it.
 * @param {...(string | Node)} said
 */
export function announce(...said) {
  byId('announce').replaceChildren(...said);
}
