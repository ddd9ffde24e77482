/** Sentences and paragraphs of a text, as spans of code points. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paragraphsOf, segmenterOf, sentencesOf, withWholeWords } from '../../extension/reader/passages.js';

/** @param {string} text @param {readonly {start: number, end: number}[]} spans */
const words = (text, spans) => spans.map(({ start, end }) => [...text].slice(start, end).join(''));

for (const { language, paragraphs } of [
  { language: 'en', paragraphs: [['It rained 7.4 mm.', '“Was it much?” she asked.', 'Nobody knew!'], ['Last']] },
  { language: 'en', paragraphs: [['Mr. Holm met Dr. J. S. Bach.', 'She had Plan B.'], ['small, too']] },
  { language: 'fr', paragraphs: [['Il a plu\u202f!', 'Beaucoup\u202f?'], ['Non.', 'Un peu.']] },
  { language: 'ja', paragraphs: [['雨が降った。', '強かった？'], ['𠮷野さんは知らない。', '🌧️']] },
  { language: 'ar', paragraphs: [['هطل المطر.', 'هل كان غزيرا؟']] },
]) {
  test(`a text in ${language} is cut into its sentences and paragraphs, and nothing is lost`, () => {
    const space = language === 'ja' ? '' : '  ';
    const lines = paragraphs.map((sentences) => sentences.join(space));
    const text = ` ${lines.join('\n\n')}\n`;
    assert.deepEqual(words(text, paragraphsOf(text)), lines);
    assert.deepEqual(words(text, sentencesOf(text, language)), paragraphs.flat());
  });
}

test('a page that names a language which is none is read all the same', () => {
  for (const language of ['', '1', 'x', 'not-a-language-at-all']) {
    assert.equal([...segmenterOf(language, 'sentence').segment('One. Two.')].length, 2);
  }
});

test('words that a span begins or ends within are taken whole, and others are left', () => {
  const text = [...'The 𝒜lpha’s river, 川は増水した。 Twenty-one'];
  const whole = (/** @type {number} */ start, /** @type {number} */ end) => {
    const span = withWholeWords(text, { start, end }, 'en');
    return text.slice(span.start, span.end).join('');
  };
  assert.equal(whole(6, 14), '𝒜lpha’s river');
  assert.equal(whole(4, 11), '𝒜lpha’s');
  assert.equal(whole(1, 2), 'The');
  const span = { start: 4, end: 17 };
  assert.equal(withWholeWords(text, span, 'en'), span);
});
