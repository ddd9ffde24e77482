/**
 * Marks on their way to the server: kept here first, sent once, in order.
 *
 * The one owner of what waits. Each pending mark has an entry of its own in
 * `storage.local`, written before anything is sent and removed when the server has it, so
 * that a browser that is killed loses nothing. Sending stops at the first problem that
 * passes by itself and is tried again; what the server refuses for good is set aside as
 * failed until the person decides.
 */

import { browser } from '../browser.js';
import { Problem } from '../lib/messages.js';
import {
  again,
  isTaken,
  savedOf,
  statedOf,
  withProblem,
  withStep,
  withoutStep,
} from '../lib/pending.js';
import * as api from './api.js';

/**
 * @typedef {import('../lib/messages.js').Annotation} Annotation
 * @typedef {import('../lib/messages.js').StatedMark} StatedMark
 * @typedef {import('../lib/pending.js').Pending} Pending
 * @typedef {import('../lib/pending.js').Step} Step
 */

const { local } = browser.storage;
const PREFIX = 'pending:';
const ALARM = 'send-marks';
/** Minutes between tries when nothing else wakes us; the browsers' least. */
const ALARM_MINUTES = 0.5;
/** Milliseconds to the next try, doubled each time, while we are awake. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;

/** @type {Set<(stated: StatedMark) => void>} hear of each mark whose state changes */
const watchers = new Set();
/** @type {Promise<boolean> | null} */
let sending = null;
let pause = FIRST_PAUSE;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** What waits, by the mark's id; read once, then kept in step with the storage. */
const loaded = load();
/** Marks as the server had them after our own last step. @type {Map<string, Annotation>} */
const latest = new Map();
/** Ends when nothing is being written down. @type {Promise<unknown>} */
let writing = Promise.resolve();

/**
 * Do what reads an entry and writes it, with no other between the two: a step made in the moment
 * in which the one before it arrives would be written over.
 * @template Result
 * @param {(known: Map<string, Pending>) => Promise<Result>} act
 * @returns {Promise<Result>}
 */
function alone(act) {
  const done = writing.then(async () => act(await loaded));
  writing = done.catch(() => {});
  return done;
}

/** @returns {Promise<Map<string, Pending>>} */
async function load() {
  const kept = Object.entries(await local.get(null)).filter(([key]) => key.startsWith(PREFIX));
  return new Map(kept.map(([key, one]) => [key.slice(PREFIX.length), /** @type {Pending} */ (one)]));
}

/** @param {Pending} one */
async function keep(one) {
  await local.set({ [PREFIX + one.id]: one });
  (await loaded).set(one.id, one);
}

/** @param {string} id */
async function drop(id) {
  await local.remove(PREFIX + id);
  (await loaded).delete(id);
}

/** @returns {Promise<Pending[]>} all that wait or failed, in order */
export async function pending() {
  return [...(await loaded).values()].sort((a, b) => a.order - b.order);
}

/** @returns {Promise<number>} how many wait */
export async function waiting() {
  return (await pending()).filter(({ state }) => state === 'waiting').length;
}

/**
 * Start: `heard` is told of every mark whose state changes.
 * @param {(marks: StatedMark[]) => void} heard
 */
export function start(heard) {
  watchers.add((stated) => heard([stated]));
  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === ALARM) send();
  });
  send();
}

/**
 * Keep a step, then try to send it.
 * @param {{id: string, url: string, canonical: string | null, base: Annotation | null}} mark
 * @param {Step} step
 * @returns {Promise<StatedMark>} saved, waiting or failed
 */
export function enqueue(mark, step) {
  return followed(mark.id, async (known) => {
    const order = Math.max(0, ...[...known.values()].map((one) => one.order)) + 1;
    const ours = latest.get(mark.id); // newer than what the page knew when it asked
    const base = mark.base && ours && ours.rev > mark.base.rev ? ours : mark.base;
    await keep(withStep(known.get(mark.id), { ...mark, base, order }, step));
  });
}

/**
 * Send a mark that failed once more.
 * @param {string} id
 * @returns {Promise<StatedMark>}
 */
export function retry(id) {
  return followed(id, async (known) => {
    const failed = known.get(id);
    if (!failed) throw new Problem({ name: 'unknown', detail: 'this mark does not wait any more' });
    await keep(again(failed));
  });
}

/**
 * Let what failed of a mark go. What the server has of it is told.
 * @param {string} id
 */
