/**
 * What passes between the parts of the extension: every message, its answer, every problem.
 *
 * A face (reader, popup, options) or a content script asks the background with
 * `messenger(runtime).ask(type, body)`: the answer comes back as a promise, which rejects
 * with a `Problem` when it could not be done. The background also tells everybody who
 * listens what has changed (`Told`). A message is `{type, ...body}` on the wire.
 *
 * docs/contracts.md says what the fields of the server's own shapes mean.
 */

// --- shapes of the server (docs/contracts.md) -------------------------------------------------

/**
 * @typedef {'claim' | 'quote' | 'highlight'} Kind
 *
 * @typedef {object} Source a copy of a block in the captured page; offsets in the canonical
 *   text of the element that was stamped `element`
 * @property {number} element
 * @property {number} start
 * @property {number} end
 *
 * @typedef {object} Block
 * @property {string} id
 * @property {string} kind
 * @property {string} html sanitised by the server; the reader sanitises it again
 * @property {string} text
 * @property {number} start in the page's text, code points
 * @property {number} end
 * @property {Source[]} sources
 *
 * @typedef {object} Removal
 * @property {string} id
 * @property {'duplicate' | 'unrelated' | 'navigation' | 'comments' | 'hidden'} reason
 * @property {string | null} of for a duplicate: the block it repeats
 * @property {string} html
 * @property {string} text
 * @property {number} at it stood before the block of this index
 * @property {Source[]} sources
 *
 * @typedef {{start: number, end: number}} Span code points of the page's text
 *
 * @typedef {object} Placement
 * @property {'same' | 'changed' | 'gone'} words
 * @property {'same' | 'moved' | 'several'} place
 * @property {readonly Span[]} ranges
 * @property {readonly Passage[]} [difference] told by the server of changed words
 * @property {readonly Alert[]} [alerts]
 *
 * @typedef {{then: string, now: string, changed: boolean}} Passage
 * @typedef {object} Alert a fact that is another one now; either side may be empty
 * @property {'digit' | 'unit' | 'negation' | 'name' | 'quotation'} kind
 * @property {string} before
 * @property {string} after
 *
 * @typedef {object} Annotation
 * @property {string} id
 * @property {string} page id of its page; "" while the mark waits
 * @property {number} rev 0 while the mark waits
 * @property {Kind} kind
 * @property {string} exact
 * @property {string} prefix
 * @property {string} suffix
 * @property {number | null} start
 * @property {number | null} end
 * @property {{block: string, ordinal: number, start: number, end: number}[]} segments
 * @property {string | null} text_hash
 * @property {string} speaker
 * @property {string} note
 * @property {string[]} tags
 * @property {string} colour
 * @property {string} language
 * @property {string} created
 * @property {string} modified
 * @property {string} author
 * @property {string | null} deleted
 * @property {number} schema
 *
 * @typedef {object} PageInput the document a mark stands on, as the browser knows it
 * @property {string} url
 * @property {string | null} [canonical]
 * @property {string} [title]
 * @property {string} [byline]
 * @property {string} [site]
 * @property {string} [published]
 * @property {string} [language]
 * @property {string} [text]
 *
 * @typedef {object} NewMark what a client sends; `newMark` in marks.js makes one
 * @property {string} id
 * @property {Kind} kind
 * @property {string} exact
 * @property {string} prefix
 * @property {string} suffix
 * @property {number | null} start
 * @property {number | null} end
 * @property {string | null} text_hash
 * @property {string} speaker
 * @property {string} note
 * @property {string[]} tags
 * @property {string} colour
 * @property {string} language
 * @property {string} created
 * @property {PageInput} page
 *
 * @typedef {Partial<Pick<Annotation, 'kind' | 'speaker' | 'note' | 'tags' | 'colour'>>} MarkChange
 *
 * @typedef {object} CleanPage
 * @property {string | null} id
 * @property {string} key
 * @property {string} url
 * @property {string | null} canonical
 * @property {string} title
 * @property {string} byline
 * @property {string} site
 * @property {string} published
 * @property {string} modified
 * @property {string} language
 * @property {string} direction
 * @property {string} image
 * @property {string} licence
 * @property {string} text_hash
 *
 * @typedef {object} CleanAnswer the server's answer, with the marks that wait put among the others
 * @property {CleanPage} page
 * @property {Block[]} blocks
 * @property {Removal[]} removed
 * @property {PlacedMark[]} marks
 * @property {Elsewhere | null} elsewhere a kept page at another address that has this text
 * @property {string} engine
 *
 * @typedef {{id: string, url: string, title: string, marks: number}} Elsewhere
 */

// --- shapes of the extension -----------------------------------------------------------------

