import { requireEnd, type ModelStorage } from './storage.ts';

/** Keeps files in memory, for tests. */
export function memoryStorage(): ModelStorage {
  const files = new Map<string, Blob>();
  return {
    size: async (path) => files.get(path)?.size ?? null,
    async append(path, bytes, at) {
      const before = files.get(path) ?? new Blob();
      requireEnd(path, at, before.size);
      files.set(path, new Blob([before, bytes]));
    },
    async write(path, bytes) {
      files.set(path, new Blob([bytes]));
    },
    open: async (path) => files.get(path) ?? null,
    async rename(from, to) {
      const file = files.get(from);
      if (file === undefined) throw new RangeError(`${from} is not there`);
      files.delete(from);
      files.set(to, file);
    },
    async remove(path) {
      for (const name of [...files.keys()]) {
        if (name === path || name.startsWith(`${path}/`)) files.delete(name);
      }
    },
    list: async () => Array.from(files, ([path, { size }]) => ({ path, bytes: size, inMemory: true })),
    free: async () => null,
  };
}
