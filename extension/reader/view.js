/**
 * What the reading page shows, as data: the clean page, what was brought back into it,
 * and its marks.
 *
 * Every function takes a view and gives the next one; nothing here knows the document
 * or the browser, and nothing else in the reader keeps a second copy.
 */

import { segmenterOf } from './passages.js';

/**
 * @typedef {import('../lib/messages.js').Annotation} Annotation
 * @typedef {import('../lib/messages.js').Placement} Placement
 * @typedef {import('../lib/messages.js').Block} Block
 * @typedef {import('../lib/messages.js').Removal} Removal
 * @typedef {import('../lib/messages.js').CleanAnswer} CleanAnswer
 * @typedef {import('../lib/messages.js').StatedMark} StatedMark
 * @typedef {import('../lib/messages.js').ProblemShape} ProblemShape
 * @typedef {'saved' | 'saving' | 'waiting' | 'failed'} MarkState
 * @typedef {Readonly<{
 *   annotation: Annotation,
 *   placement: Placement,
 *   state: MarkState,
 *   problem: ProblemShape | null,
 * }>} ViewMark
 *
 * `back`: removals brought back into the view. `progress`: how far each mark has come that
 * was made, changed or deleted while the view is open, or still waits.
 * @typedef {Readonly<{
 *   page: CleanAnswer['page'],
 *   blocks: readonly Block[],
 *   removed: readonly Removal[],
 *   back: ReadonlySet<string>,
 *   marks: ReadonlyMap<string, ViewMark>,
 *   progress: ReadonlyMap<string, MarkState>,
 * }>} View
 * @typedef {{block: Block} | {removal: Removal}} Piece
 */

/** Words a minute of a grown-up reading prose silently (Brysbaert 2019: 238 for non-fiction). */
const WORDS_A_MINUTE = 238;

/**
 * The view of a page just cleaned.
 * @param {CleanAnswer} answer
 * @returns {View}
 */
export function opened(answer) {
  return {
    page: answer.page,
    blocks: answer.blocks,
    removed: answer.removed,
    back: new Set(),
    marks: new Map(
      answer.marks.map(({ annotation, placement, state, problem }) => [
        annotation.id,
        { annotation, placement, state, problem },
      ]),
    ),
    progress: new Map(
      answer.marks
        .filter(({ state }) => state !== 'saved')
        .map(({ annotation, state }) => [annotation.id, state]),
    ),
  };
}

/**
 * @param {View} view
 * @param {ViewMark} mark new, or in place of the one with its id
 * @returns {View}
 */
export function withMark(view, mark) {
  const { id } = mark.annotation;
  return withProgress({ ...view, marks: new Map(view.marks).set(id, mark) }, id, mark.state);
}

/**
 * @param {View} view
 * @param {string} id of a mark, deleted or not
 * @param {MarkState} state
 * @returns {View}
 */
export function withProgress(view, id, state) {
  return { ...view, progress: new Map(view.progress).set(id, state) };
}

/**
 * What the background tells of a mark, put into the view: made, changed, deleted, sent.
 * @param {View} view
 * @param {StatedMark} told
 * @param {Placement} placement where its words stand, if the view does not know it yet
 * @returns {View}
 */
export function withTold(view, { annotation, state, problem }, placement) {
  const { id } = annotation;
  if (annotation.deleted && state !== 'failed') return withProgress(withoutMark(view, id), id, state);
  const known = view.marks.get(id)?.placement;
  return withMark(view, { annotation, state, problem, placement: known ?? placement });
}

/**
 * Whether a mark the background tells of stands on the page of this view.
 * @param {View} view
 * @param {StatedMark} told
 * @returns {boolean}
 */
export function isHere({ page, marks, progress }, { annotation, url }) {
  if (marks.has(annotation.id) || progress.has(annotation.id)) return true;
  if (page.id !== null && annotation.page) return page.id === annotation.page;
  return url.split('#')[0] === page.url.split('#')[0];
}

