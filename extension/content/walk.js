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
   * The canonical text of what stands inside `root`, with the way back to its text nodes.
   * Without recursion: pages are untrusted, and a script can nest deeper than any stack.
   * @param {Element} root
   * @param {(element: Element) => boolean} [skip] leaves elements out whole
   * @returns {CanonicalText}
   */
  function textOf(root, skip) {
    const walk = new winnowText.TextWalk();
    const open = [{ tag: winnowDom.tag(root), inside: childrenOf(root)[Symbol.iterator]() }];
    walk.open(winnowDom.tag(root));
    for (let last = open.at(-1); last; last = open.at(-1)) {
      const { done, value: node } = last.inside.next();
      if (done) {
        walk.close(last.tag);
        open.pop();
      } else if (node instanceof Text) {
        walk.text(node.data, node);
      } else if (node instanceof Element) {
        const tag = winnowDom.tag(node);
        if (winnowText.SKIPPED_TAGS.has(tag) || skip?.(node)) continue;
        walk.open(tag);
        open.push({ tag, inside: childrenOf(node)[Symbol.iterator]() });
      }
    }
    return walk.end();
  }

  return { childrenOf, textOf };
})();

globalThis.winnowWalk = winnowWalk;
