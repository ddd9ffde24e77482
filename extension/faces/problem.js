/**
 * A problem, shown: what happened, what to do, and buttons where one helps.
 *
 * The page has `#problem` with `#problem-title`, `#problem-help` and `#problem-actions`.
 */

import { plural, words } from './words.js';

/**
 * @typedef {{words: string, act: () => void}} Action
 * @typedef {import('../lib/messages.js').ProblemShape} ProblemShape
 */

/** @param {string} id @returns {HTMLElement} */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/**
 * What happened and what to do, in the reader's language.
 * @param {ProblemShape} problem
 * @returns {{title: string, help: string}}
 */
export function problemWords({ name, detail = '', more = {} }) {
  const help = [words(`problem_${name}_help`, detail)];
  if (typeof more.tries_left === 'number') help.push(plural('pairing_tries_left', more.tries_left));
  return { title: words(`problem_${name}`), help: help.join(' ') };
}

/**
 * @param {ProblemShape} problem
 * @param {Action[]} [actions]
 */
export function showProblem(problem, actions = []) {
  const { title, help } = problemWords(problem);
  byId('problem').dataset.name = problem.name;
  byId('problem-title').textContent = title;
  byId('problem-help').textContent = help;
  byId('problem-actions').replaceChildren(
    ...actions.map((action, at) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = action.words;
      if (at === 0) button.className = 'primary';
      button.addEventListener('click', action.act);
      return button;
    }),
  );
  byId('problem').hidden = false;
}

export function hideProblem() {
  byId('problem').hidden = true;
}
