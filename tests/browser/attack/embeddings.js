/** The attacks by what a page shows or loads: elements, frames, windows, workers, redirects. */

import { EXPORT, JSON_TYPE, MARKS, PORT, SITE, attack, parts } from './parts.js';
import * as ways from './ways.js';

const STYLE = '/pair/static/pair.css';
const SCRIPT = '/pair/static/pair.js';
const IMAGE = '/pair/static/winnow.svg';
const HOSTS = [
  'localhost.',
  'winnow.localhost',
  '0.0.0.0',
  '[::ffff:127.0.0.1]',
  '127.0.0.1.news.example',
];

/** @param {import('./parts.js').Told} told @returns {import('./parts.js').Attack[]} */
export function embeddings(told) {
  return [...elements(told), ...frames(told), ...workers(told), ...redirects(told), ...names(told)];
}

const width = (image) => `width ${image.naturalWidth}`;

function elements(told) {
  const { at } = parts(told);
  const image = (name, path) =>
    attack(name, 'read', (tag) => ways.byElement('img', { src: at(path, tag) }, width));
  const script = (name, path, attributes = {}) =>
    attack(name, 'read', (tag) => ways.byScript(at(path, tag), tag, attributes));
  const sheet = (name, path) =>
    attack(name, 'read', (tag) => {
      const read = () => ways.styleOf(tag) || 'loaded';
      return ways.byElement('link', { rel: 'stylesheet', href: at(path, tag) }, read);
    });
  const loading = (name, element, attributes, source = 'src') =>
    attack(name, 'reach', (tag) =>
      ways.byElement(element, { ...attributes, [source]: at(EXPORT, tag) }, () => ''),
    );
  const preload = { rel: 'preload', as: 'fetch', crossorigin: 'use-credentials' };
  return [
    image('image', IMAGE),
    image('image of the export', EXPORT),
    script('script', SCRIPT),
    script('script of the export', EXPORT),
    script('script, module', SCRIPT, { type: 'module' }),
    sheet('stylesheet', STYLE),
    sheet('stylesheet of the export', EXPORT),
    attack('stylesheet by @import', 'read', (tag) =>
      ways.byRules(`@import url("${at(STYLE, tag)}");`, () => ways.styleOf(tag)),
    ),
    attack('font', 'reach', (tag) => {
      const family = `f${tag.replace('.', '-')}`;
      return ways.byRules(`@font-face { font-family: ${family}; src: url("${at(EXPORT, tag)}"); }
        .attacked { font-family: ${family}; }`);
    }),
    attack('part of an SVG', 'reach', (tag) => ways.byUse(at(IMAGE, tag))),
    loading('preload', 'link', preload, 'href'),
    loading('audio', 'audio', { preload: 'auto' }),
    loading('video', 'video', { preload: 'auto' }),
  ];
}

function frames(told) {
  const { at } = parts(told);
  const html = { type: 'text/html' };
  return [
    attack('iframe of the pairing page', 'read', (tag) => ways.byFrame(tag, { src: at('/pair', tag) })),
    attack('iframe of the pairing page, sandboxed', 'reach', (tag) =>
      ways.byFrame(
        tag,
        { src: at('/pair', tag), sandbox: 'allow-scripts' },
        { ms: ways.IN_VAIN_MS },
      ),
    ),
    attack('iframe of the export', 'read', (tag) => ways.byFrame(tag, { src: at(EXPORT, tag) })),
    attack('object of the pairing page', 'read', (tag) =>
      ways.byFrame(tag, { ...html, data: at('/pair', tag) }, { name: 'object' }),
    ),
    attack('embed of the pairing page', 'reach', (tag) =>
      ways.byFrame(tag, { ...html, src: at('/pair', tag) }, { name: 'embed', ms: ways.IN_VAIN_MS }),
    ),
    attack('window of the export', 'read', (tag) => ways.byWindow(tag, at(EXPORT, tag)), {
      from: [PORT, SITE],
    }),
    attack('window of the pairing page', 'read', (tag) => ways.byWindow(tag, at('/pair', tag)), {
      shown: true,
      from: [PORT, SITE],
    }),
  ];
}

function workers(told) {
  const { at } = parts(told);
  const quoted = (path, tag) => JSON.stringify(at(path, tag));
  return [
    attack('worker, importScripts', 'read', (tag) =>
      ways.byWorker(`importScripts(${quoted(SCRIPT, tag)})`),
    ),
    attack('worker, fetch', 'read', (tag) =>
      ways.byWorker(`fetch(${quoted(MARKS, tag)}).then((a) => a.text()).catch(() => '').then(postMessage)`),
    ),
  ];
}

function redirects({ site, stolen, ...told }) {
  const { json, at, via, typed, bearer, smuggled } = parts({ site, ...told });
  const encoded = (path, tag) => encodeURIComponent(at(path, tag));
  const posted = { method: 'POST', headers: typed(JSON_TYPE), body: json };
  const blind = { method: 'POST', mode: 'no-cors', body: json };
  const into = (status, name, wins, run, more) =>
    attack(`redirect ${status}, ${name}`, wins, run, more);
  return [
    into(302, 'fetch POST, no-cors', 'reach', (tag) => ways.byFetch(via(302, MARKS, tag), blind)),
    into(307, 'fetch POST, no-cors', 'write', (tag) => ways.byFetch(via(307, MARKS, tag), blind)),
    into(308, 'fetch POST, no-cors', 'write', (tag) => ways.byFetch(via(308, MARKS, tag), blind)),
    into(307, 'fetch POST, cors', 'write', (tag) => ways.byFetch(via(307, MARKS, tag), posted)),
    into(302, 'fetch GET, a stolen token', 'reach', (tag) =>
      ways.byFetch(via(302, MARKS, tag), { headers: bearer(stolen) }),
    ),
    into(307, 'form POST', 'write', (tag) => {
      const form = { action: via(307, MARKS, tag), method: 'post', enctype: 'text/plain' };
      return ways.byForm(tag, form, smuggled);
    }),
    into(302, 'image', 'read', (tag) => ways.byElement('img', { src: via(302, IMAGE, tag) }, width)),
    into(302, 'script', 'read', (tag) => ways.byScript(via(302, SCRIPT, tag), tag)),
    into(302, 'iframe', 'read', (tag) => ways.byFrame(tag, { src: via(302, '/pair', tag) })),
    into(302, 'window', 'read', (tag) => ways.byWindow(tag, via(302, '/pair', tag)), {
      shown: true,
      from: [PORT],
    }),
    attack('refresh, in an iframe', 'read', (tag) =>
      ways.byFrame(tag, { src: `${site}/refresh?to=${encoded(EXPORT, tag)}` }),
    ),
    attack('ping of a link', 'write', (tag) => ways.byPing(at(MARKS, tag))),
    attack('report of a content policy', 'write', (tag) =>
      ways.byFrame(
        tag,
        { src: `${site}/reporting?to=${encoded(MARKS, tag)}` },
        { ms: ways.IN_VAIN_MS },
      ),
    ),
  ];
}

function names({ target, ...told }) {
  const { at } = parts({ target, ...told });
  const { hostname } = new URL(target);
  return HOSTS.map((host) =>
    attack(`fetch by the name ${host}`, 'read', (tag) =>
      ways.byFetch(at(EXPORT, tag).replace(hostname, host)),
    ),
  );
}
