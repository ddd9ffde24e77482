/**
 * The option that shows marks on every page. The browser's permission is what it stands for:
 * ticking it asks for that, and only then.
 */

import { browser } from '../browser.js';
import { words } from '../faces/words.js';

const EVERYWHERE = { origins: ['<all_urls>'] };

/**
 * Fill the field and follow it, and the browser's own settings.
 * @param {(sentence: string) => void} say
 */
export async function startEveryPage(say) {
  const field = /** @type {HTMLInputElement} */ (document.getElementById('every-page'));
  const { permissions } = browser;
  const show = async () => {
    field.checked = await permissions.contains(EVERYWHERE);
  };
  field.addEventListener('change', async () => {
    const wanted = field.checked;
    // At once, for a browser asks only while it knows of the person's click.
    if (!wanted) await permissions.remove(EVERYWHERE);
    else if (!(await permissions.request(EVERYWHERE))) say(words('options_every_page_refused'));
    await show();
    if (field.checked === wanted) say(words('options_saved'));
  });
  permissions.onAdded.addListener(show);
  permissions.onRemoved.addListener(show);
  await show();
}
