/**
 * An element with a class, words and children.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {{className?: string, text?: string}} [look]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function element(name, { className, text } = {}, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  made.append(...children);
  return made;
}
