/**
 * The card of a mark: the form that makes one of selected words, and the one that shows, changes,
 * copies and deletes what is there, with handles at the ends of its words.
 */

import { words } from '../faces/words.js';
import { MAX_EXACT } from '../lib/marks.js';
import { byId } from './article.js';
import { citation } from './citation.js';
import { changeBetween, isAsBefore } from './history.js';
import { closeForm, filledIn, openForm, showWords } from './mark-form.js';
import { change, make, remove, replace } from './marking.js';
import { paintPending } from './painting.js';
import { withWholeWords } from './passages.js';
import { closeHandles, openHandles } from './range-handles.js';
import { hideBar } from './selection-bar.js';
import { bringIntoSight, isInSight } from './sight.js';
import { now } from './stage.js';
import { linkTo } from './text-fragment.js';
import { holding, rangesOf, selectSpan, selectedSpan } from './text-map.js';
import { say } from './toast.js';
import { speakers, textOf } from './view.js';

/**
 * @typedef {import('./mark-form.js').Kind} Kind
 * @typedef {import('./mark-form.js').Filled} Filled
 * @typedef {import('../lib/messages.js').Span} Span
 */

/** @param {Span} span @returns {string} */
function wordsOf({ start, end }) {
  return [...textOf(now())].slice(start, end).join('');
}

/** Ask what mark to make of the selected words. @param {Kind} kind */
export function markSelection(kind) {
  const chosen = selectedSpan();
  if (!chosen) {
    if (!getSelection()?.isCollapsed) say(words('mark_outside'));
    return;
  }
  const { span, rect, range, isClipped } = chosen;
  if (span.end - span.start > MAX_EXACT) {
    say(words('mark_too_long'));
    return;
  }
  if (isClipped) say(words('mark_clipped'));
  hideBar();
  paintPending(rangesOf(span));
  const { language } = now().page;
  const start = { kind, exact: wordsOf(span), language, speaker: '', note: '', tags: [], colour: '' };
  openForm({ ...start, isNew: true, canMove: false }, speakers(now()), rect, {
    save(filled) {
      leave();
      getSelection()?.removeAllRanges();
      byId('article').focus({ preventScroll: true });
      make(span, filled);
    },
    cancel() {
      leave();
      byId('article').focus({ preventScroll: true });
      getSelection()?.setBaseAndExtent(
        range.startContainer,
        range.startOffset,
        range.endContainer,
        range.endOffset,
      );
    },
  });
}

/**
 * The span of the selection with its words whole; null where they are, and where there is none.
 * @returns {Span | null}
 */
export function wholeSelection() {
  const span = selectedSpan()?.span;
  if (!span) return null;
  const whole = withWholeWords([...textOf(now())], span, now().page.language);
  return whole === span ? null : whole;
}

/** Take the words whole that the selection begins or ends within. */
export function selectWholeWords() {
  const whole = wholeSelection();
  if (whole) selectSpan(whole);
}

function leave() {
  closeForm();
  closeHandles();
  paintPending([]);
}

/**
 * Open the card of a mark.
 * @param {string} id
 * @param {DOMRect} beside in the window
 * @param {(id: string | null) => void} back gives the focus back, to the mark that is there then
 * @param {number} [at] which place is shown, of a mark that may stand in several
 * @param {Filled} [unsaved] what the form held at the place shown before
 */
export function openCard(id, beside, back, at = 0, unsaved = undefined) {
  let known = now().marks.get(id)?.annotation;
  if (!known) return;
  const { kind, exact, speaker, note, tags, colour } = known;
  const { page } = now();
  const whole = wholeSpan(id);
  const places = placesOf(id);
  let span = whole;

  /** @param {Filled} filled */
  function save(filled) {
    if (!known) return;
    const fields = changeBetween(known, { ...known, ...filled });
    const today = now().marks.get(id)?.annotation;
    if (!today || !isAsBefore(today, known, fields)) {
      say(words(today ? 'toast_changed_while_editing' : 'toast_deleted_while_editing', today?.note ?? ''));
      known = today ?? known; // saved once more, the words in the form take its place
      return;
    }
    leave();
    if (span && span !== whole) {
      back(replace(id, span, filled));
      return;
    }
    if (Object.keys(fields).length > 0) change(id, fields);
    back(id);
  }

  function cancel() {
    leave();
    back(id);
  }

  /** The person says where the mark stands: one made there takes its place. */
  function pickPlace() {
    const filled = filledIn();
    leave();
    back(replace(id, places[at], filled));
    say(words('mark_place_picked'));
  }

  function nextPlace() {
    const filled = filledIn();
    const next = (at + 1) % places.length;
    const ranges = rangesOf(places[next]);
    leave();
    if (!isInSight(ranges)) bringIntoSight(ranges, 'instant');
    openCard(id, holding(ranges), back, next, filled);
  }

  if (places.length > 0) paintPending(rangesOf(places[at]));
  const which = places.length > 0 ? words('mark_place_of', at + 1, places.length) : '';
  const start = { kind, exact, language: page.language, speaker, note, tags: [...tags], colour, ...unsaved };
  openForm({ ...start, isNew: false, canMove: whole !== null, places: which }, speakers(now()), beside, {
    save,
    cancel,
    pickPlace,
    nextPlace,
    copy: () => known && copy(citation(known, page)),
    copyLink: () => known && copy(linkTo(page.url, known)),
    remove() {
      leave();
      back(null);
      remove(id);
    },
  });
  if (!whole) return;
  openHandles(whole, {
    moved(next) {
      span = next.start === whole.start && next.end === whole.end ? whole : next;
      paintPending(span === whole ? [] : rangesOf(span));
      showWords(span === whole ? exact : wordsOf(span));
    },
    save: () => save(filledIn()),
    cancel,
  });
}

/**
 * Where a mark stands, if that is one certain place.
 * @param {string} id
 * @returns {Span | null}
 */
function wholeSpan(id) {
  const placement = now().marks.get(id)?.placement;
  if (placement?.ranges.length !== 1 || placement.place === 'several') return null;
  return rangesOf(placement.ranges[0]).length > 0 ? placement.ranges[0] : null;
}

/**
 * The places where a mark's words may stand, if that is not certain; else none.
 * @param {string} id
 * @returns {readonly Span[]}
 */
function placesOf(id) {
  const placement = now().marks.get(id)?.placement;
  return placement?.words === 'same' && placement.place === 'several' ? placement.ranges : [];
}

/**
 * Which of a mark's places holds a character of the text; the first if none does.
 * @param {string} id
 * @param {number | null} offset
 * @returns {number}
 */
export function placeAt(id, offset) {
  if (offset === null) return 0;
  return Math.max(0, placesOf(id).findIndex(({ start, end }) => start <= offset && offset < end));
}

/**
 * What a mark's card stands beside: its words, or its entry in the list where they are not.
 * @param {string} id
 * @param {number} [at] which place, of a mark that may stand in several
 * @returns {DOMRect} in the window
 */
export function besideMark(id, at = 0) {
  const places = placesOf(id);
  const all = now().marks.get(id)?.placement.ranges ?? [];
  const ranges = (places.length > 0 ? [places[at]] : all).flatMap(rangesOf);
  return ranges.length > 0 ? holding(ranges) : byId(`mark-${id}`).getBoundingClientRect();
}

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    say(words('mark_copied'));
  } catch {
    say(words('mark_not_copied'));
  }
}
