/**
 * The question whether this page is one that was marked at another address. Nothing is joined
 * unless the person says yes; a no is remembered, in this browser, and not asked again.
 */

import { browser } from '../browser.js';
import { ask } from '../faces/background.js';
import { showProblem } from '../faces/problem.js';
import { plural, words } from '../faces/words.js';
import { Problem } from '../lib/messages.js';
import { byId } from './article.js';

/** @typedef {import('../lib/messages.js').CleanAnswer} CleanAnswer */

const KEY = 'declined';
/** Answers that are remembered, the latest. */
const MOST = 500;

/** @returns {Promise<string[]>} pages and addresses that are not one document, for the person */
async function declined() {
  return /** @type {string[] | undefined} */ ((await browser.storage.local.get(KEY))[KEY]) ?? [];
}

/**
 * Ask, if there is something to ask.
 * @param {CleanAnswer} answer
 * @param {() => Promise<void>} readAgain
 */
export async function askElsewhere({ elsewhere, page }, readAgain) {
  const question = byId('elsewhere');
  question.hidden = true;
  if (!elsewhere) return;
  const pair = `${elsewhere.id} ${page.url.split('#')[0]}`;
  if ((await declined()).includes(pair)) return;
  question.hidden = false;
  const { id, url, title, marks } = elsewhere;
  byId('elsewhere-help').textContent = plural('elsewhere_help', marks, title || url, url);
  byId('elsewhere-yes').onclick = async () => {
    try {
      await ask('page.join', { page: id, url: page.url, canonical: page.canonical });
      await readAgain();
      byId('marks').focus();
    } catch (thrown) {
      const { shape } = Problem.from(thrown);
      showProblem(shape, [{ words: words('reader_try_again'), act: readAgain }]);
    }
  };
  byId('elsewhere-no').onclick = async () => {
    question.hidden = true;
    byId('article').focus({ preventScroll: true });
    await browser.storage.local.set({ [KEY]: [...(await declined()), pair].slice(-MOST) });
  };
}
