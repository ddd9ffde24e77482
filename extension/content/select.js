/** The selected words of the live page, as canonical text, and as those of a mark. */

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

  /**
   * The words of a mark: those that are seen. They have a place in the clean text if it has no
   * others there, such as those of a closed <details>; a block that it removed the mark leaves out.
   * @param {Span} span of the seen text
   * @param {{seen: CanonicalText, copies: readonly Copy[], whole: string,
   *   cleaned: import('../lib/messages.js').CleanAnswer | null}} texts `whole`: the clean one
   */
  function wordsOf(span, { seen, copies, whole, cleaned }) {
    const here = winnowMarks.wordsAt(seen.value, span.start, span.end);
    const stretch = winnowCopies.toClean(copies, seen, span);
    const there = stretch && winnowMarks.wordsAt(whole, stretch.start, stretch.end);
    const removed = (cleaned?.removed ?? []).map(({ text }) => lettersOf(text)).join('');
    if (there && isSaid(here.exact, there.exact, removed)) return { ...there, ...stretch };
    return { ...(there ?? here), exact: here.exact, start: null, end: null };
  }

  /**
   * Whether words that are seen are those of the clean text and of removed blocks between them.
   * @param {string} words
   * @param {string} cleanWords
   * @param {string} removed letters
   */
  function isSaid(words, cleanWords, removed) {
    const letters = lettersOf(words);
    let at = 0;
    return cleanWords.split('\n').map(lettersOf).every((line) => {
      const found = letters.indexOf(line, at);
      const between = letters.slice(at, found);
      at = found + line.length;
      return found >= 0 && removed.includes(between);
    });
  }

  /** @param {string} text without the white space that layouts put in */
  const lettersOf = (text) => text.replace(/\s+/gu, '');

  return { selectedSpan, wordsOf };
})();

globalThis.winnowSelect = winnowSelect;
