/**
 * What an element has, whatever its page calls its fields.
 *
 * A form, and a document, lets the names of what it holds stand before its own properties:
 * of a form with `<input name="attributes">`, `form.attributes` is that field. So they are
 * asked by the getters and methods of their kinds.
 */

var winnowDom = (() => {
  /**
   * @template {object} Kind
   * @template {keyof Kind & string} Name
   * @param {{prototype: Kind}} kind
   * @param {Name} name
   * @returns {(of: Kind) => Kind[Name]}
   */
  function getter({ prototype }, name) {
    const get = /** @type {() => Kind[Name]} */ (
      Object.getOwnPropertyDescriptor(prototype, name)?.get
    );
    return (of) => get.call(of);
  }

  const { closest, getAttribute, getBoundingClientRect, getElementsByTagName, matches, querySelector } =
    Element.prototype;
  const { contains, getRootNode } = Node.prototype;

  return {
    attributes: getter(Element, 'attributes'),
    childNodes: getter(Node, 'childNodes'),
    lastChild: getter(Node, 'lastChild'),
    parent: getter(Node, 'parentElement'),
    shadowRoot: getter(Element, 'shadowRoot'),
    tag: getter(Element, 'localName'),
    body: getter(Document, 'body'),
    head: getter(Document, 'head'),
    root: getter(Document, 'documentElement'),
    title: getter(Document, 'title'),
    base: getter(Node, 'baseURI'),
    /** @param {Element} element @param {string} name */
    attribute: (element, name) => getAttribute.call(element, name),
    /** @param {Element} element */
    box: (element) => getBoundingClientRect.call(element),
    /** @param {Element} element @param {string} selector */
    closest: (element, selector) => closest.call(element, selector),
    /** @param {Element} element @param {string} selector */
    matches: (element, selector) => matches.call(element, selector),
    /** @param {Element} element @param {string} selector */
    first: (element, selector) => querySelector.call(element, selector),
    /** @param {Element} element */
    inside: (element) => getElementsByTagName.call(element, '*'),
    /** @param {string} selector */
    all: (selector) => Document.prototype.querySelectorAll.call(document, selector),
    /** @param {Node} holder @param {Node} node */
    contains: (holder, node) => contains.call(holder, node),
    /** @param {Node} node */
    rootOf: (node) => getRootNode.call(node),
  };
})();

globalThis.winnowDom = winnowDom;
