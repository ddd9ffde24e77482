/** What the browsers give an extension, and what our own scripts leave in a page's isolated world. */

import type { Browser } from 'webextension-polyfill';

declare global {
  /** Firefox and Chromium answer with promises in Manifest V3; only the name differs. */
  var browser: Browser | undefined;
  var chrome: Browser;

  /** Left by content/capture.js: the elements of the last capture, by their stamp. */
  var winnowCapture: { id: string; elements: WeakRef<Element>[] } | undefined;
}
