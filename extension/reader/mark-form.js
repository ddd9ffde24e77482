/**
 * The small form that makes or changes a mark. It floats beside the words and blocks
 * nothing: Enter saves, Escape leaves everything as it was.
 */

import { words } from '../faces/words.js';
import { byId, element } from './article.js';

/**
 * @typedef {'claim' | 'quote' | 'highlight'} Kind
 * @typedef {{kind: Kind, speaker: string, note: string}} Filled
 * @typedef {Filled & {exact: string, isNew: boolean, language: string}} Start
 * @typedef {object} Handlers
 * @property {(filled: Filled) => void} save
 * @property {() => void} cancel
 */

const NEW = { claim: 'mark_new_claim', quote: 'mark_new_quote', highlight: 'mark_new_highlight' };

/** @type {HTMLFormElement} */
const form = byId('mark-form');
/** @type {HTMLInputElement} */
const speaker = byId('mark-speaker');
/** @type {HTMLTextAreaElement} */
const note = byId('mark-note');
/** @type {Handlers | null} */
let handlers = null;

/** @returns {boolean} */
export function formIsOpen() {
  return !form.hidden;
}

/** @returns {Kind} */
function chosenKind() {
  return /** @type {Kind} */ (new FormData(form).get('kind'));
}

/** A quote asks for its speaker; a name once given is never dropped unseen. */
function followKind() {
  byId('mark-speaker-row').hidden = chosenKind() !== 'quote' && speaker.value === '';
}

/**
 * @param {Start} start
 * @param {readonly string[]} speakers offered for completion
 * @param {DOMRect} beside what the form belongs to, in the window
 * @param {Handlers} given
 */
export function openForm(start, speakers, beside, given) {
  handlers = given;
  form.reset();
  byId('mark-form-title').textContent = words(start.isNew ? NEW[start.kind] : 'mark_change');
  byId('mark-kinds').hidden = start.isNew;
  const exact = byId('mark-exact');
  exact.textContent = start.exact;
  exact.dir = 'auto';
  exact.lang = start.language;
  /** @type {RadioNodeList} */ (form.elements.namedItem('kind')).value = start.kind;
  speaker.value = start.speaker;
  note.value = start.note;
  byId('speakers').replaceChildren(...speakers.map((name) => element('option', { text: name })));
  followKind();
  form.hidden = false;
  place(form, beside);
  (start.kind === 'quote' ? speaker : note).focus({ preventScroll: true });
  form.scrollIntoView({ block: 'nearest' });
}

export function closeForm() {
  form.hidden = true;
  handlers = null;
}

/** Height of the reader's own bar, in CSS pixels. */
const TOOLBAR = 56;

/**
 * Put a floating box under what it belongs to, over it where there is no room below, and
 * on it where there is none at all.
 * @param {HTMLElement} box absolutely positioned, shown
 * @param {DOMRect} beside in the window
 */
export function place(box, beside) {
  const gap = 8;
  const { offsetWidth: width, offsetHeight: height } = box;
  const room = document.documentElement.clientWidth - gap;
  const left = Math.max(gap, Math.min(beside.left, room - width));
  const below = beside.bottom + gap;
  const above = beside.top - height - gap;
  const lowest = window.innerHeight - height - gap;
  const top = below <= lowest || above < TOOLBAR ? Math.max(TOOLBAR, Math.min(below, lowest)) : above;
  box.style.left = `${left + window.scrollX}px`;
  box.style.top = `${top + window.scrollY}px`;
}

function send() {
  handlers?.save({
    kind: chosenKind(),
    speaker: speaker.value.trim(),
    note: note.value.trim(),
  });
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  send();
});
form.addEventListener('change', followKind);
byId('mark-cancel').addEventListener('click', () => handlers?.cancel());
form.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    event.stopPropagation();
    handlers?.cancel();
  } else if (event.key === 'Enter' && event.target === note && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send();
  }
});
