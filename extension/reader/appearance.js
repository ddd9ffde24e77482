/**
 * The small sheet that changes how the text looks; the options have the same fields.
 */

import { changeSettings, followSettings } from '../faces/settings.js';
import { byId } from './article.js';

/** @typedef {import('../faces/settings.js').Settings} Settings */

const sheet = byId('appearance');

/** @param {string} name @returns {HTMLInputElement[]} */
const fields = (name) => [
  .../** @type {NodeListOf<HTMLInputElement>} */ (sheet.querySelectorAll(`[name="${name}"]`)),
];

/** @param {Settings} settings */
function show(settings) {
  for (const name of /** @type {const} */ (['theme', 'face'])) {
    for (const field of fields(name)) field.checked = field.value === settings[name];
  }
  fields('size')[0].value = String(settings.size);
}

/** @param {Settings} settings as they are now */
export function startAppearance(settings) {
  show(settings);
  followSettings(show);
  sheet.addEventListener('input', ({ target }) => {
    const { name, value } = /** @type {HTMLInputElement} */ (target);
    changeSettings({ [name]: name === 'size' ? Number(value) : value });
  });
}
