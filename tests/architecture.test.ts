import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { violations } from './architecture/arrows.ts';
import { imports, importsOf, sources } from './architecture/imports.ts';

test('every import follows an arrow of the design', () => {
  const found = imports();
  expect(found.length).toBeGreaterThan(100);
  expect(violations(found)).toEqual([]);
});

test.each([
  ['src/lib/music/a.ts', "import { b } from '../audio/b.ts';", /stages never import one another/],
  ['src/lib/core/a.ts', "export * from '../runtime/b.ts';", /core imports nothing of ours/],
  ['src/lib/runtime/a.ts', "const b = await import('../emotion/b.ts');", /the runtime knows no stage/],
  [
    'src/lib/store/a.ts',
    "import type { B } from '../../../server/b.ts';",
    /by fetch, through a schema in core/,
  ],
  ['src/lib/player/a.ts', "import '#lib/ui/b.ts';", /no arrow player -> ui/],
  [
    'src/lib/audio/a.ts',
    "new Worker(new URL('../music/b.worker.ts', import.meta.url))",
    /no arrow audio -> music/,
  ],
  ['src/lib/pipeline.ts', "import b from './ui/b.svelte';", /the pipeline joins stages/],
  ['src/lib/emotion/a.test.ts', "import { b } from '../workflow/b.ts';", /no arrow emotion -> workflow/],
])('%s: an arrow that is not in the design is reported, with the right way', (file, text, message) => {
  expect(violations(importsOf(file, text)).join()).toMatch(message);
});

test('what the design allows passes', () => {
  const allowed = [
    importsOf('src/lib/music/a.ts', "import { b } from '../core/b.ts';\nimport { c } from './engines/c.ts';"),
    importsOf('src/lib/music/a.test.ts', "import { b } from '../../../tests/fixtures/b.ts';"),
    importsOf('src/routes/+page.svelte', "import B from '#lib/ui/B.svelte';"),
  ].flat();
  expect(allowed).toHaveLength(4);
  expect(violations(allowed)).toEqual([]);
});

test('tests that start the endpoints have a process of their own', () => {
  const starting = imports().filter(
    ({ from, to }) => to === 'tests/api-server.ts' && from.endsWith('.test.ts'),
  );
  expect(starting.length).toBeGreaterThan(5);
  expect(starting.filter(({ from }) => !from.endsWith('.alone.test.ts'))).toEqual([]);
});

test('no folder is a drawer for things without a place', () => {
  const drawers = sources().filter((file) => /\/(utils?|helpers?|common|misc|shared)\//.test(file));
  expect(drawers, 'name the folder after what the code does').toEqual([]);
});

test("the README's table says where everything is, and nothing else", () => {
  const folders = (path: string): string[] =>
    readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => (path === '.' ? entry.name : `${path}/${entry.name}`));
  const generated = ['node_modules', 'build', 'test-results', 'src', 'src/lib'];
  const tree = [...folders('.'), ...folders('src'), ...folders('src/lib')].filter(
    (folder) => !generated.includes(folder),
  );

  const [, table = ''] = readFileSync('README.md', 'utf8').split(/^## I want to change.*$/m);
  const rows = (table.split(/^## /m)[0] ?? '').split('\n').filter((line) => /^\| (?!I want|-)/.test(line));
  const named = rows.flatMap((row) =>
    [...row.matchAll(/`([^`]+)`/g)].map((match) => match[1]!.replace(/\/$/, '')),
  );

  expect(rows.length).toBeGreaterThan(10);
  expect(
    named.filter((path) => !existsSync(path)),
    'named in the README, but not there',
  ).toEqual([]);
  const missing = tree.filter(
    (folder) => !named.some((path) => path === folder || path.startsWith(`${folder}/`)),
  );
  expect(missing, 'there, but in no row of the README').toEqual([]);
});

test('SECURITY.md names a file for each thing that holds, and every file is there', () => {
  const rows = readFileSync('SECURITY.md', 'utf8')
    .split('\n')
    .filter((line) => /^\| (?!who tries|-)/.test(line));
  const named = rows.map((row) =>
    [
      ...row
        .split(' | ')
        .at(-1)!
        .matchAll(/`([^`]+)`/g),
    ].map(([, path]) => path!),
  );
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.filter((_, i) => named[i]!.length === 0)).toEqual([]);
  expect(named.flat().filter((path) => !existsSync(path))).toEqual([]);
});
