/**
 * The walk of a document as it is shown: the children of an open shadow root in place of its
 * host's, and what a slot was given in place of the slot. Capture, selection and painting
 * share it, so that what one counts the others find.
 */

var winnowWalk = (() => {
  /**
   * The nodes that stand inside `node` on the screen.
   * @param {Node} node
   * @returns {Iterable<Node>}
   */
  function childrenOf(node) {
    if (node instanceof HTMLSlotElement && node.getRootNode() instanceof ShadowRoot) {
      const given = node.assignedNodes();
      return given.length > 0 ? given : node.childNodes;
    }
    const shadow = node instanceof Element ? winnowDom.shadowRoot(node) : null;
    return winnowDom.childNodes(shadow ?? node);
  }

  /**
   * @typedef {object} Entered how an element takes part in a text
   * @property {string} tag that its borders are those of
   * @property {boolean} isSilent whether the text nodes right inside it are left out
   *
   * @callback Enter
   * @param {Element} element
   * @param {any} around what it returned for the element around; null for the root
   * @returns {Entered | null} null leaves the element out whole
   */

  /** Canonical text as docs/contracts.md has it. @type {Enter} */
  function enterAll(element) {
    const tag = winnowDom.tag(element);
    return winnowText.SKIPPED_TAGS.has(tag) ? null : { tag, isSilent: false };
  }

  /**
   * Read the canonical text of what stands inside `root`, with the way back to its text nodes;
   * a step a node. Without recursion: pages are untrusted, and a script can nest deeper than
   * any stack.
   * @param {Element} root
   * @param {Enter} [enter]
   * @returns {Generator<number, CanonicalText, void>}
   */
  function* reading(root, enter = enterAll) {
    const walk = new winnowText.TextWalk();
    const begun = enter(root, null);
    if (!begun) return walk.end();
    const open = [{ entered: begun, inside: childrenOf(root)[Symbol.iterator]() }];
    walk.open(begun.tag);
    for (let last = open.at(-1); last; last = open.at(-1)) {
      yield 1;
      const { done, value: node } = last.inside.next();
      if (done) {
        walk.close(last.entered.tag);
        open.pop();
      } else if (node instanceof Text) {
        if (!last.entered.isSilent) walk.text(node.data, node);
      } else if (node instanceof Element) {
        const entered = enter(node, last.entered);
        if (!entered) continue;
        walk.open(entered.tag);
        open.push({ entered, inside: childrenOf(node)[Symbol.iterator]() });
      }
    }
    return walk.end();
  }

  /** The same at once. @param {Element} root @returns {CanonicalText} */
  const textOf = (root) => winnowSlices.whole(reading(root));

  return { childrenOf, enterAll, reading, textOf };
})();

globalThis.winnowWalk = winnowWalk;
