/**
 * The words of the live page that a person sees and can select now, as canonical text.
 *
 * Left out are what is not shown (`display`, `visibility`, boxes of one pixel), what is folded
 * away (a closed <details>, what waits to be found), and what a selection passes over
 * (`user-select: none`, `inert`). What is written in a drawing is seen, and so is in it. Words
 * are those that the page wrote: capitals that its style makes of them are no part of them.
 */

var winnowSeen = (() => {
  /**
   * @typedef {object} Entered as in walk.js, and what the elements inside need to know
   * @property {string} tag
   * @property {boolean} isSilent
   * @property {boolean} isPassedOver by selections
   * @property {boolean} isInert whatever its style says of selections
   * @property {boolean} isWriting an element of a drawing in which text shows
   */

  /** Parts of a drawing that are shown where others refer to them, if at all. */
  const UNDRAWN = new Set(['clipPath', 'defs', 'marker', 'mask', 'metadata', 'pattern', 'symbol']);

  /**
   * @param {Element} element
   * @param {Entered | null} around
   * @returns {Entered | null}
   */
  function enter(element, around) {
    const tag = winnowDom.tag(element);
    const isDrawing = element instanceof SVGElement;
    if (isDrawing ? UNDRAWN.has(tag) : winnowText.SKIPPED_TAGS.has(tag)) return null;
    const style = getComputedStyle(element);
    const { display, visibility, contentVisibility, userSelect } = style;
    if (display === 'none' || contentVisibility === 'hidden') return null;
    if (isFolded(element) || (!isDrawing && winnowHidden.isSpeck(element, style))) return null;
    const isInert = (around?.isInert ?? false) || winnowDom.attribute(element, 'inert') !== null;
    const isPassedOver = userSelect === 'auto' ? (around?.isPassedOver ?? false) : userSelect === 'none';
    const isWriting = isDrawing && (tag === 'text' || (around?.isWriting ?? false));
    const isUnwritten = isDrawing && !isWriting;
    return {
      tag: isDrawing && tag === 'text' ? 'p' : tag, // each stands by itself
      isSilent:
        visibility !== 'visible' || isPassedOver || isInert || isUnwritten || isClosed(element),
      isPassedOver,
      isInert,
      isWriting,
    };
  }

  /** @param {Element} element @returns {boolean} whether the <details> around it hides it */
  function isFolded(element) {
    const around = winnowDom.parent(element);
    return around !== null && isClosed(around) && element !== summaryOf(around);
  }

  /** @param {Element} element */
  const isClosed = (element) => element instanceof HTMLDetailsElement && !element.open;

  /** @param {Element} details */
  function summaryOf(details) {
    return [...winnowDom.childNodes(details)].find(
      (node) => node instanceof Element && winnowDom.tag(node) === 'summary',
    );
  }

  /** @param {Element} root */
  const reading = (root) => winnowWalk.reading(root, enter);

  return { reading };
})();

globalThis.winnowSeen = winnowSeen;
