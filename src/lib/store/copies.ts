import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

interface CopiesDB extends DBSchema {
  /** By the run that made the sound. */
  sounds: { key: string; value: Blob };
}

/** Copies of sounds that the server keeps, so that they play offline. Whatever fails here costs a download. */
export interface SoundCopies {
  /** @returns null where there is none. */
  get(run: string): Promise<Blob | null>;
  put(run: string, sound: Blob): Promise<void>;
  remove(run: string): Promise<void>;
  /** @returns of which runs there are copies. */
  runs(): Promise<string[]>;
  clear(): Promise<void>;
}

/**
 * A database of copies, apart from the records: it may be cleared, and grow, without them. It is opened for each use: uses
 * are rare, and iOS drops connections that wait.
 * @param name of the database; another one for each user.
 */
export function createCopies(name: string): SoundCopies {
  async function use<T>(work: (db: IDBPDatabase<CopiesDB>) => Promise<T>): Promise<T> {
    const db = await openDB<CopiesDB>(name, 1, {
      upgrade: (fresh) => void fresh.createObjectStore('sounds'),
    });
    try {
      return await work(db);
    } finally {
      db.close();
    }
  }
  return {
    get: async (run) => (await use((db) => db.get('sounds', run))) ?? null,
    put: (run, sound) => use(async (db) => void (await db.put('sounds', sound, run))),
    remove: (run) => use((db) => db.delete('sounds', run)),
    runs: () => use((db) => db.getAllKeys('sounds')),
    clear: () => use((db) => db.clear('sounds')),
  };
}
