/**
 * Making, changing and deleting marks, undoing it and doing it again: the view first, then the background, which answers
 * when the mark is safe. What it answers decides what the view says.
 */

import { ask } from '../faces/background.js';
import { problemWords } from '../faces/problem.js';
import { words } from '../faces/words.js';
import { placeInText } from '../lib/anchors.js';
import { newMark } from '../lib/marks.js';
import { Problem } from '../lib/messages.js';
import { unseen } from '../lib/pending.js';
import { EMPTY, changeBetween, isAsBefore, lastOf, reversed, withStep } from './history.js';
import { become, isOpen, now } from './stage.js';
import { say } from './toast.js';
import { isHere, textOf, withMark, withoutMark, withProgress, withTold } from './view.js';

/**
 * @typedef {import('../lib/messages.js').Annotation} Annotation
 * @typedef {import('../lib/messages.js').StatedMark} StatedMark
 * @typedef {import('../lib/messages.js').MarkChange} MarkChange
 * @typedef {import('../lib/messages.js').Span} Span
 * @typedef {import('./history.js').History} History
 * @typedef {import('./view.js').ViewMark} ViewMark
 * @typedef {import('./mark-form.js').Filled} Filled
 */

/** @type {History} */
let history = EMPTY;
/** Deleted marks as they were last seen. @type {Map<string, ViewMark>} */
const deleted = new Map();
/** What was asked for last; the next waits for it, so that it knows the mark's revision. */
let last = Promise.resolve();

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
  const told = await request().catch((thrown) => Problem.from(thrown).shape);
  if ('annotation' in told) {
    hear(told);
  } else {
    const mark = now().marks.get(id);
    if (mark) become(withMark(now(), { ...mark, state: 'failed', problem: told }));
    else become(withProgress(now(), id, 'failed'));
  }
  const problem = 'annotation' in told ? told.problem : told;
  const isTaken = 'annotation' in told && told.state !== 'failed';
  if (!isTaken && problem) complain(problem);
  return isTaken;
}

/** @param {import('../lib/messages.js').ProblemShape} problem */
function complain(problem) {
  const { title, help } = problemWords(problem);
  say(`${title} ${help}`);
}

/**
 * Do something when all that was asked for before it is answered.
 * @template Answer
 * @param {() => Promise<Answer>} act
 * @returns {Promise<Answer>}
 */
function inTurn(act) {
  const answer = last.then(act);
  last = answer.then(
    () => {},
    () => {},
  );
  return answer;
}

/**
 * A new mark of the page's characters in `span`, in the view before it is safe.
 * @param {Span} span
 * @param {Filled} filled
 * @returns {{mark: import('../lib/messages.js').NewMark, annotation: Annotation}}
 */
function begun(span, filled) {
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
  const annotation = unseen(mark);
  const placement = { words: /** @type {const} */ ('same'), place: /** @type {const} */ ('same'), ranges: [span] };
  become(withMark(now(), { annotation, placement, state: 'saving', problem: null }));
  return { mark, annotation };
}

/**
 * Make a mark of the page's characters in `span`.
 * @param {Span} span
 * @param {Filled} filled
 */
export async function make(span, filled) {
  const { mark, annotation } = begun(span, filled);
  history = withStep(history, [{ id: mark.id, before: null, after: annotation }]);
  await inTurn(() => follow(mark.id, () => ask('mark.create', { mark })));
}

/**
 * Give a mark other words. The words of a mark are evidence and never change: a new mark takes
 * its place, and the old one is deleted once the new one is safe. One step for whoever undoes it.
 * @param {string} id
 * @param {Span} span
 * @param {Filled} filled
 * @returns {string | null} the new mark's id, at once; null if the old one is not there
 */
export function replace(id, span, filled) {
  const old = now().marks.get(id);
  if (!old) return null;
  const { mark, annotation } = begun(span, filled);
  history = withStep(history, [
    { id: mark.id, before: null, after: annotation },
    { id, before: old.annotation, after: null },
  ]);
  inTurn(async () => {
    if (await follow(mark.id, () => ask('mark.create', { mark }))) await removed(id);
  });
  return mark.id;
}

/** @param {ViewMark} mark @returns {import('../lib/messages.js').SeenMark} */
const seen = ({ annotation }) => ({ annotation, url: now().page.url });

/** @param {string} id @param {MarkChange} fields */
export async function change(id, fields) {
  const mark = now().marks.get(id);
  if (!mark) return;
  const { annotation: before } = mark;
  history = withStep(history, [{ id, before, after: { ...before, ...fields } }]);
  await inTurn(() => changed(id, fields));
}

/** @param {string} id */
export async function remove(id) {
  const mark = now().marks.get(id);
  if (!mark) return;
  history = withStep(history, [{ id, before: mark.annotation, after: null }]);
  say(words('toast_deleted'), true);
  await inTurn(() => removed(id));
}

/** Undo the last step. */
export function undo() {
  return turn('done', words('toast_undone'), words('toast_nothing'));
}

/** Do again what was undone last. */
export function redo() {
  return turn('undone', words('toast_redone'), words('toast_nothing_again'));
}

/**
 * @param {'done' | 'undone'} from
 * @param {string} success
 * @param {string} nothing
 */
function turn(from, success, nothing) {
  return inTurn(async () => {
    const found = lastOf(history, from);
    if (!found) {
      say(nothing);
      return;
    }
    history = found.taken; // a step that cannot be turned is in nobody's way
    for (const transition of from === 'done' ? reversed(found.step) : found.step) {
      if (!(await pass(transition))) return;
    }
    history = found.turned;
    say(success);
  });
}

/** @param {import('./history.js').Transition} transition @returns {Promise<boolean>} whether it was taken */
async function pass({ id, before, after }) {
  if (!after) return removed(id);
  if (!before) return restored(id);
  const current = now().marks.get(id)?.annotation;
  const fields = changeBetween(before, after);
  if (current && isAsBefore(current, before, fields)) return changed(id, fields);
  say(words('toast_changed_meanwhile'));
  return false;
}

/** @param {string} id @param {MarkChange} fields */
async function changed(id, fields) {
  const mark = now().marks.get(id);
  if (!mark) return false;
  const annotation = { ...mark.annotation, ...fields };
  become(withMark(now(), { ...mark, annotation, state: 'saving', problem: null }));
  return follow(id, () => ask('mark.change', { ...seen(mark), change: fields }));
}

/** @param {string} id */
async function removed(id) {
  const mark = now().marks.get(id);
  if (!mark) return true;
  become(withoutMark(now(), id));
  deleted.set(id, mark);
  const taken = await follow(id, () => ask('mark.delete', seen(mark)));
  if (!taken && !now().marks.has(id)) become(withMark(now(), { ...mark, state: 'failed' }));
  return taken;
}

/** @param {string} id */
async function restored(id) {
  const mark = deleted.get(id);
  if (!mark || now().marks.has(id)) return true;
  become(withMark(now(), { ...mark, state: 'saving', problem: null }));
  return follow(id, () => ask('mark.restore', seen(mark)));
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
    complain(Problem.from(thrown).shape);
  }
}
