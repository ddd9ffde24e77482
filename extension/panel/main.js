/**
 * The panel for marking on the page itself.
 *
 * It shows what the page's content script tells it of the selection and of the marks, and
 * sends back what the person wants. It speaks to the content script of its own tab only,
 * and says "saved" when that has the background's word for it.
 */

import { translate, words, plural } from '../faces/words.js';
import { problemWords } from '../faces/problem.js';
import { colourField, tagsField } from '../faces/tags-and-colour.js';
import { marksList } from './marks-list.js';

/**
 * @typedef {import('../lib/messages.js').Annotation} Annotation
 * @typedef {import('../lib/messages.js').Kind} Kind
 * @typedef {import('../lib/messages.js').StatedMark} StatedMark
 * @typedef {import('../lib/messages.js').ProblemShape} ProblemShape
 * @typedef {import('./marks-list.js').ToldMark} ToldMark
 * @typedef {object} Shown what the content script tells
 * @property {string | null} words the selected words, none without a selection
 * @property {readonly ToldMark[]} marks of this page
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
const tags = tagsField(byId('tags'));
const colour = colourField(byId('colours'));
const kindButtons = /** @type {HTMLButtonElement[]} */ ([...byId('kinds').querySelectorAll('button')]);

const showItems = marksList(byId('marks'), { change, remove: ({ id }) => deleteMark(id) });

/** @type {Kind} */
let chosen = 'highlight';
/** @type {Shown} */
let shown = { words: null, marks: [], kind: null, language: '' };
/** @type {Annotation | null} the mark that the form changes; null when it makes one */
let changing = null;
/** @type {string | null} the mark deleted last */
let deleted = null;

/** @type {MessagePort | null} to the content script that opened this panel */
let port = null;
let asks = 0;
/** @type {Map<number, (answer: any) => void>} */
const waiting = new Map();

/**
 * Ask the page's content script.
 * @param {'mark' | 'change' | 'delete' | 'restore' | 'height' | 'close'} type
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
  if (told.words === null && changing === null) form.hidden = true;
  byId('kinds').hidden = told.words === null || !form.hidden;
  showWords();
  showMarks(told.marks).then(fit); // once: the page's frame waits for that of another size
}

/** The words that the form is about: those of the mark that is changed, or the selected ones. */
function showWords() {
  const about = changing?.exact ?? shown.words;
  byId('hint').hidden = about !== null;
  byId('words').hidden = about === null;
  byId('words').textContent = about ?? '';
  byId('words').lang = changing?.language ?? shown.language;
}

/** @param {readonly ToldMark[]} marks @returns {Promise<void>} when they are all there */
function showMarks(marks) {
  byId('marks-here').hidden = marks.length === 0;
  byId('marks-title').textContent = plural('panel_marks', marks.length);
  return showItems(marks);
}

/** @param {Kind} kind of a new mark */
function choose(kind) {
  if (shown.words === null) return;
  changing = null;
  openForm({ kind, speaker: '', note: '', tags: [], colour: '' }, NEW[kind]);
}

/** @param {Annotation} annotation that is there */
function change(annotation) {
  changing = annotation;
  openForm(annotation, 'mark_change');
}

/**
 * @param {Pick<Annotation, 'kind' | 'speaker' | 'note' | 'tags' | 'colour'>} start
 * @param {string} title of the locales
 */
function openForm(start, title) {
  chosen = start.kind;
  showWords();
  byId('form-title').textContent = words(title);
  byId('speaker-row').hidden = chosen !== 'quote' && start.speaker === '';
  speaker.value = start.speaker;
  note.value = start.note;
  tags.set(start.tags);
  colour.set(start.colour);
  byId('kinds').hidden = true;
  form.hidden = false;
  say('', '');
  focusNext();
  fit();
}

function unchoose() {
  const changed = changing;
  changing = null;
  form.hidden = true;
  byId('kinds').hidden = shown.words === null;
  showWords();
  if (changed === null) focusNext();
  else focusMark(changed.id);
  fit();
}

/** Put the focus back where a mark's change began. @param {string} id */
function focusMark(id) {
  const edit = byId(`mark-${id}`)?.querySelector('[data-action=edit]');
  if (edit instanceof HTMLElement) edit.focus();
  else focusNext();
}

/** Put the focus where the next step is taken. */
function focusNext() {
  if (!form.hidden) (chosen === 'quote' ? speaker : note).focus();
  else (shown.words === null ? byId('close') : kindButtons[0]).focus();
}

async function save() {
  if (!form.reportValidity()) return;
  say('saving', words('state_saving'));
  const filled = {
    speaker: speaker.value.trim(),
    note: note.value.trim(),
    tags: tags.get(),
    colour: colour.get(),
  };
  const asked =
    changing === null
      ? askPage('mark', { kind: chosen, ...filled })
      : askPage('change', { mark: changing.id, change: filled });
  if (await follow(asked)) unchoose();
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
form.addEventListener('change', fit);
// A frame that was too low had a scroll bar, which left less room for each line.
window.addEventListener('resize', fit);
window.addEventListener('focus', () => {
  // A browser forgets what had the focus in a frame that it left.
  if (document.activeElement === document.body) focusNext();
});
document.addEventListener('keydown', (event) => {
  const isTyping = form.contains(/** @type {Node} */ (event.target));
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
