/**
 * The pairing page: trades the link's key for a cookie, shows a code, says who used it.
 *
 * The key stands in the address's fragment, which a browser sends to no server; it is taken
 * out of the address before anything else happens.
 */

const POLL_MS = 700;

/** @typedef {{code: string | null, seconds_left: number, paired: string | null}} State */

const output = byId('winnow-pair-code');
const holds = byId('holds');
const again = byId('again');

again.addEventListener('click', () => void showCode());
void start();

async function start() {
  const key = location.hash.slice(1);
  history.replaceState(null, '', location.pathname);
  if (key) {
    const answer = await ask('/pair/session', { key });
    if (!answer) return;
    if (!answer.ok) return show('spent');
    await showCode();
  } else {
    await look();
  }
  poll();
}

function poll() {
  setTimeout(async () => {
    await look();
    poll();
  }, POLL_MS);
}

async function showCode() {
  const answer = await ask('/pair/code', {});
  if (answer) await read(answer);
}

async function look() {
  const answer = await ask('/pair/state', {});
  if (answer) await read(answer);
}

/** @param {Response} answer */
async function read(answer) {
  if (answer.status === 401) return show('no_session');
  if (!answer.ok) return show('away');
  /** @type {State} */
  const state = await answer.json();
  if (state.code) {
    show('code', state.code);
    const seconds = String(Math.ceil(state.seconds_left));
    holds.textContent = (holds.dataset.words ?? '').replace('{seconds}', seconds);
  } else if (state.paired) {
    const paired = byId('paired');
    paired.textContent = (paired.dataset.words ?? '').replace('{name}', () => state.paired ?? '');
    show('paired');
  } else {
    show('expired');
  }
}

/**
 * Show the parts of the page for `state`, and `code` if there is one.
 * Nothing is touched that stays the same, so that a screen reader does not repeat itself.
 * @param {string} state
 * @param {string} [code]
 */
function show(state, code = '') {
  document.body.dataset.state = state;
  if (output.textContent !== code) output.textContent = code;
  for (const part of document.querySelectorAll('[data-for]')) {
    if (part instanceof HTMLElement) part.hidden = part.dataset.for !== state;
  }
  again.hidden = state !== 'expired' && state !== 'paired';
}

/**
 * The server's answer; none when it is away, which is shown.
 * @param {string} path
 * @param {object} body
 * @returns {Promise<Response | undefined>}
 */
async function ask(path, body) {
  try {
    return await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  } catch {
    show('away');
    return undefined;
  }
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no #${id}.`);
  return element;
}
