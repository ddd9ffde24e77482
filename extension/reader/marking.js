/**
 * Making, changing and deleting marks: the view first, then the background, which answers
 * when the mark is safe. What it answers decides what the view says.
 */

import { ask } from '../faces/background.js';
import { problemWords } from '../faces/problem.js';
import { words } from '../faces/words.js';
import { placeInText } from '../lib/anchors.js';
import { newMark } from '../lib/marks.js';
import { Problem } from '../lib/messages.js';
import { unseen } from '../lib/pending.js';
import { become, isOpen, now } from './stage.js';
import { say } from './toast.js';
import { isHere, textOf, withMark, withoutMark, withProgress, withTold } from './view.js';

/**
 * @typedef {import('../lib/messages.js').StatedMark} StatedMark
 * @typedef {import('../lib/messages.js').MarkChange} MarkChange
 * @typedef {import('../lib/messages.js').Span} Span
 * @typedef {import('./view.js').ViewMark} ViewMark
 * @typedef {import('./mark-form.js').Filled} Filled
 */

/** Deleted marks that can come back, last one last. @type {ViewMark[]} */
const deleted = [];

/**
 * Put what the background says of a mark into the view.
 * @param {StatedMark} told
 */
export function hear(told) {
  if (!isOpen() || !isHere(now(), told)) return;
  become(withTold(now(), told, placeInText(told.annotation, textOf(now()))));
}

/**
 * Ask the background about the mark `id`, and show how it goes.
 * @param {string} id
 * @param {() => Promise<StatedMark>} request
 * @returns {Promise<boolean>} whether it was taken
 */
async function follow(id, request) {
  become(withProgress(now(), id, 'saving'));
  try {
    hear(await request());
    return true;
  } catch (thrown) {
    const { shape } = Problem.from(thrown);
    const mark = now().marks.get(id);
    if (mark) become(withMark(now(), { ...mark, state: 'failed', problem: shape }));
    else become(withProgress(now(), id, 'failed'));
    const { title, help } = problemWords(shape);
    say(`${title} ${help}`);
    return false;
  }
}

/**
 * Make a mark of the page's characters in `span`.
 * @param {Span} span
 * @param {Filled} filled
 */
export async function make(span, filled) {
  const { page } = now();
  const { url, canonical, title, byline, site, published, language } = page;
  const text = textOf(now());
  const mark = newMark({
    text,
    ...span,
    ...filled,
    text_hash: page.text_hash,
    language,
    page: { url, canonical, title, byline, site, published, language, text },
  });
  /** @type {ViewMark} */
  const made = {
    annotation: unseen(mark),
    placement: { words: 'same', place: 'same', ranges: [span] },
    state: 'saving',
    problem: null,
  };
  become(withMark(now(), made));
  await follow(mark.id, () => ask('mark.create', { mark }));
}

/** @param {ViewMark} mark @returns {import('../lib/messages.js').SeenMark} */
const seen = ({ annotation }) => ({ annotation, url: now().page.url });

/** @param {string} id @param {MarkChange} fields */
export async function change(id, fields) {
  const mark = now().marks.get(id);
  if (!mark) return;
  const annotation = { ...mark.annotation, ...fields };
  become(withMark(now(), { ...mark, annotation, state: 'saving', problem: null }));
  await follow(id, () => ask('mark.change', { ...seen(mark), change: fields }));
}

/** @param {string} id */
export async function remove(id) {
  const mark = now().marks.get(id);
  if (!mark) return;
  become(withoutMark(now(), id));
  deleted.push(mark);
  say(words('toast_deleted'), true);
  const taken = await follow(id, () => ask('mark.delete', seen(mark)));
  if (taken || now().marks.has(id)) return;
  deleted.splice(deleted.indexOf(mark), 1);
  become(withMark(now(), { ...mark, state: 'failed' }));
}

/** Bring the last deleted mark back. */
export async function undo() {
  const mark = deleted.pop();
  if (!mark) {
    say(words('toast_nothing'));
    return;
  }
  const { id } = mark.annotation;
  become(withMark(now(), { ...mark, state: 'saving' }));
  if (await follow(id, () => ask('mark.restore', seen(mark)))) say(words('toast_restored'));
}

/** Send a refused mark once more. @param {string} id */
export async function again(id) {
  await follow(id, () => ask('mark.again', { id }));
}

/** Let a refused mark, or a refused change of one, go. @param {string} id */
export async function discard(id) {
  const mark = now().marks.get(id);
  try {
    await ask('mark.discard', { id });
    if (mark?.annotation.rev === 0) become(withoutMark(now(), id));
    become(withProgress(now(), id, 'saved'));
  } catch (thrown) {
    const { title, help } = problemWords(Problem.from(thrown).shape);
    say(`${title} ${help}`);
  }
}
