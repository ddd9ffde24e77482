/**
 * Where a mark's exact words stand in a text: by position, then by context.
 *
 * Only what is exact is decided here, for painting; words that have changed are the
 * server's to place (`winnow.annotate.anchor`). Never "same" for other words. Offsets are
 * code points.
 */

var winnowAnchors = (() => {
  const { length, slice } = winnowText;

  /** Code points below which words alone are not enough, as on the server. */
  const SHORT = 30;
  /** Letters of context next to a mark that tell its place, as on the server. */
  const ENOUGH = 12;
  /** Share of a side's context that tells it when its nearest words were edited, as there. */
  const MOST = 0.6;
  /** Words of context looked at on each side. */
  const NEIGHBOURS = 16;
  /** Code units that words in the place of the context's may have more than these. */
  const ROOM = 32;
  /** Stands for the word before a text's first and behind its last. */
  const EDGE = '';
  const ENDS = /[\p{L}\p{M}\p{N}_]$/u;
  const BEGINS = /^[\p{L}\p{M}\p{N}_]/u;
  /** Scripts written without spaces: there every sign stands beside others. */
  const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]/u;
  /** A word, a sign of those scripts, or any other sign. */
  const WORDS = new RegExp(
    `${UNSPACED.source}|(?:(?!${UNSPACED.source})[\\p{L}\\p{M}\\p{N}_])+|[^\\p{L}\\p{M}\\p{N}_\\s]`,
    'gu',
  );
  /** Equals beyond which more make nothing clearer. */
  const MOST_EQUALS = 200;

  /**
   * @param {{exact: string, prefix: string, suffix: string, start: number | null,
   *   end: number | null}} mark
   * @param {string} text
   * @returns {import('../lib/messages.js').Placement}
   */
  function placeInText(mark, text) {
    const { exact, start, end } = mark;
    if (start !== null && end !== null && slice(text, start, end) === exact) {
      const at = slice(text, 0, start).length;
      if (isWhole(mark, text, at)) return { words: 'same', place: 'same', ranges: [{ start, end }] };
    }
    const found = occurrences(exact, text)
      .filter((at) => isWhole(mark, text, at))
      .map((at) => ({ at, ...agreement(mark, text, at) }));
    const likely = length(exact) < SHORT ? found.filter(({ isTelling }) => isTelling) : found;
    if (likely.length === 0) return { words: 'gone', place: 'same', ranges: [] };
    const best = Math.max(...likely.map(({ context }) => context));
    const ranges = likely
      .filter(({ context }) => context === best)
      .map(({ at }) => spanAt(text, at, exact));
    if (ranges.length > 1) return { words: 'same', place: 'several', ranges };
    const moved = start !== null && ranges[0].start !== start;
    return { words: 'same', place: moved ? 'moved' : 'same', ranges };
  }

  /** @param {string} exact @param {string} text @returns {number[]} in UTF-16 */
  function occurrences(exact, text) {
    const found = [];
    let at = exact === '' ? -1 : text.indexOf(exact);
    while (at >= 0 && found.length < MOST_EQUALS) {
      found.push(at);
      at = text.indexOf(exact, at + 1);
    }
    return found;
  }

  /**
   * Whether the words at `at` are no part of other ones: `legal` is not in `illegal`, and 1 not in
   * 15 or 1.5; but where the mark itself began or ended within a word.
   * @param {{exact: string, prefix: string, suffix: string}} mark
   * @param {string} text
   * @param {number} at
   * @returns {boolean}
   */
  function isWhole({ exact, prefix, suffix }, text, at) {
    const end = at + exact.length;
    const before = text.slice(Math.max(0, at - 3), at);
    const after = text.slice(end, end + 3);
    return (
      (!cuts(before, exact) || cuts(prefix, exact)) && (!cuts(exact, after) || cuts(exact, suffix))
    );
  }

  /** @param {string} left @param {string} right @returns {boolean} whether a word goes on */
  function cuts(left, right) {
    const goesOn = ENDS.test(left) && BEGINS.test(right) && !UNSPACED.test(left.slice(-1) + right.slice(0, 1));
    const isFigure = (/\d[.,]$/u.test(left) && /^\d/u.test(right)) || (/\d$/u.test(left) && /^[.,]\d/u.test(right));
    return goesOn || isFigure;
  }

  /**
   * How many characters around `at` are those that stood around the mark.
   * @param {{exact: string, prefix: string, suffix: string, start: number | null}} mark
   * @param {string} text
   * @param {number} at
   * @returns {{context: number, isTelling: boolean}}
   */
  function agreement({ exact, prefix, suffix, start }, text, at) {
    let before = 0;
    while (before < prefix.length && prefix.at(-1 - before) === text[at - 1 - before]) before += 1;
    const end = at + exact.length;
    let after = 0;
    while (after < suffix.length && suffix[after] === text[end + after]) after += 1;
    const from = Math.max(0, at - prefix.length - ROOM);
    const to = end + suffix.length + ROOM;
    const begins = start !== null && start <= length(prefix);
    const isTelling =
      tells(
        { words: wordsOf(prefix).reverse(), isWhole: begins },
        { words: wordsOf(text.slice(from, at)).reverse(), isWhole: from === 0 },
      ) ||
      tells(
        { words: wordsOf(suffix), isWhole: false },
        { words: wordsOf(text.slice(end, to)), isWhole: to >= text.length },
      );
    return { context: before + after, isTelling };
  }

  /**
   * Whether the words beside a place are enough of those beside the mark, nearest first.
   * `isWhole`: nothing stands behind them.
   * @param {{words: string[], isWhole: boolean}} context
   * @param {{words: string[], isWhole: boolean}} there
   * @returns {boolean}
   */
  function tells(context, there) {
    const isCut = context.words.length > 1 && !context.isWhole; // its last may be a part of a word
    const known = context.words.slice(0, isCut ? -1 : undefined).slice(0, NEIGHBOURS);
    const isAtEdge = context.isWhole || context.words.length === 0;
    if (isAtEdge && known.length < NEIGHBOURS) known.push(EDGE);
    const others = there.isWhole ? [...there.words, EDGE] : there.words;
    const worth = (/** @type {string} */ word) => (word === EDGE ? 1 : length(word));
    const sum = (/** @type {string[]} */ words) => words.reduce((all, word) => all + worth(word), 0);
    const differs = known.findIndex((word, index) => word !== others[index]);
    const run = sum(differs < 0 ? known : known.slice(0, differs));
    const alike = sum(known.filter((word, index) => word === others[index]));
    const total = sum(known);
    return run >= Math.min(ENOUGH, total) || (total >= 2 * ENOUGH && alike >= MOST * total);
  }

  /** @param {string} text @returns {string[]} */
  const wordsOf = (text) => text.match(WORDS) ?? [];

  /** @param {string} text @param {number} at @param {string} exact */
  function spanAt(text, at, exact) {
    const start = length(text.slice(0, at));
    return { start, end: start + length(exact) };
  }

  return { placeInText };
})();

globalThis.winnowAnchors = winnowAnchors;
