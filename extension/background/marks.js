/**
 * Pages with their marks: what the server has of them, and what waits put over it.
 */

import { Problem } from '../lib/messages.js';
import { placedIn, savedOf, withPending } from '../lib/pending.js';
import * as api from './api.js';
import * as queue from './queue.js';

/**
 * @typedef {import('../lib/messages.js').Annotation} Annotation
 * @typedef {import('../lib/messages.js').Capture} Capture
 * @typedef {import('../lib/messages.js').CleanAnswer} CleanAnswer
 * @typedef {import('../lib/messages.js').PlacedMark} PlacedMark
 * @typedef {import('../lib/messages.js').StatedMark} StatedMark
 * @typedef {import('../lib/messages.js').PageAsked} PageAsked
 */

/**
 * The clean view of a captured page, with all marks of it.
 * @param {Capture} capture
 * @returns {Promise<CleanAnswer>}
 */
export async function cleanView(capture) {
  const answer = await api.clean(capture);
  const text = answer.blocks
    .map((/** @type {{text: string}} */ block) => block.text)
    .filter(Boolean)
    .join('\n');
  const saved = answer.marks.map((/** @type {Pick<PlacedMark, 'annotation' | 'placement'>} */ mark) => ({
    ...savedOf(mark.annotation, answer.page.url),
    placement: mark.placement,
  }));
  const marks = withPending(saved, await queue.pending(), answer.page, (stated) =>
    placedIn(stated, text),
  );
  return { ...answer, marks };
}

/**
 * The marks of the document that a page is. Without a server: those that wait.
 * @param {PageAsked} page
 * @returns {Promise<StatedMark[]>}
 */
export async function marksOf(page) {
  return withPending(await known(page), await queue.pending(), page, (stated) => stated);
}

/**
 * Whether there are marks of the document that a page is. Without a server: whether any wait.
 * @param {PageAsked} page
 * @returns {Promise<boolean>}
 */
export async function hasMarks(page) {
  const waiting = withPending([], await queue.pending(), page, (stated) => stated);
  if (waiting.length > 0) return true;
  return (await unlessAway(api.countMarks(page), 0)) > 0;
}

/**
 * The marks of a page, deleted ones too, if there is news of them; what waits here is none.
 * @param {PageAsked} page
 * @param {string} seen what was answered last; "" for the first time
 * @returns {Promise<{seen: string, marks: StatedMark[]}>}
 */
export async function newsOf(page, seen) {
  const { url } = page;
  const news = await api.marksSince(seen, { ...api.wantedOf(page), deleted: 'true' });
  const own = new Set((await queue.pending()).map(({ id }) => id));
  if (own.size > 0) queue.send(); // the server is there
  const marks = (news.marks ?? []).filter(({ id }) => !own.has(id));
  return { seen: news.seen, marks: marks.map((annotation) => savedOf(annotation, url)) };
}

/** @param {PageAsked} page @returns {Promise<StatedMark[]>} */
async function known(page) {
  const marks = await unlessAway(api.marksAt(page), []);
  return marks.map((annotation) => savedOf(annotation, page.url));
}

/**
 * @template Answer
 * @param {Promise<Answer>} answer
 * @param {Answer} without a server
 * @returns {Promise<Answer>}
 */
async function unlessAway(answer, without) {
  try {
    return await answer;
  } catch (thrown) {
    const { name } = Problem.from(thrown);
    if (['server_away', 'other_program', 'unpaired'].includes(name)) return without;
    throw thrown;
  }
}

/**
 * Make a mark.
 * @param {import('../lib/messages.js').NewMark} mark
 * @returns {Promise<StatedMark>}
 */
export function create(mark) {
  const { url, canonical = null } = mark.page;
  return queue.enqueue({ id: mark.id, url, canonical, base: null }, { op: 'create', mark });
}

/**
 * Do something to a mark that is there.
 * @param {{annotation: Annotation, url: string}} mark as it was last seen
 * @param {import('../lib/pending.js').Step} step
 * @returns {Promise<StatedMark>}
 */
export function alter({ annotation, url }, step) {
  return queue.enqueue({ id: annotation.id, url, canonical: null, base: annotation }, step);
}
