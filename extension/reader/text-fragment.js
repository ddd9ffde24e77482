/**
 * A link to the very words of a mark, which browsers scroll to and paint:
 * `#:~:text=[prefix-,]start[,end][,-suffix]` (https://wicg.github.io/scroll-to-text-fragment/).
 *
 * The same as `server/winnow/export/text_fragment.py`; tests/vectors/text-fragment.json holds for
 * both.
 */

import { length } from '../lib/text.js';

/** @typedef {{exact: string, prefix: string, suffix: string}} Words */

/** Code points up to which the words are said whole; longer ones by their first and last. */
const WHOLE = 120;
/** Words at each end of a long mark: few, so that a correction between them does no harm. */
const ENDS = 6;
/** Words of context on each side of a short mark, which may stand in its page twice. */
const NEIGHBOURS = 3;
/** Code points under which a mark needs its neighbours. */
const SHORT = 60;
const LETTER = /^[\p{L}\p{N}]$/u;

/**
 * @param {string} url
 * @param {Words} mark
 * @returns {string} `url` alone if it is not on the web
 */
export function linkTo(url, mark) {
  if (!/^https?:/iu.test(url)) return url;
  return `${url}${url.includes('#') ? '' : '#'}:~:text=${directive(mark)}`;
}

/** @param {Words} mark */
function directive(mark) {
  const size = length(mark.exact);
  const parts = said(mark.exact, size).map(encoded);
  if (size >= SHORT) return parts.join(',');
  const [before, after] = neighbours(mark);
  if (before) parts.unshift(`${encoded(before)}-`);
  if (after) parts.push(`-${encoded(after)}`);
  return parts.join(',');
}

/**
 * The words themselves, or the first and the last of them.
 * @param {string} exact
 * @param {number} size
 */
function said(exact, size) {
  const blocks = exact.split('\n').map(wordsOf).filter((words) => words.length > 0);
  const words = blocks.flat();
  if (words.length < 2) return words.length > 0 ? words : [exact];
  if (blocks.length === 1 && size <= WHOLE) return [words.join(' ')];
  // An end may not reach over the border of a block, and the two may not overlap.
  const ends = blocks.length === 1 ? Math.min(ENDS, Math.floor(words.length / 2)) : ENDS;
  return [blocks[0].slice(0, ends).join(' '), (blocks.at(-1) ?? []).slice(-ends).join(' ')];
}

/**
 * The nearest whole words on each side: the outermost of the context may be cut off, and a mark
 * that begins inside a word has none.
 * @param {Words} mark
 */
function neighbours({ prefix, suffix }) {
  let before = wordsOf(prefix.slice(prefix.lastIndexOf('\n') + 1));
  let after = wordsOf(suffix.split('\n', 1)[0]);
  if (!prefix.includes('\n')) before = before.slice(1);
  if (!suffix.includes('\n')) after = after.slice(0, -1);
  if (LETTER.test([...prefix].at(-1) ?? '')) before = [];
  if (LETTER.test([...suffix][0] ?? '')) after = [];
  return [before.slice(-NEIGHBOURS).join(' '), after.slice(0, NEIGHBOURS).join(' ')];
}

/** @param {string} text */
function wordsOf(text) {
  return text.split(/\s+/u).filter(Boolean);
}

/** @param {string} text */
function encoded(text) {
  const code = (/** @type {string} */ sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text).replace(/[!'()*-]/gu, code);
}
