/**
 * The question whether this page is one that was marked at another address. Nothing is joined
 * unless the person says yes.
 */

import { ask } from '../faces/background.js';
import { showProblem } from '../faces/problem.js';
import { plural, words } from '../faces/words.js';
import { Problem } from '../lib/messages.js';
import { byId } from './article.js';

/** @typedef {import('../lib/messages.js').CleanAnswer} CleanAnswer */

/**
 * Ask, if there is something to ask.
 * @param {CleanAnswer} answer
 * @param {() => Promise<void>} readAgain
 */
export function askElsewhere({ elsewhere, page }, readAgain) {
  const question = byId('elsewhere');
  question.hidden = !elsewhere;
  if (!elsewhere) return;
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
  byId('elsewhere-no').onclick = () => {
    question.hidden = true;
    byId('article').focus({ preventScroll: true });
  };
}
