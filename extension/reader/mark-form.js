/**
 * The small form that makes a mark, or shows and changes one. It floats beside the words and
 * blocks nothing: Enter saves, Escape leaves everything as it was.
 */

import { colourField, tagsField } from '../faces/tags-and-colour.js';
import { words } from '../faces/words.js';
import { element } from '../faces/element.js';
import { byId } from './article.js';

/**
 * @typedef {'claim' | 'quote' | 'highlight'} Kind
 * @typedef {{kind: Kind, speaker: string, note: string, tags: string[], colour: string}} Filled
 * @typedef {Filled & {exact: string, isNew: boolean, canMove: boolean, language: string, places?: string}} Start
 *   `canMove`: the mark's ends can be moved; `places`: which of several places is shown
 * @typedef {object} Handlers those of a mark that is there have all of them
 * @property {(filled: Filled) => void} save
 * @property {() => void} cancel
 * @property {() => void} [copy]
 * @property {() => void} [copyLink]
 * @property {() => void} [remove]
 * @property {() => void} [pickPlace] those of a mark that may stand in several places
 * @property {() => void} [nextPlace]
 */

const NEW = { claim: 'mark_new_claim', quote: 'mark_new_quote', highlight: 'mark_new_highlight' };

/** @type {HTMLFormElement} */
const form = byId('mark-form');
/** @type {HTMLInputElement} */
const speaker = byId('mark-speaker');
/** @type {HTMLTextAreaElement} */
const note = byId('mark-note');
const tags = tagsField(byId('mark-tags'));
const colour = colourField(byId('mark-colours'));
/** @type {Handlers | null} */
let handlers = null;

/** @returns {boolean} */
export function formIsOpen() {
  return !form.hidden;
}

/** @returns {Kind} */
function chosenKind() {
  return /** @type {Kind} */ (new FormData(form).get('kind'));
}

/** A quote asks for its speaker; a name once given is never dropped unseen. */
function followKind() {
  byId('mark-speaker-row').hidden = chosenKind() !== 'quote' && speaker.value === '';
}

/**
 * @param {Start} start
 * @param {readonly string[]} speakers offered for completion
 * @param {DOMRect} beside what the form belongs to, in the window
 * @param {Handlers} given
 */
export function openForm(start, speakers, beside, given) {
  handlers = given;
  form.reset();
  byId('mark-form-title').textContent = words(start.isNew ? NEW[start.kind] : 'mark_change');
  byId('mark-kinds').hidden = start.isNew;
  const exact = byId('mark-exact');
  exact.dir = 'auto';
  exact.lang = start.language;
  showWords(start.exact);
  /** @type {RadioNodeList} */ (form.elements.namedItem('kind')).value = start.kind;
  speaker.value = start.speaker;
  note.value = start.note;
  tags.set(start.tags);
  colour.set(start.colour);
  byId('mark-more').hidden = start.isNew;
  byId('mark-range-hint').hidden = !start.canMove;
  byId('mark-places').hidden = !start.places;
  byId('mark-places-said').textContent = start.places ?? '';
  byId('speakers').replaceChildren(...speakers.map((name) => element('option', { text: name })));
  followKind();
  form.hidden = false;
  place(form, beside, start.canMove ? UNDER_HANDLES : GAP);
  const first = start.places ? byId('mark-next-place') : start.kind === 'quote' ? speaker : note;
  first.focus({ preventScroll: true });
  form.scrollIntoView({ block: 'nearest', behavior: 'instant' });
}

/** @param {string} exact the words that the mark is of */
export function showWords(exact) {
  byId('mark-exact').textContent = exact;
}

export function closeForm() {
  form.hidden = true;
  handlers = null;
}

/** Heights in CSS pixels: of the reader's own bar, of what parts a box from what it belongs to, and
 * of that where handles hang from the words. */
const TOOLBAR = 56;
const GAP = 8;
const UNDER_HANDLES = 30;

/**
 * Put a floating box under what it belongs to, over it where there is no room below, at its side
 * where there is none above either, and on it where there is none at all.
 * @param {HTMLElement} box absolutely positioned, shown
 * @param {DOMRect} beside in the window
 * @param {number} [gap] between the two
 */
export function place(box, beside, gap = GAP) {
  const { offsetWidth: width, offsetHeight: height } = box;
  const room = document.documentElement.clientWidth - GAP - width;
  const lowest = window.innerHeight - height - GAP;
  const below = beside.bottom + gap;
  const above = beside.top - height - GAP;
  let left = Math.max(GAP, Math.min(beside.left, room));
  let top = below;
  if (below > lowest && above >= TOOLBAR) top = above;
  else if (below > lowest) {
    top = Math.max(TOOLBAR, lowest);
    const sides = [beside.right + gap, beside.left - gap - width];
    left = sides.find((side) => side >= GAP && side <= room) ?? left;
  }
  box.style.left = `${left + window.scrollX}px`;
  box.style.top = `${top + window.scrollY}px`;
}

/** @returns {Filled} */
export function filledIn() {
  return {
    kind: chosenKind(),
    speaker: speaker.value.trim(),
    note: note.value.trim(),
    tags: [...tags.get()],
    colour: colour.get(),
  };
}

function send() {
  if (form.reportValidity()) handlers?.save(filledIn());
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  send();
});
form.addEventListener('change', followKind);
byId('mark-cancel').addEventListener('click', () => handlers?.cancel());
byId('mark-copy').addEventListener('click', () => handlers?.copy?.());
byId('mark-link').addEventListener('click', () => handlers?.copyLink?.());
byId('mark-pick-place').addEventListener('click', () => handlers?.pickPlace?.());
byId('mark-next-place').addEventListener('click', () => handlers?.nextPlace?.());
byId('mark-delete').addEventListener('click', () => handlers?.remove?.());
form.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    event.stopPropagation();
    handlers?.cancel();
  } else if (event.key === 'Enter' && event.target === note && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send();
  }
});
