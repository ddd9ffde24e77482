/**
 * What a person's hands do in the reader: select words, press keys, use the bar, the form
 * and the list of marks.
 */

import { words } from '../faces/words.js';
import { byId, element } from './article.js';
import { changeBetween, isAsBefore } from './history.js';
import { isTyping, keyMeaning } from './keys.js';
import { closeForm, formIsOpen, openForm } from './mark-form.js';
import { again, change, discard, make, redo, remove, undo } from './marking.js';
import { showCurrent } from './marks-list.js';
import { paintCurrent, paintPending } from './painting.js';
import { goToRemoved } from './removed.js';
import { barHasFocus, barIsOpen, focusBar, hideBar, onChoice, showBar } from './selection-bar.js';
import { bringIntoSight } from './sight.js';
import { isOpen, now } from './stage.js';
import { selectNext, turnSelection } from './stepping.js';
import { offsetAtPoint, rangesOf, selectedSpan } from './text-map.js';
import { announce, say } from './toast.js';
import { marksAt, marksInOrder, speakers, textOf } from './view.js';

/** @typedef {import('./mark-form.js').Kind} Kind */

/** Code points that fit into one mark; the server's limit. */
const MAX_EXACT = 50_000;

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
  if (!barIsOpen()) announce(words('mark_offer'));
  showBar(chosen.rect);
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
  showBar(chosen.rect);
}

/** @param {Kind} kind */
function mark(kind) {
  const chosen = selectedSpan();
  if (!chosen) {
    if (!getSelection()?.isCollapsed) say(words('mark_outside'));
    return;
  }
  const { span, rect, range } = chosen;
  if (span.end - span.start > MAX_EXACT) {
    say(words('mark_too_long'));
    return;
  }
  hideBar();
  paintPending(rangesOf(span));
  const exact = [...textOf(now())].slice(span.start, span.end).join('');
  const { language } = now().page;
  openForm(
    { kind, exact, language, speaker: '', note: '', isNew: true },
    speakers(now()),
    rect,
    {
      save(filled) {
        leaveForm();
        getSelection()?.removeAllRanges();
        byId('article').focus({ preventScroll: true });
        make(span, filled);
      },
      cancel() {
        leaveForm();
        byId('article').focus({ preventScroll: true });
        getSelection()?.setBaseAndExtent(
          range.startContainer,
          range.startOffset,
          range.endContainer,
          range.endOffset,
        );
      },
    },
  );
}

function leaveForm() {
  closeForm();
  paintPending([]);
}

/** @param {string} id */
function edit(id) {
  let known = now().marks.get(id)?.annotation;
  if (!known) return;
  const { kind, exact, speaker, note } = known;
  const { language } = now().page;
  const back = () => focusAction(id, 'edit');
  openForm(
    { kind, exact, language, speaker, note, isNew: false },
    speakers(now()),
    byId(`mark-${id}`).getBoundingClientRect(),
    {
      save(filled) {
        if (!known) return;
        const fields = changeBetween(known, { ...known, ...filled });
        const today = now().marks.get(id)?.annotation;
        if (!today || !isAsBefore(today, known, fields)) {
          say(words(today ? 'toast_changed_while_editing' : 'toast_deleted_while_editing', today?.note ?? ''));
          known = today ?? known; // saved once more, the words in the form take its place
          return;
        }
        leaveForm();
        if (Object.keys(fields).length > 0) change(id, fields);
        back();
      },
      cancel() {
        leaveForm();
        back();
      },
    },
  );
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
 * @param {{scroll: boolean}} how
 */
function goTo(id, { scroll }) {
  current = id;
  const ranges = id === null ? [] : (now().marks.get(id)?.placement.ranges ?? []).flatMap(rangesOf);
  paintCurrent(ranges);
  showCurrent(id);
  if (scroll && ranges.length > 0) bringIntoSight(ranges);
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
  c: () => mark('claim'),
  q: () => mark('quote'),
  h: () => mark('highlight'),
  j: () => select('sentence', 1),
  k: () => select('sentence', -1),
  'shift+j': () => select('paragraph', 1),
  'shift+k': () => select('paragraph', -1),
  o: turnSelection,
  n: () => step(1),
  p: () => step(-1),
  m: goToMarks,
  r: goToRemoved,
  undo,
  redo,
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
  onChoice(mark);

  byId('blocks').addEventListener('click', ({ clientX, clientY }) => {
    if (!isOpen() || !getSelection()?.isCollapsed) return;
    const offset = offsetAtPoint(clientX, clientY);
    const touched = offset === null ? [] : marksAt(now(), offset);
    goTo(touched[0]?.annotation.id ?? null, { scroll: false });
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
    const meaning = keyMeaning(event, { typing, letters: letters() });
    if (meaning === null || !isOpen()) return;
    if (meaning === 'escape' ? escape() : (KEYS[meaning](), true)) event.preventDefault();
  });
}
