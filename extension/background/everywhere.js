/**
 * "Show my marks on every page", which is on while the browser lets us into every page.
 *
 * The permission is asked for by the option, and is itself what the option stands for, so
 * that taking it back in the browser's own settings turns it off. While it is on, a small
 * script in each page asks for the marks of that page; the others enter only if there are any.
 */

import { browser } from '../browser.js';
import { hasMarks } from './marks.js';
import { showMarks } from './pages.js';

const EVERYWHERE = { origins: ['<all_urls>'] };
const ID = 'everywhere';
const SCRIPTS = ['extension/shared/address.js', 'extension/content/everywhere.js'];
const PAGES = ['http://*/*', 'https://*/*'];

/** @returns {Promise<boolean>} */
export function isEverywhere() {
  return browser.permissions.contains(EVERYWHERE);
}

/** Follow the permission from now on. */
export async function follow() {
  browser.permissions.onAdded.addListener(settle);
  browser.permissions.onRemoved.addListener(settle);
  await settle();
}

/**
 * A page was opened, or shows another address: paint its marks if it has any.
 * @param {import('../lib/messages.js').PageAsked} page
 * @param {number} tab
 * @returns {Promise<boolean>} whether it has any
 */
export async function visited(page, tab) {
  if (!(await isEverywhere())) return false;
  const has = await hasMarks(page);
  if (has) await showMarks(tab);
  return has;
}

/** Have the script in every page if we may, and in none if not. */
async function settle() {
  const [may, known] = await Promise.all([
    isEverywhere(),
    browser.scripting.getRegisteredContentScripts({ ids: [ID] }),
  ]);
  if (may && known.length === 0) {
    await browser.scripting.registerContentScripts([
      { id: ID, matches: PAGES, js: SCRIPTS, runAt: 'document_idle', persistAcrossSessions: true },
    ]);
    await enterOpenPages();
  }
  if (!may && known.length > 0) await browser.scripting.unregisterContentScripts({ ids: [ID] });
}

/**
 * Bring the script into pages that were opened before it was registered: when the option is
 * turned on, and where a browser forgets what an extension registered as it updates it.
 */
async function enterOpenPages() {
  for (const { id } of await browser.tabs.query({ url: PAGES })) {
    if (id === undefined) continue;
    browser.scripting.executeScript({ target: { tabId: id }, files: SCRIPTS }).catch(closed);
  }
}

/** A page that lets nobody in, such as a browser's store, has no marks to show. */
function closed() {}
