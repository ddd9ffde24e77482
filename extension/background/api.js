/**
 * The only caller of the server. Every refusal comes out as a `Problem` by its name.
 *
 * Another program may have the port of a server that died: before a token or anything else is
 * sent, who listens proves that it is the server this browser was paired with.
 *
 * docs/contracts.md has the calls and the shapes.
 */

import { Problem } from '../lib/messages.js';
import { deviceOf, isAnswer, isProof, newChallenge, signLookUp } from '../lib/proof.js';
import { nameOf } from '../lib/refusals.js';
import { addressOf, connection, reconnect } from './connection.js';
import { doubt, keepForLookUps, proven, takeForLookUp } from './proven.js';

/**
 * @typedef {import('../lib/messages.js').Annotation} Annotation
 * @typedef {import('../lib/messages.js').Capture} Capture
 */

/** Milliseconds to wait for an answer: of a look, of a small change, of a page or a library. */
const LOOK_MS = 3_000;
const CHANGE_MS = 15_000;
const BULK_MS = 60_000;
/** Of a title, that an address may hold. */
const LONGEST_TITLE = 500;
/** Characters of an answer to a look-up, which is a number. */
const LONGEST_COUNT = 1_000;
/** Marks asked for at a time; the server's most. */
const MARKS_AT_A_TIME = 500;

const UNCHANGED = 304;
/** Why a server of ours may have no proof: it knows no such browser, or cannot look it up now.
 * @type {Readonly<Record<number, import('../lib/messages.js').ProblemName>>} */
const WITHOUT_PROOF = { 401: 'unpaired', 503: 'busy' };

const API = '/api/v1';

/**
 * @typedef {object} Call
 * @property {string} [method]
 * @property {unknown} [body]
 * @property {Record<string, string>} [headers]
 * @property {number} [within] milliseconds
 * @property {string} [address] instead of the one that is kept
 * @property {boolean} [open] needs no token
 */

/**
 * @param {string} path
 * @param {Call} [call]
 * @returns {Promise<Response>} of status 2xx; 304 if the call has `If-None-Match`
 * @throws {Problem}
 */
