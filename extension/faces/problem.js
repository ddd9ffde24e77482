/**
 * A problem, shown: what happened, what to do, and buttons where one helps.
 *
 * The page has `#problem` with `#problem-title`, `#problem-help` and `#problem-actions`.
 */

/**
 * @typedef {{words: string, act: () => void, primary?: boolean}} Action
 */

/** @param {string} id @returns {HTMLElement} */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/**
 * @param {string} title what happened
 * @param {string} help what to do
 * @param {Action[]} [actions]
 */
export function showProblem(title, help, actions = []) {
  byId('problem-title').textContent = title;
  byId('problem-help').textContent = help;
  byId('problem-actions').replaceChildren(
    ...actions.map(({ words, act, primary }) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = words;
      if (primary) button.className = 'primary';
      button.addEventListener('click', act);
      return button;
    }),
  );
  byId('problem').hidden = false;
}

export function hideProblem() {
  byId('problem').hidden = true;
}
