/**
 * What was done to a mark and is not yet safe on the server: data, and what follows from it.
 *
 * A pending mark is the last state the server is known to have (`base`) and the steps that
 * lead from there to what the person wants, in the order they were made. The queue
 * (background/queue.js) keeps these and takes one step at a time.
 */

import { placeInText } from './anchors.js';

/**
 * @typedef {import('./messages.js').Annotation} Annotation
 * @typedef {import('./messages.js').NewMark} NewMark
 * @typedef {import('./messages.js').MarkChange} MarkChange
 * @typedef {import('./messages.js').StatedMark} StatedMark
 * @typedef {import('./messages.js').PlacedMark} PlacedMark
 * @typedef {import('./messages.js').ProblemShape} ProblemShape
 * @typedef {import('./messages.js').PageAsked} PageAsked
 *
 * @typedef {{op: 'create', mark: NewMark} | {op: 'change', change: MarkChange}
 *   | {op: 'delete', at: string} | {op: 'restore'}} Step
 *
 * @typedef {object} Pending
 * @property {string} id of the mark
 * @property {number} order among all that wait
 * @property {string} url of the page it was made on
 * @property {string | null} canonical
 * @property {Annotation | null} base null until the server has the mark
 * @property {readonly Step[]} steps never empty
 * @property {'waiting' | 'failed'} state
 * @property {ProblemShape | null} problem why it waits or failed
 */

/** Words of a title that tell a page from its site's others; the server's number. */
const TELLING = 3;

/** Problems that pass by themselves: what met one is sent again. */
const PASSING = new Set(['server_away', 'other_program', 'unpaired', 'disk_full', 'busy']);

/**
 * @param {Pending | undefined} pending what waits of this mark already
 * @param {Pick<Pending, 'id' | 'order' | 'url' | 'canonical' | 'base'>} start if nothing does
 * @param {Step} step
 * @returns {Pending}
 */
export function withStep(pending, start, step) {
  const before = pending ?? { ...start, steps: [], state: 'waiting', problem: null };
  if (isSame(before.steps.at(-1), step)) return { ...before, state: 'waiting', problem: null };
  return { ...before, steps: [...before.steps, step], state: 'waiting', problem: null };
}

/**
 * Whether a step is the one before it, asked for twice.
 * @param {Step | undefined} last
 * @param {Step} step
 * @returns {boolean}
 */
function isSame(last, step) {
  if (last?.op === 'delete' && step.op === 'delete') return true; // a moment later
  return JSON.stringify(last) === JSON.stringify(step);
}

/**
 * After the server took the first step.
 * @param {Pending} pending
 * @param {Annotation} annotation what the server has now
 * @returns {Pending | null} null when nothing is left to do
 */
export function withoutStep(pending, annotation) {
  const steps = pending.steps.slice(1);
  if (steps.length === 0) return null;
  return { ...pending, base: annotation, steps, state: 'waiting', problem: null };
}

/**
 * After the first step was refused, or could not be sent.
 * @param {Pending} pending
 * @param {ProblemShape} problem
 * @returns {Pending}
 */
export function withProblem(pending, problem) {
  return { ...pending, problem, state: PASSING.has(problem.name) ? 'waiting' : 'failed' };
}

/**
 * A mark that failed, to be sent once more, on top of what the server has now.
 * @param {Pending} pending
 * @returns {Pending}
 */
export function again(pending) {
  const current = /** @type {Annotation | undefined} */ (pending.problem?.more?.current);
  return { ...pending, base: current ?? pending.base, state: 'waiting', problem: null };
}

/**
 * Whether what the server has shows a step as taken: its answer was lost on the way.
 * @param {Step} step
 * @param {Annotation} current
 * @returns {boolean}
 */
