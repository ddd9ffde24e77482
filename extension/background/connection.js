/**
 * How the server is reached: its port, and the token this browser was given.
 *
 * The one owner of both, kept in `storage.local` under one name. A token that the server
 * refused is kept, and good again when a server takes it: it may have been another that refused it.
 */

import { browser } from '../browser.js';

const { local } = browser.storage;
const KEY = 'connection';
const HOST = 'http://127.0.0.1';
export const DEFAULT_PORT = 8377;

/**
 * @typedef {object} Connection
 * @property {number} port
 * @property {string | null} token
 * @property {boolean} refused the server knows this token no more
 */

/** @returns {Promise<Connection>} */
export async function connection() {
  const kept = (await local.get(KEY))[KEY];
  return {
    port: DEFAULT_PORT,
    token: null,
    refused: false,
    .../** @type {Partial<Connection> | undefined} */ (kept),
  };
}

/** @param {Partial<Connection>} change */
export async function reconnect(change) {
  await local.set({ [KEY]: { ...(await connection()), ...change } });
}

/** Call `heard` when the port or the token is another, or was refused. @param {() => void} heard */
export function onReconnected(heard) {
  local.onChanged.addListener((changes) => {
    if (KEY in changes) heard();
  });
}

/** @param {Connection} connected @returns {string} such as "http://127.0.0.1:8377" */
export const addressOf = ({ port }) => `${HOST}:${port}`;
