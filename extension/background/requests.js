/**
 * What each request of `lib/messages.js` leads to, and who may ask for it.
 *
 * Faces may ask for anything. A content script stands in a web page's process, so it may
 * ask only for what marking on that page needs; the pairing page's script only tells its code.
 */

import { browser } from '../browser.js';
import { Problem } from '../lib/messages.js';
import * as api from './api.js';
import { captureOf } from './captures.js';
import { reconnect } from './connection.js';
import { visited } from './everywhere.js';
import { alter, cleanView, create, marksOf, newsOf } from './marks.js';
import { openPanel, read, stateOf, tabOf } from './pages.js';
import * as pairing from './pairing.js';
import * as queue from './queue.js';
import { look, popupOn } from './status.js';
import { changed } from './telling.js';

/**
 * @typedef {import('../lib/messages.js').Requests} Requests
 * @typedef {import('webextension-polyfill').Runtime.MessageSender} Sender
 */

const FACES = browser.runtime.getURL('');
const PAIRING_PATH = '/pair';
/** What a script in a web page may ask for. @type {ReadonlySet<string>} */
const FROM_PAGES = new Set([
  'page.clean',
  'page.marks',
  'page.visited',
  'mark.create',
  'mark.change',
  'mark.delete',
  'mark.restore',
]);
const HIGHEST_PORT = 65_535;

/**
 * @type {{[Type in keyof Requests]:
 *   (body: Requests[Type][0], sender: Sender) => Promise<Requests[Type][1]>}}
 */
const HANDLERS = {
  status: async () => {
    const status = await look();
    if (status.server === 'ready' && status.waiting > 0) queue.send();
    return status;
  },
  'server.use': async ({ port }) => {
    if (!Number.isInteger(port) || port < 1 || port > HIGHEST_PORT) {
      throw new Problem({ name: 'refused', detail: `1–${HIGHEST_PORT}` });
    }
    await reconnect({ port });
    return changed();
  },
  tab: async ({ tab }) => stateOf(await tabOf(tab)),
  read: async ({ tab }) => ({ capture: await read(await tabOf(tab)) }),
  panel: async ({ tab, kind }) => {
    await openPanel(await tabOf(tab), kind ?? null);
    return null;
  },
  'reader.load': async ({ capture: id }, { tab }) => {
    if (tab?.id !== undefined) await popupOn(tab.id);
    const capture = await captureOf(id);
    return { ...(await cleanView(capture)), capture: { id, partial: capture.partial } };
  },
  'page.clean': ({ capture }) => cleanView(capture),
  'page.marks': (page) => marksOf(page),
  'page.news': ({ seen, ...page }) => newsOf(page, seen),
  'page.visited': async (page, { tab, frameId }) =>
    tab?.id !== undefined && frameId === 0 && visited(page, tab.id),
  'page.join': async ({ page, url, canonical }) => {
    await api.join(page, url, canonical);
    return null;
  },
  'mark.create': ({ mark }) => create(mark),
  'mark.change': ({ annotation, url, change }) => alter({ annotation, url }, { op: 'change', change }),
  'mark.delete': ({ annotation, url }) =>
    alter({ annotation, url }, { op: 'delete', at: new Date().toISOString() }),
  'mark.restore': ({ annotation, url }) => alter({ annotation, url }, { op: 'restore' }),
  'mark.again': ({ id }) => queue.retry(id),
  'mark.discard': async ({ id }) => {
    await queue.discard(id);
    return null;
  },
  export: async ({ page }) => ({
    name: `winnow-${new Date().toISOString().slice(0, 'YYYY-MM-DD'.length)}.json`,
    ...(await api.exported(page)),
  }),
  'pairing.seen': async ({ code, address }, { tab }) => {
    await pairing.see(code, address);
    if (code !== null && tab?.id !== undefined) await popupOn(tab.id); // paired or not, it asks
    await changed();
    return null;
  },
  'pairing.pair': async ({ code }) => {
    await pairing.pair(code);
    queue.send();
    return changed();
  },
  'pairing.decline': async () => {
    await pairing.forgetCode();
    return changed();
  },
  'pairing.forget': async () => {
    await reconnect({ token: null, refused: false });
    return changed();
  },
};

/** @param {string} type @param {any} body @param {Sender} sender */
function isAllowed(type, body, { id, url = '' }) {
  if (id !== browser.runtime.id) return false;
  if (url.startsWith(FACES)) return true;
  if (type !== 'pairing.seen') return FROM_PAGES.has(type);
  const page = URL.canParse(url) ? new URL(url) : null;
  return page?.origin === body.address && page?.pathname === PAIRING_PATH;
}

/**
 * Answer a message; false if it is not for us.
 * @param {any} message
 * @param {Sender} sender
 * @param {(answer: unknown) => void} answer
 * @returns {boolean} whether an answer will come
 */
export function hear(message, sender, answer) {
  const { type, ...body } = message ?? {};
  if (!Object.hasOwn(HANDLERS, type) || !isAllowed(type, body, sender)) return false;
  const handle = /** @type {(body: any, sender: Sender) => Promise<unknown>} */ (
    HANDLERS[/** @type {keyof Requests} */ (type)]
  );
  handle(body, sender).then(
    (value) => answer({ value }),
    (thrown) => answer({ problem: Problem.from(thrown).shape }),
  );
  return true;
}
