/**
 * Nothing is said to who listens on the port before it has proved to be the server of the pairing.
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
import { browserOf, deviceOf, proofOf, proving, RUN } from './prover.js';

/** @typedef {import('node:http').IncomingMessage & {body: string}} Heard */

const TOKEN = 'the-token';
const vectors = JSON.parse(
  readFileSync(fileURLToPath(new URL('../vectors/proof.json', import.meta.url)), 'utf8'),
);

/** @type {any} */
const kept = {};
Object.assign(globalThis, { browser: browserOf(kept, {}) });
const api = await import('../../extension/background/api.js');

/** @type {Heard[]} */
let heard = [];
/** What it answers to a question for a proof: status and headers. @type {(asked: Heard) => [number, Record<string, string>]} */
let answerOf;
/** What it answers to all else. @type {[number, string]} */
let rest;
const listener = createServer(async (request, response) => {
  let body = '';
  for await (const part of request) body += part;
  heard.push(/** @type {Heard} */ (Object.assign(request, { body })));
  if (request.url === '/api/v1/health') {
    const [status, headers] = answerOf(/** @type {Heard} */ (request));
    response.writeHead(status, headers).end('{"name": "winnow"}');
  } else if (rest[0] === 0) {
    response.destroy();
  } else {
    response.writeHead(rest[0], { 'Content-Type': rest[1] }).end('{"pages": [], "marks": []}');
  }
});
await once(listener.listen(0, '127.0.0.1'), 'listening');
const { port } = /** @type {import('node:net').AddressInfo} */ (listener.address());
after(() => listener.close());

const PROBLEM = 'application/problem+json';
const ours = (/** @type {Heard} */ { headers }) =>
  /** @type {[number, Record<string, string>]} */ ([
    200,
    proving(TOKEN, port, String(headers['winnow-challenge'])),
  ]);
const capture = /** @type {any} */ ({ url: 'https://example.org/', html: '<p>THE WORDS</p>' });
const clean = () => api.clean(capture);
const asked = () => heard.map(({ url }) => String(url).replace('/api/v1', ''));
/** Everything that was said. */
const said = () => JSON.stringify(heard.map(({ url, rawHeaders, body }) => [url, rawHeaders, body]));

let now = 1_700_000_000_000;
mock.method(Date, 'now', () => now);

beforeEach(() => {
  now += 1_000_000; // no proof holds any more
  heard = [];
  kept.connection = { port, token: TOKEN, refused: false };
  answerOf = ours;
  rest = [200, 'application/json'];
});

for (const { token, port: of, run, challenge, device, proof: right } of vectors) {
  test(`the proof for port ${of} is the server’s`, async () => {
    assert.equal(await proof.deviceOf(token), device);
    assert.ok(await proof.isProof(right, run, { token, port: of, challenge }));
    assert.equal(proofOf(token, of, challenge, run), right);
    assert.equal(deviceOf(token), device);
  });
  test(`nothing else is a proof for port ${of}`, async () => {
    const asks = { token, port: of, challenge };
    const wrong = [{ token: `${token}x` }, { port: of - 1 }, { challenge: `${challenge}0` }];
    for (const other of wrong) assert.ok(!(await proof.isProof(right, run, { ...asks, ...other })));
    assert.ok(!(await proof.isProof(right, `${run}0`, asks)));
    const last = right.endsWith('0') ? '1' : '0';
    for (const other of ['', device, right.slice(0, -1), right.slice(0, -1) + last, `${right}00`, 'é'.repeat(64)]) {
      assert.ok(!(await proof.isProof(other, run, asks)), other);
    }
  });
}

test('no challenge is used twice', () => {
  assert.equal(new Set(Array.from({ length: 1000 }, proof.newChallenge)).size, 1000);
});

test('the server proves itself before it hears the token', async () => {
  await clean();
  assert.deepEqual(asked(), ['/health', '/clean']);
  assert.equal(heard[0]?.headers.authorization, undefined);
  assert.equal(heard[0]?.headers['winnow-device'], deviceOf(TOKEN));
  assert.equal(heard[1]?.headers.authorization, `Bearer ${TOKEN}`);
});

/** @type {Record<string, (asked: Heard) => [number, Record<string, string>]>} */
const STRANGERS = {
  'says nothing of a proof': () => [200, {}],
  'proves with another token': (asks) => [200, proving('x', port, String(asks.headers['winnow-challenge']))],
  'passes on the proof of another port': (asks) => [200, proving(TOKEN, port + 1, String(asks.headers['winnow-challenge']))],
  'proves another run than it tells': (asks) => [200, { ...proving(TOKEN, port, String(asks.headers['winnow-challenge'])), 'Winnow-Run': `${RUN}0` }],
  'repeats an old proof': () => [200, proving(TOKEN, port, 'f'.repeat(64))],
  'sends the question back': (asks) => [200, { 'Winnow-Proof': String(asks.headers['winnow-challenge']) }],
  'leads elsewhere': () => [307, { Location: '/api/v1/pages' }],
  'refuses as no Winnow does': () => [401, { 'Content-Type': 'text/html' }],
  'is at fault': () => [500, { 'Content-Type': PROBLEM }],
};
for (const [does, answer] of Object.entries(STRANGERS)) {
  test(`who ${does} is told nothing`, async () => {
    answerOf = answer;
    await assert.rejects(clean(), { name: 'other_program' });
    await assert.rejects(clean(), { name: 'other_program' });
    assert.deepEqual(asked(), ['/health', '/health']);
    assert.doesNotMatch(said(), /the-token|WORDS|authorization/iu);
    assert.equal(kept.connection.refused, false);
  });
}

test('who says that it knows no such browser is told nothing, and a pairing is asked for', async () => {
  answerOf = () => [401, { 'Content-Type': PROBLEM }];
  await assert.rejects(clean(), { name: 'unpaired' });
  assert.deepEqual(kept.connection, { port, token: TOKEN, refused: true });
  assert.doesNotMatch(said(), /the-token|WORDS|authorization/iu);
});

test('a pairing that another program refused is good again when the server is back', async () => {
  kept.connection.refused = true;
  await clean();
  assert.deepEqual(kept.connection, { port, token: TOKEN, refused: false });
});

test('without a token nobody is asked for anything', async () => {
  kept.connection.token = null;
  await assert.rejects(clean(), { name: 'unpaired' });
  assert.deepEqual(heard, []);
});

test('calls that come together share a proof, and the next act asks for another', async () => {
  await Promise.all([clean(), clean(), clean()]);
  await clean();
  assert.equal(asked().filter((path) => path === '/health').length, 1);
  now += 1_000;
  await clean();
  now -= 5_000; // the clock is put back
  await clean();
  assert.equal(asked().filter((path) => path === '/health').length, 3);
});

/** @type {Record<string, [number, string]>} */
const FAILURES = {
  'ends before it is answered': [0, ''],
  'is answered by no Winnow': [404, 'text/html'],
  'is refused for the token': [401, PROBLEM],
};
for (const [how, failure] of Object.entries(FAILURES)) {
  test(`after a call that ${how} a proof is asked for anew`, async () => {
    await clean();
    rest = failure;
    await assert.rejects(clean());
    await assert.rejects(clean());
    assert.deepEqual(asked(), ['/health', '/clean', '/clean', '/health', '/clean']);
  });
}

test('another token needs another proof', async () => {
  await clean();
  kept.connection.token = 'another';
  await assert.rejects(clean(), { name: 'other_program' });
});
