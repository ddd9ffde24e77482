// Bodies of HTML made by chance, the same ones for the same seed.

const TAGS = `p div span b i em a ul li br hr pre table tbody tr td h2 section ruby rt script style
  textarea select svg details summary blockquote custom-tag figure`.split(/\s+/u);
const VOID = new Set(['br', 'hr']);
const WORDS = [
  'one', 'two', ' ', '  ', '\n', '\t ', '\f', '\u00a0', '\u2009', '\u200b', '\u00ad', 'é', 'e\u0301',
  'שלום', '😀', '👩\u200d👧', '.', '—', ' a b ', '\n\n x',
];

/** A generator of numbers in [0, 1) from a seed (mulberry32, public domain). */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * @param {number} count
 * @param {number} seed
 * @returns {string[]}
 */
export function randomBodies(count, seed) {
  const random = numbers(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const inside = (depth) => {
    let html = '';
    for (let parts = Math.floor(random() * 5); parts >= 0; parts -= 1) {
      if (depth === 0 || random() < 0.5) {
        html += pick(WORDS) + pick(WORDS);
      } else {
        const tag = pick(TAGS);
        html += VOID.has(tag) ? `<${tag}>` : `<${tag}>${inside(depth - 1)}</${tag}>`;
      }
    }
    return html;
  };
  return Array.from({ length: count }, () => inside(4));
}
