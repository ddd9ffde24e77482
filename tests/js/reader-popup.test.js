/** What the popup shows follows from what the background says. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shown } from '../../extension/popup/state.js';

/** @type {import('../../extension/popup/state.js').Status} */
const ready = { server: 'ready', paired: true, address: 'http://127.0.0.1:8377', waiting: 0, pairing: null };
/** @type {import('../../extension/popup/state.js').TabState} */
const article = { tab: 1, url: 'https://a.example/p', title: 'P', reader: null, problem: null };
/** @param {string} page */
const mark = (page) => /** @type {any} */ ({ annotation: { id: 'm', page }, state: page ? 'saved' : 'waiting' });
const restricted = { ...article, problem: { name: /** @type {const} */ ('restricted_page') } };

test('a page that can be read is offered with its marks', () => {
  const seen = shown({ status: ready, tab: article, marks: [] });
  assert.ok(seen.page && seen.actions && seen.marks && seen.exportAll);
  assert.ok(!seen.pairing && seen.problem === null);
});

test('a page is exported once the server keeps a mark of it', () => {
  const page = (/** @type {any[]} */ marks, status = ready) => shown({ status, tab: article, marks }).exportPage;
  assert.equal(page([]), null);
  assert.equal(page([mark('')]), null);
  assert.equal(page([mark(''), mark('p1')]), 'p1');
  assert.equal(page([mark('p1')], { ...ready, server: 'away' }), null);
});

test('a reader is not read again, but shows its marks', () => {
  const seen = shown({ status: ready, tab: { ...article, reader: 'c1' }, marks: [mark('p1')] });
  assert.ok(seen.page && !seen.actions && seen.marks);
});

test('without pairing there is pairing and nothing else', () => {
  const status = { ...ready, server: /** @type {const} */ ('unpaired') };
  const seen = shown({ status, tab: restricted, marks: [] });
  assert.ok(seen.pairing && !seen.seen && !seen.page && !seen.exportAll);
  assert.equal(seen.problem, null);
  const code = { code: '123456', address: 'http://127.0.0.1:8377' };
  assert.ok(shown({ status: { ...status, pairing: code }, tab: article, marks: [] }).seen);
});

test('a browser that is paired asks about the code of another server alone', () => {
  const code = { code: '123456', address: 'http://127.0.0.1:8400' };
  const other = shown({ status: { ...ready, pairing: code }, tab: article, marks: [] });
  assert.ok(other.pairing && other.seen && !other.page);
  const known = { ...code, address: ready.address };
  const same = shown({ status: { ...ready, pairing: known }, tab: article, marks: [] });
  assert.ok(!same.pairing && !same.seen && same.page);
});

test('a server that is away is named before the page, and marks that wait stay in sight', () => {
  const status = { ...ready, server: /** @type {const} */ ('away') };
  assert.equal(shown({ status, tab: restricted, marks: [] }).problem?.name, 'server_away');
  assert.ok(shown({ status, tab: article, marks: [mark('')] }).marks);
  assert.ok(!shown({ status, tab: article, marks: [] }).marks);
});

test('a page that cannot be read says why', () => {
  const seen = shown({ status: ready, tab: restricted, marks: [] });
  assert.equal(seen.problem?.name, 'restricted_page');
  assert.ok(!seen.page && !seen.marks && seen.exportAll);
});
