/** Exact matching, for those who can import; the rules stand in shared/anchors.js. */

import '../shared/text.js';
import '../shared/anchors.js';

export const { placeInText } = globalThis.winnowAnchors;
