/** The selected words of the live page, as canonical text. */

var winnowSelect = (() => {
  /** @typedef {{start: number, end: number}} Span code points of the live page's text */

  /**
   * What is selected, without white space at its ends; null if that is nothing.
   * @param {CanonicalText} text what is seen of the live page
   * @returns {Span | null}
   */
  function selectedSpan(text) {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
    const { startContainer, startOffset } = selection.getRangeAt(0);
    const { endContainer, endOffset } = selection.getRangeAt(selection.rangeCount - 1); // Firefox: a range a table cell
    const start = winnowPlaces.offsetOf(text, startContainer, startOffset);
    const end = winnowPlaces.offsetOf(text, endContainer, endOffset);
    const words = winnowText.slice(text.value, start, end);
    const behind = winnowText.length(words.trimStart());
    const kept = winnowText.length(words.trim());
    return kept === 0 ? null : { start: end - behind, end: end - behind + kept };
  }

  return { selectedSpan };
})();

globalThis.winnowSelect = winnowSelect;
