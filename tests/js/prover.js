/** What a server answers with, made by Node's own cryptography: not by what is tested. */

import { createHash, createHmac } from 'node:crypto';

/** @param {string} text */
const digest = (text) => createHash('sha256').update(text).digest('hex');

/** @param {string} token @param {string} said */
const mac = (token, said) => createHmac('sha256', digest(token)).update(said).digest('hex');

/** What the servers of these tests call their run. */
export const RUN = '0123456789abcdef0123456789abcdef';

/** @param {string} token @param {number} port @param {string} challenge @param {string} [run] */
export const proofOf = (token, port, challenge, run = RUN) =>
  mac(token, `winnow server ${port} ${run} ${challenge}`);

/** What a server answers to who asks for its proof.
 * @param {string} token @param {number} port @param {string} challenge @param {string} [run] */
export const proving = (token, port, challenge, run = RUN) => ({
  'Winnow-Run': run,
  'Winnow-Proof': proofOf(token, port, challenge, run),
});

/** @param {string} token @param {number} port @param {string} challenge @param {string} body @param {string} [run] */
export const signatureOf = (token, port, challenge, body, run = RUN) =>
  mac(token, `winnow look-up ${port} ${run} ${challenge} ${digest(body)}`);

/** @param {string} token @param {number} port @param {string} challenge @param {string} body */
export const answerOf = (token, port, challenge, body) =>
  mac(token, `winnow answer ${port} ${challenge} ${digest(body)}`);

/** @param {string} token */
export const deviceOf = (token) => mac(token, 'winnow device');

/**
 * A browser's storage in the place of the browser: what is kept in it, to be looked at.
 * @param {Record<string, any>} kept @param {Record<string, any>} session
 */
export const browserOf = (kept, session) => ({
  storage: { local: storageOf(kept), session: storageOf(session) },
  runtime: { id: 'x', getURL: () => '' },
});

/** @param {Record<string, any>} kept */
const storageOf = (kept) => ({
  get: async () => structuredClone(kept),
  set: async (/** @type {object} */ values) => void Object.assign(kept, structuredClone(values)),
  remove: async (/** @type {string} */ key) => void delete kept[key],
  onChanged: { addListener() {} },
});
