/**
 * The list of marks beside the text, in its order, and the words for what became of each.
 */

import { changeOf, verdict } from '../faces/difference.js';
import { problemWords } from '../faces/problem.js';
import { day, plural, words } from '../faces/words.js';
import { COLOURS } from '../lib/marks.js';
import { element } from '../faces/element.js';
import { byId } from './article.js';
import { elsewhere, versionThere } from './conflict.js';
import { marksInOrder } from './view.js';

/**
 * @typedef {import('./view.js').View} View
 * @typedef {import('./view.js').ViewMark} ViewMark
 */

const KINDS = { claim: 'kind_claim', quote: 'kind_quote', highlight: 'kind_highlight' };
const STATES = {
  saved: 'state_saved',
  saving: 'state_saving',
  waiting: 'state_waiting',
  failed: 'state_failed',
};

const ALWAYS = [
  ['edit', 'mark_edit'],
  ['delete', 'mark_delete'],
];
const WHEN_CHANGED_ELSEWHERE = [
  ['again', 'conflict_mine'],
  ['discard', 'conflict_theirs'],
];
const WHEN_REFUSED = [
  ['again', 'state_try_again'],
  ['discard', 'mark_discard'],
];

/** @param {keyof typeof KINDS} kind @returns {string} */
export function kindWords(kind) {
  return words(KINDS[kind]);
}

/** @param {keyof typeof STATES} state @returns {string} */
export function stateWords(state) {
  return words(STATES[state]);
}

/** @param {View} view */
export function renderMarks(view) {
  const focus = focusInside();
  const { placed, lost } = marksInOrder(view);
  byId('marks').hidden = false;
  byId('marks-count').textContent =
    view.marks.size === 0 ? words('marks_count_zero') : plural('marks_count', view.marks.size);
  byId('marks-none').hidden = view.marks.size > 0;
  byId('marks-list').replaceChildren(...placed.map((mark) => entry(mark, view)));
  byId('marks-lost').hidden = lost.length === 0;
  byId('marks-lost-list').replaceChildren(...lost.map((mark) => entry(mark, view)));
  const button = byId('to-marks');
  button.hidden = false;
  button.textContent = byId('marks-count').textContent;
  focus?.();
}

/**
 * How to give the focus back to the control that has it, after the list is built anew.
 * @returns {(() => void) | null}
 */
function focusInside() {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const mark = focused?.closest('.mark');
  if (!mark) return null;
  const { id } = mark;
  const action = focused?.dataset.action;
  return () => {
    /** @type {HTMLElement | null | undefined} */ (
      document.getElementById(id)?.querySelector(`[data-action="${action}"]`)
    )?.focus({ preventScroll: true });
  };
}

/**
 * @param {ViewMark} mark
 * @param {View} view
 * @returns {HTMLElement}
 */
function entry(mark, { page }) {
  const { annotation, placement, state } = mark;
  const lost = placement.ranges.length === 0;
  const exact = element('span', { className: 'exact', text: annotation.exact });
  exact.id = `exact-${annotation.id}`;
  exact.dir = 'auto';
  if (page.language) exact.lang = page.language;
  const kind = element('span', { className: 'kind', text: kindWords(annotation.kind) });
  kind.dataset.kind = annotation.kind;

  const made = element('li', { className: 'mark' });
  made.id = `mark-${annotation.id}`;
  made.dataset.kind = annotation.kind;
  made.dataset.state = state;
  made.dataset.words = placement.words;
  made.dataset.place = placement.place;
  if (lost) {
    made.append(kind, exact);
  } else {
    const go = element('button', { className: 'go' }, kind, exact);
    go.type = 'button';
    go.dataset.action = 'go';
    made.append(go);
  }
  if (annotation.speaker) {
    const text = words('mark_spoken_by', annotation.speaker);
    made.append(element('p', { className: 'speaker', text }));
  }
  if (annotation.note) {
    const note = element('p', { className: 'note', text: annotation.note });
    note.dir = 'auto';
    made.append(note);
  }
  if (annotation.tags.length > 0 || COLOURS.includes(annotation.colour)) made.append(tagsOf(annotation));
  const fate = lost ? words('mark_made', day(annotation.created)) : verdict(placement);
  if (fate) made.append(element('p', { className: lost ? 'quiet' : 'verdict', text: fate }));
  if (placement.words === 'changed') made.append(...changeOf(placement, page.language));
  if (state === 'failed' && mark.problem) {
    const { title, help } = problemWords(mark.problem);
    const there = elsewhere(mark.problem);
    const said = `${title} ${there ? words('conflict_help') : help}`;
    made.append(element('p', { className: 'verdict', text: said }));
    if (there) {
      const version = element('p', { className: 'there', text: versionThere(annotation, there) });
      version.dir = 'auto';
      made.append(version);
    }
  }
  made.append(actions(mark));
  return made;
}

/** @param {import('../lib/messages.js').Annotation} annotation @returns {HTMLElement} */
function tagsOf({ tags, colour }) {
  const line = element('p', { className: 'tags' });
  if (COLOURS.includes(colour)) {
    const swatch = element('span', { className: 'swatch' });
    swatch.dataset.colour = colour;
    line.append(swatch, element('span', { text: words(`colour_${colour}`) }));
  }
  if (tags.length > 0) line.append(element('span', { text: words('mark_tagged', tags.join(', ')) }));
  return line;
}

/** @param {ViewMark['state']} state @returns {HTMLElement} */
function stateLine(state) {
  const line = element('p', { className: 'state', text: stateWords(state) });
  line.dataset.state = state;
  return line;
}

/** @param {ViewMark} mark @returns {HTMLElement} */
function actions({ annotation, state, problem }) {
  const made = element('div', { className: 'actions' });
  const refused = elsewhere(problem) ? WHEN_CHANGED_ELSEWHERE : WHEN_REFUSED;
  for (const [action, key] of state === 'failed' ? refused : ALWAYS) {
    const button = element('button', { className: 'plain', text: words(key) });
    button.type = 'button';
    button.dataset.action = action;
    button.setAttribute('aria-describedby', `exact-${annotation.id}`);
    made.append(button);
  }
  made.append(stateLine(state));
  return made;
}

/**
 * Say which mark is the current one, and show it in the list.
 * @param {string | null} id
 */
export function showCurrent(id) {
  for (const mark of document.querySelectorAll('.mark[data-current]')) {
    mark.removeAttribute('data-current');
  }
  if (id === null) return;
  const mark = document.getElementById(`mark-${id}`);
  mark?.setAttribute('data-current', '');
  const besideTheText = getComputedStyle(byId('marks')).position === 'sticky';
  if (besideTheText) mark?.scrollIntoView({ block: 'nearest' });
}
