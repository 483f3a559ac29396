import { openDB, type IDBPDatabase } from 'idb';
import { AttuneError } from '../core/errors.ts';
import { migrate, VERSION, type AttuneDB } from './schema.ts';

export interface Connection {
  /** Runs `work` on an open database; reopens and tries once more where the connection had been dropped, as iOS does. */
  use<Result>(work: (db: IDBPDatabase<AttuneDB>) => Promise<Result>): Promise<Result>;
  close(): void;
}

/** @param name of the database; another one for each test. */
export function connect(name: string): Connection {
  let opening: Promise<IDBPDatabase<AttuneDB>> | null = null;

  function open(): Promise<IDBPDatabase<AttuneDB>> {
    const forget = () => (opening = null);
    opening ??= openDB<AttuneDB>(name, VERSION, {
      upgrade: (db, from) => migrate(db, from),
      // Another tab wants to upgrade or to delete: let it, and open again on the next use.
      blocking: (_current, _blocked, event) => {
        forget();
        (event.target as IDBDatabase).close();
      },
      terminated: forget,
    }).catch((error: unknown) => {
      forget();
      throw error;
    });
    return opening;
  }

  async function use<Result>(work: (db: IDBPDatabase<AttuneDB>) => Promise<Result>): Promise<Result> {
    try {
      return await work(await open());
    } catch (error) {
      if (!isDropped(error)) throw storageError(error);
    }
    opening = null;
    try {
      return await work(await open());
    } catch (error) {
      throw storageError(error);
    }
  }

  function close(): void {
    void opening?.then(
      (db) => db.close(),
      () => undefined,
    );
    opening = null;
  }

  return { use, close };
}

/** What browsers throw when a connection has gone away: InvalidStateError for a closed one, UnknownError on iOS. */
function isDropped(error: unknown): boolean {
  return error instanceof DOMException && ['InvalidStateError', 'UnknownError'].includes(error.name);
}

function storageError(error: unknown): AttuneError {
  if (error instanceof AttuneError) return error;
  const name = error instanceof DOMException ? error.name : 'Error';
  const code = name === 'QuotaExceededError' ? 'storage_full' : 'storage_failed';
  return new AttuneError(code, { name }, { cause: error });
}
