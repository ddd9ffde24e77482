/**
 * Where the characters of the clean text stand on the live page: every copy of each block.
 *
 * The server says of each block which elements of the capture hold it (`sources`). What
 * does not stand there any more, word for word, takes part in nothing.
 */

/**
 * @typedef {object} Copy
 * @property {number} start in the page's clean text
 * @property {number} end
 * @property {number} live where `start` stands in the live page's text
 */

var winnowCopies = (() => {
  /** @typedef {import('../lib/messages.js').Block} Block */

  /**
   * @param {readonly Block[]} blocks
   * @param {readonly WeakRef<Element>[]} elements of the capture, by stamp
   * @param {CanonicalText} text of the live page
   * @returns {Copy[]}
   */
  function copiesOf(blocks, elements, text) {
    const characters = Array.from(text.value);
    const beginnings = beginningsOf(text);
    return blocks
      .filter((block) => block.text !== '')
      .flatMap((block) =>
        block.sources.flatMap(({ element, start, end }) => {
          const node = elements[element]?.deref();
          const base = node && beginnings.get(node);
          if (base === undefined) return [];
          const said = characters.slice(base + start, base + end).join('');
          return said === block.text
            ? [{ start: block.start, end: block.end, live: base + start }]
            : [];
        }),
      );
  }

  /**
   * Where the first character inside each element stands, across shadow roots. One walk for all:
   * to compare two places of a long document takes the browser long.
   * @param {CanonicalText} text
   * @returns {Map<Node, number>}
   */
  function beginningsOf(text) {
    /** @type {Map<Node, number>} */
    const found = new Map();
    for (const { node, start } of text.runs) {
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
   * A stretch of the live text in the clean text, if both its ends stand there.
   * @param {readonly Copy[]} copies
   * @param {number} start
   * @param {number} end
   * @returns {{start: number, end: number} | null}
   */
  function toClean(copies, start, end) {
    const first = copies.find((copy) => copy.live <= start && start < liveEnd(copy));
    const last = copies.find((copy) => copy.live < end && end <= liveEnd(copy));
    if (!first || !last) return null;
    const span = {
      start: first.start + start - first.live,
      end: last.start + end - last.live,
    };
    return span.start < span.end ? span : null;
  }

  /**
   * A stretch of the clean text on the live page, in every copy.
   * @param {readonly Copy[]} copies
   * @param {number} start
   * @param {number} end
   * @returns {{start: number, end: number}[]}
   */
  function toLive(copies, start, end) {
    return copies
      .filter((copy) => copy.start < end && start < copy.end)
      .map((copy) => ({
        start: copy.live + Math.max(start, copy.start) - copy.start,
        end: copy.live + Math.min(end, copy.end) - copy.start,
      }));
  }

  /** @param {Copy} copy */
  const liveEnd = ({ start, end, live }) => live + end - start;

  return { copiesOf, toClean, toLive };
})();

globalThis.winnowCopies = winnowCopies;
