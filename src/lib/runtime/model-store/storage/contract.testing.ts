import { expect } from 'vitest';
import type { ModelStorage } from './storage.ts';

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const text = async (storage: ModelStorage, path: string): Promise<string | undefined> =>
  (await storage.open(path))?.text();
const paths = async (storage: ModelStorage): Promise<string[]> =>
  (await storage.list()).map(({ path, bytes }) => `${path} ${bytes}`).sort();

/** What every storage does alike. @param storage empty. */
export async function expectStorage(storage: ModelStorage): Promise<void> {
  expect(await storage.list()).toEqual([]);
  expect(await storage.size('a/b/c')).toBeNull();
  expect(await storage.open('a/b/c')).toBeNull();
  await storage.remove('a/b/c');

  await storage.append('a/b/c.part', bytes('one '), 0);
  await storage.append('a/b/c.part', bytes('two'), 4);
  expect(await storage.size('a/b/c.part')).toBe(7);
  await expect(storage.append('a/b/c.part', bytes('!'), 6)).rejects.toThrow();
  await expect(storage.append('a/b/other', bytes('!'), 6)).rejects.toThrow();
  expect(await text(storage, 'a/b/c.part')).toBe('one two');

  await storage.write('a/b/c', bytes('what was there before, and longer'));
  await storage.rename('a/b/c.part', 'a/b/c');
  expect(await text(storage, 'a/b/c')).toBe('one two');
  expect(await storage.size('a/b/c.part')).toBeNull();

  await storage.write('a/note', bytes('a long note'));
  await storage.write('a/note', bytes('short'));
  expect(await text(storage, 'a/note')).toBe('short');
  await storage.write('ab/note', bytes('other'));
  expect(await paths(storage)).toEqual(['a/b/c 7', 'a/note 5', 'ab/note 5']);
  // A folder is no file.
  expect(await storage.size('a/b')).toBeNull();
  expect(await storage.open('a/b')).toBeNull();

  await storage.remove('a');
  expect(await paths(storage)).toEqual(['ab/note 5']);
  await storage.remove('ab/note');
  expect(await storage.list()).toEqual([]);
  const free = await storage.free();
  expect(free === null || free > 0).toBe(true);
}
