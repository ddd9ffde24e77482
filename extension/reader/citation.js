/** A mark's words as they are put into another text: word for word, with who said them and where. */

import { day, words } from '../faces/words.js';
import { linkTo } from './text-fragment.js';

/** The signs that quotations open and close with, in the languages that have such signs. */
const QUOTED = /^["“”„«»‹›「『'‘‚].*["“”«»‹›」』'’‘]$/su;

/**
 * The words in quotation marks, unless they have their own; their speaker; byline, title, site and
 * day of the page; and a link to the very words.
 * @param {import('../lib/messages.js').Annotation} annotation
 * @param {import('../lib/messages.js').CleanPage} page
 * @returns {string} lines
 */
export function citation({ exact, prefix, suffix, speaker }, { title, byline, site, published, url }) {
  const source = [byline, title && words('cite_quoted', title), site, day(published)];
  return [
    [QUOTED.test(exact) ? exact : words('cite_quoted', exact), speaker].filter(Boolean).join(' — '),
    source.filter(Boolean).join(', '),
    linkTo(url, { exact, prefix, suffix }),
  ]
    .filter(Boolean)
    .join('\n');
}
