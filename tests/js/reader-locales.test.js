/**
 * The words of the extension: every language complete, every key used, every key there.
 */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** @typedef {{message: string, placeholders?: Record<string, {content: string}>}} Message */
/** @type {Record<string, Record<string, Message>>} */
const locales = Object.fromEntries(
  readdirSync(`${root}/_locales`).map((name) => [
    name,
    JSON.parse(readFileSync(`${root}/_locales/${name}/messages.json`, 'utf8')),
  ]),
);
const english = locales.en;

/** Sources that may name a message, without their comments. */
const sources = readdirSync(`${root}/extension`, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(?:js|html)$/u.test(name))
  .map((name) => readFileSync(`${root}/extension/${name}`, 'utf8'))
  .concat(readFileSync(`${root}/manifest.json`, 'utf8'))
  .map((text) => text.replaceAll(/\/\*[^]*?\*\/|<!--[^]*?-->|^\s*\/\/.*$/gmu, ''))
  .join('\n');

const PLURAL = /_(?:zero|one|two|few|many|other)$/u;
/** @param {string} key */
const asNamed = (key) => (english[key.replace(PLURAL, '_other')] ? [key, key.replace(PLURAL, '')] : [key]);

/** @param {Message} message */
function placeholdersOf({ message, placeholders = {} }) {
  const used = [...message.matchAll(/\$(\w+)\$/gu)].map(([, name]) => name.toLowerCase());
  const declared = Object.entries(placeholders).map(([name, { content }]) => `${name}=${content}`);
  return { used: new Set(used), declared: declared.sort() };
}

test('English and French are there', () => {
  assert.deepEqual(Object.keys(locales).sort(), ['en', 'fr']);
});

for (const [name, messages] of Object.entries(locales)) {
  test(`${name} has the same keys as English`, () => {
    assert.deepEqual(Object.keys(messages).sort(), Object.keys(english).sort());
  });

  test(`${name} fills the same placeholders as English, and no other`, () => {
    for (const [key, message] of Object.entries(messages)) {
      const { used, declared } = placeholdersOf(message);
      assert.deepEqual(declared, placeholdersOf(english[key]).declared, key);
      assert.deepEqual(
        [...used].sort(),
        declared.map((one) => one.split('=')[0]).sort(),
        `${key}: what its message uses`,
      );
    }
  });

  test(`${name} says something for every key`, () => {
    for (const [key, { message }] of Object.entries(messages)) assert.ok(message.trim(), key);
  });

  test(`${name} has each plural form its language needs for whole numbers`, () => {
    const rules = new Intl.PluralRules(name);
    const forms = new Set([0, 1, 2, 3, 5, 11, 21, 100].map((count) => rules.select(count)));
    for (const key of Object.keys(messages).filter((one) => one.endsWith('_other'))) {
      for (const form of forms) {
        assert.ok(messages[key.replace(PLURAL, `_${form}`)], `${key}: no form "${form}"`);
      }
    }
  });
}

test('every key is used', () => {
  const composed = [...sources.matchAll(/\bwords\(`(\w+_)\$\{/gu)].map(([, start]) => start);
  const unused = Object.keys(english).filter(
    (key) =>
      !composed.some((start) => key.startsWith(start)) &&
      !asNamed(key).some((name) => new RegExp(`(?:['"\`]|__MSG_)${name}(?:['"\`]|__)`, 'u').test(sources)),
  );
  assert.deepEqual(unused, []);
});

test('every problem says what happened and what to do, and nothing else is called a problem', () => {
  const messages = readFileSync(`${root}/extension/lib/messages.js`, 'utf8');
  const [, names = ''] = messages.match(/@typedef \{('restricted_page'[^}]*)\} ProblemName/u) ?? [];
  const expected = [...names.matchAll(/'(\w+)'/gu)].flatMap(([, name]) => [
    `problem_${name}`,
    `problem_${name}_help`,
  ]);
  assert.ok(expected.length > 20, 'the names were read');
  const told = Object.keys(english).filter((key) => key.startsWith('problem_'));
  assert.deepEqual(told.sort(), expected.sort());
});

test('every key that the code names is there', () => {
  const named = [
    ...sources.matchAll(/\b(?:words|getMessage)\(\s*['"](\w+)['"]/gu),
    ...sources.matchAll(/\bdata-words(?:-\w+)?="(\w+)"/gu),
    ...sources.matchAll(/__MSG_(\w+)__/gu),
  ].map(([, key]) => key);
  const counted = [...sources.matchAll(/\bplural\(\s*['"](\w+)['"]/gu)].map(([, key]) => `${key}_other`);
  assert.ok(named.length > 50, 'the sources were read');
  assert.deepEqual([...named, ...counted].filter((key) => !english[key]), []);
});

test('French sets no-break spaces where it needs them, and its own apostrophe', () => {
  for (const [key, { message }] of Object.entries(locales.fr)) {
    assert.doesNotMatch(message, / [:;?!»]|« |[^\s][;?!»]|\w'\w/u, key);
  }
});
