/** Runs every attack at once; what the page could read stands in `window.attacked` then. */

import { embeddings } from './embeddings.js';
import { requests } from './requests.js';
import { inTime } from './ways.js';

const { told } = window;

// What is fetched before a page has loaded would hold its loading up.
await new Promise((done) => addEventListener('load', () => setTimeout(done)));

// A page of no origin loads what another page loads; what it asks for has another origin.
const known = told.frame ? requests(told) : [...requests(told), ...embeddings(told)];
const attacks = known.filter(({ from }) => !from || from.includes(told.place));

const attacked = await Promise.all(
  attacks.map(async ({ name, wins, shown = false, run }, index) => {
    const tag = `${told.context}.${index}`;
    const read = await inTime(async () => run(tag));
    return { tag, name, wins, shown, read: String(read) };
  }),
);
window.attacked = attacked;
if (window.parent !== window) window.parent.postMessage({ attacked }, '*');
