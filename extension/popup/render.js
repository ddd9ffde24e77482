/**
 * The popup's state in the document. What to show follows from the state alone.
 */

import { hideProblem, showProblem } from '../faces/problem.js';
import { plural, words } from '../faces/words.js';
import { shown } from './state.js';

/**
 * @typedef {import('./state.js').PopupState} PopupState
 * @typedef {import('./state.js').StatedMark} StatedMark
 */

const SERVER = {
  ready: 'popup_ready',
  unpaired: 'popup_unpaired',
  away: 'popup_away',
  other: 'popup_other_program',
};
const KINDS = { claim: 'kind_claim', quote: 'kind_quote', highlight: 'kind_highlight' };
const STATES = { saved: '', waiting: 'state_waiting', failed: 'state_failed' };

/**
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
export function byId(id) {
  return /** @type {T} */ (document.getElementById(id));
}

/**
 * @param {PopupState} state
 * @param {() => void} tryAgain
 */
export function render(state, tryAgain) {
  const { status, tab, marks } = state;
  const show = shown(state);
  const line = byId('server-state');
  line.textContent = words(SERVER[status.server]);
  line.dataset.state = status.server;

  if (show.problem) {
    const again = { words: words('reader_try_again'), act: tryAgain };
    const isOurs = status.server === 'ready';
    showProblem(show.problem, isOurs ? [] : [again]);
  } else {
    hideProblem();
  }

  byId('pairing').hidden = !show.pairing;
  byId('pairing-seen').hidden = !show.seen;
  byId('pairing-form').hidden = show.seen;
  const address = status.pairing?.address ?? status.address;
  byId('pairing-question').textContent = words('popup_pairing_question', hostOf(address));
  byId('pairing-address').textContent = words('popup_pairing_address', hostOf(status.address));

  byId('page').hidden = !show.page;
  byId('page-title').textContent = tab.title || tab.url;
  byId('page-actions').hidden = !show.actions;

  byId('waiting').hidden = status.waiting === 0;
  byId('waiting').textContent = status.waiting ? plural('popup_waiting', status.waiting) : '';

  byId('marks').hidden = !show.marks;
  byId('marks-count').textContent =
    marks.length === 0 ? words('popup_marks_none') : plural('popup_marks', marks.length);
  byId('marks-list').replaceChildren(...marks.map(markLine));

  /** @type {HTMLButtonElement} */ (byId('export-page')).disabled = show.exportPage === null;
  /** @type {HTMLButtonElement} */ (byId('export-all')).disabled = !show.exportAll;
  document.querySelector('main')?.setAttribute('aria-busy', 'false');
}

/** @param {string} address @returns {string} */
function hostOf(address) {
  return URL.canParse(address) ? new URL(address).host : address;
}

/** @param {StatedMark} mark @returns {HTMLElement} */
function markLine({ annotation, state }) {
  const { id, kind, exact, speaker, note, language } = annotation;
  const line = document.createElement('li');
  line.id = `mark-${id}`;
  line.dataset.state = state;
  const name = span('kind', words(KINDS[kind]));
  name.dataset.kind = kind;
  const said = span('words', exact);
  said.title = exact;
  said.dir = 'auto';
  if (language) said.lang = language;
  line.append(name, said);
  const more = [
    STATES[state] && words(STATES[state]),
    speaker && words('mark_spoken_by', speaker),
    note,
  ].filter(Boolean);
  if (more.length > 0) line.append(span('words more', more.join(' · ')));
  return line;
}

/** @param {string} className @param {string} text @returns {HTMLElement} */
function span(className, text) {
  const made = document.createElement('span');
  made.className = className;
  made.textContent = text;
  return made;
}
