/**
 * What became of a mark's words: the difference of then and now, and a sentence for each fact
 * that is another one. The mark's own words stay as they were marked.
 */

import { element } from './element.js';
import { words } from './words.js';

/**
 * @typedef {import('../lib/messages.js').Placement} Placement
 * @typedef {import('../lib/messages.js').Passage} Passage
 * @typedef {import('../lib/messages.js').Alert} Alert
 */

/** Code points of unchanged words that are shown on each side of a change. */
const AROUND = 60;

/** By kind: a fact became another, is gone, or is new. */
const ALERTS = {
  digit: ['alert_digit', 'alert_digit_gone', 'alert_digit_new'],
  unit: ['alert_unit', 'alert_unit_gone', 'alert_unit_new'],
  negation: ['alert_negation', 'alert_negation_gone', 'alert_negation_new'],
  name: ['alert_name', 'alert_name_gone', 'alert_name_new'],
  quotation: ['alert_quotation', 'alert_quotation_gone', 'alert_quotation_new'],
};

/**
 * The sentences of `alerts`, each once.
 * @param {readonly Alert[]} alerts
 * @returns {string[]}
 */
export function sentences(alerts) {
  const told = alerts.map(({ kind, before, after }) => {
    const [became, gone, came] = ALERTS[kind];
    if (!after) return words(gone, before);
    return before ? words(became, before, after) : words(came, after);
  });
  return [...new Set(told)];
}

/**
 * The parts of a difference as they are shown, the unchanged words far from a change left out.
 * @param {readonly Passage[]} difference
 * @returns {{name: 'span' | 'del' | 'ins', text: string}[]}
 */
export function parts(difference) {
  /** @type {{name: 'span' | 'del' | 'ins', text: string}[]} */
  const shown = [];
  difference.forEach(({ then, now, changed }, at) => {
    if (changed) {
      if (then) shown.push({ name: 'del', text: then });
      if (now) shown.push({ name: 'ins', text: now });
      return;
    }
    const text = shortened(now || then, at > 0, at < difference.length - 1);
    // Beside words that are gone the space is gone too.
    const gap = /\s$/u.test(then) && !/\s$/u.test(now) ? ' ' : '';
    shown.push({ name: 'span', text: text + gap });
  });
  return shown;
}

/**
 * @param {string} text
 * @param {boolean} afterChange a change stands before it
 * @param {boolean} beforeChange a change stands behind it
 * @returns {string}
 */
function shortened(text, afterChange, beforeChange) {
  const signs = [...text];
  const start = afterChange ? signs.slice(0, AROUND).join('') : '';
  const end = beforeChange ? signs.slice(-AROUND).join('') : '';
  const shown = (afterChange ? AROUND : 0) + (beforeChange ? AROUND : 0);
  return signs.length <= shown ? text : `${start}…${end}`;
}

/**
 * The difference and the alerts of a changed mark, to be put into its entry.
 * @param {Placement} placement
 * @param {string} language of the page, or ""
 * @returns {HTMLElement[]}
 */
export function changeOf({ difference = [], alerts = [] }, language) {
  /** @type {HTMLElement[]} */
  const made = [];
  if (alerts.length > 0) {
    const items = sentences(alerts).map((text) => element('li', { text }));
    made.push(element('ul', { className: 'alerts' }, ...items));
  }
  if (difference.length > 0) {
    const said = parts(difference).map(({ name, text }) => shownPart(name, text));
    const text = element('p', { className: 'difference' }, ...said);
    text.dir = 'auto';
    if (language) text.lang = language;
    made.push(text);
  }
  return made;
}

/**
 * Struck and underlined words also say in words what they are: few screen readers tell.
 * @param {'span' | 'del' | 'ins'} name
 * @param {string} text
 * @returns {HTMLElement}
 */
function shownPart(name, text) {
  if (name === 'span') return element('span', { text });
  const key = name === 'del' ? 'difference_then' : 'difference_now';
  const said = element('span', { className: 'visually-hidden', text: ` ${words(key)} ` });
  said.lang = words('ui_language');
  return element(name, {}, said, text);
}

/**
 * What a person must know about where a mark's words stand now; "" when all is well.
 * @param {Placement} placement
 * @returns {string}
 */
export function verdict({ words: fate, place }) {
  if (fate === 'gone') return '';
  if (fate === 'changed') return words('mark_words_changed');
  if (place === 'several') return words('mark_place_several');
  return place === 'moved' ? words('mark_place_moved') : '';
}
