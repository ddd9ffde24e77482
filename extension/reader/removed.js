/**
 * Blocks that were left out: seeing why, bringing one back, taking it out again.
 */

import { words } from '../faces/words.js';
import { byId, flash, updateBack, updateRemovedButton } from './article.js';
import { become, now } from './stage.js';
import { say } from './toast.js';
import { withBack } from './view.js';

/** @param {string} id */
function toggle(id) {
  const there = !now().back.has(id);
  const next = withBack(now(), id, there);
  updateBack(next, id);
  updateRemovedButton(next, id);
  become(next);
  say(words(there ? 'removed_came_back' : 'removed_went_out'));
  if (there) flash(byId(`back-${id}`));
}

/** Open the list of what was left out, and go there. */
export function goToRemoved() {
  const removed = /** @type {HTMLDetailsElement} */ (byId('removed'));
  if (removed.hidden) return;
  removed.open = true;
  removed.scrollIntoView({ block: 'start' });
  byId('removed-count').focus({ preventScroll: true });
}

/** Follow the buttons and links of the article and of the list. */
export function startRemoved() {
  document.querySelector('main')?.addEventListener('click', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const id = /** @type {HTMLElement | null} */ (target.closest('[data-removal]'))?.dataset.removal;
    if (id) {
      toggle(id);
      return;
    }
    const href = target.closest('a')?.getAttribute('href') ?? '';
    if (!href.startsWith('#')) return;
    event.preventDefault();
    if (href === '#removed') {
      goToRemoved();
      return;
    }
    const place = document.getElementById(href.slice(1));
    if (!place) return;
    flash(/** @type {HTMLElement} */ (place.closest('.block') ?? place));
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
  });
}
