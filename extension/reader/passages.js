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

/** Code points on either side in which a word's border is looked for. */
const REACH = 200;

/**
 * The words about a place of a text, as spans of it.
 * @param {readonly string[]} text code points
 * @param {number} place
 * @param {string} language
 * @returns {Span[]}
 */
export function wordsAbout(text, place, language) {
  const from = Math.max(0, place - REACH);
  const words = [];
  let at = from;
  const piece = text.slice(from, place + REACH).join('');
  for (const { segment, isWordLike } of segmenterOf(language, 'word').segment(piece)) {
    const end = at + length(segment);
    if (isWordLike) words.push({ start: at, end });
    at = end;
  }
  return words;
}

/**
 * A span that begins and ends at the borders of words: the same one, if it does already.
 * @param {readonly string[]} text code points
 * @param {Span} span
 * @param {string} language
 * @returns {Span}
 */
export function withWholeWords(text, span, language) {
  const around = (/** @type {number} */ place) =>
    wordsAbout(text, place, language).find(({ start, end }) => start < place && place < end);
  const [first, last] = [around(span.start), around(span.end)];
  if (!first && !last) return span;
  return { start: first?.start ?? span.start, end: last?.end ?? span.end };
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
