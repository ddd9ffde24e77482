/**
 * What a browser and its server say to each other instead of the token: HMAC-SHA-256 (RFC 2104),
 * keyed by what the server keeps of it. The port keeps each from being passed on to another
 * server, the number of the server's run from being said to a later one.
 *
 * The same as server/winnow/proof.py; tests/vectors/proof.json holds both to it.
 */

const { subtle } = globalThis.crypto;
const CHALLENGE_BYTES = 32;
const MAC = /^[0-9a-f]{64}$/u;
const HEXADECIMAL = 16;

/**
 * @typedef {object} Asked
 * @property {string} token
 * @property {number} port
 * @property {string} challenge a number used once
 */

/** @returns {string} a number used once */
export const newChallenge = () => hexOf(globalThis.crypto.getRandomValues(new Uint8Array(CHALLENGE_BYTES)).buffer);

/** What this browser calls itself; it tells nobody anything of the token. @param {string} token */
export async function deviceOf(token) {
  return mac(token, 'winnow device');
}

/**
 * Whether `proof` is what the server of the pairing, in this run of it, answers to `challenge`.
 * @param {string} proof
 * @param {string} run
 * @param {Asked} asked
 * @returns {Promise<boolean>}
 */
export function isProof(proof, run, { token, port, challenge }) {
  return isMac(proof, token, `winnow server ${port} ${run} ${challenge}`);
}

/**
 * The signature of a look-up, good for one run of the server.
 * @param {string} run
 * @param {string} body
 * @param {Asked} asked
 * @returns {Promise<string>}
 */
export async function signLookUp(run, body, { token, port, challenge }) {
  return mac(token, `winnow look-up ${port} ${run} ${challenge} ${await digest(body)}`);
}

/**
 * Whether `proof` says that `body` is the server's answer to the look-up of `challenge`.
 * @param {string} proof
 * @param {string} body
 * @param {Asked} asked
 * @returns {Promise<boolean>}
 */
export async function isAnswer(proof, body, { token, port, challenge }) {
  return isMac(proof, token, `winnow answer ${port} ${challenge} ${await digest(body)}`);
}

/** @param {string} token @param {string} said */
async function mac(token, said) {
  return hexOf(await subtle.sign('HMAC', await keyOf(token), bytesOf(said)));
}

/** Compared in constant time. @param {string} given @param {string} token @param {string} said */
async function isMac(given, token, said) {
  if (!MAC.test(given)) return false;
  const bytes = Uint8Array.from(given.match(/../gu) ?? [], (byte) => Number.parseInt(byte, HEXADECIMAL));
  return subtle.verify('HMAC', await keyOf(token), bytes, bytesOf(said));
}

/** @param {string} token @returns {Promise<CryptoKey>} the digest as the server writes it down */
async function keyOf(token) {
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  return subtle.importKey('raw', bytesOf(await digest(token)), hmac, false, ['sign', 'verify']);
}

/** @param {string} text */
const digest = async (text) => hexOf(await subtle.digest('SHA-256', bytesOf(text)));

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
const bytesOf = (text) => new globalThis.TextEncoder().encode(text);

/** @param {ArrayBuffer} buffer */
const hexOf = (buffer) =>
  Array.from(new Uint8Array(buffer), (byte) => byte.toString(HEXADECIMAL).padStart(2, '0')).join('');
