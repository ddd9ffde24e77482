/**
 * Addresses that are one document in the browser are one on the server: its table, its trackers.
 */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import '../../extension/shared/address.js';

const { TRACKERS, documentOf } = globalThis.winnowAddress;
/** @param {string} path */
const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
/** @type {{one: string, other: string, same: boolean, canonical?: string}[]} */
const pairs = JSON.parse(read('tests/data/addresses.json'));

test("the trackers are the server's", () => {
  const names = read('server/winnow/annotate/trackers.txt')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => line.trim().toLowerCase());
  assert.deepEqual(TRACKERS, names);
});

test('no two addresses that the server keeps apart are one document here', () => {
  const apart = pairs.filter(({ same }) => !same);
  assert.ok(apart.length > 0);
  for (const { one, other } of apart) assert.notEqual(documentOf(one), documentOf(other), one);
});

for (const written of [
  '?utm_source=a&b=2&a=1',
  '?a=1&b=2#place',
  '?a=1&b=2&UTM_Medium=x&%66bclid=1',
  '/?a=1&b=2#:~:text=words',
]) {
  test(`a page that writes ${written} shows what it did`, () => {
    assert.equal(documentOf(`https://example.org/page${written}`), documentOf('https://example.org/page?a=1&b=2'));
  });
}

test('a route is a document, without how a reader came and where in it they are', () => {
  const route = 'https://example.org/app#!/story?id=1';
  assert.notEqual(documentOf(route), documentOf('https://example.org/app#!/story?id=2'));
  for (const more of ['&utm_source=x', '#place', ':~:text=words']) {
    assert.equal(documentOf(route + more), documentOf(route));
  }
});
