/**
 * Where the characters of the clean text stand on the live page: every copy of each block.
 *
 * The server says of each block which elements of the capture hold it (`sources`), hidden words
 * counted. What does not stand there any more, word for word, takes part in nothing; words that
 * are hidden amid the block are no part of its text, so it may stand in the seen text alone.
 * Elements come after the capture too, and render anew: a whole line that says what one block
 * says is a copy of it, wherever it stands.
 */

/**
 * @typedef {object} Copy
 * @property {number} start in the page's clean text
 * @property {number} end
 * @property {CanonicalText} text of the live page: all of it, or what is seen of it
 * @property {number} live where `start` stands in that text
 */

var winnowCopies = (() => {
  /**
   * @typedef {import('../lib/messages.js').Block} Block
   * @typedef {import('../lib/messages.js').Span} Span
   */

  /** Code points from which a line is told by its words alone, as a mark is. */
  const ALONE = 30;

  /**
   * Find them, in steps.
   * @param {readonly Block[]} blocks
   * @param {readonly WeakRef<Element>[]} elements of the capture, by stamp
   * @param {CanonicalText} text of the live page
   * @param {CanonicalText} seen what is seen of it
   * @returns {Generator<number, Copy[], void>}
   */
  function* finding(blocks, elements, text, seen) {
    const captured = yield* ofCapture(blocks, elements, text, seen);
    const later = yield* sinceCapture(blocks, captured, seen);
    return [...captured, ...later];
  }

  /**
   * Those that stand in the elements that the server named.
   * @param {readonly Block[]} blocks
   * @param {readonly WeakRef<Element>[]} elements
   * @param {CanonicalText} text
   * @param {CanonicalText} seen
   * @returns {Generator<number, Copy[], void>}
   */
  function* ofCapture(blocks, elements, text, seen) {
    const characters = text.length === text.value.length ? null : Array.from(text.value);
    const beginnings = yield* beginningsOf(text);
    /** @type {Copy[]} */
    const found = [];
    for (const block of blocks) {
      for (const { element, start, end } of block.text === '' ? [] : block.sources) {
        yield 2;
        const node = elements[element]?.deref();
        const base = node && beginnings.get(node);
        if (base === undefined) continue;
        const [from, to] = [base + start, base + end];
        const copy = { start: block.start, end: block.end };
        const said = characters ? characters.slice(from, to).join('') : text.value.slice(from, to);
        if (said === block.text) {
          found.push({ ...copy, text, live: from });
          continue;
        }
        yield 10;
        const live = winnowPlaces.across(text, { start: from, end: to }, seen);
        if (live && winnowText.slice(seen.value, live.start, live.end) === block.text) {
          found.push({ ...copy, text: seen, live: live.start });
        }
      }
    }
    return found;
  }

  /**
   * Those that no element of the capture holds: lines of the seen text.
   * @param {readonly Block[]} blocks
   * @param {readonly Copy[]} captured
   * @param {CanonicalText} seen
   * @returns {Generator<number, Copy[], void>}
   */
  function* sinceCapture(blocks, captured, seen) {
    const known = new Set(captured.map(({ text, live }) => text.before(live)?.node));
    /** @type {Map<string, Block | null>} null for words that several blocks say */
    const said = new Map();
    for (const block of blocks) {
      if (block.end - block.start >= ALONE) said.set(block.text, said.has(block.text) ? null : block);
    }
    /** @type {Copy[]} */
    const found = [];
    let live = 0;
    for (const line of seen.value.split('\n')) {
      yield 1;
      const block = said.get(line);
      if (block && !known.has(seen.before(live)?.node)) {
        found.push({ start: block.start, end: block.end, text: seen, live });
      }
      live += winnowText.length(line) + 1;
    }
    return found;
  }

  /**
   * Where the first character inside each element stands, across shadow roots. One walk for all:
   * to compare two places of a long document takes the browser long.
   * @param {CanonicalText} text
   * @returns {Generator<number, Map<Node, number>, void>}
   */
  function* beginningsOf(text) {
    /** @type {Map<Node, number>} */
    const found = new Map();
    for (const { node, start } of text.runs) {
      yield 1;
      let at = outOf(node);
      while (at && !found.has(at)) {
        found.set(at, start);
        at = outOf(at);
      }
    }
    return found;
  }

  /** @param {Node} node @returns {Node | null} what it stands in; of a shadow root, its host */
  function outOf(node) {
    return node instanceof ShadowRoot ? node.host : node.parentNode;
  }

  /**
   * A stretch of the seen text in the clean text, if both its ends stand there.
   * @param {readonly Copy[]} copies
   * @param {CanonicalText} seen
   * @param {Span} span
   * @returns {Span | null}
   */
  function toClean(copies, seen, span) {
    /** @type {Map<CanonicalText, Span | null>} */
    const spans = new Map([[seen, span]]);
    /** @param {CanonicalText} text */
    const spanIn = (text) => {
      if (!spans.has(text)) spans.set(text, winnowPlaces.across(seen, span, text));
      return spans.get(text) ?? { start: -1, end: -1 };
    };
    const first = copies.find((copy) => {
      const { start } = spanIn(copy.text);
      return copy.live <= start && start < liveEnd(copy);
    });
    const last = copies.find((copy) => {
      const { end } = spanIn(copy.text);
      return copy.live < end && end <= liveEnd(copy);
    });
    if (!first || !last) return null;
    const start = first.start + spanIn(first.text).start - first.live;
    const end = last.start + spanIn(last.text).end - last.live;
    return start < end ? { start, end } : null;
  }

  /**
   * Ranges that show a stretch of the clean text on the live page, in every copy.
   * @param {readonly Copy[]} copies
   * @param {Span} span
   * @returns {Range[]}
   */
  function rangesOf(copies, { start, end }) {
    return copies
      .filter((copy) => copy.start < end && start < copy.end)
      .flatMap(({ text, live, start: from, end: to }) =>
        winnowPlaces.rangesOf(
          text,
          live + Math.max(start, from) - from,
          live + Math.min(end, to) - from,
        ),
      );
  }

  /** @param {Copy} copy */
  const liveEnd = ({ start, end, live }) => live + end - start;

  return { finding, toClean, rangesOf };
})();

globalThis.winnowCopies = winnowCopies;
