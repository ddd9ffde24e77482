/** Where a mark stands on the live page, and what is so of its words there. */

var winnowStanding = (() => {
  /**
   * @typedef {import('../lib/messages.js').Annotation} Annotation
   * @typedef {import('../lib/messages.js').Placement} Placement
   * @typedef {import('../lib/messages.js').Span} Span
   *
   * @typedef {object} Texts
   * @property {string} whole the clean text
   * @property {readonly Copy[]} copies of its blocks on the page
   * @property {CanonicalText} seen what is seen of the page
   */

  /**
   * Where the server found it in the clean text, as long as what it found there stands; else
   * where its own words stand in the page as a whole.
   * @param {Annotation} annotation
   * @param {Placement | undefined} known what the server says of it in the clean text
   * @param {Texts} texts
   * @returns {{placement: Placement, painted: Range[]}}
   */
  function of(annotation, known, { whole, copies, seen }) {
    const placed = known ?? winnowAnchors.placeInText(annotation, whole);
    const inPlace = placed.ranges.flatMap((span) => winnowCopies.rangesOf(copies, span));
    const painted = inPlace.length > 0 ? inPlace : placed.ranges.flatMap((span) => again(span, whole, seen));
    if (placed.words === 'same' && painted.length > 0) return { placement: placed, painted };
    const found = winnowAnchors.placeInText({ ...annotation, start: null, end: null }, seen.value);
    const elsewhere = rangesSeen(found, seen);
    if (elsewhere.length > 0) return { placement: found, painted: elsewhere };
    if (painted.length > 0) return { placement: placed, painted };
    return { placement: { words: 'gone', place: 'same', ranges: [] }, painted };
  }

  /**
   * Where today's words of a mark stand once the page has made its elements anew.
   * @param {Span} span of the clean text
   * @param {string} whole
   * @param {CanonicalText} seen
   */
  function again({ start, end }, whole, seen) {
    const today = winnowMarks.wordsAt(whole, start, end);
    const placed = winnowAnchors.placeInText({ ...today, start: null, end: null }, seen.value);
    return rangesSeen(placed, seen);
  }

  /** @param {Placement} placement in the seen text @param {CanonicalText} seen */
  function rangesSeen({ ranges }, seen) {
    return ranges.flatMap(({ start, end }) => winnowPlaces.rangesOf(seen, start, end));
  }

  return { of };
})();

globalThis.winnowStanding = winnowStanding;
