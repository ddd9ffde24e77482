/**
 * Canonical text: the one text of an element that offsets count in (docs/contracts.md).
 *
 * A state machine fed by what a walk in document order meets (`open`, `text`, `close`), so
 * it needs no DOM. It gives the text and the map between its code points and the text nodes
 * they came from. tests/vectors/canonical-text.json holds it to `winnow.canonical`.
 *
 * A content script cannot import and a page may not load our modules, so what both need is
 * a script that leaves one name, here `winnowText`; `lib/text.js` is its face for modules.
 */

/**
 * @typedef {InstanceType<typeof winnowText.CanonicalText>} CanonicalText
 * @typedef {{node: Text, offset: number}} TextPlace `offset` in UTF-16
 */

var winnowText = (() => {
  /** @param {string} names */
  const tags = (names) => new Set(names.split(/\s+/u));

  const BLOCK_TAGS = tags(
    `address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav
    ol p pre search section summary table tbody td tfoot th thead tr ul`,
  );
  const SKIPPED_TAGS = tags(
    `script style template noscript head title textarea select option datalist iframe object embed
    canvas audio video svg annotation annotation-xml rt rp`,
  );
  /** HTML's ASCII white space, and what is not; nothing else collapses. */
  const PARTS = /[ \t\n\f\r]+|[^ \t\n\f\r]+/gu;
  const SPACES = ' \t\n\f\r';
  const ASTRAL_OR_LONE = /[\u{10000}-\u{10ffff}\ud800-\udfff]/u;
  const LONE_SURROGATE = /[\ud800-\udfff]/gu;

  /** @param {string} text @returns {number} its code points */
  function length(text) {
    return ASTRAL_OR_LONE.test(text) ? [...text].length : text.length;
  }

  /**
   * A slice counted in code points.
   * @param {string} text
   * @param {number} start
   * @param {number} [end]
   */
  function slice(text, start, end) {
    if (!ASTRAL_OR_LONE.test(text)) return text.slice(start, end);
    return [...text].slice(start, end).join('');
  }

  /**
   * A stretch of the text that stands in one node as it stands in the text, but that any
   * white space is a space there.
   *
   * @typedef {object} Run
   * @property {Text} node only ever handed back; anything will do in a test
   * @property {number} offset UTF-16, in the node
   * @property {number} units its length in UTF-16
   * @property {number} start in the text, code points
   * @property {number} length code points
   */

  /** The canonical text of something, and where each of its characters stands. */
  class CanonicalText {
    /** @param {string} value @param {Run[]} runs in order */
    constructor(value, runs) {
      this.value = value;
      this.runs = runs;
      this.length = length(value);
    }

    /**
     * The place just before the character at `offset`; null if there is none.
     * @param {number} offset
     * @returns {TextPlace | null}
     */
    before(offset) {
      const run = this.runs[this.#firstEndingAfter(offset)];
      if (!run) return null;
      return { node: run.node, offset: unitsInto(run, Math.max(0, offset - run.start)) };
    }

    /**
     * The place just after the character that ends at `offset`; null if there is none.
     * @param {number} offset
     * @returns {TextPlace | null}
     */
    after(offset) {
      const at = this.#firstEndingAfter(offset - 1);
      const run = this.runs[at]?.start < offset ? this.runs[at] : this.runs[at - 1];
      if (!run) return null;
      return { node: run.node, offset: unitsInto(run, Math.min(run.length, offset - run.start)) };
    }

    /**
     * The offset of the first character that stands at or behind a place.
     * @param {(run: Run) => boolean} isBehind whether the place is behind the whole run
     * @param {(run: Run) => number} unitsIn how far into the run's node the place is
     * @returns {number}
     */
    offsetAt(isBehind, unitsIn) {
      const at = firstIndex(this.runs.length, (index) => !isBehind(this.runs[index]));
      const run = this.runs[at];
      if (!run) return this.length;
      const units = Math.max(0, Math.min(run.units, unitsIn(run) - run.offset));
      return run.start + charactersInto(run, units);
    }

    /** @param {number} offset */
    #firstEndingAfter(offset) {
      return firstIndex(this.runs.length, (index) => {
        const run = this.runs[index];
        return run.start + run.length > offset;
      });
    }
  }

  /**
   * The first of `count` indices of which `holds` is true; it is so of all behind it.
   * @param {number} count
   * @param {(index: number) => boolean} holds
   */
  function firstIndex(count, holds) {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (holds(middle)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** @type {WeakMap<Run, string>} the letters of runs that hold surrogates */
  const letters = new WeakMap();

  /** @param {Run} run @param {number} characters @returns {number} UTF-16, in the node */
  function unitsInto(run, characters) {
    const own = letters.get(run);
    return run.offset + (own ? slice(own, 0, characters).length : characters);
  }

  /** @param {Run} run @param {number} units @returns {number} code points */
  function charactersInto(run, units) {
    const own = letters.get(run);
    return own ? length(own.slice(0, units)) : units;
  }

  /** The state of a walk. */
  class TextWalk {
    /** @type {string[]} */
    #parts = [];
    /** @type {Run[]} */
    #runs = [];
    #length = 0;
    #lineIsEmpty = true;
    #breaks = 0;
    /** White space since the last word: where it began, or null where no node holds it.
     *
     * @type {TextPlace | null | undefined} */
    #space;

    /** @param {string} tag lower case */
    open(tag) {
      if (tag === 'br') this.#break();
      else if (BLOCK_TAGS.has(tag)) this.#border();
    }

    /** @param {string} tag lower case */
    close(tag) {
      if (BLOCK_TAGS.has(tag)) this.#border();
    }

    /**
     * @param {string} data
     * @param {Text} node
     */
    text(data, node) {
      for (const { 0: part, index } of data.matchAll(PARTS)) {
        if (SPACES.includes(part[0])) {
          if (this.#space === undefined) this.#space = { node, offset: index };
          continue;
        }
        this.#breaks = 0;
        this.#separate();
        this.#put(part, node, index);
        this.#lineIsEmpty = false;
      }
    }

    /** @returns {CanonicalText} */
    end() {
      return new CanonicalText(this.#parts.join(''), this.#runs);
    }

    #border() {
      this.#breaks = 0;
      this.#lineIsEmpty = true;
      this.#space = undefined;
    }

    #break() {
      this.#breaks += 1;
      const breaks = this.#breaks;
      if (breaks > 1) this.#border();
      else if (this.#space === undefined) this.#space = null;
      this.#breaks = breaks;
    }

    /** What parts the next word from the one before. */
    #separate() {
      if (this.#lineIsEmpty && this.#length > 0) {
        this.#parts.push('\n');
        this.#length += 1;
      } else if (!this.#lineIsEmpty && this.#space) {
        this.#put(' ', this.#space.node, this.#space.offset);
      } else if (!this.#lineIsEmpty && this.#space === null) {
        this.#parts.push(' ');
        this.#length += 1;
      }
      this.#space = undefined;
    }

    /** @param {string} part @param {Text} node @param {number} offset */
    #put(part, node, offset) {
      const hasSurrogates = ASTRAL_OR_LONE.test(part);
      const kept = hasSurrogates ? part.replace(LONE_SURROGATE, '\ufffd') : part;
      const characters = length(kept);
      const last = this.#runs.at(-1);
      if (last?.node === node && last.offset + last.units === offset) {
        if (hasSurrogates || letters.has(last)) {
          const before = letters.get(last) ?? ' '.repeat(last.units); // its letters do not matter
          letters.set(last, before + kept);
        }
        last.units += part.length;
        last.length += characters;
      } else {
        const run = { node, offset, units: part.length, start: this.#length, length: characters };
        if (hasSurrogates) letters.set(run, kept);
        this.#runs.push(run);
      }
      this.#parts.push(kept);
      this.#length += characters;
    }
  }

  return { BLOCK_TAGS, SKIPPED_TAGS, CanonicalText, TextWalk, length, slice };
})();

globalThis.winnowText = winnowText;
