/** What a server answers with, made by Node's own cryptography: not by what is tested. */

import { createHash, createHmac } from 'node:crypto';

/** @param {string} token @param {string} said */
const mac = (token, said) =>
  createHmac('sha256', createHash('sha256').update(token).digest('hex')).update(said).digest('hex');

/** @param {string} token @param {number} port @param {string} challenge */
export const proofOf = (token, port, challenge) => mac(token, `winnow server ${port} ${challenge}`);

/** @param {string} token */
export const deviceOf = (token) => mac(token, 'winnow device');
