/**
 * Whether an element of the page is not shown, as far as a capture must say.
 *
 * Text in a closed <details> is not hidden: a person opens it with a click. Neither is what
 * lies off the screen or waits, transparent, to be scrolled to.
 */

var winnowHidden = (() => {
  /** CSS pixels: boxes for screen readers alone are one pixel wide. */
  const SPECK = 1;
  /** Elements looked through for one that shows again inside one that does not. */
  const LOOKED_THROUGH = 2_000;
  /** Pages behind a dialog are set aria-hidden whole; what holds these is no decoration. */
  const MAIN_PARTS = 'main, article, h1, [role="main"]';

  /** @param {Element} element @returns {boolean} */
  function isHidden(element) {
    const style = getComputedStyle(element);
    if (style.display === 'none') return !(element instanceof HTMLAreaElement);
    if (style.visibility !== 'visible') return !showsAgain(element);
    if (winnowDom.attribute(element, 'aria-hidden') === 'true') {
      const { first, matches } = winnowDom;
      return !matches(element, `body, ${MAIN_PARTS}`) && !first(element, MAIN_PARTS);
    }
    return isSpeck(element, style);
  }

  /** @param {Element} element invisible, which its children inherit but may undo */
  function showsAgain(element) {
    let looked = 0;
    for (const inner of winnowDom.inside(element)) {
      if (getComputedStyle(inner).visibility === 'visible') return true;
      looked += 1;
      if (looked > LOOKED_THROUGH) return true;
    }
    return false;
  }

  /** @param {Element} element @param {CSSStyleDeclaration} style */
  function isSpeck(element, { display, overflowX, overflowY, position, clip }) {
    if (display === 'contents' || display === 'inline') return false;
    const isClipped = position === 'absolute' && clip !== 'auto' && clip !== '';
    if (overflowX === 'visible' && overflowY === 'visible' && !isClipped) return false;
    const { width, height } = winnowDom.box(element);
    const parent = winnowDom.parent(element);
    // The boxes of what is closed are not laid out.
    if (parent && winnowDom.closest(parent, 'details:not([open])')) return false;
    return isClipped ? width <= SPECK && height <= SPECK : width <= SPECK || height <= SPECK;
  }

  return { isHidden, isSpeck };
})();

globalThis.winnowHidden = winnowHidden;
