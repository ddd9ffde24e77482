/**
 * What waits is sent once, in order, however quickly it is done one after the other.
 *
 * The moment in which one step arrives and the next is made cannot be brought about in a browser,
 * so the storage here takes its time, as a browser's does, and the server answers after a while.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { browserOf, proving } from './prover.js';

const kept = new Map();
const PAUSE = 3;
const after = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));
let chain = Promise.resolve();

/** @template T @param {() => T} act @returns {Promise<T>} */
function inOrder(act) {
  const done = chain.then(() => after(PAUSE)).then(act);
  chain = /** @type {Promise<any>} */ (done);
  return done;
}

kept.set('connection', { port: 1, token: 't', refused: false });
const local = {
  get: (/** @type {string | null} */ key) =>
    inOrder(() => {
      const found = key === null ? [...kept] : kept.has(key) ? [[key, kept.get(key)]] : [];
      return structuredClone(Object.fromEntries(found));
    }),
  set: (/** @type {object} */ values) =>
    inOrder(() => {
      for (const [key, value] of Object.entries(values)) kept.set(key, structuredClone(value));
    }),
  remove: (/** @type {string} */ key) => inOrder(() => void kept.delete(key)),
  onChanged: { addListener() {} },
};
Object.assign(globalThis, {
  browser: {
    storage: { local, session: browserOf({}, {}).storage.session },
    alarms: { onAlarm: { addListener() {} }, clear: async () => {}, create: async () => {} },
    runtime: { id: 'x', getURL: () => '' },
  },
});

/** @param {RequestInit | undefined} init */
function proves(init) {
  const challenge = new Headers(init?.headers).get('Winnow-Challenge') ?? '';
  return new Response('{}', { headers: proving('t', 1, challenge) });
}

/** @type {Map<string, any>} */
const server = new Map();
const LATENCY = 5;
globalThis.fetch = async (address, init) => {
  await after(LATENCY);
  if (String(address).endsWith('/health')) return proves(init);
  const method = init?.method ?? 'GET';
  const body = typeof init?.body === 'string' ? JSON.parse(init.body) : {};
  const id = method === 'POST' ? body.id : String(address).split('/annotations/')[1];
  const headers = /** @type {Record<string, string>} */ (init?.headers ?? {});
  const current = server.get(id);
  if (method !== 'POST' && headers['If-Match'] !== `"${current.rev}"`) {
    const problem = { type: 'urn:winnow:problem:stale', status: 412, current };
    return new Response(JSON.stringify(problem), {
      status: 412,
      headers: { 'Content-Type': 'application/problem+json' },
    });
  }
  const rev = method === 'POST' ? 1 : current.rev + 1;
  server.set(id, { deleted: null, ...current, ...body, rev });
  return new Response(JSON.stringify({ annotation: server.get(id) }), {
    status: method === 'POST' ? 201 : 200,
    headers: { 'Content-Type': 'application/json' },
  });
};

const queue = await import('../../extension/background/queue.js');

test('two changes of one mark, a few milliseconds apart, are both taken', async () => {
  for (let gap = 0; gap < 20; gap += 1) {
    const id = `mark-${gap}`;
    const where = { id, url: 'u', canonical: null };
    const mark = /** @type {any} */ ({ id, exact: 'x', page: { url: 'u' }, note: '', created: 'c' });
    await queue.enqueue({ ...where, base: null }, { op: 'create', mark });
    const base = structuredClone(server.get(id));
    const first = queue.enqueue({ ...where, base }, { op: 'change', change: { note: 'first' } });
    await after(gap);
    const second = queue.enqueue({ ...where, base }, { op: 'change', change: { tags: ['second'] } });
    await Promise.all([first, second]);
    await queue.send();
    const { note, tags, rev } = server.get(id);
    assert.deepEqual({ note, tags, rev }, { note: 'first', tags: ['second'], rev: 3 }, `${gap} ms`);
  }
  assert.deepEqual([...kept.keys()], ['connection']);
});
