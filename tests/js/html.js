/**
 * HTML in node: parse5 parses it as browsers do, and feeds the walk.
 */

import { parse } from 'parse5';

import { SKIPPED_TAGS, TextWalk } from '../../extension/lib/text.js';

/**
 * @typedef {import('parse5').DefaultTreeAdapterTypes.TextNode} TextNode
 * @typedef {import('parse5').DefaultTreeAdapterTypes.ChildNode} ChildNode
 */

/**
 * @param {string} html the inside of a body
 */
export function canonicalText(html) {
  const page = parse(`<!DOCTYPE html><html><body>${html}</body></html>`);
  const root = page.childNodes.find((node) => node.nodeName === 'html');
  const walk = new TextWalk();
  if (root) feed(walk, /** @type {ChildNode} */ (root));
  return walk.end();
}

/** @param {InstanceType<typeof TextWalk>} walk @param {ChildNode} node */
function feed(walk, node) {
  if (node.nodeName === '#text') {
    const text = /** @type {TextNode} */ (node);
    walk.text(text.value, text);
  } else if ('tagName' in node && !SKIPPED_TAGS.has(node.tagName)) {
    walk.open(node.tagName);
    for (const child of node.childNodes) feed(walk, child);
    walk.close(node.tagName);
  }
}
