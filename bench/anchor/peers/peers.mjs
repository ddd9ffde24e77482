/**
 * The peers of bench/anchor, behind one pipe: a line {"id", "mark", "text"} is answered by
 * {"id", "hypothesis": {place, ms}, "quote": {place, ms}}; `place` is {start, end} or null.
 * Offsets are UTF-16 units, which in the benchmark's texts are code points.
 */
import { createInterface } from "node:readline";
import search from "approx-string-match";
import textQuote from "dom-anchor-text-quote";

const MOST_ERRORS = 256;
const WEIGHTS = { quote: 50, prefix: 20, suffix: 20, position: 2 };

/** All places of `pattern` with the fewest errors: plain search first, then approximate. */
function places(text, pattern, mostErrors) {
  const exact = [];
  for (let at = text.indexOf(pattern); at !== -1; at = text.indexOf(pattern, at + 1)) {
    exact.push({ start: at, end: at + pattern.length, errors: 0 });
  }
  return exact.length > 0 ? exact : search(text, pattern, mostErrors);
}

/** How well `pattern` is found in `text`, 0 to 1. */
function likeness(text, pattern) {
  if (pattern.length === 0 || text.length === 0) return 0;
  const found = places(text, pattern, pattern.length);
  return found.length === 0 ? 0 : 1 - found[0].errors / pattern.length;
}

/**
 * Hypothesis's quote anchoring, after its published description: an approximate search with
 * at most half the quote's length in errors, 256 at most; every match is scored by quote,
 * prefix, suffix and position, weighted 50, 20, 20 and 2; the best score wins.
 */
function hypothesis(text, { exact, prefix, suffix, start }) {
  if (exact.length === 0) return null;
  const found = places(text, exact, Math.min(MOST_ERRORS, exact.length / 2));
  let best = null;
  for (const match of found) {
    const score =
      WEIGHTS.quote * (1 - match.errors / exact.length) +
      WEIGHTS.prefix *
        (prefix
          ? likeness(text.slice(Math.max(0, match.start - prefix.length), match.start), prefix)
          : 1) +
      WEIGHTS.suffix *
        (suffix ? likeness(text.slice(match.end, match.end + suffix.length), suffix) : 1) +
      WEIGHTS.position * (1 - Math.abs(match.start - start) / text.length);
    if (best === null || score > best.score) best = { start: match.start, end: match.end, score };
  }
  return best && { start: best.start, end: best.end };
}

/** dom-anchor-text-quote. It keeps 32 characters of context itself, and needs no more of a DOM. */
function quote(text, { exact, prefix, suffix, start }) {
  const selector = { exact, prefix: prefix.slice(-32), suffix: suffix.slice(0, 32) };
  return textQuote.toTextPosition({ textContent: text }, selector, { hint: start });
}

/** The place, and the time of the quickest of three turns (run.py: the same for Winnow). */
function timed(anchor, text, mark) {
  let place = null;
  let ms = Infinity;
  for (let turn = 0; turn < 3; turn += 1) {
    const began = performance.now();
    place = anchor(text, mark);
    ms = Math.min(ms, performance.now() - began);
  }
  return { place: place && { start: place.start, end: place.end }, ms };
}

for await (const line of createInterface({ input: process.stdin })) {
  const { id, mark, text } = JSON.parse(line);
  const answer = {
    id,
    hypothesis: timed(hypothesis, text, mark),
    quote: timed(quote, text, mark),
  };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