/**
 * @typedef {object} StatedMark a mark and how far it has come
 * @property {Annotation} annotation
 * @property {'saved' | 'waiting' | 'failed'} state saved: on the server's disk; waiting: kept here
 *   until the server is back; failed: the server refused it for `problem`, and it is kept here
 *   until `mark.again` or `mark.discard`
 * @property {string} url the page it was made on
 * @property {ProblemShape | null} problem why it waits or failed
 *
 * @typedef {StatedMark & {placement: Placement}} PlacedMark
 *
 * @typedef {{annotation: Annotation, url: string}} SeenMark a mark as it was last seen, and the
 *   address of its page
 *
 * @typedef {{url: string, canonical?: string | null, title?: string}} PageAsked a page whose marks
 *   are asked for; a canonical address that it declares counts under the title that was marked
 *
 * @typedef {object} Status
 * @property {'ready' | 'unpaired' | 'away' | 'other'} server unpaired: there, but this browser has
 *   no token or one that was refused; other: who answers is not the server of the pairing
 * @property {boolean} paired whether this browser holds a token
 * @property {string} address such as "http://127.0.0.1:8377"
 * @property {number} waiting how many changes wait for the server
 * @property {{code: string, address: string} | null} pairing a code that a pairing page shows now
 *
 * @typedef {object} TabState what can be done with a tab
 * @property {number} tab
 * @property {string} url the page's; of a reader: of the page that it shows
 * @property {string} title
 * @property {string | null} reader the capture that this tab shows, if it is a reader
 * @property {ProblemShape | null} problem why it cannot be read
 *
 * @typedef {object} Capture a page as it stands in the browser
 * @property {string} id
 * @property {string} url
 * @property {string} html
 * @property {string | null} canonical
 * @property {string} title
 * @property {string} lang
 * @property {boolean} partial only its readable part fitted
 */

/**
 * Requests: type → [body, answer].
 *
 * | type | does |
 * |---|---|
 * | `status` | asks the server anew, in at most 3 s |
 * | `server.use` | the server is at another port of this machine from now on |
 * | `tab` | what can be done with a tab; without one, with the tab in front |
 * | `read` | captures a tab and opens the reader beside it |
 * | `panel` | opens the panel for marking on the page itself; `kind` marks its selection at once |
 * | `reader.load` | the cleaned page of a capture; the reader's address is `reader.html?capture=ID` |
 * | `page.clean` | cleans a page, for marks on the live page |
 * | `page.marks` | the marks of a page, waiting ones among them, deleted ones not |
 * | `page.news` | the marks of a page, deleted ones too, if any changed since `seen` was answered |
 * | `page.visited` | a page was opened, or shows another address: paints its marks if it has any |
 * | `page.join` | says that an address leads to a kept page too: its marks are shown there |
 * | `mark.…` | each is kept here before anything is sent; the answer says saved or waiting |
 * | `mark.again`, `mark.discard` | what becomes of a mark that failed |
 * | `export` | the JSON export of one page (by its id) or of everything |
 * | `pairing.seen` | a pairing page shows a code; null when it shows none |
 * | `pairing.pair` | trades a code for a token; without one, the code that was seen |
 * | `pairing.decline` | forgets the code that was seen |
 * | `pairing.forget` | forgets the token; marks that wait are kept |
 *
 * @typedef {{
 *   'status': [{}, Status],
 *   'server.use': [{port: number}, Status],
 *   'tab': [{tab?: number}, TabState],
 *   'read': [{tab?: number}, {capture: string}],
 *   'panel': [{tab?: number, kind?: Kind}, null],
 *   'reader.load': [{capture: string}, CleanAnswer & {capture: {id: string, partial: boolean}}],
 *   'page.clean': [{capture: Capture}, CleanAnswer],
 *   'page.marks': [PageAsked, StatedMark[]],
 *   'page.news': [PageAsked & {seen: string},
 *     {seen: string, marks: StatedMark[]}],
 *   'page.visited': [PageAsked, boolean],
 *   'page.join': [{page: string, url: string, canonical: string | null}, null],
 *   'mark.create': [{mark: NewMark}, StatedMark],
 *   'mark.change': [SeenMark & {change: MarkChange}, StatedMark],
 *   'mark.delete': [SeenMark, StatedMark],
 *   'mark.restore': [SeenMark, StatedMark],
 *   'mark.again': [{id: string}, StatedMark],
 *   'mark.discard': [{id: string}, null],
 *   'export': [{page?: string}, {name: string, text: string, missing: number}],
 *   'pairing.seen': [{code: string | null, address: string}, null],
 *   'pairing.pair': [{code?: string}, Status],
 *   'pairing.decline': [{}, Status],
 *   'pairing.forget': [{}, Status],
 * }} Requests
 */

