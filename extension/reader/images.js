/**
 * Images of the page: their words first, the images themselves only when asked for.
 *
 * An image's address tells its owner that somebody reads, so the server answers images
 * without `src`. A placeholder holds the addresses; it has no text node, so the text of
 * the block is the same with and without images.
 */

import { words } from '../faces/words.js';
import { safeAddress } from './sanitise.js';

/** @param {string | null} size @returns {string | null} whole pixels, or null */
function pixels(size) {
  return size !== null && /^\d{1,5}$/u.test(size) ? size : null;
}

/**
 * The candidates of a `srcset` whose addresses are safe.
 * @param {string | null | undefined} srcset
 * @returns {string}
 */
export function safeSrcset(srcset) {
  return (srcset ?? '')
    .split(/\s*,\s+|,(?=https?:)/u)
    .map((candidate) => candidate.trim().split(/\s+/u))
    .filter(([address, size]) => webAddress(address) && (!size || /^[\d.]+[wx]$/u.test(size)))
    .map((candidate) => candidate.slice(0, 2).join(' '))
    .join(', ');
}

/** @param {string | null | undefined} address @returns {string | null} */
function webAddress(address) {
  const safe = safeAddress(address ?? null);
  return safe?.startsWith('http') ? safe : null;
}

/**
 * What stands for an image that has not been asked for; null for one that says nothing
 * and has no address.
 * @param {HTMLElement} image as the server answers it, never in a live document
 * @param {Document} page
 * @returns {HTMLElement | null}
 */
export function placeholder(image, page) {
  const source = webAddress(image.dataset.winnowSrc);
  const alt = image.getAttribute('alt')?.trim() ?? '';
  if (!source && !alt) return null;
  const absent = page.createElement('span');
  absent.className = 'image-absent';
  absent.setAttribute('role', 'img');
  absent.setAttribute('aria-label', alt || words('image'));
  absent.dataset.caption = alt ? words('image_of', alt) : words('image');
  if (source) absent.dataset.source = source;
  absent.dataset.srcset = safeSrcset(image.dataset.winnowSrcset);
  absent.dataset.alt = alt;
  for (const side of /** @type {const} */ (['width', 'height'])) {
    const size = pixels(image.getAttribute(side));
    if (size) absent.dataset[side] = size;
  }
  return absent;
}

/** @param {ParentNode} root @returns {HTMLElement[]} placeholders that have an address */
export function waitingImages(root) {
  return [...root.querySelectorAll(/** @type {'span'} */ ('.image-absent[data-source]'))];
}

/**
 * Load the images that wait in `root`. An image that does not come is its words again.
 * @param {ParentNode} root
 */
export function showImages(root) {
  for (const absent of waitingImages(root)) {
    const image = absent.ownerDocument.createElement('img');
    const { source = '', srcset, alt = '', width, height } = absent.dataset;
    image.referrerPolicy = 'no-referrer';
    image.loading = 'lazy';
    image.decoding = 'async';
    image.alt = alt;
    if (width) image.setAttribute('width', width);
    if (height) image.setAttribute('height', height);
    image.addEventListener('error', () => {
      delete absent.dataset.source;
      image.replaceWith(absent);
    });
    if (srcset) image.srcset = srcset;
    image.src = source;
    absent.replaceWith(image);
  }
}
