/**
 * The popup's state in the document. What to show follows from the state alone.
 */

import { plural, words } from '../faces/words.js';

/**
 * @typedef {'ready' | 'unpaired' | 'away'} ServerState
 * @typedef {import('../lib/messages.js').Annotation} Annotation
 * @typedef {object} PopupState
 * @property {ServerState} server
 * @property {string} address of the server, as 127.0.0.1:PORT
 * @property {boolean} pairingSeen whether a pairing page is open in this browser
 * @property {boolean} askNoMore whether the person said "not now"
 * @property {string} title of the page in front
 * @property {boolean} readable whether the page in front can be read
 * @property {Annotation[]} marks of the page in front, in document order
 * @property {number} waiting marks of all pages that wait for the server
 */

const SERVER = { ready: 'popup_ready', unpaired: 'popup_unpaired', away: 'popup_away' };
const KINDS = { claim: 'kind_claim', quote: 'kind_quote', highlight: 'kind_highlight' };

/**
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
export function byId(id) {
  return /** @type {T} */ (document.getElementById(id));
}

/** @param {PopupState} state */
export function render(state) {
  const { server, readable, marks, waiting } = state;
  const line = byId('server-state');
  line.dataset.state = server;
  line.textContent = words(SERVER[server]);

  byId('pairing').hidden = server !== 'unpaired';
  const asks = state.pairingSeen && !state.askNoMore;
  byId('pairing-seen').hidden = !asks;
  byId('pairing-form').hidden = asks;
  byId('pairing-question').textContent = words('popup_pairing_question', state.address);

  byId('page').hidden = !readable || server === 'unpaired';
  byId('page-title').textContent = state.title;

  byId('waiting').hidden = waiting === 0;
  byId('waiting').textContent = waiting === 0 ? '' : plural('popup_waiting', waiting);

  byId('marks').hidden = !readable || server !== 'ready';
  byId('marks-count').textContent =
    marks.length === 0 ? words('popup_marks_none') : plural('popup_marks', marks.length);
  byId('marks-list').replaceChildren(...marks.map(markLine));

  /** @type {HTMLButtonElement} */ (byId('export-page')).disabled =
    server !== 'ready' || marks.length === 0;
  /** @type {HTMLButtonElement} */ (byId('export-all')).disabled = server !== 'ready';
  document.querySelector('main')?.setAttribute('aria-busy', 'false');
}

/** @param {Annotation} annotation @returns {HTMLElement} */
function markLine({ kind, exact, speaker, note, language }) {
  const line = document.createElement('li');
  const name = document.createElement('span');
  name.className = 'kind';
  name.dataset.kind = kind;
  name.textContent = words(KINDS[kind]);
  const said = document.createElement('span');
  said.className = 'words';
  said.textContent = exact;
  said.title = exact;
  said.dir = 'auto';
  if (language) said.lang = language;
  line.append(name, said);
  const more = [speaker && words('mark_spoken_by', speaker), note].filter(Boolean).join(' · ');
  if (more) {
    const second = document.createElement('span');
    second.className = 'words more';
    second.textContent = more;
    line.append(second);
  }
  return line;
}