/**
 * What the background tells everybody, unasked.
 *
 * `marks.changed`: marks made, changed, deleted (their annotation says so), sent or refused.
 * `status.changed`: paired, unpaired, a code seen, more or fewer marks that wait.
 *
 * @typedef {{
 *   'marks.changed': {marks: StatedMark[]},
 *   'status.changed': {status: Status},
 * }} Told
 */

// --- problems --------------------------------------------------------------------------------

/**
 * Why something could not be done. `problem_NAME` says what happened and `problem_NAME_help`
 * what to do, in `_locales`. `detail` is the server's own English sentence.
 *
 * | name | |
 * |---|---|
 * | `restricted_page` | browsers let no extension read it: their own pages, stores, PDF viewers |
 * | `no_web_page` | a file that the browser shows: data, a picture, a drawing |
 * | `empty_page` | there is nothing to read on it |
 * | `page_too_large` | over the limit, and no part of it is readable either |
 * | `capture_gone` | the reader's page was captured too long ago; open it again |
 * | `server_away` | nobody answers at the address |
 * | `other_program` | who answers there could not prove to be our server; nothing was sent to it |
 * | `unpaired` | no token, or the server refused it |
 * | `wrong_code` | `more.tries_left` are left |
 * | `code_expired` | no code holds |
 * | `conflict` | the mark was changed elsewhere; `more.current` is what it is now |
 * | `gone` | the mark or the page was deleted meanwhile |
 * | `page_full` | its page holds no more marks |
 * | `disk_full` | the server cannot write |
 * | `busy` | too much to do; try again |
 * | `refused` | the server refused the content; `detail` says why |
 * | `unknown` | everything else |
 *
 * @typedef {'restricted_page' | 'no_web_page' | 'empty_page' | 'page_too_large' | 'capture_gone'
 *   | 'server_away' | 'other_program' | 'unpaired' | 'wrong_code' | 'code_expired' | 'conflict' | 'gone' | 'page_full' | 'disk_full'
 *   | 'busy' | 'refused' | 'unknown'} ProblemName
 * @typedef {object} ProblemShape
 * @property {ProblemName} name
 * @property {number} [status] of the server's answer
 * @property {string} [detail]
 * @property {Record<string, unknown>} [more]
 */

/** A problem, thrown. */
export class Problem extends Error {
  /** @param {ProblemShape} shape */
  constructor({ name, status, detail, more }) {
    super(detail ?? name);
    /** @type {ProblemName} */
    this.name = name;
    this.status = status;
    this.detail = detail;
    this.more = more;
  }

  /** @returns {ProblemShape} what can be sent and kept */
  get shape() {
    const { name, status, detail, more } = this;
    return {
      name: /** @type {ProblemName} */ (name),
      ...(status === undefined ? {} : { status }),
      ...(detail === undefined ? {} : { detail }),
      ...(more === undefined ? {} : { more }),
    };
  }

  /**
   * Whatever was thrown, as a problem.
   * @param {unknown} thrown
   * @returns {Problem}
   */
  static from(thrown) {
    if (thrown instanceof Problem) return thrown;
    return new Problem({ name: 'unknown', detail: String(thrown) });
  }
}

// --- asking and telling ----------------------------------------------------------------------

/**
 * The part of `browser.runtime` that messages need.
 * @typedef {object} Runtime
 * @property {(message: object) => Promise<any>} sendMessage
 * @property {{addListener: (heard: any) => void}} onMessage
 */

/** Times that a message about a mark is sent again. */
const TRIES = 2;

/**
 * The asking side: faces and content scripts.
 * @param {Runtime} runtime
 */
export function messenger(runtime) {
  /**
   * A browser may end the background in the middle of its answer, and starts it again for the
   * next message. What is done to a mark may be asked for twice: it is done once.
   * @param {{type: string}} message
   * @param {number} tries left
   * @returns {Promise<any>}
   */
  async function answerTo(message, tries) {
    try {
      return await runtime.sendMessage(message);
    } catch (thrown) {
      if (tries === 0 || !message.type.startsWith('mark.')) throw thrown;
      return answerTo(message, tries - 1);
    }
  }

  return {
    /**
     * @template {keyof Requests} Type
     * @param {Type} type
     * @param {Requests[Type][0]} [body]
     * @returns {Promise<Requests[Type][1]>} rejects with a `Problem`
     */
    async ask(type, body) {
      const answer = await answerTo({ type, ...body }, TRIES);
      if (!answer) throw new Problem({ name: 'unknown', detail: `nobody answered ${type}` });
      if (answer.problem) throw new Problem(answer.problem);
      return answer.value;
    },

    /**
     * Call `heard` each time the background tells `type`.
     * @template {keyof Told} Type
     * @param {Type} type
     * @param {(told: Told[Type]) => void} heard
     */
    on(type, heard) {
      runtime.onMessage.addListener((/** @type {any} */ message) => {
        if (message?.type === type) heard(message);
      });
    },
  };
}
