/**
 * The page as it stands in the browser, as HTML for the server.
 *
 * One walk writes the HTML directly; nothing in the page is touched. Each element written
 * carries its number, `data-winnow-n`; `winnowCapture` holds number → element for painting
 * and selecting later. What a person typed into the page is never written, nor anything
 * that runs, styles or embeds data.
 */

/** @typedef {import('../lib/messages.js').Capture} Capture */

var winnowCapturePage = (() => {
  /** Bytes of HTML the server is sent. docs/contracts.md leaves room for JSON's escapes. */
  const MAX_BYTES = 8_000_000;
  /** Characters of one attribute: beyond, it is a script's state and no address. */
  const MAX_ATTRIBUTE = 8_000;
  /** Elements in one another: what a parser of HTML keeps. Scripts can nest deeper. */
  const MAX_DEPTH = 512;

  /** @param {string} names */
  const tags = (names) => new Set(names.split(/\s+/u));
  const DROPPED = tags('script style template noscript object embed applet');
  const WITHOUT_INSIDE = tags('textarea select datalist iframe canvas svg');
  const VOID = tags('area base br col embed hr img input link meta source track wbr');
  const FORM_FIELDS = tags('input textarea select option button');
  const FORM_ATTRIBUTES = tags('value checked selected');
  const NEVER = tags('style nonce integrity srcdoc');
  const EDITED = '[contenteditable]:not([contenteditable="false" i])';
  /** The largest of these is the readable part of a page that is too large. */
  const PARTS = 'main, article, [role="main"]';

  const SPECIAL = /** @type {Record<string, string>} */ ({
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  });
  /** @param {string} text */
  const escaped = (text) => text.replace(/[&<>"]/gu, (sign) => SPECIAL[sign]);

  class TooLarge extends Error {}

  /** One capture being written. */
  class Writing {
    /** @type {string[]} */
    #written = [];
    #size = 0;
    /** @type {WeakRef<Element>[]} */
    elements = [];
    hasText = false;

    get html() {
      return this.#written.join('');
    }

    /**
     * Write an element and all inside it.
     * @param {Element} root
     */
    element(root) {
      /** @type {{end: string, isHidden: boolean, inside: Iterator<Node>}[]} */
      const open = [{ end: '', isHidden: false, inside: [root][Symbol.iterator]() }];
      for (let last = open.at(-1); last; last = open.at(-1)) {
        const { done, value: node } = /** @type {IteratorResult<Node, undefined>} */ (
          last.inside.next()
        );
        if (done) {
          this.write(last.end);
          open.pop();
        } else if (node instanceof Text) {
          if (!last.isHidden && !this.hasText) this.hasText = node.data.trim() !== '';
          this.write(escaped(node.data));
        } else if (node instanceof Element && isWanted(node)) {
          const tag = winnowDom.tag(node);
          if (open.length > MAX_DEPTH) {
            if (last.isHidden) continue;
            this.write(last.end); // so that it stands beside what it is too deep inside
            last.end = '';
          }
          const isHidden = !last.isHidden && isBodied(node) && winnowHidden.isHidden(node);
          this.startTag(node, isHidden);
          if (node instanceof HTMLScriptElement) this.write(`${jsonOf(node)}</script>`);
          else if (VOID.has(tag)) continue;
          else if (WITHOUT_INSIDE.has(tag) || isTextBox(node)) this.write(`</${tag}>`);
          else {
            const inside = winnowWalk.childrenOf(node)[Symbol.iterator]();
            const isUnseen = last.isHidden || isHidden || tag === 'head'; // a title is no text
            open.push({ end: `</${tag}>`, isHidden: isUnseen, inside });
          }
        }
      }
    }

    /** @param {Element} element @param {boolean} isHidden */
    startTag(element, isHidden) {
      let tag = `<${winnowDom.tag(element)} data-winnow-n="${this.elements.length}"`;
      if (isHidden) tag += ' data-winnow-hidden=""';
      for (const { name, value } of attributesOf(element)) tag += ` ${name}="${escaped(value)}"`;
      this.elements.push(new WeakRef(element));
      this.write(`${tag}>`);
    }

    /** @param {string} html */
    write(html) {
      this.#size += html.length;
      if (this.#size > MAX_BYTES) throw new TooLarge();
      this.#written.push(html);
    }
  }

  /** @param {Element} element */
  function isWanted(element) {
    const tag = winnowDom.tag(element);
    if (tag === 'script') return isJson(element);
    if (tag === 'link') return !/stylesheet|preload|prefetch/iu.test(winnowDom.attribute(element, 'rel') ?? '');
    return !DROPPED.has(tag);
  }

  /** @param {Element} element @returns {boolean} whether it is a field that a person writes in */
  function isTextBox(element) {
    const { attribute, matches } = winnowDom;
    return attribute(element, 'role') === 'textbox' && matches(element, EDITED);
  }

  /** @param {Element} element whose words say what the page is */
  function isJson(element) {
    return winnowDom.attribute(element, 'type')?.trim().toLowerCase() === 'application/ld+json';
  }

  /** @param {HTMLScriptElement} script @returns {string} its JSON, which cannot end the script */
  function jsonOf(script) {
    return (script.textContent ?? '').replaceAll('<', '\\u003c').replaceAll('data-winnow-', '');
  }

  /** @param {Element} element @returns {boolean} whether it is of what shows, not of the head */
  function isBodied(element) {
    const body = winnowDom.body(document);
    const isInside = body !== null && winnowDom.contains(body, element);
    return isInside || winnowDom.rootOf(element) instanceof ShadowRoot;
  }

  /** @param {Element} element @returns {{name: string, value: string}[]} those that are sent */
  function attributesOf(element) {
    const kept = [];
    const tag = winnowDom.tag(element);
    const isField = FORM_FIELDS.has(tag);
    for (const { name, value } of winnowDom.attributes(element)) {
      const plain = name.toLowerCase();
      if (plain.startsWith('data-winnow-') || plain.startsWith('on') || NEVER.has(plain)) continue;
      if (isField && FORM_ATTRIBUTES.has(plain)) continue;
      if (value.length > MAX_ATTRIBUTE || /^\s*(?:data|javascript|blob):/iu.test(value)) continue;
      if (tag === 'base' && plain === 'href') continue;
      kept.push({ name, value });
    }
    if (element instanceof HTMLBaseElement && element.href) {
      kept.push({ name: 'href', value: winnowDom.base(document) });
    }
    if (element instanceof HTMLImageElement) keepShown(element, kept);
    return kept;
  }

  /**
   * The address of an image that shows, where a script set it and no attribute says it.
   * @param {HTMLImageElement} image
   * @param {{name: string, value: string}[]} kept
   */
  function keepShown({ currentSrc }, kept) {
    if (!/^https?:/iu.test(currentSrc) || kept.some(({ name }) => /src/iu.test(name))) return;
    kept.push({ name: 'src', value: currentSrc });
  }

  /** @returns {{writing: Writing, html: string, partial: boolean} | null} null: too large */
  function written() {
    const whole = attempt([winnowDom.root(document)]);
    if (whole) return { ...whole, partial: false };
    const head = winnowDom.head(document);
    const parts = [...winnowDom.all(PARTS)]
      .map((part) => ({ part, length: part.textContent?.length ?? 0 }))
      .sort((a, b) => b.length - a.length);
    for (const { part } of parts) {
      const readable = attempt([...(head ? [head] : []), part]);
      if (readable) return { ...readable, partial: true };
    }
    return null;
  }

  /** @param {Element[]} roots @returns {{writing: Writing, html: string} | null} null if too large */
  function attempt(roots) {
    const writing = new Writing();
    try {
      for (const root of roots) writing.element(root);
    } catch (thrown) {
      if (thrown instanceof TooLarge) return null;
      throw thrown;
    }
    const html = `<!DOCTYPE html>${writing.html.toWellFormed()}`;
    return new Blob([html]).size > MAX_BYTES ? null : { writing, html };
  }

  /**
   * Capture the page, and keep number → element.
   * @returns {{value: Capture} | {problem: {name: 'empty_page' | 'page_too_large'}}}
   */
  return function capturePage() {
    const root = winnowDom.root(document);
    if (!(root instanceof HTMLHtmlElement)) {
      return { problem: { name: 'empty_page' } };
    }
    const page = written();
    if (!page) return { problem: { name: 'page_too_large' } };
    const { writing, html, partial } = page;
    if (!writing.hasText) return { problem: { name: 'empty_page' } };
    const id = winnowMarks.newId();
    globalThis.winnowCapture = { id, elements: writing.elements };
    const canonical = winnowDom.all('link[rel~="canonical" i][href]')[0];
    const value = {
      id,
      url: location.href,
      html,
      canonical: canonical instanceof HTMLLinkElement ? canonical.href : null,
      title: winnowDom.title(document).toWellFormed(),
      lang: root.lang.toWellFormed(),
      partial,
    };
    return { value };
  };
})();

globalThis.winnowCapturePage = winnowCapturePage;
undefined; // Firefox hands the last value back to who injects, and cannot copy a function
