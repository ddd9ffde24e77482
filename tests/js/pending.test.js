/** What waits for the server: its steps in order, refusals, lost answers, what a page shows. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { newMark } from '../../extension/lib/marks.js';
import {
  again,
  annotationOf,
  isTaken,
  placedIn,
  savedOf,
  statedOf,
  unseen,
  withPending,
  withProblem,
  withStep,
  withoutStep,
} from '../../extension/lib/pending.js';

/**
 * @typedef {import('../../extension/lib/pending.js').Pending} Pending
 * @typedef {import('../../extension/lib/messages.js').ProblemName} ProblemName
 */

const TEXT = 'The railway counted 214 passengers, 37 of them schoolchildren.';
const URL_OF_PAGE = 'https://example.org/train';

/** @param {{start?: number, end?: number, url?: string, note?: string}} [wish] */
function made({ start = 0, end = 34, url = URL_OF_PAGE, title = 'The late train', note = '' } = {}) {
  const page = { url, title };
  return newMark({ text: TEXT, start, end, kind: 'claim', note, text_hash: null, language: 'en', page });
}

/** A mark as a server has it. @param {Partial<import('../../extension/lib/messages.js').Annotation>} [fields] */
const known = (fields) => ({ ...unseen(made()), page: 'p1', rev: 1, author: 'Firefox', ...fields });

/** What is known of a mark when it is made. @param {string} [url] */
function fresh(mark = made(), url = URL_OF_PAGE) {
  return { id: mark.id, order: 1, url, canonical: null, base: null };
}

/** @param {string} [url] */
function created(mark = made(), url = mark.page.url) {
  return withStep(undefined, fresh(mark, url), { op: 'create', mark });
}

/** @param {Partial<import('../../extension/lib/messages.js').Annotation>} [fields] */
function changing(fields, base = known(fields)) {
  const from = { id: base.id, order: 1, url: URL_OF_PAGE, canonical: null, base };
  return withStep(undefined, from, { op: 'change', change: { note: 'Ask again.' } });
}

const PAGE = { url: URL_OF_PAGE };
/** @param {import('../../extension/lib/messages.js').StatedMark} stated */
const asIs = (stated) => stated;
/** @param {readonly import('../../extension/lib/messages.js').StatedMark[]} marks */
const ids = (marks) => marks.map(({ annotation }) => annotation.id);

test('what is asked for twice, since an answer was lost, is one step', () => {
  const once = created();
  assert.deepEqual(withStep(once, fresh(), once.steps[0]), once);
  const gone = withStep(once, fresh(), { op: 'delete', at: '2026-03-01T10:00:00.000Z' });
  const later = withStep(gone, fresh(), { op: 'delete', at: '2026-03-01T10:00:01.000Z' });
  assert.deepEqual(later, gone);
  const back = withStep(gone, fresh(), { op: 'restore' });
  const twice = withStep(back, fresh(), { op: 'delete', at: '2026-03-01T10:00:02.000Z' });
  assert.deepEqual(twice.steps.map(({ op }) => op), ['create', 'delete', 'restore', 'delete']);
});

test('steps are kept in the order they were made, and taken from the front', () => {
  let pending = created();
  pending = withStep(pending, fresh(), { op: 'change', change: { note: 'First.' } });
  pending = withStep(pending, fresh(), { op: 'delete', at: '2026-11-24T10:00:00.000Z' });
  assert.deepEqual(pending.steps.map(({ op }) => op), ['create', 'change', 'delete']);

  const first = withoutStep(pending, known({ id: pending.id }));
  assert.deepEqual(first?.steps.map(({ op }) => op), ['change', 'delete']);
  assert.equal(first?.base?.rev, 1);
  const second = withoutStep(/** @type {Pending} */ (first), known({ id: pending.id, rev: 2 }));
  assert.equal(second?.base?.rev, 2);
  assert.equal(withoutStep(/** @type {Pending} */ (second), known({ rev: 3 })), null);
});

