/** The background, as the faces ask it. */

import { messenger } from '../lib/messages.js';

const browser = globalThis.browser ?? globalThis.chrome;

/** Ask the background, and hear what it tells. */
export const { ask, on } = messenger(browser.runtime);

/** Open the options, in the way the browser likes. */
export function openOptions() {
  browser.runtime.openOptionsPage();
}
