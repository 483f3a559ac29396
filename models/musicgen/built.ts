import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildMusicgen } from './build.ts';
import type { MusicgenSize } from './size.ts';

const CACHE = fileURLToPath(new URL('../../.cache/musicgen/', import.meta.url));

/** What the bytes of a model depend on. */
const SOURCES = ['./', '../onnx/', '../protobuf.ts'].map((path) => new URL(path, import.meta.url));

const building = new Map<string, Promise<string>>();

/**
 * A MusicGen of that size, built when there is none by these sources yet. Any number of processes may ask at once.
 *
 * @returns the absolute path of its folder, which also serves as its name in transformers.js. Nobody may write there.
 */
export async function builtMusicgen(size: MusicgenSize): Promise<string> {
  const version = digest((await Promise.all(SOURCES.map(texts))).flat());
  const folder = `${CACHE}${version}/${size.name}-${digest([JSON.stringify(size)])}`;
  const known = building.get(folder) ?? make(size, folder);
  building.set(folder, known);
  known.catch(() => building.delete(folder));
  await removeAllBut(version);
  return known;
}

async function make(size: MusicgenSize, folder: string): Promise<string> {
  if (await exists(folder)) return folder;
  // Written beside and renamed, so that an interrupted build leaves nothing that looks whole.
  const partial = `${dirname(folder)}/partial-${randomUUID()}`;
  await mkdir(partial, { recursive: true });
  await buildMusicgen(size, partial);
  try {
    await rename(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true });
    // Another process was faster: what it made has the same bytes.
    if (!(await exists(folder))) throw error;
  }
  return folder;
}

/** Removes models by older sources, of which one alone may take a gigabyte. */
async function removeAllBut(version: string): Promise<void> {
  const older = (await readdir(CACHE).catch(() => [])).filter((entry) => entry !== version);
  await Promise.all(older.map((entry) => rm(CACHE + entry, { recursive: true, force: true })));
}

function digest(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text);
  return hash.digest('hex').slice(0, 16);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function texts(source: URL): Promise<string[]> {
  if (!source.pathname.endsWith('/')) return [await readFile(source, 'utf8')];
  const names = (await readdir(source)).filter((name) => /(?<!\.test)\.ts$/.test(name)).sort();
  return Promise.all(names.map((name) => readFile(new URL(name, source), 'utf8')));
}