test('a later step keeps the place of the first among all that wait', () => {
  const pending = created();
  const later = { ...fresh(), order: 9, url: 'https://example.org/other' };
  const { order, url } = withStep(pending, later, { op: 'restore' });
  assert.deepEqual({ order, url }, { order: 1, url: URL_OF_PAGE });
});

test('nothing that was given is changed', () => {
  const pending = created();
  const before = structuredClone(pending);
  withStep(pending, fresh(), { op: 'restore' });
  withoutStep(pending, known());
  withProblem(pending, { name: 'refused' });
  again(pending);
  annotationOf(pending);
  assert.deepEqual(pending, before);
});

for (const name of /** @type {ProblemName[]} */ (['server_away', 'other_program', 'unpaired', 'disk_full', 'busy'])) {
  test(`a mark waits through ${name}`, () => {
    const { state, problem } = withProblem(created(), { name });
    assert.deepEqual({ state, problem }, { state: 'waiting', problem: { name } });
  });
}

for (const name of /** @type {ProblemName[]} */ (['refused', 'conflict', 'unknown'])) {
  test(`a mark fails by ${name} until it is tried again`, () => {
    const failed = withProblem(created(), { name });
    assert.equal(failed.state, 'failed');
    const { state, problem, steps } = again(failed);
    assert.deepEqual({ state, problem }, { state: 'waiting', problem: null });
    assert.deepEqual(steps, failed.steps);
  });
}

test('a new step gives a mark that failed another try', () => {
  const failed = withProblem(created(made({ note: 'x'.repeat(9) })), { name: 'refused' });
  const { state, problem } = withStep(failed, fresh(), { op: 'change', change: { note: '' } });
  assert.deepEqual({ state, problem }, { state: 'waiting', problem: null });
});

test('after a conflict the next try stands on what the server has now', () => {
  const current = known({ rev: 7, note: 'Theirs.' });
  const failed = withProblem(changing(), { name: 'conflict', more: { current } });
  const tried = again(failed);
  assert.equal(tried.base?.rev, 7);
  assert.equal(annotationOf(tried).note, 'Ask again.');
});

test('a step whose answer was lost is known by what the server has', () => {
  const change = /** @type {const} */ ({ op: 'change', change: { note: 'Ask again.', tags: ['rail'] } });
  assert.ok(isTaken(change, known({ note: 'Ask again.', tags: ['rail'] })));
  assert.ok(!isTaken(change, known({ note: 'Ask again.', tags: [] })));
  assert.ok(!isTaken(change, known({ note: 'Theirs.', tags: ['rail'] })));

  const gone = '2026-11-24T10:00:00.000Z';
  assert.ok(isTaken({ op: 'delete', at: gone }, known({ deleted: '2026-11-24T10:00:00.100Z' })));
  assert.ok(!isTaken({ op: 'delete', at: gone }, known()));
  assert.ok(isTaken({ op: 'restore' }, known()));
  assert.ok(!isTaken({ op: 'restore' }, known({ deleted: gone })));
});

test('whether a mark was made is for the server to say', () => {
  const mark = made();
  assert.ok(!isTaken({ op: 'create', mark }, known({ id: mark.id })));
});

test('a mark shows as the person wants it, with all its steps taken', () => {
  let pending = created();
  pending = withStep(pending, fresh(), { op: 'change', change: { note: 'First.', kind: 'quote' } });
  pending = withStep(pending, fresh(), { op: 'change', change: { note: 'Second.' } });
  const { kind, note, exact, rev, deleted } = annotationOf(pending);
  assert.deepEqual({ kind, note, rev, deleted }, { kind: 'quote', note: 'Second.', rev: 0, deleted: null });
  assert.equal(exact, TEXT.slice(0, 34));

  pending = withStep(pending, fresh(), { op: 'delete', at: '2026-11-24T10:00:00.000Z' });
  assert.equal(annotationOf(pending).deleted, '2026-11-24T10:00:00.000Z');
  pending = withStep(pending, fresh(), { op: 'restore' });
  assert.equal(annotationOf(pending).deleted, null);
  assert.equal(statedOf(pending).state, 'waiting');
});

