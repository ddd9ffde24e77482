/**
 * Selecting by keys alone: the next sentence or paragraph of the article, or the one before.
 *
 * A step goes from what is selected, else from the caret, else from the last step if that
 * is still seen, else from the top of what is seen. What was selected forwards grows and
 * shrinks at its end, what was selected backwards at its beginning, by the browser's own
 * keys; `turnSelection` changes the end.
 */

import { byId } from './article.js';
import { paragraphsOf, sentencesOf } from './passages.js';
import { bringIntoSight, isInSight, topOfSight } from './sight.js';
import { now } from './stage.js';
import { offsetBelow, offsetOfPlace, rangesOf, selectedSpan } from './text-map.js';
import { textOf } from './view.js';

/**
 * @typedef {import('../lib/messages.js').Span} Span
 * @typedef {{sentence: readonly Span[], paragraph: readonly Span[]}} Passages
 * @typedef {keyof Passages} Unit
 */

/** The passages of the blocks they were cut from, which never change while a page is open.
 *
 * @type {WeakMap<object, Passages>} */
const cut = new WeakMap();
/** @type {Span | null} */
let last = null;

/** @returns {Passages} */
function passages() {
  const { blocks, page } = now();
  const known = cut.get(blocks);
  if (known) return known;
  const text = textOf(now());
  const made = { sentence: sentencesOf(text, page.language), paragraph: paragraphsOf(text) };
  cut.set(blocks, made);
  return made;
}

/**
 * @param {Unit} unit
 * @param {1 | -1} by
 * @returns {boolean} whether the article has any words
 */
export function selectNext(unit, by) {
  const { at, isInside } = origin();
  const shown = passages()[unit].filter((span) => rangesOf(span).length > 0);
  const next =
    by > 0
      ? (shown.find(({ start, end }) => (isInside ? end : start) > at) ?? shown.at(-1))
      : (shown.findLast(({ start }) => start < at) ?? shown[0]);
  if (!next) return false;
  last = next;
  select(rangesOf(next), by);
  return true;
}

/** @returns {{at: number, isInside: boolean}} `isInside`: the passage at the place comes next */
function origin() {
  const from = selectedSpan()?.span;
  if (from) return { at: from.start, isInside: false };
  const caret = caretOffset();
  if (caret !== null) return { at: caret, isInside: true };
  if (last && isInSight(rangesOf(last))) return { at: last.start, isInside: false };
  return { at: firstSeen(), isInside: true };
}

/** @returns {number} the beginning of the first sentence that is seen */
function firstSeen() {
  const top = topOfSight();
  const from = offsetBelow(top);
  const isSeen = (/** @type {Span} */ span) =>
    (rangesOf(span).at(-1)?.getBoundingClientRect().bottom ?? 0) > top;
  return passages().sentence.find((span) => span.start >= from && isSeen(span))?.start ?? 0;
}

/** @returns {number | null} */
function caretOffset() {
  const selection = getSelection();
  return selection?.anchorNode ? offsetOfPlace(selection.anchorNode, selection.anchorOffset) : null;
}

/**
 * @param {readonly Range[]} ranges
 * @param {1 | -1} by
 */
function select(ranges, by) {
  const { startContainer, startOffset } = ranges[0];
  const { endContainer, endOffset } = ranges[ranges.length - 1];
  byId('article').focus({ preventScroll: true }); // the browser's keys then go to the text
  getSelection()?.setBaseAndExtent(startContainer, startOffset, endContainer, endOffset);
  if (by < 0) turnSelection();
  if (!isInSight(ranges)) bringIntoSight(ranges, 'instant');
}

/** Let the browser's keys move the other end of the selection. */
export function turnSelection() {
  const selection = getSelection();
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection ?? {};
  if (!selection || !anchorNode || !focusNode) return;
  selection.setBaseAndExtent(focusNode, focusOffset ?? 0, anchorNode, anchorOffset ?? 0);
}