async function request(path, { method = 'GET', body, headers = {}, within = CHANGE_MS, address, open = false } = {}) {
  const connected = await connection();
  const signal = AbortSignal.timeout(within);
  if (!open) await runOf(connected, signal);
  // Browsers name the origin of a POST only, and the token is good for ours alone.
  const isRead = method === 'GET' && !open;
  const response = await answerOf(`${address ?? addressOf(connected)}${API}${path}`, {
    method: isRead ? 'POST' : method,
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
    signal,
    headers: {
      ...headers,
      ...(isRead ? { 'X-HTTP-Method-Override': 'GET' } : {}),
      ...(open ? {} : { Authorization: `Bearer ${connected.token}` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const isTaken = response.ok || response.status === UNCHANGED;
  if (isTaken && !open) await taken(connected);
  if (isTaken) return response;
  await doubt();
  const problem = await problemOf(response);
  if (problem.name === 'unpaired' && !open) await refused(connected);
  throw problem;
}

/**
 * Have who listens prove that it knows this browser's token, which is not sent. It can say that
 * it does not know this browser: whether that is true or not, nothing more is sent to it.
 * @param {import('./connection.js').Connection} connected
 * @param {AbortSignal} signal
 * @returns {Promise<string>} the run of the server
 * @throws {Problem}
 */
async function runOf(connected, signal) {
  const { port, token } = connected;
  if (token === null) throw new Problem({ name: 'unpaired' });
  const device = await deviceOf(token);
  return proven({ port, device }, async () => {
    const challenge = newChallenge();
    const soon = AbortSignal.any([signal, AbortSignal.timeout(CHANGE_MS)]);
    const response = await answerOf(`${addressOf(connected)}${API}/health`, {
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'manual',
      signal: soon,
      headers: { 'Winnow-Device': device, 'Winnow-Challenge': challenge },
    });
    const [proof, run] = ['Winnow-Proof', 'Winnow-Run'].map((name) => response.headers.get(name) ?? '');
    if (await isProof(proof, run, { token, port, challenge })) return run;
    const name = (isProblem(response) && WITHOUT_PROOF[response.status]) || 'other_program';
    response.body?.cancel(); // what a stranger says more is not heard
    if (name === 'unpaired') await refused(connected);
    throw new Problem({ name });
  });
}

/**
 * The server, or who says that it is the server, does not know this browser.
 * @param {import('./connection.js').Connection} connected
 */
async function refused({ refused: already }) {
  if (!already) await reconnect({ refused: true });
}

/** The server knows this browser, which another may have denied. @param {import('./connection.js').Connection} connected */
async function taken({ refused: denied }) {
  if (denied) await reconnect({ refused: false });
}

/**
 * @param {string} address
 * @param {RequestInit} init
 */
async function answerOf(address, init) {
  try {
    return await fetch(address, init);
  } catch {
    await doubt();
    throw new Problem({ name: 'server_away' });
  }
}

/** @param {Response} response */
const isProblem = ({ headers }) =>
  headers.get('Content-Type')?.startsWith('application/problem+json') ?? false;

/** @param {Response} response @returns {Promise<Problem>} */
async function problemOf(response) {
  const { status } = response;
  if (!isProblem(response)) {
    return new Problem({ name: 'server_away', status }); // somebody else's server
  }
  const { type, title: _title, status: _status, detail, ...more } = await jsonOf(response);
  return new Problem({ name: nameOf(type, status), status, detail: String(detail ?? ''), more });
}

/** @param {Response} response @returns {Promise<any>} */
async function jsonOf(response) {
  try {
    return await response.json();
  } catch {
    await doubt();
    throw new Problem({ name: 'server_away', status: response.status }); // cut off half-way
  }
}

/** The look-up under way: the next waits for it, since a stranger is to hear one at most.
 * @type {Promise<unknown>} */
let lookUps = Promise.resolve();

/**
 * How many marks the document that a page is has. One request, without the token.
 * @param {import('../lib/messages.js').PageAsked} page
 * @returns {Promise<number>} deleted ones not
 * @throws {Problem}
 */
export function countMarks(page) {
  const count = lookUps.then(() => lookUp(JSON.stringify(wantedOf(page))));
  lookUps = count.catch(() => undefined);
  return count;
}

/**
 * Look up by the proof that is kept for it, which may be old; if that proves wrong, by a new one.
 * @param {string} body
 * @returns {Promise<number>}
 */
async function lookUp(body) {
  const connected = await connection();
  const { port, token } = connected;
  if (token === null) throw new Problem({ name: 'unpaired' });
  const listener = { port, device: await deviceOf(token) };
  const signal = AbortSignal.timeout(LOOK_MS);
  const kept = await takeForLookUp(listener);
  const run = kept ?? (await runOf(connected, signal));
  await takeForLookUp(listener); // the new one too
  const sent = Date.now();
  const asked = { token, port, challenge: newChallenge() };
  const signature = await signLookUp(run, body, asked);
  const response = await answerOf(`${addressOf(connected)}${API}/look-up`, {
    method: 'POST',
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'manual',
    signal,
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Winnow device=${listener.device}, challenge=${asked.challenge}, signature=${signature}`,
    },
    body,
  });
  const said = await countIn(response);
  if (await isAnswer(response.headers.get('Winnow-Proof') ?? '', said, asked)) {
    await keepForLookUps(listener, run, sent);
    await taken(connected);
    return JSON.parse(said).marks;
  }
  await doubt();
  if (kept !== null) return lookUp(body); // our server may have been started anew
  throw new Problem({ name: 'other_program' });
}

/** @param {Response} response @returns {Promise<string>} "" for what is no answer to a look-up */
async function countIn(response) {
  const length = response.headers.get('Content-Length');
  if (length !== null && Number(length) <= LONGEST_COUNT) return response.text().catch(() => '');
  response.body?.cancel();
  return '';
}

/** @param {string} path @param {Call} [call] */
const json = async (path, call) => jsonOf(await request(path, call));

/** Whether Winnow answers, to anyone. @returns {Promise<boolean>} */
export async function isThere() {
  try {
    return (await json('/health', { open: true, within: LOOK_MS })).name === 'winnow';
  } catch {
    return false;
  }
}

/** Ask for next to nothing, to hear whether the token is good. @throws {Problem} */
export async function knock() {
  await request('/pages?limit=1', { within: LOOK_MS });
}

/**
 * Trade a code for a token.
 * @param {string} address of the server that showed the code
 * @param {string} code
 * @param {string} name of this browser
 * @returns {Promise<string>} the token
 */
export async function pair(address, code, name) {
  const body = { code, name };
  const { token } = await json('/pairing', { method: 'POST', body, address, open: true });
  return token;
}

/**
 * @param {Capture} capture
 * @returns {Promise<any>} the answer of docs/contracts.md
 */
export function clean({ url, html, canonical, title, lang }) {
  const body = { url, html, canonical, title, lang };
  return json('/clean', { method: 'POST', body, within: BULK_MS });
}

/**
 * The marks of the document that a page is, deleted ones not.
 * @param {import('../lib/messages.js').PageAsked} page
 * @returns {Promise<Annotation[]>}
 */
export async function marksAt(page) {
  const { marks } = await marksSince('', wantedOf(page));
  return marks ?? [];
}

/**
 * The marks of a document, as they are asked for.
 * @param {import('../lib/messages.js').PageAsked} page
 * @returns {Record<string, string>}
 */
export function wantedOf({ url, canonical, title }) {
  return { url, ...(canonical && { canonical }), ...(title && { title: title.slice(0, LONGEST_TITLE) }) };
}

/**
 * Marks, if there is news of them since they were read last.
 * @param {string} seen what was answered then; "" for the first time
 * @param {Record<string, string>} wanted which marks, as the server calls it
 * @returns {Promise<{seen: string, marks: Annotation[] | null}>} null: nothing has changed
 */
export async function marksSince(seen, wanted) {
  /** @type {Annotation[]} */
  const marks = [];
  let first = '';
  let cursor = '';
  do {
    const query = new URLSearchParams({ ...wanted, limit: String(MARKS_AT_A_TIME) });
    if (cursor) query.set('cursor', cursor);
    const call = seen && !cursor ? { headers: { 'If-None-Match': seen } } : {};
    const response = await request(`/annotations?${query}`, call);
    if (response.status === UNCHANGED) return { seen, marks: null };
    first ||= response.headers.get('ETag') ?? '';
    const answer = await jsonOf(response);
    marks.push(...answer.annotations);
    ({ cursor } = answer);
  } while (cursor);
  return { seen: first, marks };
}

/**
 * Say that an address leads to a kept page too.
 * @param {string} page
 * @param {string} url
 * @param {string | null} canonical
 */
export async function join(page, url, canonical) {
  await request(`/pages/${page}/addresses`, { method: 'POST', body: { url, canonical } });
}

/**
 * Keep a new mark. Sending it twice keeps one.
 * @param {import('../lib/messages.js').NewMark} mark
 * @returns {Promise<Annotation>}
 */
export async function add(mark) {
  return (await json('/annotations', { method: 'POST', body: mark })).annotation;
}

/**
 * @param {string} id
 * @param {number} rev the revision that is changed
 * @param {object} fields
 * @returns {Promise<Annotation>}
 */
export async function change(id, rev, fields) {
  const call = { method: 'PATCH', body: fields, headers: { 'If-Match': `"${rev}"` } };
  return (await json(`/annotations/${id}`, call)).annotation;
}

/**
 * @param {string} id
 * @param {number} rev the revision that is deleted
 * @returns {Promise<Annotation>} its tombstone
 */
export async function remove(id, rev) {
  const call = { method: 'DELETE', headers: { 'If-Match': `"${rev}"` } };
  return (await json(`/annotations/${id}`, call)).annotation;
}

/**
 * @param {string} [page] id of the one page; everything without it
 * @returns {Promise<{text: string, missing: number}>} the export as it will stand in its file,
 *   and how many pages that cannot be read had to be left out of it
 */
export async function exported(page) {
  const query = new URLSearchParams({ format: 'json', ...(page ? { page } : {}) });
  const response = await request(`/export?${query}`, { within: BULK_MS });
  const missing = Number(response.headers.get('Winnow-Missing-Pages') ?? 0);
  return { text: await response.text(), missing };
}
