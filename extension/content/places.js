/**
 * Between the live page and its canonical text: from a place in the document to an offset,
 * and back from a stretch of text to ranges, across shadow roots.
 */

var winnowPlaces = (() => {
  const SHOWN = NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT;

  /**
   * The offset in `text` of the first character at or behind a place of the document.
   * @param {CanonicalText} text
   * @param {Node} container
   * @param {number} offset as in a Range
   * @returns {number}
   */
  function offsetOf(text, container, offset) {
    return text.offsetAt(
      ({ node, offset: from, units }) =>
        node === container ? offset >= from + units : isBehind(container, offset, node),
      ({ node, offset: from }) => (node === container ? offset : from),
    );
  }

  /**
   * Whether the place stands behind the text node `node` as a whole, across shadow roots.
   * @param {Node} container
   * @param {number} offset
   * @param {Text} node
   */
  function isBehind(container, offset, node) {
    const [place, other] = inOneTree(container, node);
    if (!place || !other) return false;
    if (place === other) return place instanceof Element && isBesideSlot(place, offset, node);
    if (place === container && place.contains(other)) {
      const child = place.childNodes[offset];
      return !child || Boolean(child.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING);
    }
    return Boolean(place.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING);
  }

  /**
   * Whether the place among the children of `host` stands behind text of its shadow root: they
   * are shown where their slots are. A host whose children show nowhere holds no such place.
   * @param {Element} host
   * @param {number} offset
   * @param {Text} node
   */
  function isBesideSlot(host, offset, node) {
    const shadow = winnowDom.shadowRoot(host);
    const inside = shadow && ancestry(node).get(shadow);
    const children = [...winnowDom.childNodes(host)];
    const nearest = [...children.slice(offset), ...children.slice(0, offset).reverse()];
    const slot = nearest.map(slotOf).find(Boolean);
    if (!inside || !slot) return false;
    return Boolean(slot.compareDocumentPosition(inside) & Node.DOCUMENT_POSITION_PRECEDING);
  }

  /** @param {Node} node @returns {HTMLSlotElement | null} */
  const slotOf = (node) =>
    node instanceof Element || node instanceof Text ? node.assignedSlot : null;

  /**
   * Two nodes, or the hosts that hold them, that have one root.
   * @param {Node} one
   * @param {Node} other
   * @returns {[Node | undefined, Node | undefined]}
   */
  function inOneTree(one, other) {
    const chain = ancestry(one);
    const match = ancestry(other).find((node) => chain.has(node.getRootNode()));
    return [match && chain.get(match.getRootNode()), match];
  }

  /**
   * A node and the hosts around it, by their roots, innermost first.
   * @param {Node} node
   */
  function ancestry(node) {
    /** @type {Map<Node, Node>} */
    const found = new Map();
    for (let at = /** @type {Node | null} */ (node); at; ) {
      const root = at.getRootNode();
      found.set(root, at);
      at = root instanceof ShadowRoot ? root.host : null;
    }
    return Object.assign(found, {
      /** @param {(node: Node) => boolean} holds */
      find: (holds) => [...found.values()].find(holds),
    });
  }

  /**
   * Ranges that show the characters [start, end) of `text`: one, or one a tree where the
   * stretch crosses shadow roots; what is no text between them, such as a field, is left out.
   * @param {CanonicalText} text
   * @param {number} start
   * @param {number} end
   * @returns {Range[]}
   */
  function rangesOf(text, start, end) {
    const first = text.before(start);
    const last = text.after(end);
    if (start >= end || !first?.node.isConnected || !last?.node.isConnected) return [];
    if (first.node.getRootNode() === last.node.getRootNode()) return pastFields(rangeOf(first, last));
    return text.runs
      .filter((run) => run.start < end && run.start + run.length > start)
      .flatMap((run) => {
        const from = text.before(Math.max(start, run.start));
        const to = text.after(Math.min(end, run.start + run.length));
        return from && to && from.node === to.node ? [rangeOf(from, to)] : [];
      });
  }

  /**
   * @param {TextPlace} from
   * @param {TextPlace} to
   */
  function rangeOf(from, to) {
    const range = document.createRange();
    range.setStart(from.node, Math.min(from.offset, from.node.length));
    range.setEnd(to.node, Math.min(to.offset, to.node.length));
    return range;
  }

  /**
   * The parts of a range between elements whose words are no text: fields and their choices,
   * what is read above a line.
   * @param {Range} range that ends in a text node
   * @returns {Range[]}
   */
  function pastFields(range) {
    const { startContainer, endContainer, commonAncestorContainer } = range;
    const parts = [range];
    const walker = document.createTreeWalker(commonAncestorContainer, SHOWN);
    walker.currentNode = startContainer;
    for (let node = walker.currentNode; node !== endContainer; ) {
      if (node instanceof Element && winnowText.SKIPPED_TAGS.has(winnowDom.tag(node))) {
        const rest = /** @type {Range} */ (parts.at(-1));
        parts.push(rest.cloneRange());
        rest.setEndBefore(node);
        parts.at(-1)?.setStartAfter(node);
        walker.currentNode = lastInside(node);
      }
      const next = walker.nextNode();
      if (!next) return parts; // slots show it in another order than it stands
      node = next;
    }
    return parts.filter((part) => !part.collapsed);
  }

  /** @param {Node} node @returns {Node} */
  function lastInside(node) {
    let at = node;
    for (let last = winnowDom.lastChild(at); last; last = winnowDom.lastChild(at)) at = last;
    return at;
  }

  /**
   * A stretch of one text of the document in another: what of the one the other has; null if
   * that is nothing.
   * @param {CanonicalText} from
   * @param {{start: number, end: number}} span
   * @param {CanonicalText} to
   * @returns {{start: number, end: number} | null}
   */
  function across(from, span, to) {
    const first = from.before(span.start);
    const last = from.after(span.end);
    if (!first || !last) return null;
    const start = offsetOf(to, first.node, first.offset);
    const behind = offsetOf(to, last.node, last.offset);
    if (behind <= start) return null;
    // Where a border follows, the first character behind the place is past it.
    const words = winnowText.slice(to.value, start, behind);
    return { start, end: start + winnowText.length(words.trimEnd()) };
  }

  return { across, offsetOf, rangesOf };
})();

globalThis.winnowPlaces = winnowPlaces;
