/**
 * The options of reading: fields that follow the settings, and settings that follow the fields.
 */

import { changeSettings, dress, followSettings, readSettings } from '../faces/settings.js';
import { locale, words } from '../faces/words.js';

/** @typedef {import('../faces/settings.js').Settings} Settings */

/** @param {string} id @returns {HTMLInputElement} */
const field = (id) => /** @type {HTMLInputElement} */ (document.getElementById(id));

const percent = new Intl.NumberFormat(locale, { style: 'percent' });

/** @param {Settings} settings */
function show(settings) {
  field(`theme-${settings.theme}`).checked = true;
  field(`face-${settings.face}`).checked = true;
  field('images').checked = settings.images;
  field('single-keys').checked = settings.keys;
  field('size').value = String(settings.size);
  showSize();
  dress(document.documentElement, settings);
}

function showSize() {
  field('size-now').value = percent.format(Number(field('size').value) / 100);
}

/** @returns {Settings} what the fields say */
function read() {
  /** @param {string} name */
  const chosen = (name) =>
    /** @type {HTMLInputElement} */ (document.querySelector(`input[name="${name}"]:checked`)).value;
  return {
    theme: /** @type {Settings['theme']} */ (chosen('theme')),
    face: /** @type {Settings['face']} */ (chosen('face')),
    size: Number(field('size').value),
    images: field('images').checked,
    keys: field('single-keys').checked,
  };
}

/**
 * Fill the fields and follow them.
 * @param {(sentence: string) => void} say
 */
export async function startLook(say) {
  show(await readSettings());
  followSettings(show);
  document.getElementById('reading')?.addEventListener('input', showSize);
  for (const part of document.querySelectorAll('[data-settings]')) {
    part.addEventListener('change', async () => {
      await changeSettings(read());
      say(words('options_saved'));
    });
  }
}
