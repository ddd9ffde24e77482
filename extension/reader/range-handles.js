/**
 * The handles at both ends of a mark, which change what words it is of: dragged, or moved by the
 * arrow keys; with Ctrl, Alt or Option from word to word.
 *
 * Neither end goes past the other, and none stands at white space.
 */

import { MAX_EXACT } from '../lib/marks.js';
import { byId } from './article.js';
import { wordsAbout } from './passages.js';
import { now } from './stage.js';
import { offsetAtPoint, rangesOf } from './text-map.js';
import { textOf } from './view.js';

/**
 * @typedef {import('../lib/messages.js').Span} Span
 * @typedef {'start' | 'end'} Side
 * @typedef {object} Handlers
 * @property {(span: Span) => void} moved
 * @property {() => void} save
 * @property {() => void} cancel
 */

/** Code points of the words at an end that are said of it. */
const SAID = 40;

const HANDLES = { start: byId('handle-start'), end: byId('handle-end') };
/** @type {Span} */
let span = { start: 0, end: 0 };
/** @type {string[]} code points of the page's text */
let text = [];
/** @type {Handlers | null} */
let handlers = null;
/** From the pointer to the middle of the line that the handle hangs from. */
let grip = { x: 0, y: 0 };

/**
 * @param {Span} of
 * @param {Handlers} given
 */
export function openHandles(of, given) {
  span = of;
  text = [...textOf(now())];
  handlers = given;
  for (const handle of Object.values(HANDLES)) handle.hidden = false;
  draw();
}

export function closeHandles() {
  for (const handle of Object.values(HANDLES)) handle.hidden = true;
  handlers = null;
}

/** @param {number} at @returns {boolean} */
const isSpace = (at) => /\s/u.test(text[at] ?? ' ');

/** @param {Side} side @param {number} at @returns {boolean} whether this end can stand there */
function fits(side, at) {
  const next = { ...span, [side]: at };
  const { start, end } = next;
  if (start < 0 || end > text.length || start >= end || end - start > MAX_EXACT) return false;
  return !isSpace(side === 'start' ? start : end - 1) && rangesOf(edge(side, next)).length > 0;
}

/** The character at an end. @param {Side} side @param {Span} of @returns {Span} */
function edge(side, { start, end }) {
  return side === 'start' ? { start, end: start + 1 } : { start: end - 1, end };
}

/** @param {Side} side @param {number} at */
function move(side, at) {
  if (at === span[side] || !fits(side, at)) return;
  span = { ...span, [side]: at };
  draw();
  handlers?.moved(span);
}

/** @param {Side} side @param {1 | -1} by */
function byCharacter(side, by) {
  let at = span[side] + by;
  while (at > 0 && at < text.length && isSpace(side === 'start' ? at : at - 1)) at += by;
  move(side, at);
}

/** @param {Side} side @param {1 | -1} by */
function byWord(side, by) {
  const words = wordsAbout(text, span[side], now().page.language);
  const borders = words.map((word) => word[side]);
  const beyond = borders.filter((border) => (border - span[side]) * by > 0);
  const next = by > 0 ? beyond[0] : beyond.at(-1);
  if (next !== undefined) move(side, next);
}

/** Put the handles where the ends are, and say what stands there. */
function draw() {
  for (const [name, handle] of Object.entries(HANDLES)) {
    const side = /** @type {Side} */ (name);
    const [range] = rangesOf(edge(side, span));
    const rects = range?.getClientRects() ?? [];
    if (rects.length === 0) continue;
    const rect = rects[side === 'start' ? 0 : rects.length - 1];
    const isLeft = (side === 'start') !== isRightToLeft(range);
    handle.style.left = `${(isLeft ? rect.left : rect.right) + window.scrollX}px`;
    handle.style.top = `${rect.bottom + window.scrollY}px`;
    const { start, end } = span;
    const [first, last] = side === 'start' ? [start, Math.min(end, start + SAID)] : [Math.max(start, end - SAID), end];
    handle.setAttribute('aria-valuemin', '0');
    handle.setAttribute('aria-valuemax', String(text.length));
    handle.setAttribute('aria-valuenow', String(span[side]));
    handle.setAttribute('aria-valuetext', text.slice(first, last).join(''));
  }
}

/** @param {Range} range @returns {boolean} */
function isRightToLeft({ startContainer }) {
  const element = startContainer instanceof Element ? startContainer : startContainer.parentElement;
  return element !== null && getComputedStyle(element).direction === 'rtl';
}

/** @param {Side} side @param {KeyboardEvent} event */
function press(side, event) {
  const { key, ctrlKey, altKey } = event;
  if (key === 'Enter') handlers?.save();
  else if (key === 'Escape') handlers?.cancel();
  else if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const [range] = rangesOf(edge(side, span));
    const forward = (key === 'ArrowRight') !== (range !== undefined && isRightToLeft(range));
    (ctrlKey || altKey ? byWord : byCharacter)(side, forward ? 1 : -1);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

/** @param {Side} side @param {PointerEvent} event */
function drag(side, { clientX, clientY }) {
  let at = offsetAtPoint(clientX - grip.x, clientY - grip.y);
  if (at === null) return;
  while (side === 'start' ? at < span.end && isSpace(at) : at > span.start && isSpace(at - 1)) {
    at += side === 'start' ? 1 : -1;
  }
  move(side, at);
}

for (const [name, handle] of Object.entries(HANDLES)) {
  const side = /** @type {Side} */ (name);
  handle.addEventListener('keydown', (event) => press(side, event));
  handle.addEventListener('pointerdown', (event) => {
    const [range] = rangesOf(edge(side, span));
    if (!range) return;
    const box = handle.getBoundingClientRect();
    const line = range.getBoundingClientRect().height;
    grip = { x: event.clientX - (box.left + box.width / 2), y: event.clientY - (box.top - line / 2) };
    handle.setPointerCapture(event.pointerId);
    handle.classList.add('dragging');
    handle.focus({ preventScroll: true });
    event.preventDefault();
  });
  handle.addEventListener('pointermove', (event) => {
    if (handle.hasPointerCapture(event.pointerId)) drag(side, event);
  });
  handle.addEventListener('lostpointercapture', () => handle.classList.remove('dragging'));
}
window.addEventListener('resize', () => {
  if (handlers) draw();
});
