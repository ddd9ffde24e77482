// Rules that find mistakes; layout is not linted. Each group says what its code may call.
import js from '@eslint/js';
import globals from 'globals';

/** The names that shared and content scripts leave for each other. */
const SHARED = [
  'winnowAddress',
  'winnowText',
  'winnowAnchors',
  'winnowMarks',
  'winnowPaint',
  'winnowSelect',
  'winnowStanding',
  'winnowCapturePage',
  'winnowCopies',
  'winnowDom',
  'winnowEverywhere',
  'winnowLive',
  'winnowHidden',
  'winnowPanel',
  'winnowPlaces',
  'winnowSeen',
  'winnowSlices',
  'winnowWalk',
];

const careful = {
  'array-callback-return': 'error',
  curly: ['error', 'multi-line'],
  'default-case-last': 'error',
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'max-lines': ['error', 400],
  'no-await-in-loop': 'off', // sending in order is what the queue is for
  'no-console': 'error',
  'no-constructor-return': 'error',
  'no-else-return': 'error',
  'no-eval': 'error',
  'no-implicit-coercion': ['error', { boolean: false }],
  'no-implicit-globals': 'error',
  'no-implied-eval': 'error',
  'no-lonely-if': 'error',
  'no-new-func': 'error',
  'no-param-reassign': 'error',
  'no-promise-executor-return': 'off',
  'no-restricted-properties': [
    'error',
    { property: 'innerHTML', message: 'Page content is untrusted: build nodes, or sanitise.' },
    { property: 'outerHTML', message: 'Page content is untrusted: build nodes, or sanitise.' },
    { property: 'insertAdjacentHTML', message: 'Page content is untrusted.' },
  ],
  'no-return-assign': ['error', 'except-parens'],
  'no-script-url': 'error',
  'no-self-compare': 'error',
  'no-sequences': 'error',
  'no-shadow': 'error',
  'no-template-curly-in-string': 'error',
  'no-throw-literal': 'error',
  'no-unmodified-loop-condition': 'error',
  'no-unneeded-ternary': 'error',
  'no-unreachable-loop': 'error',
  'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  'no-use-before-define': ['error', { functions: false, classes: false, variables: false }],
  'no-useless-concat': 'error',
  'no-useless-rename': 'error',
  'no-var': 'error',
  'object-shorthand': 'error',
  'prefer-arrow-callback': 'error',
  'prefer-const': 'error',
  'prefer-object-has-own': 'error',
  'prefer-object-spread': 'error',
  'prefer-rest-params': 'error',
  'prefer-spread': 'error',
  'prefer-template': 'error',
  'require-atomic-updates': 'error',
  'require-unicode-regexp': 'error',
  yoda: 'error',
};

export default [
  { ignores: ['node_modules/', 'build/', '.venv/', 'bench/'] },
  js.configs.recommended,
  { languageOptions: { ecmaVersion: 2024, sourceType: 'module' }, rules: careful },
  {
    files: ['extension/**/*.js', 'demo/**/*.js', 'server/winnow/web/static/*.js'],
    languageOptions: { globals: { ...globals.browser, browser: 'readonly', chrome: 'readonly' } },
  },
  {
    // Pure, so that node can test it.
    files: ['extension/lib/**/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        ['browser', 'chrome', ...Object.keys(globals.browser)].map((name) => [name, 'off']),
      ),
    },
  },
  {
    files: ['extension/lib/marks.js'],
    languageOptions: { globals: { crypto: 'readonly' } },
  },
  {
    // Classic scripts, because a content script cannot import: each leaves one name.
    files: ['extension/shared/**/*.js', 'extension/content/**/*.js'],
    languageOptions: {
      sourceType: 'script',
      globals: Object.fromEntries(SHARED.map((name) => [name, 'readonly'])),
    },
    rules: {
      'no-implicit-globals': 'off',
      'no-redeclare': ['error', { builtinGlobals: false }],
      'no-var': 'off',
    },
  },
  {
    files: ['tests/browser/**/*.js'],
    languageOptions: { globals: globals.browser },
  },
  {
    files: ['tests/js/**/*.js', 'tools/**/*.js', 'eslint.config.js'],
    languageOptions: { globals: { ...globals.node } },
    rules: { 'no-console': 'off', 'no-restricted-properties': 'off' },
  },
];
