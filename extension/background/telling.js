/**
 * What everybody is told unasked (`Told` in lib/messages.js): the faces, and the pages that
 * hold our scripts.
 */

import { browser } from '../browser.js';
import { dressButton, look } from './status.js';

/** @typedef {import('../lib/messages.js').StatedMark} StatedMark */

/** @param {StatedMark[]} marks */
export async function tellMarks(marks) {
  const message = { type: 'marks.changed', marks };
  tellFaces(message);
  for (const { id } of await browser.tabs.query({})) {
    if (id !== undefined) browser.tabs.sendMessage(id, message, { frameId: 0 }).catch(nobody);
  }
}

/**
 * See how it stands now, show it on the button and tell the faces.
 * @returns {Promise<import('../lib/messages.js').Status>}
 */
export async function changed() {
  const status = await look();
  await dressButton();
  tellFaces({ type: 'status.changed', status });
  return status;
}

/** @param {object} message */
function tellFaces(message) {
  browser.runtime.sendMessage(message).catch(nobody);
}

/** Nobody listens, which is no problem. */
function nobody() {}
