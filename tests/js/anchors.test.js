/**
 * Exact matching: by position, then by context, several when nothing decides.
 */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { placeInText } from '../../extension/lib/anchors.js';
import { newMark } from '../../extension/lib/marks.js';

const page = { url: 'https://example.org/a' };

/** @param {string} text @param {string} words @param {number} [from] */
function markOf(text, words, from = 0) {
  const at = text.indexOf(words, from);
  const start = [...text.slice(0, at)].length;
  const end = start + [...words].length;
  return newMark({ text, start, end, kind: 'claim', text_hash: null, language: 'en', page });
}

test('words at their offsets are the same words at the same place', () => {
  const text = 'The bridge opened in 1931.\nIt was 214 metres long.';
  const mark = markOf(text, 'It was 214 metres long.');
  assert.deepEqual(placeInText(mark, text), {
    words: 'same',
    place: 'same',
    ranges: [{ start: mark.start, end: mark.end }],
  });
});

test('words that stand elsewhere have moved, and offsets count code points', () => {
  const mark = markOf('🐟 It was 214 metres long, they said.', 'It was 214 metres long');
  assert.deepEqual(placeInText(mark, '🐟🐟🐟 It was 214 metres long, they said.'), {
    words: 'same',
    place: 'moved',
    ranges: [{ start: 4, end: 26 }],
  });
});

test('of equal words the ones in their context are taken', () => {
  const text = 'Anna said: we shall see about that in the morning. Otto said: we shall see about that in the morning.';
  const mark = markOf(text, 'we shall see about that in the morning', 60);
  const today = `New. ${text}`;
  assert.deepEqual(placeInText(mark, today).ranges, [{ start: mark.start + 5, end: mark.end + 5 }]);
});

test('equal words in equal contexts are several', () => {
  const line = 'We shall see about that in the morning light.\n';
  const { place, ranges } = placeInText(markOf(`z\n${line}z\n`, line.trim()), `New.\nz\n${line}z\n${line}z\n`);
  assert.equal(place, 'several');
  assert.equal(ranges.length, 2);
});

test('a changed digit is never called same', () => {
  const mark = markOf('It was 7.4 metres long, said the engineer.', 'It was 7.4 metres long');
  assert.deepEqual(placeInText(mark, 'It was 4.7 metres long, said the engineer.'), {
    words: 'gone',
    place: 'same',
    ranges: [],
  });
});

test('a few words in a foreign context are not the mark', () => {
  const mark = markOf('He saw the yes vote fall.', 'yes');
  assert.equal(placeInText(mark, 'Oh! yes! Indeed.').words, 'gone');
  assert.equal(placeInText(mark, 'She saw the yes vote rise.').words, 'gone');
});

test('a short mark stands where the server says that it stands', async () => {
  const path = new URL('../vectors/short-marks.json', import.meta.url);
  for (const { name, mark, text, found } of JSON.parse(await readFile(path, 'utf8'))) {
    const end = mark.start + [...mark.exact].length;
    assert.equal(placeInText({ ...mark, end }, text).words, found ? 'same' : 'gone', name);
  }
});

test('a mark keeps 64 characters before and after it, across lines', () => {
  const text = `${'é'.repeat(70)}\n🐟 words\n${'z'.repeat(70)}`;
  const mark = markOf(text, '🐟 words');
  assert.equal([...mark.prefix].length, 64);
  assert.equal([...mark.suffix].length, 64);
  assert.ok(mark.prefix.endsWith('é\n'));
  assert.ok(mark.suffix.startsWith('\nz'));
});

test('every mark has an id of its own, a UUID in lower case', () => {
  const ids = Array.from({ length: 100 }, () => markOf('some words', 'some').id);
  assert.equal(new Set(ids).size, 100);
  for (const id of ids) {
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
  }
});

test('a part of another word or figure is not the mark, wherever it stands', () => {
  for (const [words, then, now] of [
    ['rose by 1', 'The rate rose by 1 in May.', 'The rate rose by 15 in May.'],
    ['rose by 1', 'The rate rose by 1 in May.', 'The rate rose by 1.5 in May.'],
    ['7.4 points', 'It fell 7.4 points in May.', 'It fell 17.4 points in May.'],
    ['legal to sell it', 'It is legal to sell it here.', 'It is illegal to sell it here.'],
  ]) {
    assert.equal(placeInText(markOf(then, words), now).words, 'gone', words);
    assert.equal(placeInText(markOf(then, words), then).words, 'same', words);
  }
});

test('a mark that was made inside a word is found there, and so is one between signs without spaces', () => {
  const text = 'They spoke of unbelievable things in the house by the lake.';
  assert.equal(placeInText(markOf(text, 'believable things in the house'), `New. ${text}`).words, 'same');
  const other = '市議会は一日中審議を続け、住民は市役所の前で結果を待っていた。';
  assert.equal(placeInText(markOf(other, '住民は市役所の前で'), `新しい。${other}`).words, 'same');
});
