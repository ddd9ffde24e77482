/**
 * Pages as they were captured, for the readers that show them.
 *
 * Kept in `storage.session`: in memory, gone with the browser, nothing of what a person
 * reads on their disk. Packed, because the browsers give 10 MB; the oldest make room.
 */

import { browser } from '../browser.js';
import { Problem } from '../lib/messages.js';

/**
 * @typedef {import('../lib/messages.js').Capture} Capture
 * @typedef {import('../lib/messages.js').ProblemShape} ProblemShape
 * @typedef {Omit<Capture, 'html'>} About
 * @typedef {{about: About, packed: string, at: number}
 *   | {about: About, problem: ProblemShape, at: number}} Kept
 */

const { session } = browser.storage;
const PREFIX = 'capture:';
/** Characters of packed pages that are kept, below the browsers' 10 MB. */
const ROOM = 7_000_000;
/** Bytes that `String.fromCharCode` takes at a time. */
const CHUNK = 0x8000;

/** @param {Capture} capture */
export async function keepCapture({ html, ...about }) {
  await put({ about, packed: await pack(html), at: Date.now() });
}

/**
 * Remember that a page could not be captured, for the reader to say why.
 * @param {About} about
 * @param {ProblemShape} problem
 */
export async function keepProblem(about, problem) {
  await put({ about, problem, at: Date.now() });
}

/**
 * @param {string} id
 * @returns {Promise<Capture>}
 * @throws {Problem} why there is none
 */
export async function captureOf(id) {
  const kept = await get(id);
  if (!kept) throw new Problem({ name: 'capture_gone' });
  if ('problem' in kept) throw new Problem(kept.problem);
  return { ...kept.about, html: await unpack(kept.packed) };
}

/** @param {string} id @returns {Promise<About | null>} */
export async function aboutCapture(id) {
  return (await get(id))?.about ?? null;
}

/** @param {string} id @returns {Promise<Kept | undefined>} */
async function get(id) {
  return /** @type {Kept | undefined} */ ((await session.get(PREFIX + id))[PREFIX + id]);
}

/** @param {Kept} kept */
async function put(kept) {
  await makeRoom(sizeOf(kept));
  await session.set({ [PREFIX + kept.about.id]: kept });
}

/** Forget the oldest captures until `size` more fit. @param {number} size */
async function makeRoom(size) {
  const all = Object.entries(await session.get(null))
    .filter(([key]) => key.startsWith(PREFIX))
    .map(([key, kept]) => ({ key, kept: /** @type {Kept} */ (kept) }))
    .sort((a, b) => b.kept.at - a.kept.at);
  let used = size;
  const old = all.filter(({ kept }) => (used += sizeOf(kept)) > ROOM);
  await session.remove(old.map(({ key }) => key));
}

/** @param {Kept} kept */
const sizeOf = (kept) => ('packed' in kept ? kept.packed.length : 0);

/** @param {string} html @returns {Promise<string>} gzip, in base 64 */
async function pack(html) {
  const stream = new Blob([html]).stream().pipeThrough(new CompressionStream('gzip'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(binary);
}

/** @param {string} packed @returns {Promise<string>} */
async function unpack(packed) {
  const bytes = Uint8Array.from(atob(packed), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).text();
}
