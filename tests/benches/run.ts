/** `npm run bench -- NAME`: prints the table of `tests/benches/NAME.ts`, and last its one line `BENCH NAME key=value ...`. */
import { readdirSync } from 'node:fs';
import type { Bench } from './bench.ts';

const MACHINERY = ['run.ts', 'bench.ts'];
const benches = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && !MACHINERY.includes(file))
  .map((file) => file.slice(0, -'.ts'.length));

const name = process.argv[2] ?? '';
if (!benches.includes(name)) {
  console.error(`Which bench? npm run bench -- ${benches.join(' | ') || '(there is none yet)'}`);
  process.exit(2);
}

const { default: bench } = (await import(`./${name}.ts`)) as { default: Bench };
const { rows, figures } = await bench();
console.table(rows);
const line = Object.entries(figures).map(([key, value]) => `${key}=${round(value)}`);
console.log(['BENCH', name, ...line].join(' '));

function round(value: number | string): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(4))) : value;
}
