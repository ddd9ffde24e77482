/** New marks, for those who can import; they are made in shared/marks.js. */

import '../shared/text.js';
import '../shared/marks.js';

export const { newId, newMark, wordsAt } = globalThis.winnowMarks;
