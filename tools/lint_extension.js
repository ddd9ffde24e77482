// The add-on linter over what `make package` built: nothing but what is explained here.
import { spawnSync } from 'node:child_process';

const FOLDER = 'build/extension';
/** Warnings that stay, by their code, each with its reason. */
const EXPLAINED = {
  BACKGROUND_SERVICE_WORKER_IGNORED:
    'one manifest serves both browsers: Chromium runs service_worker, Firefox runs scripts',
};

const { stdout, stderr, error } = spawnSync(
  'node_modules/.bin/addons-linter',
  ['--output', 'json', FOLDER],
  { encoding: 'utf8', shell: process.platform === 'win32', maxBuffer: 64 * 1024 * 1024 },
);
if (error || !stdout.trim().startsWith('{')) {
  console.error(`addons-linter did not run: ${error?.message ?? stderr}`);
  process.exit(2);
}
const { errors, warnings, notices } = JSON.parse(stdout);
const isExplained = ({ code }) => Object.hasOwn(EXPLAINED, code);
const left = [...errors, ...notices, ...warnings.filter((warning) => !isExplained(warning))];
for (const { _type: type, code, message, file, line } of left) {
  console.error(`${type} ${code}${file ? ` in ${file}:${line ?? ''}` : ''}: ${message}`);
}
for (const { code } of warnings.filter(isExplained)) {
  console.log(`explained warning ${code}: ${EXPLAINED[code]}`);
}
console.log(`addons-linter: ${errors.length} errors, ${left.length - errors.length} unexplained warnings`);
process.exit(left.length === 0 ? 0 : 1);
