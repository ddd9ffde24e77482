/**
 * What the popup shows, as data, and what follows from it.
 *
 * @typedef {import('../lib/messages.js').Status} Status
 * @typedef {import('../lib/messages.js').TabState} TabState
 * @typedef {import('../lib/messages.js').StatedMark} StatedMark
 * @typedef {import('../lib/messages.js').ProblemShape} ProblemShape
 * @typedef {{status: Status, tab: TabState, marks: readonly StatedMark[]}} PopupState
 *
 * @typedef {object} Shown
 * @property {boolean} pairing
 * @property {boolean} seen a pairing page shows a code, of another server than this browser is
 *   paired with, so the popup only asks yes or no
 * @property {boolean} page
 * @property {boolean} actions reading and marking; a reader is read already
 * @property {boolean} marks
 * @property {string | null} exportPage the page's id, once one of its marks is kept
 * @property {boolean} exportAll
 * @property {ProblemShape | null} problem the one that stands in the way
 */

/**
 * @param {PopupState} state
 * @returns {Shown}
 */
export function shown({ status, tab, marks }) {
  const ready = status.server === 'ready';
  const unpaired = status.server === 'unpaired';
  const seen = status.pairing !== null && (unpaired || status.pairing.address !== status.address);
  const readable = tab.problem === null;
  return {
    pairing: unpaired || seen,
    seen,
    page: readable && !unpaired && !seen,
    actions: tab.reader === null,
    marks: readable && (ready || marks.length > 0),
    exportPage: (ready && marks.find(({ annotation }) => annotation.page)?.annotation.page) || null,
    exportAll: ready,
    problem: problemOf(status, tab),
  };
}

/** @param {Status} status @param {TabState} tab @returns {ProblemShape | null} */
function problemOf(status, tab) {
  if (status.server === 'away') return { name: 'server_away' };
  if (status.server === 'other') return { name: 'other_program' };
  return status.server === 'ready' ? tab.problem : null; // pairing comes before the page
}
