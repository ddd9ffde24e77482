/**
 * The page in a tab: whether it can be read, its capture, its panel.
 *
 * Our scripts enter a page only when the person asks for it (`activeTab`), into a world of
 * their own. A page that lets none in is one of those that browsers keep closed.
 */

import { browser } from '../browser.js';
import { Problem } from '../lib/messages.js';
import { newId } from '../lib/marks.js';
import { aboutCapture, keepCapture, keepProblem } from './captures.js';

/**
 * @typedef {import('../lib/messages.js').Capture} Capture
 * @typedef {import('../lib/messages.js').ProblemShape} ProblemShape
 * @typedef {import('../lib/messages.js').TabState} TabState
 * @typedef {import('webextension-polyfill').Tabs.Tab} Tab
 */

const READER = 'extension/reader/reader.html';
const CAPTURING = [
  'extension/shared/text.js',
  'extension/shared/anchors.js',
  'extension/shared/marks.js',
  'extension/content/dom.js',
  'extension/content/slices.js',
  'extension/content/walk.js',
  'extension/content/hidden.js',
  'extension/content/capture.js',
];
const MARKING = [
  ...CAPTURING,
  'extension/shared/address.js',
  'extension/content/places.js',
  'extension/content/copies.js',
  'extension/content/standing.js',
  'extension/content/seen.js',
  'extension/content/select.js',
  'extension/content/paint.js',
  'extension/content/panel.js',
  'extension/content/live.js',
];
const LOOKS = ['extension/content/paint.css'];
/** What a document must be. */
const READABLE = new Set(['text/html', 'application/xhtml+xml', 'text/plain']);
const PDF = 'application/pdf';

/**
 * The tab of a request, or the one in front.
 * @param {number} [id]
 * @returns {Promise<Tab>}
 */
export async function tabOf(id) {
  if (id !== undefined) return browser.tabs.get(id);
  const [front] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
  if (!front) throw new Problem({ name: 'restricted_page' });
  return front;
}

/** @param {Tab} tab @returns {string | null} the capture it shows, if it is a reader */
export function readerIn({ url = '' }) {
  const address = URL.canParse(url) ? new URL(url) : null;
  if (address?.href.split('?')[0] !== browser.runtime.getURL(READER)) return null;
  return address.searchParams.get('capture');
}

/** @param {Tab} tab @returns {Promise<TabState>} */
export async function stateOf(tab) {
  const { id = -1, url = '', title = '' } = tab;
  const reader = readerIn(tab);
  if (reader !== null) {
    const about = await aboutCapture(reader);
    return {
      tab: id,
      url: about?.url ?? '',
      title: about?.title ?? title,
      reader,
      problem: about ? null : { name: 'capture_gone' },
    };
  }
  return { tab: id, url, title, reader: null, problem: await problemOf(id) };
}

/** @param {number} tab @returns {Promise<ProblemShape | null>} why it cannot be read */
async function problemOf(tab) {
  try {
    await enter(tab);
    return null;
  } catch (thrown) {
    return Problem.from(thrown).shape;
  }
}

/** See that a page lets us in and is one to read. @param {number} tab */
async function enter(tab) {
  const kind = await run(tab, { func: () => document.contentType });
  if (READABLE.has(kind)) return;
  const shut = !kind || kind === PDF; // Firefox lets us into its own pages, and answers nothing
  throw new Problem({ name: shut ? 'restricted_page' : 'no_web_page', detail: kind });
}

/**
 * Run a script in the page of a tab, in our own world of it.
 * @param {number} tab
 * @param {{files: string[]} | {func: () => unknown}} script
 * @returns {Promise<any>} what it answers
 */
async function run(tab, script) {
  try {
    const injection = /** @type {any} */ ({ target: { tabId: tab }, ...script });
    const [answer] = await browser.scripting.executeScript(injection);
    return answer?.result;
  } catch (thrown) {
    throw new Problem({ name: 'restricted_page', detail: String(thrown) });
  }
}

/**
 * Capture the page of a tab as it stands.
 * @param {Tab} tab
 * @returns {Promise<Capture>}
 */
export async function capture({ id = -1 }) {
  await enter(id);
  await run(id, { files: CAPTURING });
  const answer = await run(id, { func: () => globalThis.winnowCapturePage() });
  if (!answer) throw new Problem({ name: 'restricted_page' });
  if (answer.problem) throw new Problem(answer.problem);
  return answer.value;
}

/**
 * Capture the page of a tab and open the reader beside it.
 * @param {Tab} tab
 * @returns {Promise<string>} the capture's id
 */
export async function read(tab) {
  const made = await capture(tab);
  await keepCapture(made);
  await openReader(tab, made.id);
  return made.id;
}

/**
 * Open a reader that says why a page cannot be read, for want of another place to say it.
 * @param {Tab} tab
 * @param {Problem} problem
 */
export async function explain(tab, problem) {
  const { url = '', title = '' } = tab;
  const id = newId();
  await keepProblem({ id, url, title, canonical: null, lang: '', partial: false }, problem.shape);
  await openReader(tab, id);
}

/** @param {Tab} tab @param {string} id of the capture */
async function openReader({ id: opener, index, windowId }, id) {
  await browser.tabs.create({
    url: browser.runtime.getURL(`${READER}?capture=${id}`),
    index: index + 1,
    ...(windowId === undefined ? {} : { windowId }),
    ...(opener === undefined ? {} : { openerTabId: opener }),
  });
}

/**
 * Open the panel for marking on the page itself.
 * @param {Tab} tab
 * @param {import('../lib/messages.js').Kind | null} kind to mark the selection as at once
 */
export async function openPanel({ id = -1 }, kind) {
  await sendLive(id, { type: 'live.open', kind });
}

/** Paint the marks of a page on it. @param {number} tab */
export async function showMarks(tab) {
  await sendLive(tab, { type: 'live.show' });
}

/**
 * Tell the scripts for marking on the page, which are added first if they are not there.
 * @param {number} tab
 * @param {{type: 'live.open', kind: import('../lib/messages.js').Kind | null} | {type: 'live.show'}} message
 */
async function sendLive(tab, message) {
  await enter(tab);
  // Not as a style of the user's: Chromium computes such highlights and does not paint them.
  await browser.scripting.insertCSS({ target: { tabId: tab }, files: LOOKS });
  await run(tab, { files: MARKING });
  await browser.tabs.sendMessage(tab, message, { frameId: 0 });
}
