import { isFull, requireEnd, type ModelStorage } from './storage.ts';

/** The end of a file, in memory; its beginning is what the disk has under `under`. */
interface Tail {
  under: string | null;
  pieces: Blob;
}

export interface Overflowing extends ModelStorage {
  /** Whether what comes from now on is kept in memory, whatever the disk has room for. */
  keepInMemory(wanted: boolean): void;
}

/**
 * Goes on in memory where the disk is full. What the disk has already taken stays there, so that a later download goes
 * on from it when there is space again.
 */
export function overflowing(disk: ModelStorage): Overflowing {
  const tails = new Map<string, Tail>();
  let onDisk = true;

  const beginning = async (tail: Tail): Promise<Blob | null> =>
    tail.under === null ? null : disk.open(tail.under);

  /** @returns whether the disk has taken it. */
  async function onto(write: () => Promise<void>): Promise<boolean> {
    if (!onDisk) return false;
    try {
      await write();
      return true;
    } catch (error) {
      if (!isFull(error)) throw error;
      return false;
    }
  }

  async function open(path: string): Promise<Blob | null> {
    const tail = tails.get(path);
    if (tail === undefined) return disk.open(path);
    return new Blob([(await beginning(tail)) ?? new Blob(), tail.pieces]);
  }

  async function size(path: string): Promise<number | null> {
    const tail = tails.get(path);
    if (tail === undefined) return disk.size(path);
    const under = tail.under === null ? null : await disk.size(tail.under);
    return (under ?? 0) + tail.pieces.size;
  }

  return {
    keepInMemory: (wanted) => (onDisk = !wanted),
    open,
    size,
    async append(path, bytes, at) {
      requireEnd(path, at, (await size(path)) ?? 0);
      const tail = tails.get(path);
      if (tail !== undefined) tail.pieces = new Blob([tail.pieces, bytes]);
      else if (!(await onto(() => disk.append(path, bytes, at)))) {
        tails.set(path, { under: path, pieces: new Blob([bytes]) });
      }
    },
    async write(path, bytes) {
      if (await onto(() => disk.write(path, bytes))) tails.delete(path);
      else tails.set(path, { under: null, pieces: new Blob([bytes]) });
    },
    async rename(from, to) {
      const tail = tails.get(from);
      if (tail === undefined) return disk.rename(from, to);
      tails.delete(from);
      tails.set(to, tail);
    },
    async remove(path) {
      for (const name of [...tails.keys()]) {
        if (name === path || name.startsWith(`${path}/`)) tails.delete(name);
      }
      await disk.remove(path);
    },
    async list() {
      const files = new Map((await disk.list()).map((file) => [file.path, file]));
      for (const path of tails.keys()) {
        files.set(path, { path, bytes: (await open(path))!.size, inMemory: true });
      }
      return [...files.values()];
    },
    free: () => disk.free(),
  };
}
