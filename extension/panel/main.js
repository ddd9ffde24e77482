/**
 * The panel for marking on the page itself.
 *
 * It shows what the page's content script tells it of the selection and of the marks, and
 * sends back what the person wants. It speaks to the content script of its own tab only,
 * and says "saved" when that has the background's word for it.
 */

import { translate, words, plural } from '../faces/words.js';
import { problemWords } from '../faces/problem.js';

/**
 * @typedef {import('../lib/messages.js').Kind} Kind
 * @typedef {import('../lib/messages.js').StatedMark} StatedMark
 * @typedef {import('../lib/messages.js').ProblemShape} ProblemShape
 * @typedef {object} Shown what the content script tells
 * @property {string | null} words the selected words, none without a selection
 * @property {readonly StatedMark[]} marks of this page
 * @property {Kind | null} kind asked for already, by the menu
 * @property {string} language of the page
 */

const NEW = { claim: 'mark_new_claim', quote: 'mark_new_quote', highlight: 'mark_new_highlight' };
const KEYS = /** @type {Record<string, Kind>} */ ({ c: 'claim', q: 'quote', h: 'highlight' });

/**
 * @template {HTMLElement} [E=HTMLElement]
 * @param {string} id
 * @returns {E}
 */
const byId = (id) => /** @type {E} */ (document.getElementById(id));

const form = /** @type {HTMLFormElement} */ (byId('form'));
const speaker = /** @type {HTMLInputElement} */ (byId('speaker'));
const note = /** @type {HTMLTextAreaElement} */ (byId('note'));
const kindButtons = /** @type {HTMLButtonElement[]} */ ([...byId('kinds').querySelectorAll('button')]);

/** @type {Kind} */
let chosen = 'highlight';
/** @type {Shown} */
let shown = { words: null, marks: [], kind: null, language: '' };
/** @type {string | null} the mark deleted last */
let deleted = null;

/** @type {MessagePort | null} to the content script that opened this panel */
let port = null;
let asks = 0;
/** @type {Map<number, (answer: any) => void>} */
const waiting = new Map();

/**
 * Ask the page's content script.
 * @param {'mark' | 'delete' | 'restore' | 'height' | 'close'} type
 * @param {object} [body]
 * @returns {Promise<any>}
 */
function askPage(type, body) {
  return new Promise((resolve) => {
    asks += 1;
    waiting.set(asks, resolve);
    port?.postMessage({ ...body, id: asks, type });
  });
}

/** @param {Shown} told */
function show(told) {
  shown = told;
  const isSelected = told.words !== null;
  byId('hint').hidden = isSelected;
  byId('words').hidden = !isSelected;
  byId('words').textContent = told.words ?? '';
  byId('words').lang = told.language;
  byId('kinds').hidden = !isSelected || !form.hidden;
  if (!isSelected) form.hidden = true;
  showMarks(told.marks);
  fit();
}

/** @param {readonly StatedMark[]} marks */
function showMarks(marks) {
  byId('marks-here').hidden = marks.length === 0;
  byId('marks-title').textContent = plural('panel_marks', marks.length);
  byId('marks').replaceChildren(...marks.map(markItem));
}

/** @param {StatedMark} mark */
function markItem({ annotation, state }) {
  const item = document.createElement('li');
  item.id = `mark-${annotation.id}`;
  item.className = 'mark';
  item.dataset.state = state;
  const line = document.createElement('p');
  const kind = document.createElement('span');
  kind.className = 'kind';
  kind.textContent = words(`kind_${annotation.kind}`);
  const exact = document.createElement('bdi');
  exact.className = 'exact';
  exact.textContent = annotation.exact;
  line.append(kind, ' ', exact);
  if (state !== 'saved') line.append(` (${words(`state_${state}`)})`);
  const remove = document.createElement('button');
  remove.type = 'button';
  remove.textContent = words('mark_delete');
  remove.setAttribute('aria-label', `${words('mark_delete')}: ${annotation.exact.slice(0, 80)}`);
  remove.addEventListener('click', () => deleteMark(annotation.id));
  item.append(line, remove);
  return item;
}

