/** What of a page may enter the reader: addresses, image candidates, keys. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyMeaning } from '../../extension/reader/keys.js';
import { linkTarget, safeAddress } from '../../extension/reader/sanitise.js';

// eslint-disable-next-line no-script-url -- what must never become a link
const SCRIPT = 'javascript:alert(1)';

test('only web and mail addresses are links', () => {
  for (const address of ['https://a.example/', 'http://a.example/x?y#z', 'mailto:a@b.example']) {
    assert.equal(safeAddress(address), address);
  }
  for (const address of [
    SCRIPT, SCRIPT.toUpperCase(), ` ${SCRIPT}`, SCRIPT.replace('s', '\ns'),
    'data:text/html,x', 'blob:https://a.example/1', 'file:///etc/passwd', 'vbscript:x',
    'chrome-extension://abc/reader.html', 'moz-extension://abc/', 'about:blank', '/relative', '', null,
  ]) {
    assert.equal(safeAddress(address), null, String(address));
  }
});

test('a link to a place in the page stays in the reader, under a name of its own', () => {
  const here = 'https://a.example/p?x=1';
  assert.deepEqual(linkTarget('#fn1', here), { href: '#page-fn1', local: true });
  assert.deepEqual(linkTarget(`${here}#fn1`, `${here}#top`), { href: '#page-fn1', local: true });
  assert.deepEqual(linkTarget('https://a.example/q#fn1', here), {
    href: 'https://a.example/q#fn1',
    local: false,
  });
  assert.equal(linkTarget(SCRIPT, here), null);
});

const plain = { ctrlKey: false, metaKey: false, altKey: false };
const reading = { typing: false, letters: true };

test('letters mean something only to a reader who does not type and has not switched them off', () => {
  assert.equal(keyMeaning({ key: 'q', ...plain }, reading), 'q');
  assert.equal(keyMeaning({ key: 'Q', ...plain }, reading), 'q');
  assert.equal(keyMeaning({ key: '?', ...plain, shiftKey: true }, reading), '?');
  assert.equal(keyMeaning({ key: 'J', ...plain }, reading), 'j', 'capitals are locked');
  assert.equal(keyMeaning({ key: 'J', ...plain, shiftKey: true }, reading), 'shift+j');
  assert.equal(keyMeaning({ key: 'J', ...plain, shiftKey: true }, { ...reading, letters: false }), null);
  assert.equal(keyMeaning({ key: 'q', ...plain }, { ...reading, typing: true }), null);
  assert.equal(keyMeaning({ key: 'q', ...plain }, { ...reading, letters: false }), null);
  assert.equal(keyMeaning({ key: 'q', ...plain, altKey: true }, reading), null);
  assert.equal(keyMeaning({ key: 'q', ...plain, isComposing: true }, reading), null);
  for (const key of ['x', 'Tab', 'F7', '']) assert.equal(keyMeaning({ key, ...plain }, reading), null, key);
});

test('Enter opens the card of a mark, but presses what has the focus', () => {
  const enter = { key: 'Enter', ...plain };
  assert.equal(keyMeaning(enter, reading), 'enter');
  assert.equal(keyMeaning(enter, { ...reading, letters: false }), 'enter');
  assert.equal(keyMeaning(enter, { ...reading, onControl: true }), null);
  assert.equal(keyMeaning(enter, { ...reading, typing: true }), null);
  assert.equal(keyMeaning({ ...enter, ctrlKey: true }, reading), null);
});

test('the browser keeps its own keys: Ctrl+C copies, Ctrl+Z in a field undoes typing', () => {
  assert.equal(keyMeaning({ key: 'c', ...plain, ctrlKey: true }, reading), null);
  assert.equal(keyMeaning({ key: 'z', ...plain, ctrlKey: true }, reading), 'undo');
  assert.equal(keyMeaning({ key: 'z', ...plain, metaKey: true }, { ...reading, letters: false }), 'undo');
  assert.equal(keyMeaning({ key: 'z', ...plain, ctrlKey: true }, { ...reading, typing: true }), null);
  assert.equal(keyMeaning({ key: 'z', ...plain }, reading), null);
  assert.equal(keyMeaning({ key: 'Z', ...plain, ctrlKey: true, shiftKey: true }, reading), 'redo');
  assert.equal(keyMeaning({ key: 'y', ...plain, ctrlKey: true }, reading), 'redo');
  assert.equal(keyMeaning({ key: 'y', ...plain, ctrlKey: true }, { ...reading, typing: true }), null);
});

test('Escape is heard everywhere', () => {
  assert.equal(keyMeaning({ key: 'Escape', ...plain }, { typing: true, letters: false }), 'escape');
});
