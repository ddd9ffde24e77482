/**
 * Between the page's text, in which marks are counted, and the nodes that show it.
 *
 * Each block has a map of its own, so what was brought back between two blocks moves no
 * offset. A block whose nodes do not say what the server says they say takes part in
 * nothing: a mark over words that nobody saw would be worse than none.
 */

import { slice } from '../lib/text.js';
import '../content/dom.js';
import '../content/slices.js';
import '../content/walk.js';
import '../content/places.js';

const { textOf } = globalThis.winnowWalk;
const { offsetOf, rangesOf: rangesInBlock } = globalThis.winnowPlaces;

/**
 * @typedef {import('../lib/messages.js').Span} Span
 * @typedef {import('../lib/messages.js').Block} Block
 * @typedef {{element: Element, start: number, end: number,
 *   text: InstanceType<typeof import('../lib/text.js').CanonicalText>}} Part
 */

/** @type {Part[]} blocks with words, in order */
let parts = [];

/**
 * Read the text of the blocks as they stand in the document.
 * @param {readonly Block[]} blocks
 */
export function mapBlocks(blocks) {
  parts = blocks.flatMap(({ id, start, end, text: said }) => {
    const element = document.getElementById(`block-${id}`);
    if (!element || said === '') return [];
    const text = textOf(element);
    return text.value === said ? [{ element, start, end, text }] : [];
  });
}

/**
 * One range for each block that the span touches.
 * @param {Span} span
 * @returns {Range[]}
 */
export function rangesOf(span) {
  return parts
    .filter(({ start, end }) => start < span.end && span.start < end)
    .flatMap(({ start, end, text }) =>
      rangesInBlock(text, Math.max(span.start, start) - start, Math.min(span.end, end) - start),
    );
}

/**
 * The span that a range covers, without white space at its ends; null if it covers none of
 * the article's words.
 * @param {Range} range
 * @returns {Span | null}
 */
export function spanOf(range) {
  const touched = parts.filter(({ element }) => range.intersectsNode(element));
  const [first, last] = [touched[0], touched.at(-1)];
  if (!first || !last || !areNeighbours(touched)) return null;
  const { startContainer, startOffset, endContainer, endOffset } = range;
  const start = first.element.contains(startContainer)
    ? first.start + offsetOf(first.text, startContainer, startOffset)
    : first.start;
  const end = last.element.contains(endContainer)
    ? last.start + offsetOf(last.text, endContainer, endOffset)
    : last.end;
  return trimmed({ start, end }, touched);
}

/** @param {Part[]} touched @returns {boolean} whether no words stand between them */
function areNeighbours(touched) {
  return touched.every((part, at) => at === 0 || part.start === touched[at - 1].end + 1);
}

/**
 * @param {Span} span
 * @param {Part[]} touched the parts it lies in
 * @returns {Span | null}
 */
function trimmed({ start, end }, touched) {
  const from = touched[0].start;
  const words = slice(touched.map(({ text }) => text.value).join('\n'), start - from, end - from);
  const behind = [...words.trimStart()].length;
  const kept = [...words.trim()].length;
  if (kept === 0) return null;
  const first = end - behind;
  return { start: first, end: first + kept };
}

/**
 * @typedef {{span: Span, range: Range, rect: DOMRect, isClipped: boolean}} Selected `range` is what
 *   the person selected, `rect` what holds the words of `span` in the window; `isClipped`: other
 *   words than those of the article were selected too
 */

/**
 * What is selected of the article.
 * @returns {Selected | null}
 */
export function selectedSpan() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0).cloneRange();
  const final = selection.getRangeAt(selection.rangeCount - 1); // Firefox: a range a table cell
  range.setEnd(final.endContainer, final.endOffset);
  const span = spanOf(range);
  if (!span) return null;
  const ranges = rangesOf(span);
  const isClipped = letters(String(selection)) !== letters(ranges.join(''));
  return { span, range, rect: holding(ranges), isClipped };
}

/** @param {string} text @returns {string} without the white space that layouts put in */
function letters(text) {
  return text.replace(/[\s\u00ad]+/gu, '');
}

/** Select what a span covers. @param {Span} span */
export function selectSpan(span) {
  const ranges = rangesOf(span);
  const [first, last] = [ranges[0], ranges.at(-1)];
  if (!first || !last) return;
  const { startContainer, startOffset } = first;
  getSelection()?.setBaseAndExtent(startContainer, startOffset, last.endContainer, last.endOffset);
}

/** @param {Range[]} ranges @returns {DOMRect} what holds them in the window */
export function holding(ranges) {
  const rects = ranges.flatMap((range) => [...range.getClientRects()]);
  const left = Math.min(...rects.map((rect) => rect.left));
  const top = Math.min(...rects.map((rect) => rect.top));
  const right = Math.max(...rects.map((rect) => rect.right));
  const bottom = Math.max(...rects.map((rect) => rect.bottom));
  return new DOMRect(left, top, right - left, bottom - top);
}

/**
 * The character under a point of the window; null where there is none of the article's.
 * @param {number} x
 * @param {number} y
 * @returns {number | null}
 */
export function offsetAtPoint(x, y) {
  const place = document.caretPositionFromPoint?.(x, y);
  return place && offsetOfPlace(place.offsetNode, place.offset);
}

/**
 * The first character at or behind a place of the document; null outside the article.
 * @param {Node} node
 * @param {number} offset as in a Range
 * @returns {number | null}
 */
export function offsetOfPlace(node, offset) {
  const part = parts.find(({ element }) => element.contains(node));
  return part ? part.start + offsetOf(part.text, node, offset) : null;
}

/**
 * The beginning of the first block that reaches below a height of the window.
 * @param {number} y
 * @returns {number}
 */
export function offsetBelow(y) {
  return parts.find(({ element }) => element.getBoundingClientRect().bottom > y)?.start ?? 0;
}
