/**
 * The server's refusals by our names: every problem of `server/winnow/errors.py` stands here, so
 * that each is told in the reader's language. tests/js/refusals.test.js holds the two together.
 */

/** @typedef {import('./messages.js').ProblemName} ProblemName */

const URN = 'urn:winnow:problem:';

/** @type {Readonly<Record<string, ProblemName>>} */
export const REFUSALS = {
  'not-paired': 'unpaired',
  'wrong-origin': 'unpaired',
  'wrong-code': 'wrong_code',
  'no-code': 'code_expired',
  'stale-revision': 'conflict',
  'not-found': 'gone',
  'deleted': 'gone',
  'page-full': 'page_full',
  'too-large': 'page_too_large',
  'unreadable-page': 'empty_page',
  'disk': 'disk_full',
  'busy': 'busy',
  'devices-unreadable': 'busy',
  // a field, such as a note, that is longer than the server takes; it says which
  'invalid': 'refused',
  'conflict': 'refused',
  // what this extension never sends; the server's own sentence says what it was
  'bad-request': 'refused',
  'bad-host': 'refused',
  'bad-json': 'refused',
  'not-json': 'refused',
  'method-not-allowed': 'refused',
  'revision-needed': 'refused',
  'foreign-origin': 'refused',
  'local-only': 'refused',
  'stale-signature': 'refused',
  // the pairing page's own
  'no-session': 'refused',
  'link-spent': 'refused',
  'internal': 'unknown',
  'store': 'unknown',
};

/**
 * @param {unknown} type of an RFC 9457 problem
 * @param {number} status
 * @returns {ProblemName} for a server that is newer than we are, by its status
 */
export function nameOf(type, status) {
  return REFUSALS[String(type).replace(URN, '')] ?? (status < 500 ? 'refused' : 'unknown');
}
