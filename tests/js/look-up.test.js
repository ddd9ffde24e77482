/**
 * A look-up costs one request and no token; nobody is believed who does not sign its answer.
 *
 * The listener is a real one, on a port of this machine; the storage is the one stand-in.
 */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, beforeEach, mock, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import * as proof from '../../extension/lib/proof.js';
import * as prover from './prover.js';

/** @typedef {import('node:http').IncomingMessage & {body: string}} Heard */

const TOKEN = 'the-token';
const LOOK_UP_HOLDS_MS = 600_000;
const OTHER_RUN = 'f'.repeat(32);
const vectors = JSON.parse(
  readFileSync(fileURLToPath(new URL('../vectors/proof.json', import.meta.url)), 'utf8'),
);

/** @type {any} */
const kept = {};
/** @type {any} */
const session = {};
Object.assign(globalThis, { browser: prover.browserOf(kept, session) });
const api = await import('../../extension/background/api.js');

/** @type {Heard[]} */
let heard = [];
/** What is answered to a look-up; ours if it is null. @type {null | (() => [number, Record<string, string>, string])} */
let stranger = null;
let isAway = false;
let run = prover.RUN;
const listener = createServer(async (request, response) => {
  let body = '';
  for await (const part of request) body += part;
  const asks = /** @type {Heard} */ (Object.assign(request, { body }));
  heard.push(asks);
  if (isAway) return void response.destroy();
  const [status, headers, said] = answerTo(asks);
  response.writeHead(status, { 'Content-Length': said.length, ...headers }).end(said);
});
await once(listener.listen(0, '127.0.0.1'), 'listening');
const { port } = /** @type {import('node:net').AddressInfo} */ (listener.address());
after(() => listener.close());

/** @param {Heard} asks @returns {[number, Record<string, string>, string]} */
function answerTo({ url, headers, body }) {
  if (url === '/api/v1/health') {
    const challenge = String(headers['winnow-challenge']);
    return [200, stranger ? {} : prover.proving(TOKEN, port, challenge, run), '{}'];
  }
  if (stranger) return stranger();
  const { challenge, signature } = signed(String(headers.authorization));
  const isOurs = signature === prover.signatureOf(TOKEN, port, challenge, body, run);
  if (!isOurs) return [401, { 'Content-Type': 'application/problem+json' }, '{}'];
  const said = '{"marks":2}';
  return [200, { 'Winnow-Proof': prover.answerOf(TOKEN, port, challenge, said) }, said];
}

/** What stands in `Authorization`. @param {string} said @returns {any} */
const signed = (said) => Object.fromEntries(said.replace('Winnow ', '').split(', ').map((part) => part.split('=')));

const page = (name = '') => ({ url: `https://example.org/${name}`, canonical: null });
const asked = () => heard.map(({ url }) => String(url).replace('/api/v1', ''));

let now = 1_700_000_000_000;
mock.method(Date, 'now', () => now);

beforeEach(() => {
  now += 2 * LOOK_UP_HOLDS_MS; // no proof holds any more
  heard = [];
  kept.connection = { port, token: TOKEN, refused: false };
  [stranger, isAway, run] = [null, false, prover.RUN];
});

for (const { token, port: of, run: at, challenge, body, signature, answer, answered } of vectors) {
  const asks = { token, port: of, challenge };
  test(`a look-up at port ${of} is signed as the server checks it`, async () => {
    assert.equal(await proof.signLookUp(at, body, asks), signature);
    assert.equal(prover.signatureOf(token, of, challenge, body, at), signature);
  });
  test(`an answer from port ${of} is checked as the server signs it`, async () => {
    assert.ok(await proof.isAnswer(answered, answer, asks));
    assert.ok(!(await proof.isAnswer(answered, `${answer} `, asks)));
    assert.ok(!(await proof.isAnswer(signature, answer, asks)));
    for (const other of [{ token: `${token}x` }, { port: of - 1 }, { challenge: `${challenge}0` }]) {
      assert.ok(!(await proof.isAnswer(answered, answer, { ...asks, ...other })));
    }
  });
}

