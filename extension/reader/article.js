/**
 * The article in the document: its head, its blocks, and what was left out of them.
 *
 * Blocks are built once. Bringing one back or showing images changes nothing else, so
 * ranges that marks are painted on stay valid.
 */

import { element } from '../faces/element.js';
import { day, plural, words } from '../faces/words.js';
import { placeholder } from './images.js';
import { safeAddress, safeNodes } from './sanitise.js';
import { pieces, readingMinutes } from './view.js';

/**
 * @typedef {import('./view.js').View} View
 * @typedef {import('./view.js').Piece} Piece
 * @typedef {import('../lib/messages.js').Removal} Removal
 */

/** The reasons' own words; a repeat of a block that is in the view is told with a link. */
const REASONS = {
  duplicate: 'reason_duplicate_plain',
  unrelated: 'reason_unrelated',
  navigation: 'reason_navigation',
  comments: 'reason_comments',
  hidden: 'reason_hidden',
};

/** Characters of a block's text by which a link names it. */
const NAME_LENGTH = 60;

/**
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
export function byId(id) {
  return /** @type {T} */ (document.getElementById(id));
}

/** @param {string} text @returns {string} its beginning, cut at a space */
export function beginning(text) {
  if (text.length <= NAME_LENGTH) return text;
  const cut = text.slice(0, NAME_LENGTH);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), NAME_LENGTH / 2))}…`;
}

/** @param {View} view */
export function renderHead({ page, ...view }) {
  const title = page.title || words('reader_untitled');
  document.title = words('reader_title', title);
  const article = byId('article');
  if (page.language) article.lang = page.language;
  article.dir = page.direction || 'auto';
  byId('title').textContent = title;
  byId('site').textContent = page.site || hostOf(page.url);
  byId('site').dir = 'auto';
  byId('byline').textContent = page.byline ? words('reader_by', page.byline) : '';

  const facts = byId('facts');
  const minutes = plural('reader_minutes', readingMinutes({ page, ...view }));
  facts.replaceChildren(...dates(page), element('span', { text: minutes }));
  const original = safeAddress(page.url);
  if (original) {
    const link = element('a', { text: words('reader_original') });
    link.id = 'original';
    link.href = original;
    link.rel = 'noopener noreferrer';
    facts.append(link);
  }
  if (view.removed.length > 0) {
    const link = element('a', { text: plural('removed_count', view.removed.length) });
    link.id = 'to-removed';
    link.href = '#removed';
    facts.append(link);
  }
  for (const line of [byId('byline'), facts]) line.lang = document.documentElement.lang;
}

/** @param {View['page']} page @returns {HTMLElement[]} */
function dates({ published, modified }) {
  const changed = modified && day(modified) !== day(published) ? day(modified) : '';
  const parts = [
    published ? words('reader_published', day(published)) : '',
    changed ? words('reader_modified', changed) : '',
  ].filter(Boolean);
  if (parts.length === 0) return [];
  const time = element('time', { text: parts.join(', ') });
  time.dateTime = published || modified || '';
  return [time];
}

/** @param {string} address @returns {string} */
function hostOf(address) {
  return URL.canParse(address) ? new URL(address).host : '';
}

/** @param {View} view */
export function renderBlocks(view) {
  byId('blocks').replaceChildren(...pieces(view).map((piece) => pieceElement(view, piece)));
  mendLocalLinks(view.page.url);
}

/**
 * @param {View} view
 * @param {Piece} piece
 * @returns {HTMLElement}
 */
function pieceElement(view, piece) {
  return 'block' in piece ? blockElement(view, piece.block) : backElement(view, piece.removal);
}

/** @param {string} html @param {View} view @returns {DocumentFragment} */
function nodesOf(html, view) {
  return safeNodes(html, {
    page: document,
    url: view.page.url,
    image: (image) => placeholder(image, document),
  });
}

/**
 * @param {View} view
 * @param {import('../lib/messages.js').Block} block
 * @returns {HTMLElement}
 */
function blockElement(view, block) {
  const made = element('div', { className: 'block' }, nodesOf(block.html, view));
  made.id = `block-${block.id}`;
  made.dataset.kind = block.kind;
  if (block.kind === 'table') made.tabIndex = 0; // so that a wide table scrolls by keyboard
  return made;
}

/** @param {View} view @param {Removal} removal @returns {HTMLElement} */
function backElement(view, removal) {
  const note = element('p', { className: 'note-line' }, words('removed_is_back'));
  note.lang = document.documentElement.lang;
  const button = element('button', { className: 'plain', text: words('removed_take_out') });
  button.type = 'button';
  button.dataset.removal = removal.id;
  note.append(button);
  const text = element('div', { className: 'block' }, nodesOf(removal.html, view));
  const made = element('section', { className: 'brought-back' }, note, text);
  made.id = `back-${removal.id}`;
  made.setAttribute('aria-label', words('removed_is_back'));
  return made;
}

/**
 * A link to a place in the page that the clean view does not have leads to the page.
 * @param {string} pageUrl
 */
function mendLocalLinks(pageUrl) {
  for (const link of byId('blocks').querySelectorAll('a[href^="#page-"]')) {
    const fragment = (link.getAttribute('href') ?? '').slice(1);
    if (document.getElementById(fragment)) continue;
    const target = safeAddress(pageUrl);
    if (target) link.setAttribute('href', `${target.split('#')[0]}#${fragment.slice('page-'.length)}`);
  }
}

