/**
 * The toolbar button's popup: what stands between a person and reading, and the way on.
 *
 * 1. its words and colours  2. what the server and the page in front say  3. the buttons
 * 4. what the background tells while the popup is open
 */

import { ask, on, openOptions } from '../faces/background.js';
import { downloadExport } from '../faces/download.js';
import { showProblem } from '../faces/problem.js';
import { dress, readSettings } from '../faces/settings.js';
import { translate, words } from '../faces/words.js';
import { Problem } from '../lib/messages.js';
import { byId, render } from './render.js';
import { shown } from './state.js';

/** @type {import('./state.js').PopupState | null} */
let state = null;

/** @param {Partial<import('./state.js').PopupState>} change */
function become(change) {
  if (!state) return;
  state = { ...state, ...change };
  render(state, look);
}

/** Ask the background for everything the popup shows. */
async function look() {
  const [status, tab] = await Promise.all([ask('status', {}), ask('tab', {})]);
  state = { status, tab, marks: state?.marks ?? [] };
  render(state, look);
  await lookAtMarks();
}

async function lookAtMarks() {
  if (state?.tab.problem !== null) return;
  become({ marks: await ask('page.marks', { url: state.tab.url }) });
}

/**
 * @param {string} id of a button
 * @param {() => Promise<unknown>} act
 */
function onClick(id, act) {
  byId(id).addEventListener('click', () => trying(act));
}

/**
 * Do what was asked, and show the problem if there is one.
 * @param {() => Promise<unknown>} act
 */
async function trying(act) {
  byId('message').textContent = '';
  try {
    await act();
  } catch (thrown) {
    showProblem(Problem.from(thrown).shape);
  }
}

/** @param {string} [code] typed, or the one that was seen */
async function pair(code) {
  const status = await ask('pairing.pair', code === undefined ? {} : { code });
  become({ status });
  byId('message').textContent = words('popup_paired');
  await look();
}

/** @param {string} [page] */
async function exportMarks(page) {
  byId('message').textContent = await downloadExport(page);
}

translate(document);
byId('server-state').textContent = words('popup_looking');
dress(document.documentElement, await readSettings());

onClick('read', async () => {
  await ask('read', state ? { tab: state.tab.tab } : {});
  window.close();
});
onClick('mark-here', async () => {
  await ask('panel', state ? { tab: state.tab.tab } : {});
  window.close();
});
onClick('pair-yes', () => pair());
onClick('pair-no', async () => become({ status: await ask('pairing.decline', {}) }));
byId('pairing-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const field = /** @type {HTMLInputElement} */ (byId('pairing-code'));
  trying(() => pair(field.value.replaceAll(/\s/gu, '')));
});
onClick('export-page', () => exportMarks((state && shown(state).exportPage) ?? undefined));
onClick('export-all', () => exportMarks());
onClick('options', async () => {
  openOptions();
  window.close();
});

on('status.changed', ({ status }) => become({ status }));
on('marks.changed', () => trying(lookAtMarks));
await trying(look);
