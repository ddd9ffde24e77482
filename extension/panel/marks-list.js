/**
 * The marks of the page, as the panel lists them. What is shown already stays, with the focus in
 * it. Of many that are new a few come a frame: Firefox lets the panel share its page's process, so
 * that the page waits for it.
 */

import { changeOf, verdict } from '../faces/difference.js';
import { element } from '../faces/element.js';
import { words } from '../faces/words.js';
import { COLOURS } from '../lib/marks.js';

/**
 * @typedef {import('../lib/messages.js').Annotation} Annotation
 * @typedef {import('../lib/messages.js').StatedMark} StatedMark
 * @typedef {StatedMark & {placement: import('../lib/messages.js').Placement | null}} ToldMark
 *   with where it stands on the page; null until that is known
 *
 * @typedef {object} Acts what a mark's buttons lead to
 * @property {(annotation: Annotation) => void} change
 * @property {(annotation: Annotation) => void} remove
 */

/** Items made a frame; chosen: one takes some 0.1 ms, laid out. */
const A_FRAME = 50;

/**
 * Keep a list.
 * @param {HTMLElement} list
 * @param {Acts} acts
 * @returns {(marks: readonly ToldMark[]) => Promise<void>} shows these marks and no others; kept
 *   when all are there, or others are told
 */
export function marksList(list, acts) {
  /** @type {Map<string, ReturnType<typeof markItem>>} by the mark's id */
  const known = new Map();
  let times = 0;

  return async (marks) => {
    times += 1;
    const own = times;
    const ids = new Set(marks.map(({ annotation }) => annotation.id));
    for (const [id, { item }] of known) {
      if (ids.has(id)) continue;
      item.remove();
      known.delete(id);
    }
    let made = 0;
    let place = list.firstElementChild;
    for (const mark of marks) {
      const { id } = mark.annotation;
      if (!known.has(id)) {
        if (made > 0 && made % A_FRAME === 0) await new Promise(requestAnimationFrame);
        if (own !== times) return; // other marks are told meanwhile
        made += 1;
        known.set(id, markItem(acts));
      }
      const { item, tell } = /** @type {ReturnType<typeof markItem>} */ (known.get(id));
      tell(mark);
      if (item === place) place = item.nextElementSibling;
      else list.insertBefore(item, place);
    }
  };
}

/**
 * An item whose buttons stay whatever is told of its mark: a click may be half done.
 * @param {Acts} acts
 */
function markItem({ change, remove }) {
  /** @type {Annotation} */
  let annotation;
  let told = '';
  const item = document.createElement('li');
  item.className = 'mark';
  const line = document.createElement('p');
  const edit = actionButton('edit', 'mark_edit', () => change(annotation));
  const away = actionButton('delete', 'mark_delete', () => remove(annotation));
  item.append(line, edit, away);

  /** @param {ToldMark} mark */
  function tell(mark) {
    const said = JSON.stringify(mark);
    if (said === told) return;
    told = said;
    annotation = mark.annotation;
    const { id, kind, exact, tags, colour } = annotation;
    item.id = `mark-${id}`;
    item.dataset.state = mark.state;
    const state = mark.state === 'saved' ? '' : ` (${words(`state_${mark.state}`)})`;
    const name = element('span', { className: 'kind', text: words(`kind_${kind}`) });
    line.replaceChildren(name, ' ', element('bdi', { className: 'exact', text: exact }), state);
    for (const button of [edit, away]) {
      button.setAttribute('aria-label', `${button.textContent}: ${exact.slice(0, 80)}`);
    }
    while (away.nextSibling) away.nextSibling.remove();
    if (tags.length > 0 || COLOURS.includes(colour)) item.append(tagsOf(annotation));
    tellFate(item, annotation, mark.placement);
  }

  return { item, tell };
}

/**
 * Say what became of a mark's words, where something did.
 * @param {HTMLElement} item
 * @param {Annotation} annotation
 * @param {import('../lib/messages.js').Placement | null} placement
 */
function tellFate(item, { language }, placement) {
  item.dataset.words = placement?.words ?? '';
  item.dataset.place = placement?.place ?? '';
  if (!placement) return;
  const fate = placement.words === 'gone' ? words('marks_lost') : panelVerdict(placement);
  if (fate) item.append(element('p', { className: 'verdict', text: fate }));
  if (placement.words === 'changed') item.append(...changeOf(placement, language));
}

/** The reader alone lets a person say which place is meant. @type {typeof verdict} */
function panelVerdict(placement) {
  const isSeveral = placement.words === 'same' && placement.place === 'several';
  return isSeveral ? words('panel_place_several') : verdict(placement);
}

/**
 * @param {string} action
 * @param {string} label of the locales
 * @param {() => void} act
 */
function actionButton(action, label, act) {
  const made = document.createElement('button');
  made.type = 'button';
  made.dataset.action = action;
  made.textContent = words(label);
  made.addEventListener('click', act);
  return made;
}

/** @param {Annotation} annotation */
function tagsOf({ tags: told, colour: given }) {
  const line = document.createElement('p');
  line.className = 'tags';
  const patch = document.createElement('span');
  patch.className = 'swatch';
  patch.dataset.colour = given;
  if (COLOURS.includes(given)) line.append(patch, ` ${words(`colour_${given}`)} `);
  if (told.length > 0) line.append(words('mark_tagged', told.join(', ')));
  return line;
}
