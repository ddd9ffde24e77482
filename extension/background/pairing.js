/**
 * Pairing this browser: a code seen or typed becomes a token.
 *
 * A code that the pairing page shows is offered to the person and used only when they say
 * yes. It is forgotten when the page stops showing it.
 */

import { browser } from '../browser.js';
import { Problem } from '../lib/messages.js';
import * as api from './api.js';
import { addressOf, connection, reconnect } from './connection.js';

/** @typedef {{code: string, address: string}} Seen */

const { session } = browser.storage;
const KEY = 'pairing';
const CODE = /^\d{6}$/u;

/** @returns {Promise<Seen | null>} the code that a pairing page shows now */
export async function seenCode() {
  return /** @type {Seen | undefined} */ ((await session.get(KEY))[KEY]) ?? null;
}

/**
 * @param {string | null} code null when it is shown no more
 * @param {string} address of the page that showed it
 */
export async function see(code, address) {
  if (code !== null && CODE.test(code)) {
    await session.set({ [KEY]: { code, address } });
  } else if ((await seenCode())?.address === address) {
    await forgetCode();
  }
}

export async function forgetCode() {
  await session.remove(KEY);
}

/**
 * Trade a code for a token; without one, the code that was seen.
 * @param {string} [typed]
 */
export async function pair(typed) {
  const seen = await seenCode();
  const code = typed ?? seen?.code;
  if (code === undefined) throw new Problem({ name: 'code_expired' });
  if (!CODE.test(code)) throw new Problem({ name: 'wrong_code' });
  const address = seen?.code === code ? seen.address : addressOf(await connection());
  const token = await tokenFor(address, code);
  const { port } = new URL(address);
  await reconnect({ port: Number(port) || 80, token, refused: false });
  await forgetCode();
}

/** @param {string} address @param {string} code @returns {Promise<string>} */
async function tokenFor(address, code) {
  try {
    return await api.pair(address, code, nameOfBrowser());
  } catch (thrown) {
    const problem = Problem.from(thrown);
    // Wrong for the last time: there is nothing left to compare it with.
    if (problem.more?.tries_left === 0) throw new Problem({ ...problem.shape, name: 'code_expired', more: {} });
    throw problem;
  }
}

/** @returns {string} what marks made here are signed with */
function nameOfBrowser() {
  const { userAgent } = navigator;
  if (/Firefox\//u.test(userAgent)) return 'Firefox';
  if (/Edg\//u.test(userAgent)) return 'Edge';
  if (/OPR\//u.test(userAgent)) return 'Opera';
  const { brands = [] } = /** @type {any} */ (navigator).userAgentData ?? {};
  const isChrome = brands.some((/** @type {{brand: string}} */ { brand }) => brand === 'Google Chrome');
  return isChrome ? 'Chrome' : 'Chromium';
}