/**
 * Put a left-out block into the document at its place, or take it from there, as `view` says.
 * @param {View} view
 * @param {string} id
 */
export function updateBack(view, id) {
  document.getElementById(`back-${id}`)?.remove();
  const order = pieces(view);
  const at = order.findIndex((piece) => 'removal' in piece && piece.removal.id === id);
  if (at < 0) return;
  byId('blocks').insertBefore(pieceElement(view, order[at]), byId('blocks').children[at] ?? null);
}

/** @param {View} view */
export function renderRemoved(view) {
  const { removed } = view;
  byId('removed').hidden = removed.length === 0;
  byId('removed-count').textContent = plural('removed_count', removed.length);
  byId('removed-list').replaceChildren(...removed.map((removal) => leftOut(view, removal)));
}

/** @param {View} view @param {Removal} removal @returns {HTMLElement} */
function leftOut(view, removal) {
  const reason = element('p', { className: 'reason' });
  const repeated = view.blocks.find((block) => block.id === removal.of);
  if (removal.reason === 'duplicate' && repeated) {
    const link = element('a', { text: beginning(repeated.text) });
    link.href = `#block-${repeated.id}`;
    link.dir = 'auto';
    reason.append(words('reason_duplicate'), ' ', link);
  } else {
    reason.textContent = words(REASONS[removal.reason]);
  }
  const text = element('p', { className: 'left-out-text', text: removal.text });
  text.dir = 'auto';
  if (view.page.language) text.lang = view.page.language;
  const button = element('button', { text: words(backLabel(view, removal.id)) });
  button.type = 'button';
  button.dataset.removal = removal.id;
  const made = element('li', {}, reason, text, button);
  made.id = `left-out-${removal.id}`;
  return made;
}

/** @param {View} view @param {string} id @returns {string} message key */
function backLabel(view, id) {
  return view.back.has(id) ? 'removed_take_out' : 'removed_bring_back';
}

/** @param {View} view @param {string} id */
export function updateRemovedButton(view, id) {
  const button = byId(`left-out-${id}`).querySelector('button');
  if (button) button.textContent = words(backLabel(view, id));
}

/** @param {HTMLElement} target scrolled to and lit for a moment */
export function flash(target) {
  target.classList.remove('flash');
  target.scrollIntoView({ block: 'center' });
  void target.offsetWidth; // so that the animation begins anew
  target.classList.add('flash');
  setTimeout(() => target.classList.remove('flash'), 2000);
}
