/**
 * The options: where the server is, whether this browser is paired, how a person reads.
 */

import { browser } from '../browser.js';
import { ask, on } from '../faces/background.js';
import { downloadExport } from '../faces/download.js';
import { problemWords } from '../faces/problem.js';
import { translate, words } from '../faces/words.js';
import { Problem } from '../lib/messages.js';
import { startEveryPage } from './every-page.js';
import { startLook } from './look.js';

/** @typedef {import('../lib/messages.js').Status} Status */

/** Milliseconds that a sentence about what was done stays. */
const STAY_MS = 6000;

/** @param {string} id @returns {HTMLElement} */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const port = /** @type {HTMLInputElement} */ (byId('port'));

/** @type {number | undefined} */
let timer;

/** @param {string} sentence */
function say(sentence) {
  byId('saved').textContent = sentence;
  clearTimeout(timer);
  timer = setTimeout(() => (byId('saved').textContent = ''), STAY_MS);
}

/** What is said of the server; to be paired with, it has to be there. */
const SERVER = {
  ready: ['ready', 'options_server_ready'],
  unpaired: ['ready', 'options_server_ready'],
  away: ['away', 'options_server_away'],
  other: ['away', 'options_other_program'],
};

/** @param {Status} status */
function show(status) {
  const [state, key] = SERVER[status.server];
  line('server-state', state, key);
  const paired = status.paired && status.server !== 'unpaired';
  line('pairing-state', paired ? 'paired' : 'unpaired', paired ? 'options_paired' : 'options_unpaired');
  byId('pair-help').hidden = paired;
  byId('forget').hidden = !status.paired || !byId('forget-confirm').hidden;
  if (document.activeElement !== port) port.value = new URL(status.address).port || '80';
}

/** @param {string} id @param {string} state @param {string} key */
function line(id, state, key) {
  byId(id).textContent = words(key);
  byId(id).dataset.state = state;
}

/** @param {boolean} asks */
function askToForget(asks) {
  byId('forget-confirm').hidden = !asks;
  byId('forget').hidden = asks;
  byId(asks ? 'forget-no' : 'forget').focus();
}

/** @param {() => Promise<unknown>} act */
async function trying(act) {
  try {
    await act();
  } catch (thrown) {
    const { title, help } = problemWords(Problem.from(thrown).shape);
    say(`${title} ${help}`);
  }
}

/** The keys that open the reader, as the browser has them now. */
async function showShortcut() {
  const all = await browser.commands.getAll();
  const keys = all.find(({ name }) => name === '_execute_action')?.shortcut;
  byId('shortcut').textContent = keys
    ? words('options_shortcut', keys)
    : words('options_shortcut_none');
}

translate(document);
await startLook(say);
await startEveryPage(say);

byId('server-form').addEventListener('submit', (event) => {
  event.preventDefault();
  trying(async () => {
    show(await ask('server.use', { port: port.valueAsNumber }));
    say(words('options_port_saved', port.value));
  });
});
byId('forget').addEventListener('click', () => askToForget(true));
byId('forget-no').addEventListener('click', () => askToForget(false));
byId('forget-yes').addEventListener('click', () =>
  trying(async () => {
    const status = await ask('pairing.forget', {});
    byId('forget-confirm').hidden = true;
    show(status);
    say(words('options_forgotten'));
  }),
);
byId('export-all').addEventListener('click', () =>
  trying(async () => say(await downloadExport())),
);

on('status.changed', ({ status }) => show(status));
await showShortcut();
await trying(async () => show(await ask('status', {})));
