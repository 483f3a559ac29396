// `npm test`: everything, from a fresh clone. Runs on any Node from 20 on.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { build } from '../server/build.mjs';
import { install } from '../server/install.mjs';
import { fail, follow, NODE, ROOT, step } from '../server/run.mjs';
import { failed, passed, playwrightCounts, skipped, sum, vitestCounts } from './counts.mjs';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const RESULTS = `${ROOT}test-results`;
// Tests start many processes of the same sources: each compiles what none before it has.
process.env.NODE_COMPILE_CACHE ??= `${ROOT}node_modules/.cache/node`;

const isNew = install();
need('Chromium', existsSync(CHROMIUM), 'chromium', `It is not at ${CHROMIUM}: CHROMIUM_PATH says where.`);
need('a database server', hasDatabaseServer(), 'mariadb-server', 'MySQL will do as well.');
rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS);
build(isNew);

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

/**
 * Installs a package of Debian's where it is needed and this process may; otherwise says how, and ends.
 * @param {string} what
 * @param {boolean} isThere
 * @param {string} name of the package
 * @param {string} advice on what else would do
 */
function need(what, isThere, name, advice) {
  if (isThere) return;
  const root = process.platform === 'linux' && existsSync('/usr/bin/apt-get') ? sudo() : null;
  if (root === null) {
    fail(
      `The tests need ${what} and found none. Install it (Debian: sudo apt-get install ${name}). ${advice}`,
    );
  }
  console.log(`Installing ${what}...`);
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', name]]) {
    const [command = '', ...rest] = [...root, 'apt-get', ...args];
    step(`Installing ${what}`, command, rest);
  }
}

/** Asks the app itself, on the Node that can read it. */
function hasDatabaseServer() {
  const ask = `
    import { findServerBinary } from './server/database/server-binary.ts';
    process.exitCode = (await findServerBinary()) === null ? 1 : 0;`;
  return spawnSync(NODE, ['--input-type=module', '--eval', ask], { cwd: ROOT }).status === 0;
}

/** @returns {string[] | null} how this process becomes root without asking, or null where it can't */
function sudo() {
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : null;
}
