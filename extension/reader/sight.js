/** What a person sees of the text: the window without the reader's own bar. */

import { byId } from './article.js';

/** @returns {number} in the window */
export function topOfSight() {
  return byId('toolbar').getBoundingClientRect().bottom;
}

/** @param {readonly Range[]} ranges in order @returns {boolean} whether all of them is seen */
export function isInSight(ranges) {
  const { top } = ranges[0].getBoundingClientRect();
  const { bottom } = ranges[ranges.length - 1].getBoundingClientRect();
  return top >= topOfSight() && bottom <= window.innerHeight;
}

/**
 * Scroll until the beginning of the ranges stands in the upper third of the window.
 * @param {readonly Range[]} ranges in order
 * @param {ScrollBehavior} [behavior] smooth unless the person prefers no motion
 */
export function bringIntoSight(ranges, behavior = 'auto') {
  const { top, height } = ranges[0].getBoundingClientRect();
  window.scrollBy({ top: top - (window.innerHeight - Math.min(height, 200)) / 3, behavior });
}
