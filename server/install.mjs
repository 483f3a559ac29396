// Runs on whatever Node the machine has, before anything is installed: plain JavaScript, Node's own modules only.
import { existsSync, readFileSync } from 'node:fs';
import { NODE, ROOT, step } from './run.mjs';

/**
 * Makes `node_modules` what `package-lock.json` says; free where it is so already.
 * @returns {boolean} whether it did, and npm has run `prepare` at its end
 */
export function install() {
  if (installed()) return false;
  console.log('Installing (once, and again when package-lock.json changes)...');
  step('Installing', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  return true;
}

/** npm keeps what it installed in a lockfile of its own inside `node_modules`; packages for other platforms are not in it. */
function installed() {
  const written = `${ROOT}node_modules/.package-lock.json`;
  if (!existsSync(written) || !existsSync(NODE)) return false;
  const wanted = packages(`${ROOT}package-lock.json`);
  const present = packages(written);
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' || entry.optional || entry.devOptional || present[path]?.version === entry.version,
  );
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }>}
 */
function packages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}
