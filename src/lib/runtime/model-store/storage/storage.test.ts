import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { expectStorage } from './contract.testing.ts';
import { folderStorage } from './folder.ts';
import { memoryStorage } from './memory.testing.ts';
import { overflowing } from './overflowing.ts';
import type { ModelStorage } from './storage.ts';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'attune-storage-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const full = async (): Promise<never> => {
  throw new DOMException('no space', 'QuotaExceededError');
};
const KINDS: Record<string, () => ModelStorage> = {
  memory: memoryStorage,
  folder: () => folderStorage(folder),
  'a folder that may overflow': () => overflowing(folderStorage(folder)),
  'a full disk': () => overflowing({ ...folderStorage(folder), append: full, write: full }),
};

test.each(Object.entries(KINDS))('%s is a storage', async (_, open) => {
  await expectStorage(open());
});

test('a folder that is not there yet is empty', async () => {
  await rm(folder, { recursive: true });
  expect(await folderStorage(folder).list()).toEqual([]);
  expect(await folderStorage(folder).free()).toBeGreaterThan(0);
});

test('a disk that fails for another reason than space is not gone past', async () => {
  const broken = async (): Promise<never> => {
    throw new Error('input/output error');
  };
  const storage = overflowing({ ...memoryStorage(), append: broken });
  await expect(storage.append('a', new Uint8Array(1), 0)).rejects.toThrow('input/output error');
});
