/**
 * The page's text cut as it is read: into sentences, and into paragraphs.
 *
 * Spans are code points of the text, without white space at their ends, in order.
 */

import { length } from '../lib/text.js';

/** @typedef {import('../lib/messages.js').Span} Span */

/** What the segmenters take for an end: a title or an initial (“Mr. Holm”, “J. S. Bach”) … */
const ABBREVIATED = /(?<!\p{L})\p{Lu}[bcdfghjklmnpqrstvwxz]{0,3}\.\s*$/u;
/** … and a quotation that ends before its sentence does (“Was it?” she asked). */
const BEGINS_SMALL = /^\P{L}*\p{Ll}/u;

/**
 * @param {string} text
 * @param {string} language BCP 47; "" where none is known
 * @returns {Span[]} no sentence goes on in the next paragraph
 */
export function sentencesOf(text, language) {
  /** @type {string[]} */
  const sentences = [];
  for (const { segment } of segmenterOf(language, 'sentence').segment(text)) {
    const before = sentences.at(-1) ?? '';
    const goesOn = ABBREVIATED.test(before) || BEGINS_SMALL.test(segment);
    if (before && goesOn && !before.endsWith('\n')) sentences.push(`${sentences.pop()}${segment}`);
    else sentences.push(segment);
  }
  return spansOf(sentences);
}

/**
 * @param {string} language as a page names it, which may be no language at all
 * @param {'sentence' | 'word'} granularity
 * @returns {Intl.Segmenter}
 */
export function segmenterOf(language, granularity) {
  try {
    return new Intl.Segmenter(language || undefined, { granularity });
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    return new Intl.Segmenter(undefined, { granularity });
  }
}

/** @param {string} text @returns {Span[]} */
export function paragraphsOf(text) {
  return spansOf(text.split(/(?<=\n)/u));
}

/** @param {readonly string[]} pieces one behind the other @returns {Span[]} */
function spansOf(pieces) {
  const spans = [];
  let at = 0;
  for (const piece of pieces) {
    const start = at + length(piece) - length(piece.trimStart());
    const kept = length(piece.trim());
    if (kept > 0) spans.push({ start, end: start + kept });
    at += length(piece);
  }
  return spans;
}
