import { openAsBlob } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { requireEnd, type ModelStorage } from './storage.ts';

/** Keeps files in a folder on disk, under their own names, under Node. */
export function folderStorage(root: string): ModelStorage {
  const at = (path: string): string => join(root, ...path.split('/'));

  async function size(path: string): Promise<number | null> {
    const found = await stat(at(path)).catch(absent);
    return found?.isFile() === true ? found.size : null;
  }

  return {
    size,
    async append(path, bytes, end) {
      requireEnd(path, end, (await size(path)) ?? 0);
      await mkdir(dirname(at(path)), { recursive: true });
      const file = await open(at(path), 'a');
      try {
        await file.appendFile(bytes);
      } catch (error) {
        await file.truncate(end);
        throw error;
      } finally {
        await file.close();
      }
    },
    async write(path, bytes) {
      await mkdir(dirname(at(path)), { recursive: true });
      await writeFile(at(path), bytes);
    },
    open: async (path) => ((await size(path)) === null ? null : openAsBlob(at(path))),
    rename: (from, to) => rename(at(from), at(to)),
    remove: (path) => rm(at(path), { recursive: true, force: true }),
    async list() {
      const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(absent);
      const files = (entries ?? []).filter((entry) => entry.isFile());
      return Promise.all(
        files.map(async (entry) => {
          const file = join(entry.parentPath, entry.name);
          const path = relative(root, file).replaceAll(sep, '/');
          return { path, bytes: (await stat(file)).size, inMemory: false };
        }),
      );
    },
    async free() {
      await mkdir(root, { recursive: true });
      const { bavail, bsize } = await statfs(root);
      return bavail * bsize;
    },
  };
}

/** @returns null for what is not there; throws on. */
function absent(error: unknown): null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT' || code === 'ENOTDIR') return null;
  throw error;
}