test('the first look-up asks for a proof, those after it cost one request, and none sends the token', async () => {
  for (const name of 'abc') assert.equal(await api.countMarks(page(name)), 2);
  assert.deepEqual(asked(), ['/health', '/look-up', '/look-up', '/look-up']);
  assert.deepEqual(JSON.parse(heard[1]?.body ?? ''), { url: 'https://example.org/a' });
  assert.doesNotMatch(JSON.stringify(heard.map(({ rawHeaders }) => rawHeaders)), /the-token|Bearer/u);
});

test('a proven answer renews the proof, which ends ten minutes after the last', async () => {
  for (let more = 0; more < 3; more += 1) {
    await api.countMarks(page());
    now += LOOK_UP_HOLDS_MS - 1;
  }
  assert.equal(asked().filter((path) => path === '/health').length, 1);
  now += 1;
  await api.countMarks(page());
  now -= 5_000; // the clock is put back
  await api.countMarks(page());
  assert.equal(asked().filter((path) => path === '/health').length, 3);
});

test('what is kept for look-ups is no secret, and lets nothing else through', async () => {
  await api.countMarks(page());
  assert.deepEqual(session.proof, { port, device: prover.deviceOf(TOKEN), run, asked: now });
  now += 1_000;
  heard = [];
  await assert.rejects(api.clean(/** @type {any} */ ({ html: '' })));
  assert.equal(asked()[0], '/health');
});

test('a server that was started anew is asked for its proof, then answers', async () => {
  await api.countMarks(page());
  run = OTHER_RUN;
  assert.equal(await api.countMarks(page()), 2);
  assert.deepEqual(asked().slice(2), ['/look-up', '/health', '/look-up']);
});

for (const [what, change] of /** @type {[string, object][]} */ ([
  ['token', { token: 'another' }],
  ['port', { port: port + 1 }],
])) {
  test(`a proof of another ${what} is none`, async () => {
    await api.countMarks(page());
    Object.assign(kept.connection, change);
    heard = [];
    await assert.rejects(api.countMarks(page()));
    assert.deepEqual(asked().filter((path) => path !== '/health'), []);
  });
}

const SAID = '{"marks":2}';
/** @type {Record<string, () => [number, Record<string, string>, string]>} */
const STRANGERS = {
  'signs nothing': () => [200, {}, SAID],
  'signs at random': () => [200, { 'Winnow-Proof': '0'.repeat(64) }, SAID],
  'repeats an old answer': () => [200, { 'Winnow-Proof': prover.answerOf(TOKEN, port, 'f'.repeat(64), SAID) }, SAID],
  'sends the signature back': () => [200, { 'Winnow-Proof': signed(String(heard.at(-1)?.headers.authorization)).signature }, SAID],
  'refuses': () => [401, { 'Content-Type': 'application/problem+json' }, '{}'],
  'leads elsewhere': () => [307, { Location: '/api/v1/pages' }, ''],
  'says more than a number': () => [200, { 'Content-Length': '4000' }, ' '.repeat(4_000)],
  'is at fault': () => [500, {}, ''],
};
for (const [does, answer] of Object.entries(STRANGERS)) {
  test(`who ${does} hears one address of all that are opened, and is not believed`, async () => {
    await api.countMarks(page());
    heard = [];
    stranger = answer;
    const opened = [...'abcdef'].map((name) => api.countMarks(page(name)));
    for (const count of opened) await assert.rejects(count, { name: 'other_program' });
    assert.deepEqual(asked().filter((path) => path !== '/health'), ['/look-up']);
    assert.equal(kept.connection.refused, false);
    stranger = null;
    assert.equal(await api.countMarks(page()), 2);
  });
}

test('who ends the connection hears no second address', async () => {
  await api.countMarks(page());
  isAway = true;
  heard = [];
  for (const name of 'ab') await assert.rejects(api.countMarks(page(name)), { name: 'server_away' });
  assert.ok(heard.every(({ url, body }) => url === '/api/v1/health' || body.includes('/a')));
});

test('a failure of any other call ends it too', async () => {
  await api.countMarks(page());
  now += 1_000;
  isAway = true;
  await assert.rejects(api.clean(/** @type {any} */ ({ html: '' })));
  isAway = false;
  heard = [];
  await api.countMarks(page());
  assert.deepEqual(asked(), ['/health', '/look-up']);
});