export async function discard(id) {
  const failed = await alone(async (known) => {
    const one = known.get(id);
    if (one) await drop(id);
    return one;
  });
  if (!failed) return;
  const left = failed.problem?.more?.current ?? failed.base;
  const gone = { ...statedOf(failed).annotation, deleted: new Date().toISOString() };
  announce(savedOf(/** @type {Annotation} */ (left ?? gone), failed.url));
}

/**
 * Send what waits, in order, until none is left or one has to wait.
 * @returns {Promise<boolean>} whether all that could be sent was
 */
export function send() {
  sending ??= sendAll().finally(() => (sending = null));
  return sending;
}

/**
 * Do something to what waits of a mark, send, and say how far the mark has come.
 * @param {string} id
 * @param {(known: Map<string, Pending>) => Promise<void>} act
 * @returns {Promise<StatedMark>}
 */
async function followed(id, act) {
  /** @type {StatedMark | null} */
  let last = null;
  const watch = (/** @type {StatedMark} */ stated) => {
    if (stated.annotation.id === id) last = stated;
  };
  watchers.add(watch);
  try {
    const known = await loaded;
    await alone(act);
    // A round that was under way may have passed this mark by.
    if ((await send()) && known.get(id)?.state === 'waiting') await send();
    const left = known.get(id);
    return left ? statedOf(left) : /** @type {StatedMark} */ (/** @type {unknown} */ (last));
  } finally {
    watchers.delete(watch);
  }
}

/** @returns {Promise<boolean>} */
async function sendAll() {
  for (;;) {
    const next = (await pending()).find(({ state }) => state === 'waiting');
    if (!next) {
      await rest(false);
      return true;
    }
    try {
      await sent(next, await take(next));
    } catch (thrown) {
      const refused = withProblem(next, Problem.from(thrown).shape);
      await settle(next, refused);
      if (refused.state === 'waiting') {
        await rest(true);
        return false;
      }
    }
  }
}

/**
 * Have the server take the first step of a mark.
 * @param {Pending} next
 * @returns {Promise<Annotation>} what the server has then
 */
async function take({ id, base, steps: [step] }) {
  if (step.op === 'create') return api.add(step.mark);
  const rev = base?.rev ?? 0;
  try {
    if (step.op === 'delete') return await api.remove(id, rev);
    return await api.change(id, rev, step.op === 'change' ? step.change : { deleted: null });
  } catch (thrown) {
    const problem = Problem.from(thrown);
    const current = /** @type {Annotation | undefined} */ (problem.more?.current);
    if (problem.name !== 'conflict' || !current) throw problem;
    if (isTaken(step, current)) return current;
    // A restoring says nothing of the content, so it holds on whatever was deleted.
    if (step.op === 'restore') return api.change(id, current.rev, { deleted: null });
    throw problem;
  }
}

/**
 * The server has the first step of `taken`.
 * @param {Pending} taken
 * @param {Annotation} annotation
 */
async function sent(taken, annotation) {
  const left = await alone(async (known) => {
    latest.set(taken.id, annotation);
    const after = withoutStep(known.get(taken.id) ?? taken, annotation); // more may be done by now
    if (after) await keep(after);
    else await drop(taken.id);
    return after;
  });
  announce(left ? statedOf(left) : savedOf(annotation, taken.url));
}

/**
 * The first step of `tried` was refused, or could not be sent.
 * @param {Pending} tried
 * @param {Pending} refused
 */
async function settle(tried, refused) {
  const { state, problem } = refused;
  await alone(async (known) => {
    const now = known.get(tried.id) ?? tried;
    const isNews = now.state !== state || now.problem?.name !== problem?.name;
    await keep({ ...now, state, problem });
    if (isNews) announce(statedOf({ ...now, state, problem }));
  });
}

/**
 * Plan the next try, if there is something to try.
 * @param {boolean} more
 */
async function rest(more) {
  clearTimeout(timer);
  if (!more) {
    pause = FIRST_PAUSE;
    await browser.alarms.clear(ALARM);
    return;
  }
  timer = setTimeout(send, pause);
  pause = Math.min(2 * pause, LONGEST_PAUSE);
  await browser.alarms.create(ALARM, { periodInMinutes: ALARM_MINUTES });
}

/** @param {StatedMark} stated */
function announce(stated) {
  for (const watch of [...watchers]) watch(stated);
}
