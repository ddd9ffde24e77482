/** A new mark, as docs/contracts.md draws it: the words, what stands around them, their page. */

var winnowMarks = (() => {
  const { length, slice } = winnowText;

  /** Code points of context on either side of a mark, across the borders of blocks. */
  const CONTEXT = 64;
  /** The colours a person can give a mark; others, which imports bring, are shown as the kind's. */
  const COLOURS = ['yellow', 'green', 'blue', 'pink', 'purple'];
  /** Code points that fit into one mark; the server's limit. */
  const MAX_EXACT = 50_000;
  /** Characters of a page's title, byline and site that the server takes. */
  const LINE = 2_000;

  /**
   * @typedef {import('../lib/messages.js').PageInput} PageInput
   * @typedef {{exact: string, prefix: string, suffix: string}} Words
   * @typedef {object} Said what the person said of it
   * @property {import('../lib/messages.js').Kind} kind
   * @property {string} [speaker]
   * @property {string} [note]
   * @property {string[]} [tags]
   * @property {string} [colour] one of COLOURS, or "" for the kind's own
   */

  /**
   * The characters [start, end) of a text and their context.
   * @param {string} text
   * @param {number} start
   * @param {number} end
   * @returns {Words}
   */
  function wordsAt(text, start, end) {
    return {
      exact: slice(text, start, end),
      prefix: slice(text, Math.max(0, start - CONTEXT), start),
      suffix: slice(text, end, Math.min(length(text), end + CONTEXT)),
    };
  }

  /**
   * A mark of the characters [start, end) of a page's text.
   * @param {Said & {text: string, start: number, end: number, text_hash: string | null,
   *   language: string, page: PageInput}} made
   * @returns {import('../lib/messages.js').NewMark}
   */
  function newMark({ text, start, end, ...made }) {
    return markOf({ ...wordsAt(text, start, end), start, end, ...made });
  }

  /**
   * A mark of words that are known already.
   * @param {Said & Words & {start: number | null, end: number | null, text_hash: string | null,
   *   language: string, page: PageInput}} made
   * @returns {import('../lib/messages.js').NewMark}
   */
  function markOf({ exact, prefix, suffix, start, end, text_hash, language, page, ...said }) {
    return {
      id: newId(),
      kind: said.kind,
      exact,
      prefix,
      suffix,
      start,
      end,
      text_hash,
      speaker: said.speaker ?? '',
      note: said.note ?? '',
      tags: said.tags ?? [],
      colour: said.colour ?? '',
      language: language.slice(0, 35),
      created: new Date().toISOString(),
      page: {
        ...page,
        title: page.title?.slice(0, LINE) ?? '',
        byline: page.byline?.slice(0, LINE) ?? '',
        site: page.site?.slice(0, LINE) ?? '',
        language: page.language?.slice(0, 35) ?? '',
      },
    };
  }

  /** @returns {string} a UUID of version 4; `crypto.randomUUID` is not there on http pages */
  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/u, '$1-$2-$3-$4-');
  }

  return { COLOURS, MAX_EXACT, markOf, newId, newMark, wordsAt };
})();

globalThis.winnowMarks = winnowMarks;
