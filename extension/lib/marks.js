/** New marks, for those who can import; they are made in shared/marks.js. */

import '../shared/text.js';
import '../shared/marks.js';

export const { COLOURS, MAX_EXACT, newId, newMark, wordsAt } = globalThis.winnowMarks;
