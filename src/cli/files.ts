import { randomUUID } from 'node:crypto';
import { access, constants, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AttuneError } from '#lib/core/errors.ts';

/** A file to be written, and what goes into it. */
export interface Output {
  path: string;
  bytes: Uint8Array;
}

/** @throws AttuneError `file_unreadable` */
export async function readMedia(path: string): Promise<Blob> {
  try {
    return new Blob([await readFile(path)]);
  } catch (cause) {
    throw new AttuneError('file_unreadable', { path }, { cause });
  }
}

/**
 * Finds out before any work is done whether `path` can be written.
 * @throws AttuneError `file_unwritable`, with `why` where that is `folder` or `no folder`.
 */
export async function checkWritable(path: string): Promise<void> {
  const file = resolve(path);
  const folder = await stat(dirname(file)).catch(() => null);
  if (folder?.isDirectory() !== true) throw new AttuneError('file_unwritable', { path, why: 'no folder' });
  const existing = await stat(file).catch(() => null);
  if (existing?.isDirectory() === true) throw new AttuneError('file_unwritable', { path, why: 'folder' });
  // Whatever takes the name of a device, such as /dev/null, takes its place too.
  if (existing?.isFile() === false) throw new AttuneError('file_unwritable', { path });
  await attempt(path, () => access(dirname(file), constants.W_OK));
}

/**
 * Writes all outputs or none: each goes to a file beside its own first, and only when all are there do they take their names.
 * @throws AttuneError `file_unwritable`
 */
export async function writeAll(outputs: Output[]): Promise<void> {
  const drafts = outputs.map(({ path, bytes }) => ({ path, bytes, draft: `${path}.${randomUUID()}.part` }));
  try {
    for (const { path, bytes, draft } of drafts) await attempt(path, () => writeFile(draft, bytes));
    for (const { path, draft } of drafts) await attempt(path, () => rename(draft, path));
  } finally {
    for (const { draft } of drafts) await rm(draft, { force: true });
  }
}

async function attempt(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    throw new AttuneError('file_unwritable', { path }, { cause });
  }
}
