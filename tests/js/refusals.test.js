/**
 * Every problem the server can answer with has a name of ours, and words in each language.
 */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { nameOf, REFUSALS } from '../../extension/lib/refusals.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const errors = readFileSync(`${root}/server/winnow/errors.py`, 'utf8');
const [, kinds = ''] = errors.match(/^class Kind\(Enum\):\n([^]*?)^ {4}def /mu) ?? [];
/** Each kind of the server: its slug and its status. */
const answered = [...kinds.matchAll(/^ {4}[A-Z_]+ = \("([a-z-]+)", (\d{3}), "/gmu)].map(
  ([, slug, status]) => ({ slug, status: Number(status) }),
);

test('the server’s problems were all read', () => {
  assert.equal(answered.length, [...kinds.matchAll(/^ {4}[A-Z_]+ = /gmu)].length);
  assert.ok(answered.length > 20);
});

test('each problem of the server has a name of ours, and no other has', () => {
  assert.deepEqual(Object.keys(REFUSALS).sort(), answered.map(({ slug }) => slug).sort());
});

for (const language of readdirSync(`${root}/_locales`)) {
  test(`each problem of the server is told in ${language}`, () => {
    const messages = JSON.parse(readFileSync(`${root}/_locales/${language}/messages.json`, 'utf8'));
    for (const { slug, status } of answered) {
      const name = nameOf(`urn:winnow:problem:${slug}`, status);
      for (const key of [`problem_${name}`, `problem_${name}_help`]) {
        assert.ok(messages[key]?.message, `${slug}: ${key}`);
      }
    }
  });
}

test('a page that is full and a mark that is gone are told as such, and not as “refused”', () => {
  assert.equal(nameOf('urn:winnow:problem:page-full', 409), 'page_full');
  assert.equal(nameOf('urn:winnow:problem:deleted', 409), 'gone');
  assert.equal(nameOf('urn:winnow:problem:not-found', 404), 'gone');
});

test('a problem of a newer server is told by its status', () => {
  assert.equal(nameOf('urn:winnow:problem:new-one', 409), 'refused');
  assert.equal(nameOf('urn:winnow:problem:new-one', 503), 'unknown');
  assert.equal(nameOf(undefined, 500), 'unknown');
});
