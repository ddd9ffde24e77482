/** What the reader shows, as data: order, progress, what was brought back. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as view from '../../extension/reader/view.js';

/** @param {string} id @param {string} text */
const block = (id, text) => ({ id, kind: 'paragraph', html: `<p>${text}</p>`, text, start: 0, end: 0, sources: [] });
/** @param {string} id @param {number} at */
const removal = (id, at) => ({
  id, reason: /** @type {const} */ ('unrelated'), of: null, html: '', text: id, at, sources: [],
});
/**
 * @param {string} id
 * @param {number | null} start null: its words stand nowhere
 * @param {Partial<import('../../extension/lib/messages.js').Annotation>} [more]
 */
const placed = (id, start, more = {}) => ({
  annotation: /** @type {any} */ ({
    id, page: '', created: '2026-01-01T00:00:00.000Z', deleted: null, speaker: '', ...more,
  }),
  placement: {
    words: /** @type {const} */ (start === null ? 'gone' : 'same'),
    place: /** @type {const} */ ('same'),
    ranges: start === null ? [] : [{ start, end: start + 5 }],
  },
  state: /** @type {const} */ ('saved'),
  url: 'https://a.example/p',
  problem: null,
});
const page = /** @type {any} */ ({ id: null, url: 'https://a.example/p#part', language: 'en' });
const blocks = [block('b1', 'one two'), block('b2', ''), block('b3', 'three')];
const removed = [removal('r1', 0), removal('r2', 2), removal('r3', 3), removal('r4', 3)];

/** @param {ReturnType<typeof placed>[]} [marks] */
const opened = (marks = []) => view.opened({ page, blocks, removed, marks, elsewhere: null, engine: 'x' });
/** @param {view.View} seen */
const order = (seen) =>
  view.pieces(seen).map((piece) => ('block' in piece ? piece.block.id : piece.removal.id));

test('a block brought back stands where it stood, and goes out again', () => {
  let seen = opened();
  assert.deepEqual(order(seen), ['b1', 'b2', 'b3']);
  for (const { id } of removed) seen = view.withBack(seen, id, true);
  assert.deepEqual(order(seen), ['r1', 'b1', 'b2', 'r2', 'b3', 'r3', 'r4']);
  assert.deepEqual(order(view.withBack(seen, 'r2', false)), ['r1', 'b1', 'b2', 'b3', 'r3', 'r4']);
});

test('bringing a block back leaves the text that marks are counted in as it was', () => {
  const seen = opened();
  assert.equal(view.textOf(seen), 'one two\nthree');
  assert.equal(view.textOf(view.withBack(seen, 'r1', true)), view.textOf(seen));
});

test('marks are listed as they stand in the text, those that stand nowhere by age', () => {
  const late = { created: '2026-02-02T00:00:00.000Z' };
  const seen = opened([
    placed('lost-late', null, late), placed('far', 8), placed('lost', null), placed('near', 2), placed('near-late', 2, late),
  ]);
  const { placed: there, lost } = view.marksInOrder(seen);
  assert.deepEqual(there.map(({ annotation }) => annotation.id), ['near', 'near-late', 'far']);
  assert.deepEqual(lost.map(({ annotation }) => annotation.id), ['lost', 'lost-late']);
});

test('of marks over one character the shortest comes first', () => {
  const long = placed('long', 0);
  long.placement.ranges = [{ start: 0, end: 12 }];
  const seen = opened([long, placed('short', 2)]);
  const at = (/** @type {number} */ offset) => view.marksAt(seen, offset).map(({ annotation }) => annotation.id);
  assert.deepEqual(at(3), ['short', 'long']);
  assert.deepEqual(at(7), ['long'], 'a range ends before its end');
  assert.deepEqual(at(12), []);
});

test('what is told of a mark keeps the place that is known, and a deletion takes it out', () => {
  const elsewhere = /** @type {const} */ ({ words: 'gone', place: 'same', ranges: [] });
  let seen = opened([placed('m', 4)]);
  seen = view.withTold(seen, placed('m', 9, { note: 'new' }), elsewhere);
  assert.equal(seen.marks.get('m')?.annotation.note, 'new');
  assert.equal(seen.marks.get('m')?.placement.ranges[0].start, 4);
  seen = view.withTold(seen, { ...placed('m', 4, { deleted: 'now' }), state: 'waiting' }, elsewhere);
  assert.equal(seen.marks.size, 0);
  assert.equal(view.saveState(seen), 'waiting', 'a deletion that waits is not yet safe');
});

test('a deletion that was refused leaves its mark in sight', () => {
  const told = { ...placed('m', 4, { deleted: 'now' }), state: /** @type {const} */ ('failed') };
  const seen = view.withTold(opened([placed('m', 4)]), told, told.placement);
  assert.equal(seen.marks.get('m')?.state, 'failed');
});

test('saved is said only when all that was done is saved', () => {
  let seen = opened();
  assert.equal(view.saveState(seen), null);
  /** @type {[string, import('../../extension/reader/view.js').MarkState, string][]} */
  const steps = [
    ['a', 'saving', 'saving'], ['a', 'saved', 'saved'], ['b', 'waiting', 'waiting'],
    ['c', 'saving', 'saving'], ['c', 'failed', 'failed'], ['c', 'saved', 'waiting'], ['b', 'saved', 'saved'],
  ];
  for (const [id, state, said] of steps) {
    seen = view.withProgress(seen, id, state);
    assert.equal(view.saveState(seen), said, `${id} ${state}`);
  }
});

test('a mark belongs here by its page, or by its address until the page has an id', () => {
  const seen = opened();
  assert.ok(view.isHere(seen, placed('m', 0)));
  assert.ok(!view.isHere(seen, { ...placed('m', 0), url: 'https://a.example/q' }));
  const kept = { ...seen, page: { ...page, id: 'p1' } };
  assert.ok(view.isHere(kept, { ...placed('m', 0, { page: 'p1' }), url: 'https://b.example/' }));
  assert.ok(!view.isHere(kept, placed('m', 0, { page: 'p2' })));
});

test('a speaker is offered once, in order', () => {
  const seen = opened([placed('a', 0, { speaker: 'Zoé' }), placed('b', 1, { speaker: 'Awa' }), placed('c', 2, { speaker: 'Zoé' }), placed('d', 3)]);
  assert.deepEqual(view.speakers(seen), ['Awa', 'Zoé']);
});

test('reading time is counted in words of the language, and is never nothing', () => {
  const minutes = (/** @type {string} */ text, language = 'en') =>
    view.readingMinutes({ ...opened(), page: { ...page, language }, blocks: [block('b', text)] });
  assert.equal(minutes(''), 1);
  assert.equal(minutes('word '.repeat(238 * 7)), 7);
  assert.ok(minutes('我们在读一篇文章。'.repeat(400), 'zh') > 3, 'words without spaces count');
});
