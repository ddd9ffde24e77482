/**
 * The fields of a mark's form that say its tags and its colour: in the reader's card and in the
 * panel on the page itself.
 */

import { COLOURS } from '../lib/marks.js';
import { words } from './words.js';

/** What the server takes: characters of a tag, tags of a mark. */
const TAG = 100;
const TAGS = 1_000;

/**
 * @template Value
 * @typedef {{get: () => Value, set: (value: Value) => void}} Field
 */

/**
 * @param {string} colour
 * @returns {string} its name; of one that no one can choose here, that it is as its kind's
 */
export function colourWords(colour) {
  return words(COLOURS.includes(colour) ? `colour_${colour}` : 'colour_none');
}

/**
 * Tags, as what stands between commas. The field itself says what the server would refuse.
 * @param {HTMLInputElement} input
 * @returns {Field<readonly string[]>}
 */
export function tagsField(input) {
  /** A leading # aside, each once. */
  function get() {
    const told = input.value.split(/[,،、，]/u).map((tag) => tag.trim().replace(/^#+\s*/u, ''));
    return [...new Set(told.filter(Boolean))];
  }

  function check() {
    const chosen = get();
    const fits = chosen.length <= TAGS && chosen.every((tag) => [...tag].length <= TAG);
    input.setCustomValidity(fits ? '' : words('mark_tag_too_long'));
  }

  input.addEventListener('input', check);
  return {
    get,
    set(tags) {
      input.value = tags.join(', ');
      check();
    },
  };
}

/**
 * A patch to choose for each colour, put into `fieldset`; the chosen one is said in words too.
 * @param {HTMLElement} fieldset
 * @returns {Field<string>} "" for the kind's own
 */
export function colourField(fieldset) {
  /** A colour that no one can choose here, as imports bring; it stays until another is chosen. */
  let foreign = '';
  const name = document.createElement('span');
  name.className = 'quiet';
  name.setAttribute('aria-hidden', 'true');
  const patches = ['', ...COLOURS].map((colour) => {
    const radio = document.createElement('input');
    Object.assign(radio, { type: 'radio', name: 'colour', value: colour, className: 'swatch' });
    radio.dataset.colour = colour;
    radio.title = colourWords(colour);
    radio.setAttribute('aria-label', radio.title);
    return radio;
  });
  fieldset.classList.add('colours');
  fieldset.append(...patches, name);

  const chosen = () => patches.find(({ checked }) => checked)?.value ?? '';
  const tell = () => (name.textContent = colourWords(chosen()));
  fieldset.addEventListener('change', () => {
    foreign = '';
    tell();
  });
  return {
    get: () => chosen() || foreign,
    set(colour) {
      foreign = COLOURS.includes(colour) ? '' : colour;
      for (const patch of patches) patch.checked = patch.value === (foreign ? '' : colour);
      tell();
    },
  };
}
