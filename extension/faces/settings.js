/**
 * How a person likes to read: kept in the browser, followed by every open face at once.
 */

import { browser } from '../browser.js';

const { local } = browser.storage;
const KEY = 'reading';

/**
 * @typedef {object} Settings
 * @property {'system' | 'light' | 'dark'} theme
 * @property {'serif' | 'sans'} face
 * @property {number} size of the text, in percent
 * @property {boolean} images whether images load without being asked for
 * @property {boolean} keys whether keys of a single letter do something in the reader
 */

/** @type {Readonly<Settings>} */
export const DEFAULTS = { theme: 'system', face: 'serif', size: 100, images: false, keys: true };

/** @returns {Promise<Settings>} */
export async function readSettings() {
  const kept = await local.get(KEY);
  return { ...DEFAULTS, .../** @type {Partial<Settings> | undefined} */ (kept[KEY]) };
}

/** @param {Partial<Settings>} change */
export async function changeSettings(change) {
  await local.set({ [KEY]: { ...(await readSettings()), ...change } });
}

/** @param {(settings: Settings) => void} follow called at each change, wherever it was made */
export function followSettings(follow) {
  local.onChanged.addListener((changes) => {
    if (KEY in changes) {
      follow({ ...DEFAULTS, .../** @type {Partial<Settings>} */ (changes[KEY].newValue) });
    }
  });
}

/**
 * Give a page its colours, typeface and size.
 * @param {HTMLElement} root
 * @param {Settings} settings
 */
export function dress(root, settings) {
  if (settings.theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = settings.theme;
  root.dataset.face = settings.face;
  root.style.setProperty('--size', String(settings.size / 100));
}
