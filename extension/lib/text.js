/** Canonical text, for those who can import; the rules stand in shared/text.js. */

import '../shared/text.js';

export const { CanonicalText, SKIPPED_TAGS, TextWalk, length, slice } = globalThis.winnowText;
