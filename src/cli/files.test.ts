import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkWritable, writeAll } from './files.ts';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'attune-files-'))));
afterAll(() => rmSync(folder, { recursive: true }));

test('only a plain file, or none, can be written over', async () => {
  await expect(checkWritable(join(folder, 'new.wav'))).resolves.toBeUndefined();
  for (const path of ['/dev/null', folder, '', join(folder, 'no', 'a.wav')]) {
    await expect(checkWritable(path), path).rejects.toMatchObject({ code: 'file_unwritable' });
  }
});

test('when one file cannot be written, none is', async () => {
  const bytes = new Uint8Array(4);
  const path = join(folder, 'no', 'a.mid');
  const written = writeAll([
    { path: join(folder, 'a.wav'), bytes },
    { path, bytes },
  ]);
  await expect(written).rejects.toMatchObject({ code: 'file_unwritable', details: { path } });
  expect(readdirSync(folder)).toEqual([]);
});
