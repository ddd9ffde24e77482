/**
 * What was done to marks while the reader is open, to be undone and done again.
 *
 * A step is what it did to each mark it touched; null is a mark that is not there. Nothing
 * here knows the server: a step is undone by doing its reverse.
 */

/**
 * @typedef {import('../lib/messages.js').Annotation} Annotation
 * @typedef {import('../lib/messages.js').MarkChange} MarkChange
 * @typedef {Readonly<{id: string, before: Annotation | null, after: Annotation | null}>} Transition
 * @typedef {readonly Transition[]} Step
 * @typedef {Readonly<{done: readonly Step[], undone: readonly Step[]}>} History
 */

/** Steps that are remembered. */
export const LIMIT = 50;
/** What a person can change of a mark; never its words. */
const FIELDS = /** @type {const} */ (['kind', 'speaker', 'note', 'tags', 'colour']);

/** @type {History} */
export const EMPTY = { done: [], undone: [] };

/**
 * @param {History} history
 * @param {Step} step just done; what was undone before cannot be done again
 * @returns {History}
 */
export function withStep({ done }, step) {
  return { done: [...done, step].slice(-LIMIT), undone: [] };
}

/**
 * @param {History} history
 * @param {'done' | 'undone'} from
 * @returns {{step: Step, taken: History, turned: History} | null} the last step of `from`, and
 *   the history without it, and with it on the other side; null if there is none
 */
export function lastOf(history, from) {
  const step = history[from].at(-1);
  if (!step) return null;
  const other = from === 'done' ? 'undone' : 'done';
  const taken = { ...history, [from]: history[from].slice(0, -1) };
  return { step, taken, turned: { ...taken, [other]: [...history[other], step] } };
}

/** @param {Step} step @returns {Step} */
export function reversed(step) {
  return step.map(({ id, before, after }) => ({ id, before: after, after: before })).reverse();
}

/**
 * What makes `before` into `after`.
 * @param {Annotation} before
 * @param {Annotation} after
 * @returns {MarkChange}
 */
export function changeBetween(before, after) {
  const changed = FIELDS.filter((name) => !isSame(before[name], after[name]));
  return Object.fromEntries(changed.map((name) => [name, after[name]]));
}

/**
 * Whether a mark still has everywhere what `change` would change, as it stood in `before`.
 * @param {Annotation} now
 * @param {Annotation} before
 * @param {MarkChange} change
 * @returns {boolean}
 */
export function isAsBefore(now, before, change) {
  return FIELDS.every((name) => !(name in change) || isSame(now[name], before[name]));
}

/** @param {unknown} one @param {unknown} other JSON */
function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