test('what waits is put over what the server has, each mark once', () => {
  const theirs = known();
  const mine = changing({}, theirs);
  const other = known({ id: 'another' });
  const shown = withPending([theirs, other].map((one) => savedOf(one, URL_OF_PAGE)), [mine], PAGE, asIs);
  assert.deepEqual(ids(shown), [theirs.id, 'another']);
  assert.deepEqual(shown.map(({ state }) => state), ['waiting', 'saved']);
  assert.equal(shown[0].annotation.note, 'Ask again.');
});

test('a mark that is on its way shows once, before and after the server has it', () => {
  const pending = created();
  assert.deepEqual(ids(withPending([], [pending], PAGE, asIs)), [pending.id]);
  const saved = savedOf(known({ id: pending.id }), URL_OF_PAGE);
  assert.deepEqual(ids(withPending([saved], [pending], PAGE, asIs)), [pending.id]);
});

test('a deletion that waits is shown as done, and one that failed is not', () => {
  const theirs = known();
  const from = { id: theirs.id, order: 1, url: URL_OF_PAGE, canonical: null, base: theirs };
  const deleting = withStep(undefined, from, { op: 'delete', at: '2026-11-24T10:00:00.000Z' });
  const saved = [savedOf(theirs, URL_OF_PAGE)];
  assert.deepEqual(withPending(saved, [deleting], PAGE, asIs), []);
  const failed = withProblem(deleting, { name: 'conflict' });
  assert.deepEqual(withPending(saved, [failed], PAGE, asIs).map(({ state }) => state), ['failed']);
});

test('a mark belongs to the page it was made on, by address without a fragment', () => {
  const pending = created(made({ url: `${URL_OF_PAGE}#second` }));
  assert.equal(withPending([], [pending], PAGE, asIs).length, 1);
  assert.equal(withPending([], [pending], { url: 'https://example.org/other' }, asIs).length, 0);
});

test('a fragment that names a page is part of the address', () => {
  const pending = created(made({ url: 'https://example.org/#!/train' }));
  assert.equal(withPending([], [pending], { url: 'https://example.org/#!/train' }, asIs).length, 1);
  assert.equal(withPending([], [pending], { url: 'https://example.org/#!/boat' }, asIs).length, 0);
});

test('where both declare a canonical address, that one decides', () => {
  const canonical = 'https://example.org/canonical';
  const pending = { ...created(), canonical };
  const elsewhere = { url: 'https://example.org/?from=mail', canonical, title: 'The late train' };
  assert.equal(withPending([], [pending], elsewhere, asIs).length, 1);
  assert.equal(withPending([], [pending], { ...PAGE, canonical: `${canonical}/2` }, asIs).length, 0);
  assert.equal(withPending([], [pending], { ...PAGE, canonical: null }, asIs).length, 1);
});

test('a canonical address counts from its own hosts, and under the title that was marked', () => {
  const canonical = 'https://www.example.org/flood';
  const mark = made({ url: 'https://m.example.org/flood', title: 'The flood of March' });
  const pending = { ...created(mark), canonical };
  const here = (/** @type {string} */ url, /** @type {string} */ title) =>
    withPending([], [pending], { url, canonical, title }, asIs).length;
  assert.equal(here('https://www.example.org/flood?share=1', 'The flood of March | The Sun'), 1);
  assert.equal(here('https://m.example.org/flood/amp', 'The flood of March'), 1);
  assert.equal(here('https://www.example.org/~mallory', 'Prizes'), 0);
  assert.equal(here('https://mallory.example/flood', 'The flood of March'), 0);
});

test('a mark that waits is placed by its words alone', () => {
  const { placement } = placedIn(statedOf(created()), TEXT);
  assert.deepEqual(placement, { words: 'same', place: 'same', ranges: [{ start: 0, end: 34 }] });
  assert.equal(placedIn(statedOf(created()), 'Quite another text.').placement.words, 'gone');
});
