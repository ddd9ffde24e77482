/**
 * Marking on the live page: the page's own text, its marks, and the panel.
 *
 * Nothing happens before the person asks for it: the background adds these scripts to a page
 * when the panel is opened there, and sends `live.open`; or, where a page has marks that are
 * to show on every page, `live.show`.
 */

/**
 * @type {{
 *   open: (kind: import('../lib/messages.js').Kind | null) => void,
 *   show: () => void,
 *   leave: () => void,
 * }}
 */
var winnowLive = globalThis.winnowLive ?? (() => {
  const { runtime } = globalThis.browser ?? globalThis.chrome;
  const { documentOf } = winnowAddress;
  /** Milliseconds between the last change of the page and the new painting of its marks. */
  const SETTLE = 300;
  /** The same from the first change, of a page that is never at rest. */
  const LATEST = 2000;
  /** Times that a message about a mark is sent again. */
  const TRIES = 2;
  /** Milliseconds from when a mark stands nowhere any more to asking the server what became of it;
   * twice as many each time, of a page that goes on changing, up to the most. */
  const [FIRST_PAUSE, LONGEST_PAUSE] = [1_000, 60_000];
  /** Steps that placing a mark is worth beside reading a node. */
  const A_MARK = 50;
  const CHANGES = { subtree: true, childList: true, characterData: true };

  /**
   * @typedef {import('../lib/messages.js').Kind} Kind
   * @typedef {import('../lib/messages.js').StatedMark} StatedMark
   * @typedef {import('../lib/messages.js').CleanAnswer} CleanAnswer
   * @typedef {import('../lib/messages.js').Placement} Placement
   * @typedef {{start: number, end: number}} Span
   * @typedef {{speaker: string, note: string, tags: string[], colour: string}} Filled
   */

  /** @type {CleanAnswer | null} the clean view of this page, once the server has made it */
  let cleaned = null;
  /** @type {string} the address that `cleaned` and `marks` are of */
  let address = '';
  /** @type {Map<string, StatedMark>} */
  const marks = new Map();
  /** @type {Map<string, StatedMark>} marks deleted here, which can be brought back */
  const deleted = new Map();
  /** @type {Map<string, Placement>} what the server says of the marks in the clean text */
  let placements = new Map();
  /** @type {Map<string, Placement>} what is so of the marks on the page as it stands */
  let verdicts = new Map();
  /** Marks that stood on the page since the server was asked of it. @type {Set<string>} */
  const stood = new Set();
  let pause = FIRST_PAUSE;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let asking;
  /** What is seen of the page's text as it stands, and the copies of the clean text in it. */
  let seen = new winnowText.CanonicalText('', []);
  /** @type {Copy[]} */
  let copies = [];
  /** @type {Span | null} what is selected, or was before the panel took the focus */
  let selected = null;
  /** @type {Kind | null} */
  let wished = null;
  let isWatching = false;
  /** Whether the page is to be read again, and the reading that is under way. */
  let isStale = false;
  /** @type {Promise<void> | null} */
  let refreshing = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let settling;
  /** When the page began to change, by `performance.now()`. */
  let changing = 0;

  /**
   * @param {string} type
   * @param {object} body
   * @param {number} [tries] left
   * @returns {Promise<any>} `{value}` or `{problem}`
   */
  async function ask(type, body, tries = TRIES) {
    try {
      return (await runtime.sendMessage({ type, ...body })) ?? { problem: { name: 'unknown' } };
    } catch (thrown) {
      // The background was ended in the middle; what is done to a mark may be asked for twice.
      if (tries > 0 && type.startsWith('mark.')) return ask(type, body, tries - 1);
      return { problem: { name: 'unknown', detail: String(thrown) } };
    }
  }

  /** @param {Kind | null} kind asked for already, of the words that are selected */
  async function open(kind) {
    await refresh();
    selected = winnowSelect.selectedSpan(seen);
    wished = kind;
    watch();
    winnowPanel.open({
      shown,
      mark,
      change,
      remove,
      restore,
      closed: () => {
        selected = null;
      },
    });
    if (cleaned === null || isElsewhere()) load();
  }

  /** Paint the marks of the address that the page shows now. */
  function show() {
    watch();
    if (cleaned === null || isElsewhere()) load();
  }

  /** Whether an application shows another document by now. A place in a page is none. */
  const isElsewhere = () => documentOf(address) !== documentOf(location.href);

  /** The page shows another address, which has no marks. */
  function leave() {
    forget();
    cleaned = null;
    refresh();
  }

  /** Fetch the clean view, so that marks made here stand in it, and the marks there are. */
  async function load() {
    forget();
    const answer = await clean();
    take(answer.value ?? null);
    const page = { url: address, canonical: canonical(), title: document.title };
    const found = answer.value?.marks ?? (await ask('page.marks', page)).value;
    for (const known of found ?? []) {
      const { id } = known.annotation;
      // What was heard of a mark meanwhile is newer.
      if (!marks.has(id) && !deleted.has(id)) marks.set(id, known);
    }
    await refresh();
  }

  /** Begin with the address that the page shows now. */
  function forget() {
    address = location.href;
    marks.clear();
    deleted.clear();
    stood.clear();
    clearTimeout(asking);
    asking = undefined;
    pause = FIRST_PAUSE;
  }

  /** @param {CleanAnswer | null} answer */
  function take(answer) {
    cleaned = answer;
    placements = new Map(cleaned?.marks.map(({ annotation, placement }) => [annotation.id, placement]));
  }

  /** A mark stands nowhere since the page changed: when that has settled, ask what became of it. */
  function askSoon() {
    asking ??= setTimeout(async () => {
      const asked = address;
      const isLost = [...stood].some((id) => marks.has(id) && !verdicts.has(id));
      const answer = isLost && !isElsewhere() ? await clean() : {};
      if (asked !== address) return; // it began with another meanwhile
      asking = undefined;
      if (!isLost) return;
      pause = Math.min(2 * pause, LONGEST_PAUSE);
      stood.clear();
      if (answer.value) take(answer.value);
      await refresh();
    }, pause);
  }

  /** @returns {Promise<{value?: CleanAnswer, problem?: import('../lib/messages.js').ProblemShape}>} */
  async function clean() {
    const captured = winnowCapturePage();
    return 'value' in captured ? ask('page.clean', { capture: captured.value }) : captured;
  }

  /** Paint the marks where they stand now, and tell the panel; begin anew if asked meanwhile. */
  function refresh() {
    isStale = true;
    refreshing ??= (async () => {
      try {
        while (isStale) {
          isStale = false;
          await winnowSlices.run(painting());
        }
      } finally {
        refreshing = null;
      }
    })();
    return refreshing;
  }

  /** @returns {Generator<number, void, void>} */
  function* painting() {
    const elements = globalThis.winnowCapture?.elements ?? [];
    const read = yield* winnowSeen.reading(document.documentElement);
    const all = yield* winnowWalk.reading(document.documentElement, entered);
    const blocks = cleaned?.blocks ?? [];
    const found = yield* winnowCopies.finding(blocks, elements, all, read);
    [seen, copies] = [read, found];
    if (winnowPanel.isOpen()) selected = winnowSelect.selectedSpan(seen) ?? selected;
    /** @type {Record<string, Range[]>} */
    const ranges = {};
    const texts = { whole: cleanText(), copies, seen };
    /** @type {Map<string, Placement>} */
    const told = new Map();
    for (const { annotation } of [...marks.values()]) {
      const { id } = annotation;
      const { placement, painted } = winnowStanding.of(annotation, placements.get(id), texts);
      yield A_MARK;
      if (painted.length > 0) stood.add(id);
      if (painted.length > 0 || !stood.has(id)) told.set(id, placement);
      else askSoon();
      const layer = placement.place === 'several' ? 'several' : annotation.kind;
      (ranges[layer] ??= []).push(...painted);
      if (layer !== 'several') (ranges[annotation.colour] ??= []).push(...painted);
    }
    verdicts = told;
    winnowPaint.paint(ranges);
    winnowPanel.show();
  }

  /** What is inside a shadow root tells the document nothing of its changes. @param {Element} element */
  function entered(element) {
    const shadow = winnowDom.shadowRoot(element);
    if (shadow) observer.observe(shadow, CHANGES);
    return winnowWalk.enterAll(element, null);
  }

  /** @param {Filled & {kind: Kind}} wish */
  async function mark({ kind, speaker, note, tags, colour }) {
    if (!selected) return { problem: /** @type {const} */ ({ name: 'empty_page' }) };
    if (isElsewhere()) await load(); // else it would be kept with the document shown before
    const words = winnowSelect.wordsOf(selected, { seen, copies, whole: cleanText(), cleaned });
    const made = winnowMarks.markOf({
      kind,
      speaker,
      note,
      tags,
      colour,
      ...words,
      text_hash: words.start === null ? null : (cleaned?.page.text_hash ?? null),
      language: cleaned?.page.language ?? document.documentElement.lang,
      page: pageInput(),
    });
    wished = null;
    return follow('mark.create', { mark: made });
  }

  /** @param {string} id @param {Filled} filled @returns {Promise<any>} */
  async function change(id, { speaker, note, tags, colour }) {
    const stated = marks.get(id);
    if (!stated) return { problem: { name: 'unknown' } };
    return follow('mark.change', { ...asSeen(stated), change: { speaker, note, tags, colour } });
  }

  /** @param {string} id @returns {Promise<any>} */
  async function remove(id) {
    const stated = marks.get(id);
    return stated ? follow('mark.delete', asSeen(stated)) : { problem: { name: 'unknown' } };
  }

  /** @param {string} id @returns {Promise<any>} */
  async function restore(id) {
    const stated = deleted.get(id);
    return stated ? follow('mark.restore', asSeen(stated)) : { problem: { name: 'unknown' } };
  }

  /** @param {StatedMark} stated */
  const asSeen = ({ annotation, url }) => ({ annotation, url });

  /**
   * @param {string} type
   * @param {object} body
   */
  async function follow(type, body) {
    const answer = await ask(type, body);
    if (answer.value) hear([answer.value]);
    return answer;
  }

  /** @param {readonly StatedMark[]} told */
  function hear(told) {
    const here = told.filter(isHere);
    for (const stated of here) {
      const { id } = stated.annotation;
      const [to, from] = stated.annotation.deleted ? [deleted, marks] : [marks, deleted];
      to.set(id, stated);
      from.delete(id);
    }
    if (here.length > 0) refresh();
  }

  /** @param {StatedMark} mark */
  function isHere({ annotation, url }) {
    const page = cleaned?.page.id;
    return (
      marks.has(annotation.id) ||
      deleted.has(annotation.id) ||
      url === address ||
      (Boolean(page) && annotation.page === page)
    );
  }

  function shown() {
    return {
      words: selected && winnowText.slice(seen.value, selected.start, selected.end),
      marks: [...marks.values()].map((stated) => ({
        ...stated,
        placement: verdicts.get(stated.annotation.id) ?? null,
      })),
      kind: wished,
      language: document.documentElement.lang,
    };
  }

  const cleanText = () => (cleaned?.blocks ?? []).map((block) => block.text).filter(Boolean).join('\n');

  const canonical = () =>
    /** @type {HTMLLinkElement | null} */ (document.querySelector('link[rel~="canonical"][href]'))
      ?.href ?? null;

  /** @returns {import('../lib/messages.js').PageInput} */
  function pageInput() {
    const known = cleaned?.page;
    if (!known) {
      const { title, documentElement } = document;
      return { url: address, canonical: canonical(), title, language: documentElement.lang };
    }
    const { canonical: declared, title, byline, site, published, language } = known;
    const page = { url: address, canonical: declared, title, byline, site, published, language };
    return { ...page, text: cleanText() };
  }

  /** Follow the selection while the panel is open, and the page while it has marks. */
  function watch() {
    if (isWatching) return;
    isWatching = true;
    document.addEventListener('selectionchange', () => {
      if (!winnowPanel.isOpen()) return;
      const span = winnowSelect.selectedSpan(seen);
      if (!span) return;
      selected = span;
      winnowPanel.show();
    });
    observer.observe(document.documentElement, CHANGES);
  }

  const observer = new MutationObserver(() => {
    if (settling === undefined) changing = performance.now();
    clearTimeout(settling);
    const left = changing + LATEST - performance.now();
    settling = setTimeout(() => {
      settling = undefined;
      if (isElsewhere() && winnowPanel.isOpen()) load();
      else refresh();
    }, Math.min(SETTLE, Math.max(0, left)));
  });

  runtime.onMessage.addListener((/** @type {any} */ message) => {
    if (message?.type === 'live.open') open(message.kind ?? null);
    if (message?.type === 'live.show') show();
    if (message?.type === 'marks.changed') hear(message.marks);
    return false;
  });
  return { open, show, leave };
})();

globalThis.winnowLive = winnowLive;
undefined; // Firefox hands the last value back to who injects, and cannot copy a function
