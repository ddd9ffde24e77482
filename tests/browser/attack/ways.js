/**
 * The ways by which a page reaches a server. Each answers what the page could read by it,
 * which is nothing when it was kept out, and none takes longer than PATIENCE_MS.
 *
 * What is loaded says so by an event; what is shown may say nothing, so it is looked at until
 * it tells something: for `told.shownMs`, or for IN_VAIN_MS where nothing is to be read.
 */

const PATIENCE_MS = 60_000; // of a loaded machine
export const IN_VAIN_MS = 3_000;
const LOOK_MS = 50;

/** What documents of the open server tell those that framed or opened them, by tag. */
const told = new Map();
addEventListener('message', ({ data }) => {
  if (data?.tag) told.set(data.tag, data.secret);
});

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** @param {() => Promise<string>} way @returns {Promise<string>} nothing if it was refused at once */
export const inTime = (way) =>
  Promise.race([way().catch(() => ''), pause(PATIENCE_MS).then(() => '')]);

/** @param {string} url @param {RequestInit} [init] */
export async function byFetch(url, init = {}) {
  const answer = await fetch(url, { credentials: 'include', ...init });
  return answer.text();
}

/** @param {string} url @param {{method: string, headers?: Record<string, string>, body?: string}} request */
export function byRequest(url, { method, headers = {}, body }) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    request.withCredentials = true;
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.onloadend = () => done(request.responseText);
    request.send(body);
  });
}

/** @param {string} url @param {BodyInit} body */
export async function byBeacon(url, body) {
  navigator.sendBeacon(url, body);
  return '';
}

/** @param {string} url */
export function bySocket(url) {
  return new Promise((done) => {
    const socket = new WebSocket(url.replace('http', 'ws'));
    socket.onmessage = ({ data }) => done(data);
    socket.onclose = () => done('');
  });
}

/** @param {string} url */
export function byEvents(url) {
  return new Promise((done) => {
    const events = new EventSource(url, { withCredentials: true });
    const end = (text) => {
      events.close();
      done(text);
    };
    events.onmessage = ({ data }) => end(data);
    events.onerror = () => end('');
  });
}

/**
 * What `read` sees in the end, which may be nothing.
 * @param {() => string} read
 * @param {number} [ms]
 */
async function shown(read, ms = window.told.shownMs) {
  const end = Date.now() + ms;
  let seen = read();
  while (!seen && Date.now() < end) {
    await pause(LOOK_MS);
    seen = read();
  }
  return seen;
}

/**
 * By an element that fetches what it names. That it loads is something read.
 * @param {string} name
 * @param {Record<string, string>} attributes
 * @param {(element: any) => string} [read]
 */
export function byElement(name, attributes, read = () => 'loaded') {
  return new Promise((done) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    for (const event of ['load', 'loadeddata']) {
      element.addEventListener(event, () => done(read(element)));
    }
    element.addEventListener('error', () => done(''));
    document.body.append(element);
    if (name === 'audio' || name === 'video') element.load();
  });
}

/** @param {string} url @param {string} tag */
export function byScript(url, tag, attributes = {}) {
  return byElement('script', { src: url, ...attributes }, () => globalThis.readByScript?.[tag] ?? 'ran');
}

/** @param {string} tag what the open server's style sheet sets */
export const styleOf = (tag) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--read-${tag.replace('.', '-')}`);

/** @param {string} rules of a style sheet that fetches; it says nothing when it has */
export async function byRules(rules, read) {
  const sheet = document.createElement('style');
  sheet.textContent = rules;
  const used = document.createElement('p');
  used.className = 'attacked';
  used.textContent = 'attacked';
  document.body.append(sheet, used);
  if (read) return shown(() => (used.offsetWidth > 0 ? read() : ''));
  return shown(() => (used.offsetWidth > 0 ? '' : 'hidden'), IN_VAIN_MS);
}

/** An SVG that shows a part of another. @param {string} url */
export async function byUse(url) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `${url}#g`);
  svg.append(use);
  document.body.append(svg);
  return shown(() => (use.getBoundingClientRect().width > 0 ? 'drawn' : ''), IN_VAIN_MS);
}

/**
 * In a frame, or an object or embed; what it shows is told by itself, or read across the border.
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {{name?: string, ms?: number}} [more] the element's name, and how long it is looked at
 */
export async function byFrame(tag, attributes, { name = 'iframe', ms } = {}) {
  const frame = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) frame.setAttribute(key, value);
  document.body.append(frame);
  return shown(() => told.get(tag) ?? textOf(() => frame.contentDocument), ms);
}

/**
 * By a form that is sent into a frame.
 * @param {string} tag
 * @param {Record<string, string>} attributes of the form
 * @param {Record<string, string>} fields
 * @param {string} [target] `_blank` for a window
 */
export async function byForm(tag, attributes, fields, target = `frame-${tag}`) {
  const frame = document.createElement('iframe');
  frame.name = target;
  const form = document.createElement('form');
  for (const [key, value] of Object.entries({ ...attributes, target })) form.setAttribute(key, value);
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement('textarea');
    [field.name, field.value] = [name, value];
    form.append(field);
  }
  document.body.append(frame, form);
  form.submit();
  const ms = target === '_blank' ? IN_VAIN_MS : undefined; // it has no opener that it could tell
  return shown(() => told.get(tag) ?? textOf(() => frame.contentDocument), ms);
}

/** In a window of its own. @param {string} tag @param {string} url */
export async function byWindow(tag, url) {
  const opened = window.open(url, `window-${tag}`, 'width=200,height=200');
  const read = await shown(() => told.get(tag) ?? textOf(() => opened?.document));
  opened?.close();
  return read;
}

/** In a worker, by a script of our own in it. @param {string} script */
export function byWorker(script) {
  return new Promise((done) => {
    const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    const worker = new Worker(address);
    worker.onmessage = ({ data }) => done(String(data));
    worker.onerror = () => done('');
  });
}

/** By a link that tells another address that it was followed. @param {string} url */
export async function byPing(url) {
  const link = document.createElement('a');
  [link.href, link.ping, link.target] = ['about:blank', url, 'pinged'];
  const frame = document.createElement('iframe');
  frame.name = 'pinged';
  document.body.append(frame, link);
  link.click();
  return '';
}

/** @param {() => Document | null | undefined} document what may not be looked into */
function textOf(document) {
  try {
    return document()?.body?.textContent?.trim() ?? '';
  } catch {
    return '';
  }
}
