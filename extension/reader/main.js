/**
 * The reading page.
 *
 * 1. its words and looks  2. what draws the view  3. hands: bar, form, list, keys
 * 4. what the background tells  5. the page itself
 */

import { ask, on, openOptions } from '../faces/background.js';
import { hideProblem, showProblem } from '../faces/problem.js';
import { dress, followSettings, readSettings } from '../faces/settings.js';
import { translate, words } from '../faces/words.js';
import { Problem } from '../lib/messages.js';
import { startAppearance } from './appearance.js';
import { byId, renderBlocks, renderHead, renderRemoved } from './article.js';
import { askElsewhere } from './elsewhere.js';
import { startHands } from './hands.js';
import { showImages, waitingImages } from './images.js';
import { hear } from './marking.js';
import { renderMarks, stateWords } from './marks-list.js';
import { startNews } from './news.js';
import { paintMarks } from './painting.js';
import { startRemoved } from './removed.js';
import { become, isOpen, onView } from './stage.js';
import { mapBlocks } from './text-map.js';
import { announce } from './toast.js';
import { opened, saveState } from './view.js';

const capture = new URLSearchParams(location.search).get('capture') ?? '';
const main = /** @type {HTMLElement} */ (document.querySelector('main'));

translate(document);
let settings = await readSettings();
dress(document.documentElement, settings);
startAppearance(settings);
followSettings((changed) => {
  settings = changed;
  dress(document.documentElement, changed);
  if (changed.images) loadImages();
});

onView((view, before) => {
  if (view.marks !== before?.marks) renderMarks(view);
  if (view.marks !== before?.marks) paintMarks(view);
});
onView((view) => {
  const state = saveState(view);
  const line = byId('save-state');
  const sentence = state ? stateWords(state) : '';
  if (line.textContent !== sentence) line.textContent = sentence;
  line.dataset.state = state ?? '';
});

startRemoved();
startNews();
startHands(() => settings.keys);

byId('show-images').addEventListener('click', () => {
  loadImages();
  byId('article').focus({ preventScroll: true });
});

function loadImages() {
  showImages(byId('blocks'));
  byId('show-images').hidden = true;
}

on('marks.changed', ({ marks }) => marks.forEach(hear));
on('status.changed', ({ status }) => {
  if (!isOpen() && status.server === 'ready' && !byId('problem').hidden) open();
});

/** Load the page, or say why not and what to do. */
async function open() {
  hideProblem();
  main.setAttribute('aria-busy', 'true');
  byId('progress').textContent = words('reader_progress');
  try {
    const answer = await ask('reader.load', { capture });
    const view = opened(answer);
    renderHead(view);
    renderBlocks(view);
    renderRemoved(view);
    byId('article').hidden = false;
    byId('partial').hidden = !answer.capture.partial;
    mapBlocks(view.blocks);
    become(view);
    askElsewhere(answer, open);
    if (view.blocks.length === 0) showProblem({ name: 'empty_page' });
    else announce(words('reader_ready'));
    if (settings.images) loadImages();
    else byId('show-images').hidden = waitingImages(byId('blocks')).length === 0;
  } catch (thrown) {
    showProblem(Problem.from(thrown).shape, waysOn(Problem.from(thrown)));
  } finally {
    byId('progress').textContent = '';
    main.setAttribute('aria-busy', 'false');
  }
}

/**
 * The buttons that help with a problem.
 * @param {Problem} problem
 * @returns {import('../faces/problem.js').Action[]}
 */
function waysOn({ name }) {
  const again = { words: words('reader_try_again'), act: open };
  const options = { words: words('reader_options'), act: openOptions };
  switch (name) {
    case 'unpaired':
      return [{ words: words('reader_pairing_help'), act: openOptions }, again];
    case 'server_away':
    case 'other_program':
      return [again, options];
    case 'capture_gone':
    case 'empty_page':
    case 'page_too_large':
    case 'no_web_page':
    case 'restricted_page':
      return [];
    default:
      return [again];
  }
}

await open();
