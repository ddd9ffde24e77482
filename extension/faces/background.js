/** The background, as the faces ask it. */

import { browser } from '../browser.js';
import { messenger } from '../lib/messages.js';

/** Ask the background, and hear what it tells. */
export const { ask, on } = messenger(browser.runtime);

/** Open the options, in the way the browser likes. */
export function openOptions() {
  browser.runtime.openOptionsPage();
}
