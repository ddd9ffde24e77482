/**
 * What a person's hands do in the reader: select words, press keys, use the bar, the form
 * and the list of marks.
 */

import { words } from '../faces/words.js';
import { element } from '../faces/element.js';
import { byId } from './article.js';
import { besideMark, markSelection, openCard, placeAt, selectWholeWords, wholeSelection } from './card.js';
import { isControl, isTyping, keyMeaning } from './keys.js';
import { formIsOpen } from './mark-form.js';
import { again, discard, redo, remove, undo } from './marking.js';
import { showCurrent } from './marks-list.js';
import { paintCurrent } from './painting.js';
import { goToRemoved } from './removed.js';
import { barHasFocus, barIsOpen, focusBar, hideBar, onChoice, showBar } from './selection-bar.js';
import { bringIntoSight, isInSight } from './sight.js';
import { isOpen, now, onView } from './stage.js';
import { selectNext, turnSelection } from './stepping.js';
import { offsetAtPoint, rangesOf, selectedSpan } from './text-map.js';
import { announce } from './toast.js';
import { marksAt, marksInOrder } from './view.js';

/** @type {string | null} the mark last gone to */
let current = null;
let pointing = false;

/** Show the bar by a selection of the article's words, hide it for any other. */
function followSelection() {
  if (pointing || formIsOpen() || !isOpen()) return;
  const chosen = selectedSpan();
  if (!chosen) {
    hideBar();
    return;
  }
  const isPartial = wholeSelection() !== null;
  if (!barIsOpen()) announce(words('mark_offer'), isPartial ? ` ${words('mark_partial')}` : '');
  showBar(chosen.rect, isPartial);
}

/**
 * Select by keys, and say what is selected.
 * @param {import('./stepping.js').Unit} unit
 * @param {1 | -1} by
 */
function select(unit, by) {
  if (formIsOpen() || !selectNext(unit, by)) return;
  const chosen = selectedSpan();
  if (!chosen) return;
  const said = element('span', { text: String(getSelection()) });
  said.lang = now().page.language;
  announce(said, barIsOpen() ? '' : ` ${words('mark_offer')}`);
  showBar(chosen.rect, wholeSelection() !== null);
}

/** Open the card of a mark from its entry in the list. @param {string} id */
function edit(id) {
  goTo(id, { scroll: true, behavior: 'instant' }); // the card is put beside where it stands then
  openCard(id, besideMark(id), (there) => there && focusAction(there, 'edit'));
}

/**
 * Open the card of a mark from the text.
 * @param {string} id
 * @param {number | null} [offset] of the character that was pressed
 */
function openHere(id, offset = null) {
  goTo(id, { scroll: false });
  const at = placeAt(id, offset);
  const back = (/** @type {string | null} */ there) => {
    if (there) goTo(there, { scroll: false });
    byId('article').focus({ preventScroll: true });
  };
  openCard(id, besideMark(id, at), back, at);
}

/** @param {string} id @param {string} action */
function focusAction(id, action) {
  /** @type {HTMLElement | null | undefined} */ (
    document.getElementById(`mark-${id}`)?.querySelector(`[data-action="${action}"]`)
  )?.focus();
}

/** Delete a mark and keep the focus in the list. @param {string} id */
function removeHere(id) {
  const after = byId(`mark-${id}`).nextElementSibling?.id.slice('mark-'.length);
  remove(id);
  if (after) focusAction(after, 'delete');
  else byId('marks').focus();
}

/**
 * Make a mark the current one, in the text and in the list.
 * @param {string | null} id
 * @param {{scroll: boolean, behavior?: ScrollBehavior}} how
 */
function goTo(id, { scroll, behavior }) {
  current = id;
  const ranges = id === null ? [] : (now().marks.get(id)?.placement.ranges ?? []).flatMap(rangesOf);
  paintCurrent(ranges);
  showCurrent(id);
  if (scroll && ranges.length > 0 && !isInSight(ranges)) bringIntoSight(ranges, behavior);
}

