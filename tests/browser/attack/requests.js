/** The attacks that a script of the page sends, or a form; they carry the page's origin. */

import { EXPORT, JSON_TYPE, MARKS, PORT, attack, parts } from './parts.js';
import * as ways from './ways.js';

const FORMS = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'];
const BODY_TYPES = [
  JSON_TYPE,
  'text/plain',
  'text/plain; application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  '',
];

/** @param {import('./parts.js').Told} told @returns {import('./parts.js').Attack[]} */
export function requests(told) {
  return [...fetches(told), ...pairings(told), ...others(told), ...forms(told)];
}

function fetches({ mark, page, wrong, stolen, script, ...told }) {
  const { json, at, typed, bearer } = parts({ mark, ...told });
  const bytes = new TextEncoder().encode(json); // has no type of its own
  const made = (name, wins, path, init) =>
    attack(`fetch ${name}`, wins, (tag) => ways.byFetch(at(path, tag), init));
  const posts = ['cors', 'no-cors'].flatMap((mode) =>
    BODY_TYPES.map((type) => {
      const init = { method: 'POST', mode, headers: typed(type), body: bytes };
      return made(`POST, ${mode}, ${type || 'no type'}`, 'write', MARKS, init);
    }),
  );
  const changes = ['PUT', 'PATCH', 'DELETE'].map((method) => {
    const headers = { 'If-Match': '"1"', ...typed(JSON_TYPE) };
    return made(`${method}, cors`, 'write', `${MARKS}/${mark.id}`, { method, headers, body: '{}' });
  });
  const tokens = Object.entries({ 'a wrong': wrong, 'a stolen': stolen, 'a script’s': script });
  const withTokens = tokens.flatMap(([whose, token]) => {
    const headers = { ...bearer(token), ...typed(JSON_TYPE) };
    return [
      made(`GET, ${whose} token`, 'read', MARKS, { headers: bearer(token) }),
      made(`POST, ${whose} token`, 'write', MARKS, { method: 'POST', headers, body: json }),
    ];
  });
  const deleting = { method: 'DELETE', headers: { ...bearer(stolen), 'If-Match': '"1"' } };
  const keepalive = { method: 'POST', mode: 'no-cors', keepalive: true, body: json };
  return [
    ...posts,
    made('POST, no-cors, keepalive', 'write', MARKS, keepalive),
    made('GET, cors', 'read', MARKS, {}),
    made('GET, no-cors', 'reach', MARKS, { mode: 'no-cors' }),
    made('GET, same-origin', 'read', MARKS, { mode: 'same-origin' }),
    made('GET the export, cors', 'read', EXPORT, {}),
    made('GET health, cors', 'read', '/api/v1/health', {}),
    made('HEAD, cors', 'reach', MARKS, { method: 'HEAD' }),
    ...changes,
    ...withTokens,
    made('DELETE a page, a stolen token', 'write', `/api/v1/pages/${page}`, deleting),
  ];
}

function pairings({ code, key, ...told }) {
  const { at, typed } = parts(told);
  const made = (name, path, body, type = JSON_TYPE) =>
    attack(name, 'write', (tag) => {
      const mode = type === JSON_TYPE ? 'cors' : 'no-cors';
      const init = { method: 'POST', mode, headers: typed(type), body: JSON.stringify(body) };
      return ways.byFetch(at(path, tag), init);
    });
  const pairing = { code, name: 'A page' };
  return [
    attack('look at the pairing code', 'read', (tag) => ways.byFetch(at('/pair/state', tag))),
    made('pair with the right code', '/api/v1/pairing', pairing),
    made('pair with the right code, text/plain', '/api/v1/pairing', pairing, 'text/plain'),
    ...['000000', '123456', '999999'].map((guess) =>
      made(`guess the code ${guess}`, '/api/v1/pairing', { code: guess, name: 'A page' }),
    ),
    made('ask for a pairing link', '/api/v1/pairing/link', {}),
    made('spend the key of a link', '/pair/session', { key }),
    made('show a new code', '/pair/code', {}),
    made('show a new code, text/plain', '/pair/code', {}, 'text/plain'),
  ];
}

function others(told) {
  const { json, at, typed } = parts(told);
  const posted = { method: 'POST', headers: typed(JSON_TYPE), body: json };
  const beacon = (name, body) =>
    attack(`sendBeacon, ${name}`, 'write', (tag) => ways.byBeacon(at(MARKS, tag), body));
  const fields = new FormData();
  fields.set('mark', json);
  return [
    attack('XMLHttpRequest GET', 'read', (tag) => ways.byRequest(at(MARKS, tag), { method: 'GET' })),
    attack('XMLHttpRequest POST', 'write', (tag) => ways.byRequest(at(MARKS, tag), posted)),
    beacon('text/plain', json),
    beacon('application/json', new Blob([json], { type: JSON_TYPE })),
    beacon('multipart/form-data', fields),
    attack('WebSocket to the marks', 'read', (tag) => ways.bySocket(at(MARKS, tag))),
    attack('WebSocket to the pairing page', 'read', (tag) => ways.bySocket(at('/pair', tag))),
    attack('EventSource', 'read', (tag) => ways.byEvents(at(MARKS, tag))),
  ];
}

function forms(told) {
  const { at, smuggled } = parts(told);
  const posted = (tag, enctype) => ({ action: at(MARKS, tag), method: 'post', enctype });
  return [
    ...FORMS.map((enctype) =>
      attack(`form POST, ${enctype}`, 'write', (tag) =>
        ways.byForm(tag, posted(tag, enctype), smuggled),
      ),
    ),
    attack(
      'form POST into a window',
      'write',
      (tag) => ways.byForm(tag, posted(tag, 'text/plain'), smuggled, '_blank'),
      { from: [PORT] },
    ),
    attack('form POST, a new code', 'write', (tag) =>
      ways.byForm(tag, { action: at('/pair/code', tag), method: 'post' }, {}),
    ),
    attack('form GET', 'read', (tag) =>
      ways.byForm(tag, { action: at(MARKS, tag), method: 'get' }, { attack: tag }),
    ),
  ];
}
