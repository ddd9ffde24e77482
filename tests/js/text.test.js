/**
 * Canonical text: the vectors that Python runs as well, and the way back to the nodes.
 */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { length, slice } from '../../extension/lib/text.js';
import { canonicalText } from './html.js';
import { randomBodies } from './random-html.js';

/** @type {{name: string, html: string, text: string}[]} */
const vectors = JSON.parse(
  readFileSync(new URL('../vectors/canonical-text.json', import.meta.url), 'utf8'),
);

for (const { name, html, text } of vectors) {
  test(`the canonical text of ${name}`, () => {
    assert.equal(canonicalText(html).value, text);
  });
}

test('each character is where its node says, in the vectors and in bodies made by chance', () => {
  for (const html of [...vectors.map((vector) => vector.html), ...randomBodies(300, 7)]) {
    const canonical = canonicalText(html);
    [...canonical.value].forEach((character, offset) => {
      if (character === '\n') return;
      const before = canonical.before(offset);
      const after = canonical.after(offset + 1);
      if (!before || !after || before.node !== after.node) {
        assert.equal(character, ' ', `${offset} stands in no single node`);
        return;
      }
      const there = before.node.value.slice(before.offset, after.offset);
      if (character === ' ') assert.match(there, /^[ \t\n\f\r]?$/u);
      else assert.equal(there, character);
    });
  }
});

test('there are vectors', () => {
  assert.ok(vectors.length >= 60, `${vectors.length} vectors`);
});

test('a lone surrogate becomes the replacement character', () => {
  assert.equal(canonicalText('a').value, 'a');
  const canonical = canonicalText('x\ud800y');
  assert.equal(canonical.value, 'x\ufffdy');
  assert.equal(canonical.length, 3);
});

test('offsets count code points, places count UTF-16', () => {
  const canonical = canonicalText('<p>a 🐟🐟 fish</p>');
  assert.equal(canonical.length, 9);
  assert.equal(canonical.before(5)?.offset, 7);
  assert.equal(canonical.after(4)?.offset, 6);
});

test('a place gives back the offset it came from', () => {
  const canonical = canonicalText('<p>One  <b>two</b>\n three 🐟 fish</p><p>four</p>');
  canonical.runs.forEach((run, at) => {
    for (let character = 0; character < run.length; character += 1) {
      const place = canonical.before(run.start + character);
      const offset = canonical.offsetAt(
        (other) => canonical.runs.indexOf(other) < at,
        () => place?.offset ?? -1,
      );
      assert.equal(offset, run.start + character);
    }
  });
});

test('length and slice count code points', () => {
  assert.equal(length('a🐟b'), 3);
  assert.equal(slice('a🐟b', 1, 2), '🐟');
  assert.equal(slice('abc', 1, 2), 'b');
});
