/** Links to the words of a mark: what the server writes into exports, the reader copies. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import '../../extension/shared/text.js';

const { linkTo } = await import('../../extension/reader/text-fragment.js');
const file = new URL('../vectors/text-fragment.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8'));

test(`${cases.length} links are those of the shared vectors`, () => {
  assert.ok(cases.length >= 60);
  for (const { url, link, ...mark } of cases) assert.equal(linkTo(url, mark), link);
});
