/**
 * The reader's keys. A key of a single letter does nothing while a person types, while
 * a modifier is held, or when the options switch these keys off.
 */

const LETTERS = 'cqhjkonpmrw?';
const WITH_SHIFT = 'jk';

/**
 * What a key press asks for; null for nothing of ours.
 * @param {{key: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean, shiftKey?: boolean,
 *   isComposing?: boolean}} event
 * @param {{typing: boolean, letters: boolean, onControl?: boolean}} now `onControl`: the focus is on
 *   what Enter presses
 * @returns {string | null} "undo", "redo", "escape", "enter", or the letter in lower case, behind "shift+" where
 *   that says another thing
 */
export function keyMeaning(
  { key, ctrlKey, metaKey, altKey, shiftKey, isComposing },
  { typing, letters, onControl = false },
) {
  if (isComposing || altKey) return null;
  if (key === 'Escape') return 'escape';
  if (typing) return null;
  if (key === 'Enter') return onControl || ctrlKey || metaKey || shiftKey ? null : 'enter';
  const letter = key.toLowerCase();
  if (ctrlKey || metaKey) {
    if (letter === 'z') return shiftKey ? 'redo' : 'undo';
    return letter === 'y' && !shiftKey ? 'redo' : null;
  }
  if (!letters || key.length !== 1 || !LETTERS.includes(letter)) return null;
  return shiftKey && WITH_SHIFT.includes(letter) ? `shift+${letter}` : letter;
}

/** @param {EventTarget | null} target @returns {boolean} whether Enter does something there */
export function isControl(target) {
  return target instanceof HTMLElement && target.closest('a, button, summary, input, form, [role="slider"]') !== null;
}

/** @param {EventTarget | null} target @returns {boolean} whether letters typed there are text */
export function isTyping(target) {
  return (
    target instanceof HTMLElement &&
    target.matches('textarea, select, [contenteditable], input:not([type="radio"], [type="checkbox"])')
  );
}
