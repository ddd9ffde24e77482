/**
 * A block's HTML as nodes that can do nothing but be read.
 *
 * The server has sanitised it already; this is the second wall, because what comes from
 * a page is never trusted with the privileges of an extension's page. The HTML is
 * parsed into a document that loads and runs nothing, and only what is named here is
 * built anew in the reader. An element that is not named gives way to its children; one
 * whose inside is not text is left out whole.
 */

const MATHML = 'http://www.w3.org/1998/Math/MathML';
const HTML = 'http://www.w3.org/1999/xhtml';

const ELEMENTS = new Set(
  `a abbr b bdi bdo blockquote br caption cite code col colgroup dd del dfn div dl dt em
  figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp
  small span strong sub sup table tbody td tfoot th thead time tr u ul var wbr`.split(/\s+/u),
);
const MATH_ELEMENTS = new Set(
  `math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot
  mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none
  semantics`.split(/\s+/u),
);
const LEFT_OUT_WHOLE = new Set(
  `annotation annotation-xml applet audio base button canvas embed frame frameset head iframe
  input link meta noembed noframes noscript object option param script select source style
  svg template textarea title track video`.split(/\s+/u),
);

const EVERYWHERE = ['dir', 'lang', 'title'];
/** @type {Record<string, readonly string[]>} */
const ATTRIBUTES = {
  col: ['span'],
  colgroup: ['span'],
  li: ['value'],
  math: ['display'],
  mfrac: ['linethickness'],
  mi: ['mathvariant'],
  mo: ['fence', 'stretchy'],
  ol: ['reversed', 'start', 'type'],
  td: ['colspan', 'headers', 'rowspan'],
  th: ['colspan', 'headers', 'rowspan', 'scope'],
  time: ['datetime'],
};
/** Ids of the page live beside the reader's own, and must not pass for them. */
const ID_PREFIX = 'page-';

/**
 * An absolute web or mail address, or null.
 * @param {string | null} address
 * @returns {string | null}
 */
export function safeAddress(address) {
  if (!address || !URL.canParse(address)) return null;
  const url = new URL(address);
  return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : null;
}

/**
 * Where a link of the page may lead from the reader: a place in the same text, another
 * page, or nowhere.
 * @param {string | null} address
 * @param {string} pageUrl address of the page itself
 * @returns {{href: string, local: boolean} | null}
 */
export function linkTarget(address, pageUrl) {
  if (address?.startsWith('#')) return { href: `#${ID_PREFIX}${address.slice(1)}`, local: true };
  const href = safeAddress(address);
  if (!href) return null;
  const [there, fragment] = href.split('#');
  if (fragment && there === pageUrl.split('#')[0]) {
    return { href: `#${ID_PREFIX}${fragment}`, local: true };
  }
  return { href, local: false };
}

/**
 * @typedef {object} Walk
 * @property {Document} page the document the nodes are made for
 * @property {string} url address of the page the block comes from
 * @property {(image: HTMLElement) => Node | null} image what stands for an image
 */

/**
 * @param {Element} element
 * @param {Walk} walk
 * @returns {Element}
 */
function built(element, { page, url }) {
  const name = element.localName;
  const made = page.createElementNS(MATH_ELEMENTS.has(name) ? MATHML : HTML, name);
  for (const attribute of [...EVERYWHERE, ...(ATTRIBUTES[name] ?? [])]) {
    const value = element.getAttribute(attribute);
    if (value !== null) made.setAttribute(attribute, value);
  }
  if (element.id) made.id = ID_PREFIX + element.id;
  const target = name === 'a' ? linkTarget(element.getAttribute('href'), url) : null;
  if (target) {
    made.setAttribute('href', target.href);
    if (!target.local) made.setAttribute('rel', 'noopener noreferrer');
  }
  return made;
}

/**
 * The children are asked of a tree walker, because a form lets a field named "childNodes"
 * answer for it.
 * @param {Node} from
 * @param {Node} into
 * @param {Walk} walk
 */
function copyChildren(from, into, walk) {
  const children = document.createTreeWalker(from);
  for (let child = children.firstChild(); child; child = children.nextSibling()) {
    if (child.nodeType === 3) {
      into.appendChild(walk.page.createTextNode(child.nodeValue ?? ''));
    } else if (child.nodeType === 1) {
      copyElement(/** @type {HTMLElement} */ (child), into, walk);
    }
  }
}

/**
 * @param {HTMLElement} element
 * @param {Node} into
 * @param {Walk} walk
 */
function copyElement(element, into, walk) {
  const name = element.localName;
  if (LEFT_OUT_WHOLE.has(name)) return;
  if (name === 'img') {
    const image = walk.image(element);
    if (image) into.appendChild(image);
    return;
  }
  if (!ELEMENTS.has(name) && !MATH_ELEMENTS.has(name)) {
    copyChildren(element, into, walk);
    return;
  }
  const made = built(element, walk);
  into.appendChild(made);
  copyChildren(element, made, walk);
}

/**
 * The nodes of `html`, built from the allow-list.
 * @param {string} html
 * @param {Walk} walk
 * @returns {DocumentFragment}
 */
export function safeNodes(html, walk) {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  const fragment = walk.page.createDocumentFragment();
  copyChildren(parsed.body, fragment, walk);
  return fragment;
}
