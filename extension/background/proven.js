/**
 * For how long a proof holds that who listens on the port is our server.
 *
 * A server may die at any moment and another program take its port, of which a browser tells
 * nothing. So a proof is asked for anew after every failure, for another port or token, when this
 * script was started again, and when it is older than `HOLDS_MS`. Calls that come close together
 * share one: it costs a look-up on this machine for each thing that a person does, not for each call.
 *
 * A look-up carries no token and is answered with a proof of its own, so for look-ups one holds
 * longer, over a new start of this script too. Each takes it away and only a proven answer brings
 * it back: a stranger hears one at most, whatever becomes of it.
 */

import { browser } from '../browser.js';

const { session } = browser.storage;
const KEY = 'proof';
/** Milliseconds, chosen: what one act of a person calls for comes within it. */
const HOLDS_MS = 1_000;
/** The same for look-ups: a person who reads opens the next page within it. */
const HOLDS_FOR_LOOK_UPS_MS = 10 * 60_000;

/**
 * @typedef {object} Listener
 * @property {number} port
 * @property {string} device what this browser calls itself there, which is made of its token
 *
 * @typedef {Listener & {run: string, asked: number}} Kept
 */

/** @type {(Listener & {asked: number, given: Promise<string>}) | null} */
let last = null;

/**
 * @param {Listener} listener
 * @param {() => Promise<string>} ask the server for its proof; rejects if it has none
 * @returns {Promise<string>} the run of the server that the proof is of
 */
export function proven(listener, ask) {
  if (last && isFresh(last.asked, HOLDS_MS) && isOf(last, listener)) return last.given;
  const asked = Date.now();
  const given = (async () => {
    try {
      const run = await ask();
      await keepForLookUps(listener, run, asked);
      return run;
    } catch (thrown) {
      await doubt();
      throw thrown;
    }
  })();
  last = { ...listener, asked, given };
  return given;
}

/**
 * Take the proof that holds for a look-up, so that no other can rely on it meanwhile.
 * @param {Listener} listener
 * @returns {Promise<string | null>} the run of the server that it is of
 */
export async function takeForLookUp(listener) {
  const kept = /** @type {Kept | undefined} */ ((await session.get(KEY))[KEY]);
  await session.remove(KEY);
  return kept && isFresh(kept.asked, HOLDS_FOR_LOOK_UPS_MS) && isOf(kept, listener) ? kept.run : null;
}

/**
 * Who listens has proved itself.
 * @param {Listener} listener
 * @param {string} run
 * @param {number} asked when it was asked
 */
export async function keepForLookUps({ port, device }, run, asked) {
  await session.set({ [KEY]: { port, device, run, asked } });
}

/** Something went wrong: whoever listens has to prove itself anew. */
export async function doubt() {
  last = null;
  await session.remove(KEY);
}

/** @param {Listener} known @param {Listener} asked */
const isOf = (known, asked) => known.port === asked.port && known.device === asked.device;

/** @param {number} asked @param {number} holds milliseconds */
function isFresh(asked, holds) {
  const age = Date.now() - asked; // below zero: the clock was put back
  return age >= 0 && age < holds;
}
