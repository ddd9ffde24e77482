/**
 * The background: what the person and the browser can start, and where it leads.
 *
 * 1. messages of our own parts   2. the toolbar button   3. keys   4. menus
 * 5. marks that wait             6. marks on every page  7. what the button says
 *
 * Every listener is added at once, because the browser ends this script when it rests and
 * starts it again for an event.
 */

import { browser } from '../browser.js';
import { Problem } from '../lib/messages.js';
import { onReconnected } from './connection.js';
import * as everywhere from './everywhere.js';
import { KINDS, makeMenus } from './menus.js';
import { explain, openPanel, read } from './pages.js';
import * as queue from './queue.js';
import { hear } from './requests.js';
import { dressButton, openPopup } from './status.js';
import { changed, tellMarks } from './telling.js';

/** @typedef {import('webextension-polyfill').Tabs.Tab} Tab */

/**
 * Do what was asked of a tab; what stands in the way is said in a reader.
 * @param {Tab} tab
 * @param {() => Promise<unknown>} act
 */
async function trying(tab, act) {
  try {
    await act();
  } catch (thrown) {
    await explain(tab, Problem.from(thrown));
  }
}

// The content scripts of a page must not read the token, whatever runs in its process.
/** @type {any} */ (browser.storage.local).setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });

browser.runtime.onMessage.addListener(/** @type {any} */ (hear));

browser.action.onClicked.addListener((tab) => trying(tab, () => read(tab)));

browser.commands.onCommand.addListener((name, tab) => {
  if (!tab) return;
  if (name === 'mark-page') trying(tab, () => openPanel(tab, null));
  if (name === 'open-popup') openPopup(tab);
});

browser.contextMenus.onClicked.addListener(({ menuItemId }, tab) => {
  if (!tab) return;
  const name = String(menuItemId);
  if (name === 'read') trying(tab, () => read(tab));
  if (name === 'popup') openPopup(tab);
  if (KINDS.has(name)) trying(tab, () => openPanel(tab, /** @type {any} */ (name)));
});
browser.runtime.onInstalled.addListener(makeMenus);

queue.start((marks) => {
  tellMarks(marks);
  changed();
});

everywhere.follow();

onReconnected(dressButton);
dressButton();
