/**
 * An attack of a web page on the server: what is tried, and what it would win.
 *
 * `wins` is what it must be able to do to a server that is open, or its failure at ours would
 * say nothing: `read`, `write`, or at least `reach` it. What may be `shown`, for it holds
 * nothing, is the pairing page in a tab of its own.
 *
 * @typedef {object} Attack
 * @property {string} name
 * @property {'read' | 'write' | 'reach'} wins
 * @property {boolean} [shown]
 * @property {string[]} [from] the places it is made from; a window is dear, so not from all
 * @property {(tag: string) => Promise<string>} run answers what could be read
 */

/**
 * What an attacker knows, to be on the safe side.
 * @typedef {{context: string, place: string, target: string, site: string, frame: string,
 *   mark: {id: string}, page: string, wrong: string, stolen: string, script: string,
 *   code: string, key: string}} Told
 */

export const MARKS = '/api/v1/annotations';
export const EXPORT = '/api/v1/export?format=json';
export const PORT = 'another port';
export const SITE = 'another site';
export const JSON_TYPE = 'application/json';

/** What attacks are built of. @param {Told} told */
export function parts({ target, site, mark }) {
  const json = JSON.stringify(mark);
  const [before, after] = json.split(' mark');
  /** An address at the target; its tag says which attack came. */
  const at = (path, tag) => `${target}${path}${path.includes('?') ? '&' : '?'}attack=${tag}`;
  return {
    json,
    at,
    via: (status, path, tag) => `${site}/redirect/${status}?to=${encodeURIComponent(at(path, tag))}`,
    typed: (type) => (type ? { 'Content-Type': type } : {}),
    bearer: (token) => ({ Authorization: `Bearer ${token}` }),
    /** A field that is JSON once a form of type text/plain has put "=" after its name. */
    smuggled: { [before]: after },
  };
}

/**
 * @param {string} name
 * @param {Attack['wins']} wins
 * @param {Attack['run']} run
 * @param {Pick<Attack, 'shown' | 'from'>} [more]
 * @returns {Attack}
 */
export const attack = (name, wins, run, more = {}) => ({ name, wins, run, ...more });
