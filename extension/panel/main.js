/**
 * The panel for marking on the page itself.
 *
 * It shows what the page's content script tells it of the selection and of the marks, and
 * sends back what the person wants. It speaks to the content script of its own tab only,
 * and says "saved" when that has the background's word for it.
 */

import { browser } from '../browser.js';
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

const tab = (await browser.tabs.getCurrent())?.id ?? -1;

/**
 * Ask the page's content script.
 * @param {string} type
 * @param {object} [body]
 * @returns {Promise<any>}
 */
function askPage(type, body) {
  return browser.tabs.sendMessage(tab, { type, ...body }, { frameId: 0 });
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
  const line = document.createElement('p');
  const kind = document.createElement('span');
  kind.className = 'kind';
  kind.textContent = words(`kind_${annotation.kind}`);
  const exact = document.createElement('bdi');
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
  (kind === 'quote' ? speaker : note).focus();
  fit();
}

function unchoose() {
  form.hidden = true;
  byId('kinds').hidden = shown.words === null;
  (shown.words === null ? byId('close') : kindButtons[0]).focus();
  fit();
}

async function save() {
  say('saving', words('state_saving'));
  const filled = { kind: chosen, speaker: speaker.value.trim(), note: note.value.trim() };
  if (await follow(askPage('panel.mark', filled))) unchoose();
}

/** @param {string} id */
async function deleteMark(id) {
  if (!(await follow(askPage('panel.delete', { id }), words('toast_deleted')))) return;
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
  await follow(askPage('panel.restore', { id }), words('toast_restored'));
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
  askPage('panel.height', { height: Math.ceil(document.body.scrollHeight) });
}

/** Close the panel; the page gets its focus back. */
function close() {
  askPage('panel.close');
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
browser.runtime.onMessage.addListener((/** @type {any} */ message, /** @type {any} */ sender) => {
  if (message?.type === 'panel.show' && sender.tab?.id === tab) show(message.shown);
});

const first = await askPage('panel.ready');
if (first) {
  show(first);
  if (first.kind) choose(first.kind);
  else (first.words === null ? byId('close') : kindButtons[0]).focus();
}
