/**
 * The menus of a page and of the toolbar button.
 *
 * An ampersand in an entry's words is before the letter that chooses it by keyboard; of the
 * marks these are the reader's own keys, in English.
 */

import { browser } from '../browser.js';

const { i18n } = browser;
/** @type {import('webextension-polyfill').Menus.ContextType[]} */
const ON_PAGES = ['page', 'link', 'image', 'video', 'audio'];

/** Entries whose name is a kind mark the selection as that kind. */
export const KINDS = new Set(['claim', 'quote', 'highlight']);

/** Browsers keep the entries, so they are made when the extension is installed or renewed. */
export async function makeMenus() {
  await browser.contextMenus.removeAll();
  entry('read', 'menu_read', [...ON_PAGES, 'selection']);
  entry('claim', 'menu_claim', ['selection']);
  entry('quote', 'menu_quote', ['selection']);
  entry('highlight', 'menu_highlight', ['selection']);
  entry('popup', 'menu_popup', ['action']);
}

/**
 * @param {string} id
 * @param {string} key of its words
 * @param {import('webextension-polyfill').Menus.ContextType[]} contexts
 */
function entry(id, key, contexts) {
  browser.contextMenus.create({ id, contexts, title: i18n.getMessage(key) });
}
