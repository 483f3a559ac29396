import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

/** An import of one file of ours by another, as paths from the root of the project. */
export interface Import {
  from: string;
  to: string;
}

const ROOTS = ['src', 'server', 'drizzle', 'models', 'tests'];
const SOURCE = /\.(ts|mts|mjs|js|svelte)$/;
const GENERATED = 'src/lib/i18n/paraglide/';

/** `import ... from 'x'`, `export ... from 'x'`, `import 'x'`, `import('x')`, and a worker's `new URL('x', import.meta.url)`. */
const SPECIFIER = /(?:\bfrom\s*|\bimport\s*\(?\s*|\bnew URL\(\s*)(['"])((?:\.{1,2}\/|#lib\/)[^'"]+)\1/g;

/** @returns every file of ours that can import or be imported. */
export function sources(): string[] {
  return ROOTS.flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath.replaceAll('\\', '/')}/${entry.name}`),
  ).filter((file) => SOURCE.test(file) && !file.startsWith(GENERATED));
}

/** @returns what `from` imports of ours, where `text` is its content. */
export function importsOf(from: string, text: string): Import[] {
  return [...text.matchAll(SPECIFIER)].map(([, , specifier]) => ({ from, to: resolve(from, specifier!) }));
}

/** @returns every import between files of ours. */
export function imports(): Import[] {
  return sources().flatMap((file) => importsOf(file, readFileSync(file, 'utf8')));
}

function resolve(from: string, specifier: string): string {
  if (specifier.startsWith('#lib/')) return specifier.replace('#lib/', 'src/lib/');
  return posix.join(posix.dirname(from), specifier);
}