/**
 * Whether what the server has of a mark is newer than what the view shows of it.
 * @param {View} view
 * @param {StatedMark} told
 * @returns {boolean}
 */
export function isNews({ marks }, { annotation }) {
  const shown = marks.get(annotation.id);
  if (!shown) return !annotation.deleted;
  return shown.state === 'saved' && annotation.rev > shown.annotation.rev;
}

/**
 * How far all that was done here has come: the state that most needs to be known.
 * @param {View} view
 * @returns {MarkState | null} null when nothing was done
 */
export function saveState({ progress }) {
  const states = new Set(progress.values());
  const order = /** @type {const} */ (['failed', 'saving', 'waiting', 'saved']);
  return order.find((state) => states.has(state)) ?? null;
}

/**
 * @param {View} view
 * @param {string} id
 * @returns {View}
 */
export function withoutMark(view, id) {
  const marks = new Map(view.marks);
  marks.delete(id);
  return { ...view, marks };
}

/**
 * Bring a left-out block into the view, or take it out again.
 * @param {View} view
 * @param {string} id
 * @param {boolean} there
 * @returns {View}
 */
export function withBack(view, id, there) {
  const back = new Set(view.back);
  if (there) back.add(id);
  else back.delete(id);
  return { ...view, back };
}

/**
 * The page's text, in which marks are counted.
 * @param {View} view
 * @returns {string}
 */
export function textOf(view) {
  return view.blocks
    .map((block) => block.text)
    .filter(Boolean)
    .join('\n');
}

/**
 * Blocks and brought-back blocks in the order they are read.
 * @param {View} view
 * @returns {Piece[]}
 */
export function pieces(view) {
  /** @type {Piece[]} */
  const order = [];
  for (let at = 0; at <= view.blocks.length; at += 1) {
    for (const removal of view.removed) {
      if (removal.at === at && view.back.has(removal.id)) order.push({ removal });
    }
    if (at < view.blocks.length) order.push({ block: view.blocks[at] });
  }
  return order;
}

/**
 * Marks in document order, those whose words stand nowhere apart, oldest first.
 * @param {View} view
 * @returns {{placed: ViewMark[], lost: ViewMark[]}}
 */
export function marksInOrder(view) {
  const marks = [...view.marks.values()];
  const start = (/** @type {ViewMark} */ mark) => mark.placement.ranges[0].start;
  const age = (/** @type {ViewMark} */ a, /** @type {ViewMark} */ b) =>
    a.annotation.created.localeCompare(b.annotation.created);
  return {
    placed: marks
      .filter((mark) => mark.placement.ranges.length > 0)
      .sort((a, b) => start(a) - start(b) || age(a, b)),
    lost: marks.filter((mark) => mark.placement.ranges.length === 0).sort(age),
  };
}

/**
 * The marks that lie over the character at `offset`, shortest first.
 * @param {View} view
 * @param {number} offset
 * @returns {ViewMark[]}
 */
export function marksAt(view, offset) {
  const length = (/** @type {ViewMark} */ { placement: { ranges } }) =>
    ranges[0].end - ranges[0].start;
  return [...view.marks.values()]
    .filter(({ placement }) =>
      placement.ranges.some(({ start, end }) => start <= offset && offset < end),
    )
    .sort((a, b) => length(a) - length(b));
}

/**
 * Names already given as speakers on this page, for completion.
 * @param {View} view
 * @returns {string[]}
 */
export function speakers(view) {
  return [
    ...new Set([...view.marks.values()].map(({ annotation }) => annotation.speaker).filter(Boolean)),
  ].sort((a, b) => a.localeCompare(b));
}

/**
 * Whole minutes to read the text, at least one.
 * @param {View} view
 * @returns {number}
 */
export function readingMinutes(view) {
  let count = 0;
  const segments = segmenterOf(view.page.language, 'word').segment(textOf(view));
  for (const { isWordLike } of segments) if (isWordLike) count += 1;
  return Math.max(1, Math.round(count / WORDS_A_MINUTE));
}