/** @param {Kind} kind */
function choose(kind) {
  if (shown.words === null) return;
  chosen = kind;
  form.reset();
  byId('form-title').textContent = words(NEW[kind]);
  byId('speaker-row').hidden = kind !== 'quote';
  byId('kinds').hidden = true;
  form.hidden = false;
  say('', '');
  focusNext();
  fit();
}

function unchoose() {
  form.hidden = true;
  byId('kinds').hidden = shown.words === null;
  focusNext();
  fit();
}

/** Put the focus where the next step is taken. */
function focusNext() {
  if (!form.hidden) (chosen === 'quote' ? speaker : note).focus();
  else (shown.words === null ? byId('close') : kindButtons[0]).focus();
}

async function save() {
  say('saving', words('state_saving'));
  const filled = { kind: chosen, speaker: speaker.value.trim(), note: note.value.trim() };
  if (await follow(askPage('mark', filled))) unchoose();
}

/** @param {string} id */
async function deleteMark(id) {
  if (!(await follow(askPage('delete', { mark: id }), words('toast_deleted')))) return;
  deleted = id;
  byId('undo').hidden = false;
  byId('undo').focus();
  fit();
}

async function undo() {
  if (deleted === null) return;
  const id = deleted;
  deleted = null;
  byId('undo').hidden = true;
  await follow(askPage('restore', { mark: id }), words('toast_restored'));
  byId('close').focus();
}

/**
 * Say how a request went.
 * @param {Promise<{value?: StatedMark, problem?: ProblemShape}>} asked
 * @param {string} [done] what to say instead of "saved"
 * @returns {Promise<boolean>} whether it was taken
 */
async function follow(asked, done) {
  const { value, problem } = await asked;
  const refusal = problem ?? (value?.state === 'failed' ? value.problem : null);
  if (refusal) {
    const { title, help } = problemWords(refusal);
    say('failed', `${title} ${help}`);
    return false;
  }
  const state = value?.state === 'waiting' ? 'waiting' : 'saved';
  say(state, state === 'saved' && done ? done : words(`state_${state}`));
  return true;
}

/** @param {string} state @param {string} text */
function say(state, text) {
  byId('save-state').dataset.state = state;
  byId('save-state').textContent = text;
  fit();
}

/** Ask for the height that this page needs. */
function fit() {
  askPage('height', { height: Math.ceil(document.body.scrollHeight) });
}

/** Close the panel; the page gets its focus back. */
function close() {
  askPage('close');
}

translate(document);
for (const button of kindButtons) {
  button.addEventListener('click', () => choose(/** @type {Kind} */ (button.dataset.kind)));
}
byId('close').addEventListener('click', close);
byId('cancel').addEventListener('click', unchoose);
byId('undo').addEventListener('click', undo);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  save();
});
window.addEventListener('focus', () => {
  // A browser forgets what had the focus in a frame that it left.
  if (document.activeElement === document.body) focusNext();
});
document.addEventListener('keydown', (event) => {
  const isTyping = event.target === speaker || event.target === note;
  if (event.key === 'Escape') {
    if (form.hidden) close();
    else unchoose();
  } else if (event.key === 'Enter' && event.target === note && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    save();
  } else if (!isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const kind = KEYS[event.key.toLowerCase()];
    if (kind) {
      event.preventDefault();
      choose(kind);
    }
  }
});
/** @param {MessageEvent} told by the content script */
function hear({ data }) {
  if (data.shown) {
    show(data.shown);
    return;
  }
  waiting.get(data.id)?.(data.answer);
  waiting.delete(data.id);
}

// The first message brings the channel. Firefox gives a page of ours in a web page no more
// than this; in a frame of the page's own the panel would speak to that page alone.
addEventListener('message', (event) => {
  if (port !== null || event.source !== window.parent || event.ports.length === 0) return;
  [port] = event.ports;
  port.onmessage = hear;
  const first = /** @type {Shown} */ (event.data.shown);
  show(first);
  if (first.kind) choose(first.kind);
  else (first.words === null ? byId('close') : kindButtons[0]).focus();
});
