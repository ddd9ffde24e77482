/** What was done to marks, undone and done again: as data. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as history from '../../extension/reader/history.js';

/** @param {Partial<import('../../extension/lib/messages.js').Annotation>} [more] */
const mark = (more) => /** @type {any} */ ({ kind: 'claim', speaker: '', note: '', tags: [], colour: '', rev: 1, ...more });
/** @param {string} id */
const made = (id) => [{ id, before: null, after: mark() }];

test('steps come back in the reverse order, and go forth again in theirs', () => {
  let seen = history.EMPTY;
  for (const id of ['a', 'b', 'c']) seen = history.withStep(seen, made(id));
  const back = [];
  for (let last = history.lastOf(seen, 'done'); last; last = history.lastOf(seen, 'done')) {
    back.push(last.step[0].id);
    seen = last.turned;
  }
  const forth = [];
  for (let last = history.lastOf(seen, 'undone'); last; last = history.lastOf(seen, 'undone')) {
    forth.push(last.step[0].id);
    seen = last.turned;
  }
  assert.deepEqual([back, forth], [['c', 'b', 'a'], ['a', 'b', 'c']]);
});

test('fifty steps are remembered, the newest of them', () => {
  let seen = history.EMPTY;
  for (let n = 0; n < history.LIMIT + 7; n += 1) seen = history.withStep(seen, made(String(n)));
  assert.equal(history.LIMIT, 50);
  assert.deepEqual([seen.done.length, seen.done[0][0].id], [50, '7']);
});

test('after a new step nothing can be done again, and a step that failed is left out', () => {
  const undone = history.lastOf(history.withStep(history.EMPTY, made('a')), 'done');
  assert.equal(undone?.turned.undone.length, 1);
  assert.deepEqual(undone?.taken, history.EMPTY);
  const anew = history.withStep(/** @type {any} */ (undone).turned, made('b'));
  assert.equal(history.lastOf(anew, 'undone'), null);
});

test('the reverse of a step takes back what it did, last thing first', () => {
  const step = [{ id: 'new', before: null, after: mark() }, { id: 'old', before: mark(), after: null }];
  assert.deepEqual(history.reversed(step), [
    { id: 'old', before: null, after: mark() }, { id: 'new', before: mark(), after: null },
  ]);
});

test('a change holds what differs, and meets only a mark that has it still', () => {
  const [before, after] = [mark({ note: 'one' }), mark({ note: 'two', tags: ['x'], rev: 2 })];
  const change = history.changeBetween(before, after);
  assert.deepEqual(change, { note: 'two', tags: ['x'] });
  assert.ok(history.isAsBefore(mark({ note: 'one', speaker: 'Another', rev: 7 }), before, change));
  assert.ok(!history.isAsBefore(mark({ note: 'three' }), before, change));
  assert.ok(!history.isAsBefore(mark({ note: 'one', tags: ['y'] }), before, change));
});
