/**
 * How it stands with the server, and what the toolbar button shows of it.
 *
 * Paired, the button reads; unpaired, it opens the popup, which pairs. A reader's own
 * button always opens the popup: what it shows is read already.
 */

import { browser } from '../browser.js';
import { Problem } from '../lib/messages.js';
import * as api from './api.js';
import { addressOf, connection } from './connection.js';
import { seenCode } from './pairing.js';
import * as queue from './queue.js';

/** @typedef {import('../lib/messages.js').Status} Status */

const POPUP = browser.runtime.getURL('extension/popup/popup.html');
const BADGE = '#8a5a00';

/** Ask the server anew. @returns {Promise<Status>} */
export async function look() {
  return describe(await serverState());
}

/**
 * Where a pairing page shows a code there is a server, though we may know another port yet.
 * @returns {Promise<Status['server']>}
 */
async function serverState() {
  const asked = await seenCode();
  if ((await connection()).token === null) {
    return asked || (await api.isThere()) ? 'unpaired' : 'away';
  }
  try {
    await api.knock();
    return 'ready';
  } catch (thrown) {
    const { name } = Problem.from(thrown);
    if (name === 'other_program') return 'other';
    if (name === 'server_away') return asked ? 'unpaired' : 'away';
    return name === 'unpaired' ? 'unpaired' : 'ready'; // it answers, if not as we wish
  }
}

/** @param {Status['server']} server @returns {Promise<Status>} */
async function describe(server) {
  return {
    server,
    paired: !(await isUnpaired()),
    address: addressOf(await connection()),
    waiting: await queue.waiting(),
    pairing: await seenCode(),
  };
}

/** Dress the toolbar button for whether this browser is paired. */
export async function dressButton() {
  const unpaired = await isUnpaired();
  const { i18n, action } = browser;
  await Promise.all([
    action.setPopup({ popup: unpaired ? POPUP : '' }),
    action.setTitle({ title: i18n.getMessage(unpaired ? 'bg_title_unpaired' : 'bg_action') }),
    action.setBadgeBackgroundColor({ color: BADGE }),
    action.setBadgeText({ text: unpaired ? i18n.getMessage('bg_badge_pair') : '' }),
  ]);
}

/** Have the button of one tab open the popup. @param {number} tab */
export async function popupOn(tab) {
  await browser.action.setPopup({ tabId: tab, popup: POPUP });
}

/**
 * Open the popup now.
 * @param {import('webextension-polyfill').Tabs.Tab} tab in front
 */
export async function openPopup({ id, url = '' }) {
  const { action } = browser;
  const set = id === undefined ? null : action.setPopup({ tabId: id, popup: POPUP });
  try {
    await action.openPopup(); // at once: an older Firefox grants it to the gesture alone
  } catch {
    await set; // Chromium opens none before it is set
    await action.openPopup();
  }
  const isFace = url.startsWith(browser.runtime.getURL(''));
  if (id !== undefined && !isFace && !(await isUnpaired())) {
    await action.setPopup({ tabId: id, popup: '' });
  }
}

async function isUnpaired() {
  const { token, refused } = await connection();
  return token === null || refused;
}
