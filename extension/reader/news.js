/**
 * Marks that another browser makes, changes or deletes while this page is being read.
 *
 * The page in sight asks a second after each answer whether anything changed. What was asked
 * before something was done here is let go: it may be older, and the next answer says it again.
 */

import { ask } from '../faces/background.js';
import { hear } from './marking.js';
import { isOpen, now } from './stage.js';
import { isNews } from './view.js';

const PAUSE_MS = 1_000;

/**
 * Ask, again and again.
 * @param {string} [seen] what the last answer was known by
 */
export function startNews(seen = '') {
  setTimeout(async () => {
    const isRead = !document.hidden && isOpen();
    startNews(isRead ? await look(seen).catch(() => seen) : seen); // no server has no news
  }, PAUSE_MS);
}

/** @param {string} seen @returns {Promise<string>} what the answer is known by, once it is shown */
async function look(seen) {
  const before = now();
  const { url, canonical, title } = before.page;
  const news = await ask('page.news', { url, canonical, title, seen });
  if (now().progress !== before.progress || now().page !== before.page) return seen;
  for (const told of news.marks) if (isNews(now(), told)) hear(told);
  return news.seen;
}
