// `npm run check`: what can be said of the sources without running them, and of the size of the page. Runs on any Node
// from 20 on, and says of every part whether it holds.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { build } from '../server/build.mjs';
import { NODE, ROOT } from '../server/run.mjs';

/** Each takes one core; what takes long comes first. */
const PARTS = [
  // TypeScript makes its program anew for each component: they take as long as all the rest.
  ['lint of components', 'node_modules/eslint/bin/eslint.js', 'src/**/*.svelte'],
  ['lint of the rest', 'node_modules/eslint/bin/eslint.js', '.', '--ignore-pattern', '**/*.svelte'],
  ['types', 'node_modules/svelte-check/bin/svelte-check', '--fail-on-warnings'],
  ['format', 'node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  [
    'architecture',
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    'node',
    'tests/architecture.test.ts',
  ],
  ['size', 'tests/size.ts'],
];

// First, and not beside what reads what it writes.
build();
const waiting = [...PARTS];
await Promise.all(Array.from({ length: availableParallelism() }, work));

async function work() {
  for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
    const [name, ...args] = part;
    const { code, said } = await run(args);
    console.log(`${said.trimEnd()}\n${code === 0 ? 'ok' : 'FAILED'}: ${name}`.trimStart());
    if (code !== 0) process.exitCode = 1;
  }
}

/**
 * @param {string[]} args
 * @returns {Promise<{ code: number, said: string }>} once it has ended
 */
function run(args) {
  const child = spawn(NODE, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += data));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, said }));
  });
}
