/**
 * For how long a proof holds that who listens on the port is our server.
 *
 * A server may die at any moment and another program take its port, of which a browser tells
 * nothing. So a proof is asked for anew after every failure, for another port or token, when this
 * script was started again, and when it is older than `HOLDS_MS`. Calls that come close together
 * share one: it costs a look-up on this machine for each thing that a person does, not for each call.
 */

/** Milliseconds, chosen: what one act of a person calls for comes within it. */
const HOLDS_MS = 1_000;

/** @type {{port: number, token: string, asked: number, given: Promise<void>} | null} */
let last = null;

/**
 * @param {{port: number, token: string}} server
 * @param {() => Promise<void>} ask the server for its proof; rejects if it has none
 * @returns {Promise<void>} the proof that holds
 */
export function proven({ port, token }, ask) {
  if (last && isFresh(last.asked) && last.port === port && last.token === token) return last.given;
  const given = ask();
  last = { port, token, asked: Date.now(), given };
  given.catch(doubt);
  return given;
}

/** Something went wrong: whoever listens has to prove itself anew. */
export function doubt() {
  last = null;
}

/** @param {number} asked */
function isFresh(asked) {
  const age = Date.now() - asked; // below zero: the clock was put back
  return age >= 0 && age < HOLDS_MS;
}
