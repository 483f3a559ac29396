import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

/** Apart from the records: it may be cleared, and grow, without them. */
const NAME = 'attune-copies';

interface CopiesDB extends DBSchema {
  /** By the SHA-256 of the sound. */
  sounds: { key: string; value: Blob };
}

/** Copies of sounds that the server keeps, so that they play offline. Whatever fails here costs a download. */
export interface SoundCopies {
  /** @returns null where there is none. */
  get(sha256: string): Promise<Blob | null>;
  put(sha256: string, sound: Blob): Promise<void>;
  remove(sha256: string): Promise<void>;
  clear(): Promise<void>;
}

/** Opens the database for each use: uses are rare, and iOS drops connections that wait. */
export function createCopies(name = NAME): SoundCopies {
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
    get: async (sha256) => (await use((db) => db.get('sounds', sha256))) ?? null,
    put: (sha256, sound) => use(async (db) => void (await db.put('sounds', sound, sha256))),
    remove: (sha256) => use((db) => db.delete('sounds', sha256)),
    clear: () => use((db) => db.clear('sounds')),
  };
}