/** Go to the next mark, or the one before. @param {1 | -1} by */
function step(by) {
  const { placed } = marksInOrder(now());
  if (placed.length === 0) return;
  const at = placed.findIndex(({ annotation }) => annotation.id === current);
  const next = at < 0 && by < 0 ? placed.length - 1 : (at + by + placed.length) % placed.length;
  goTo(placed[next].annotation.id, { scroll: true });
}

function goToMarks() {
  byId('marks').scrollIntoView({ block: 'start' });
  byId('marks').focus({ preventScroll: true });
}

/** @type {Record<string, () => void>} */
const KEYS = {
  c: () => markSelection('claim'),
  q: () => markSelection('quote'),
  h: () => markSelection('highlight'),
  j: () => select('sentence', 1),
  k: () => select('sentence', -1),
  'shift+j': () => select('paragraph', 1),
  'shift+k': () => select('paragraph', -1),
  o: turnSelection,
  w: selectWholeWords,
  n: () => step(1),
  p: () => step(-1),
  m: goToMarks,
  r: goToRemoved,
  undo,
  redo,
  enter: () => current !== null && now().marks.has(current) && openHere(current),
  '?': showKeys,
};

function showKeys() {
  /** @type {HTMLDialogElement} */ (byId('keys')).showModal();
}

/** Close what is open, the nearest first. @returns {boolean} whether something was */
function escape() {
  if (barIsOpen()) hideBar();
  else if (current !== null) goTo(null, { scroll: false });
  else return false;
  return true;
}

/** @type {Record<string, (id: string) => void>} */
const ACTIONS = {
  go: (id) => goTo(id, { scroll: true }),
  edit,
  delete: removeHere,
  again,
  discard,
};

/** @param {() => boolean} letters whether keys of a single letter are on */
export function startHands(letters) {
  document.addEventListener('selectionchange', followSelection);
  byId('blocks').addEventListener('pointerdown', () => (pointing = true));
  document.addEventListener('pointerup', () => {
    pointing = false;
    setTimeout(followSelection); // after the browser has settled the selection
  });
  onChoice(markSelection);
  byId('whole-words').addEventListener('click', selectWholeWords);
  onView(({ marks }) => {
    if (current !== null && !marks.has(current)) goTo(null, { scroll: false });
  });

  byId('blocks').addEventListener('click', ({ clientX, clientY, target }) => {
    const isPressed = /** @type {HTMLElement} */ (target).closest('a, button, summary') !== null;
    if (isPressed || !isOpen() || !getSelection()?.isCollapsed) return;
    const offset = offsetAtPoint(clientX, clientY);
    const touched = offset === null ? [] : marksAt(now(), offset);
    const id = touched[0]?.annotation.id ?? null;
    if (id === null || formIsOpen()) goTo(id, { scroll: false });
    else openHere(id, offset);
  });
  byId('marks').addEventListener('click', ({ target }) => {
    const button = /** @type {HTMLElement} */ (target).closest('button');
    const id = button?.closest('.mark')?.id.slice('mark-'.length);
    if (button && id) ACTIONS[button.dataset.action ?? '']?.(id);
  });

  byId('to-marks').addEventListener('click', goToMarks);
  byId('keys-button').addEventListener('click', showKeys);
  byId('toast-undo').addEventListener('click', undo);

  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
    const wantsBar = event.key === 'Tab' && !event.shiftKey && barIsOpen() && !barHasFocus();
    if (wantsBar) {
      event.preventDefault();
      focusBar();
      return;
    }
    const typing = isTyping(event.target);
    const onControl = isControl(event.target);
    const meaning = keyMeaning(event, { typing, letters: letters(), onControl });
    if (meaning === null || !isOpen()) return;
    if (meaning === 'escape' ? escape() : (KEYS[meaning](), true)) event.preventDefault();
  });
}
