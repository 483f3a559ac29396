// Runs on whatever Node the machine has: plain JavaScript, Node's own modules only.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { ROOT, step } from './run.mjs';

/** What the build is made of; `prepare` makes the rest from these. */
const SOURCES = [
  'src',
  'static',
  'models',
  'server',
  'drizzle',
  'project.inlang',
  'vite.config.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];
const GENERATED = ['src/lib/i18n/paraglide', 'static/models'];
const STAMP = 'build/.sources';

/**
 * Builds the app where its sources changed since it was built.
 * @param {boolean} isPrepared whether `prepare` has just run
 */
export function build(isPrepared = false) {
  const sources = hash();
  if (existsSync(ROOT + STAMP) && readFileSync(ROOT + STAMP, 'utf8') === sources) return;
  console.log('Building (once, and again when the sources change)...');
  if (!isPrepared) step('Preparing', 'npm', ['run', 'prepare']);
  step('Building', 'npm', ['run', 'build']);
  writeFileSync(ROOT + STAMP, sources);
}

function hash() {
  const digest = createHash('sha256');
  for (const path of SOURCES.flatMap(files))
    digest
      .update(path)
      .update('\0')
      .update(readFileSync(ROOT + path));
  return digest.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]} every file at or under `path`, relative to the project, in a stable order
 */
function files(path) {
  if (GENERATED.includes(path) || !existsSync(ROOT + path)) return [];
  if (!statSync(ROOT + path).isDirectory()) return [path];
  return readdirSync(ROOT + path)
    .sort()
    .flatMap((name) => files(`${path}/${name}`));
}
