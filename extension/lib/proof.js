/**
 * How a server proves that it is the one this browser was paired with, without either side
 * sending the token: HMAC-SHA-256 (RFC 2104), keyed by what the server keeps of the token.
 *
 * The same as `proof` in server/winnow/devices.py; tests/vectors/proof.json holds both to it.
 */

const { subtle } = globalThis.crypto;
const CHALLENGE_BYTES = 32;
const PROOF = /^[0-9a-f]{64}$/u;
const HEXADECIMAL = 16;

/** @returns {string} a number used once */
export const newChallenge = () => hexOf(globalThis.crypto.getRandomValues(new Uint8Array(CHALLENGE_BYTES)));

/** What this browser calls itself; it tells nobody anything of the token. @param {string} token */
export async function deviceOf(token) {
  const name = await subtle.sign('HMAC', await keyOf(token), bytesOf('winnow device'));
  return hexOf(new Uint8Array(name));
}

/**
 * Whether `proof` answers `challenge`, compared in constant time. One made by the server of
 * another port does not: whoever took a port could have asked that server for it.
 * @param {string} proof
 * @param {{token: string, port: number, challenge: string}} asked
 * @returns {Promise<boolean>}
 */
export async function isProof(proof, { token, port, challenge }) {
  if (!PROOF.test(proof)) return false;
  const said = Uint8Array.from(proof.match(/../gu) ?? [], (byte) => Number.parseInt(byte, HEXADECIMAL));
  const wanted = bytesOf(`winnow server ${port} ${challenge}`);
  return subtle.verify('HMAC', await keyOf(token), said, wanted);
}

/** @param {string} token @returns {Promise<CryptoKey>} the digest as the server writes it down */
async function keyOf(token) {
  const digest = hexOf(new Uint8Array(await subtle.digest('SHA-256', bytesOf(token))));
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  return subtle.importKey('raw', bytesOf(digest), hmac, false, ['sign', 'verify']);
}

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
const bytesOf = (text) => new globalThis.TextEncoder().encode(text);

/** @param {Uint8Array} bytes */
const hexOf = (bytes) =>
  Array.from(bytes, (byte) => byte.toString(HEXADECIMAL).padStart(2, '0')).join('');
