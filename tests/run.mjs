// `npm test`: everything, from a fresh clone. Runs on any Node from 20 on.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { build } from '../server/build.mjs';
import { install } from '../server/install.mjs';
import { fail, follow, NODE, ROOT, step } from '../server/run.mjs';
import { failed, passed, playwrightCounts, skipped, sum, vitestCounts } from './counts.mjs';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const RESULTS = `${ROOT}test-results`;

install();
findChromium();
rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS);
step('Preparing', 'npm', ['run', 'prepare']);
build();

const check = await follow('npm', ['run', '--silent', 'check']);
const units = await follow(NODE, [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${RESULTS}/vitest.json`,
]);
const flows = await follow(NODE, ['node_modules/playwright/cli.js', 'test', '--reporter=list,json'], {
  PLAYWRIGHT_JSON_OUTPUT_FILE: `${RESULTS}/playwright.json`,
});

const counts = sum([
  check === 0 ? passed(1) : failed(1),
  vitestCounts(read('vitest.json'), units),
  playwrightCounts(read('playwright.json'), flows),
]);
console.log(`\n${counts.passed} passed, ${counts.failed} failed${skipped(counts)}`);
process.exitCode = counts.failed === 0 ? 0 : 1;

/** @param {string} name */
function read(name) {
  const file = `${RESULTS}/${name}`;
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/** Debian's Chromium, installed where this process may; otherwise says how. */
function findChromium() {
  if (existsSync(CHROMIUM)) return;
  const apt = (/** @type {string[]} */ ...args) => [...(sudo() ?? []), 'apt-get', ...args];
  const may = process.platform === 'linux' && existsSync('/usr/bin/apt-get') && sudo() !== null;
  if (!may) {
    fail(
      `The tests need Chromium and found none at ${CHROMIUM}. Install it (Debian: sudo apt-get install chromium), ` +
        'or say where it is: CHROMIUM_PATH=/path/to/chromium npm test',
    );
  }
  console.log('Installing Chromium...');
  for (const [command, ...args] of [
    apt('update'),
    apt('install', '-y', '--no-install-recommends', 'chromium'),
  ]) {
    step('Installing Chromium', command ?? '', args);
  }
}

/** @returns {string[] | null} how this process becomes root without asking, or null where it can't */
function sudo() {
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : null;
}
