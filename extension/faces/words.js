/**
 * The interface's own words, in the reader's language.
 *
 * A phrase that counts has one message a plural form, `KEY_one` and `KEY_other`; other
 * forms of a language fall back to `KEY_other`. The language is the one the messages
 * are in (`ui_language`), not the browser's, so that a date never speaks another
 * language than the sentence around it.
 */

import { browser } from '../browser.js';

const { i18n } = browser;

/**
 * The message `key` with its placeholders filled in order.
 * @param {string} key
 * @param {...(string | number)} values
 * @returns {string}
 */
export function words(key, ...values) {
  return i18n.getMessage(key, values.map(String)) || key;
}

/** The language of the messages: "en" or "fr". */
export const language = words('ui_language');

const browserLanguage = i18n.getUILanguage();
/** The locale for dates and numbers: the browser's region where the language is the same. */
export const locale = browserLanguage.split('-')[0] === language ? browserLanguage : language;

const rules = new Intl.PluralRules(locale);
const numbers = new Intl.NumberFormat(locale);

/**
 * The message of `key` for `count` things; the count is its first placeholder.
 * @param {string} key
 * @param {number} count
 * @param {...(string | number)} values
 * @returns {string}
 */
export function plural(key, count, ...values) {
  const filled = [numbers.format(count), ...values.map(String)];
  return (
    i18n.getMessage(`${key}_${rules.select(count)}`, filled) ||
    i18n.getMessage(`${key}_other`, filled) ||
    key
  );
}

/**
 * A date a person can read, or "" for none. A date without a time stays that day in
 * every time zone; what no calendar knows is given back as it came.
 * @param {string | null | undefined} iso ISO 8601
 * @returns {string}
 */
export function day(iso) {
  if (!iso) return '';
  const dateOnly = /^\d{4}-\d\d-\d\d$/u.test(iso);
  const time = Date.parse(iso);
  if (Number.isNaN(time)) return iso;
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'long',
    ...(dateOnly ? { timeZone: 'UTC' } : {}),
  }).format(time);
}

/** Where a message goes: `data-words` is the text, `data-words-label` the name, … */
const TARGETS = /** @type {const} */ ({
  wordsLabel: 'aria-label',
  wordsTitle: 'title',
  wordsPlaceholder: 'placeholder',
});

/**
 * Put the words of a page in their places and say which language they are in.
 * @param {Document} page
 */
export function translate(page) {
  page.documentElement.lang = language;
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll('*'))) {
    const { words: key } = element.dataset;
    if (key) element.textContent = words(key);
    for (const [name, attribute] of Object.entries(TARGETS)) {
      const attributeKey = element.dataset[name];
      if (attributeKey) element.setAttribute(attribute, words(attributeKey));
    }
  }
}