export function isTaken(step, current) {
  switch (step.op) {
    case 'create':
      return false; // a second POST says it better
    case 'change':
      return Object.entries(step.change).every(([name, value]) => {
        const has = current[/** @type {keyof MarkChange} */ (name)];
        return JSON.stringify(has) === JSON.stringify(value);
      });
    case 'delete':
      return current.deleted !== null;
    default:
      return current.deleted === null;
  }
}

/**
 * The mark as the person wants it.
 * @param {Pending} pending
 * @returns {Annotation}
 */
export function annotationOf({ base, steps }) {
  let annotation = base;
  for (const step of steps) {
    if (step.op === 'create') annotation = unseen(step.mark);
    else if (annotation) annotation = { ...annotation, ...effectOf(step) };
  }
  return /** @type {Annotation} */ (annotation);
}

/** @param {Exclude<Step, {op: 'create'}>} step @returns {Partial<Annotation>} */
function effectOf(step) {
  if (step.op === 'change') return step.change;
  return { deleted: step.op === 'delete' ? step.at : null };
}

/**
 * A new mark as an annotation that no server has seen.
 * @param {NewMark} mark
 * @returns {Annotation}
 */
export function unseen({ page: _page, ...mark }) {
  return {
    ...mark,
    page: '',
    rev: 0,
    segments: [],
    modified: mark.created,
    author: '',
    deleted: null,
    schema: 1,
  };
}

/** @param {Pending} pending @returns {StatedMark} */
export function statedOf(pending) {
  const { state, url, problem } = pending;
  return { annotation: annotationOf(pending), state, url, problem };
}

/** @param {Annotation} annotation @param {string} url @returns {StatedMark} */
export function savedOf(annotation, url) {
  return { annotation, state: 'saved', url, problem: null };
}

/**
 * The marks the server has of a page, with what waits put over them.
 *
 * @template {StatedMark} Mark
 * @param {readonly Mark[]} marks
 * @param {readonly Pending[]} pending of all pages
 * @param {PageAsked} page
 * @param {(stated: StatedMark) => Mark} appear makes one of a mark that the server has not
 * @returns {Mark[]} deleted ones not, unless the deletion failed
 */
export function withPending(marks, pending, page, appear) {
  const waiting = new Map(pending.map((one) => [one.id, one]));
  const known = marks.map((mark) => {
    const own = waiting.get(mark.annotation.id);
    waiting.delete(mark.annotation.id);
    return own ? { ...mark, ...statedOf(own) } : mark;
  });
  const others = [...waiting.values()].filter((one) => isOf(one, page)).map((one) => appear(statedOf(one)));
  return [...known, ...others].filter(
    ({ annotation, state }) => annotation.deleted === null || state === 'failed',
  );
}

/**
 * @param {StatedMark} stated
 * @param {string} text of the page
 * @returns {PlacedMark}
 */
export const placedIn = (stated, text) => ({
  ...stated,
  placement: placeInText(stated.annotation, text),
});

/**
 * Whether a mark was made on a page. A canonical address is the page's own word, which another
 * site may copy: it counts from the hosts that it is of, and under the title that was marked.
 *
 * @param {Pending} pending
 * @param {PageAsked} page
 */
function isOf({ url, canonical, steps: [first] }, page) {
  const isHere = withoutFragment(url) === withoutFragment(page.url);
  if (!canonical || !page.canonical) return isHere;
  if (canonical !== page.canonical) return false;
  const hosts = [url, canonical].map(hostOf);
  const title = (first?.op === 'create' && first.mark.page.title) || '';
  return isHere || (hosts.includes(hostOf(page.url)) && isTitled(page.title ?? '', title));
}

/** @param {string} title of a page, maybe with its site's name @param {string} known */
function isTitled(title, known) {
  return title === known || (known.split(' ').length >= TELLING && title.includes(known));
}

/** @param {string} url */
const hostOf = (url) => /^https?:\/\/([^/?#]+)/u.exec(url)?.[1];

/** @param {string} url */
const withoutFragment = (url) => (/#[!/]/u.test(url) ? url : url.split('#')[0]);
