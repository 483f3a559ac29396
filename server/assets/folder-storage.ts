import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import * as z from 'zod';
import { pathOf, placeOf, type Storage } from './storage.ts';

/** Files on their way in, below the folder; no user is called so. */
const INCOMING = '.incoming';

/** Files in a folder, which is made when the first one comes. A file appears under its name once it is on the disk. */
export function folderStorage(folder: string): Storage {
  const incoming = join(folder, INCOMING);

  return {
    async put(place, bytes) {
      const path = join(folder, pathOf(place));
      const part = join(incoming, randomUUID());
      await mkdir(incoming, { recursive: true });
      try {
        await write(part, bytes);
        await moveInto(part, path);
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
    },

    async get(place, range) {
      const file = await open(join(folder, pathOf(place))).catch(unlessMissing);
      if (file === null) return null;
      const stream = file.createReadStream(range ? { start: range.first, end: range.last } : {});
      return Readable.toWeb(stream) as ReadableStream<Uint8Array<ArrayBuffer>>;
    },

    async remove(place) {
      const path = join(folder, pathOf(place));
      await rm(path, { force: true });
      // Of a run, and of a user, that have no other.
      await rmdir(dirname(path))
        .then(() => rmdir(dirname(dirname(path))))
        .catch(() => {});
    },

    async *list(user) {
      const below = user === undefined ? folder : join(folder, z.uuid().parse(user));
      const entries =
        (await readdir(below, { recursive: true, withFileTypes: true }).catch(unlessMissing)) ?? [];
      for (const entry of entries.filter((one) => one.isFile())) {
        const path = join(entry.parentPath, entry.name);
        const place = placeOf(relative(folder, path).replaceAll(sep, '/'));
        const found = place && (await stat(path).catch(unlessMissing));
        if (place && found) yield { place, writtenAt: found.mtime };
      }
    },

    async tidy(since) {
      for (const name of (await readdir(incoming).catch(unlessMissing)) ?? []) {
        const part = join(incoming, name);
        const found = await stat(part).catch(unlessMissing);
        if (found && found.mtime < since) await rm(part, { force: true });
      }
    },
  };
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Another file of the run may go at the same time, and the folder with it: then it is made once more. */
async function moveInto(part: string, path: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    await mkdir(dirname(path), { recursive: true });
    try {
      await rename(part, path);
      break;
    } catch (error) {
      if (!isMissing(error) || attempt === 3) throw error;
    }
  }
  // The name is on the disk when its folder is.
  const folder = await open(dirname(path));
  await folder.sync().finally(() => folder.close());
}

function unlessMissing(error: unknown): null {
  if (isMissing(error)) return null;
  throw error;
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
