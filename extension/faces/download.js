/**
 * The marks as a file in the person's hands, by a link to a Blob: no permission needed.
 */

import { ask } from './background.js';
import { plural, words } from './words.js';

/** Milliseconds after which the browser has surely read the Blob. */
const READ_MS = 60_000;

/**
 * Export one page, by its id, or everything; answers what to say: the file's name, and what is
 * missing from it.
 * @param {string} [page]
 * @returns {Promise<string>} rejects with a Problem
 */
export async function downloadExport(page) {
  const { name, text, missing } = await ask('export', page === undefined ? {} : { page });
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), READ_MS);
  const saved = words('popup_exported', name);
  return missing ? `${saved} ${plural('popup_missing', missing)}` : saved;
}
