import { deleteDB, openDB, type IDBPDatabase, type IDBPTransaction } from 'idb';
import { AttuneError } from '../core/errors.ts';
import { readAgain } from './read-again.ts';
import { migrate, VERSION, type AttuneDB, type Name, type Reading, type Writing } from './schema.ts';

/** Milliseconds that another tab has to let go of the database. */
const PATIENCE = 3000;

/** A database that is opened on first use, and again, once, where the connection had been dropped, as iOS does. */
export interface Connection {
  /** Does `work` in one transaction. */
  read<Result>(names: readonly Name[], work: (transaction: Reading) => Promise<Result>): Promise<Result>;
  /** Does `work` in one transaction: all that it writes is there when this resolves, or nothing when it rejects. */
  write<Result>(names: readonly Name[], work: (transaction: Writing) => Promise<Result>): Promise<Result>;
  /** For good: what is under way comes to its end, and nothing is opened again. */
  close(): void;
}

interface Opening {
  ready: Promise<IDBPDatabase<AttuneDB>>;
  /** Rejects where another tab has been in the way for too long. */
  blocked: Promise<never>;
}

/** @param name of the database; another one for each user, and each test. */
export function connect(name: string): Connection {
  let opening: Opening | null = null;
  let isClosed = false;

  function open(): Opening {
    const forget = () => (opening = null);
    const blocked = Promise.withResolvers<never>();
    blocked.promise.catch(() => undefined);
    const opened = openDB<AttuneDB>(name, VERSION, {
      upgrade(db, from, _to, transaction) {
        transaction.done.catch(() => undefined);
        // Half an upgrade would be taken for a whole one.
        migrate(db, from, transaction).catch(() => transaction.abort());
      },
      // A tab with an older app does not let go. The upgrade goes on as soon as it does.
      blocked: () => setTimeout(() => blocked.reject(new AttuneError('storage_blocked')), PATIENCE),
      // Another tab wants to upgrade or to delete: let it, and open again on the next use.
      blocking: (_current, _blocked, event) => {
        forget();
        (event.target as IDBDatabase).close();
      },
      terminated: forget,
    });
    const ready = opened.then(async (db) => {
      await readAgain(db);
      return db;
    });
    ready.catch(forget);
    return { ready, blocked: blocked.promise };
  }

  /** Waits for no tab for long, but is there as soon as it has let go. */
  function opened(): Promise<IDBPDatabase<AttuneDB>> {
    if (isClosed) return Promise.reject(new AttuneError('storage_failed', { name: 'Closed' }));
    opening ??= open();
    return Promise.race([opening.ready, opening.blocked]);
  }

  async function use<Result>(work: (db: IDBPDatabase<AttuneDB>) => Promise<Result>): Promise<Result> {
    try {
      return await work(await opened());
    } catch (error) {
      if (!isDropped(error)) throw storageError(error);
    }
    opening = null;
    try {
      return await work(await opened());
    } catch (error) {
      throw storageError(error);
    }
  }

  return {
    read: (names, work) => use((db) => work(db.transaction([...names]))),
    write: (names, work) =>
      use((db) => whole(db.transaction([...names], 'readwrite', { durability: 'strict' }), work)),
    close() {
      isClosed = true;
      void opening?.ready.then(
        (db) => db.close(),
        () => undefined,
      );
      opening = null;
    },
  };
}

/**
 * Deletes a database. Tabs that use it let go of it.
 * @throws AttuneError `storage_failed`; `storage_blocked` where a tab does not: it goes as soon as the tab does.
 */
export async function deleteDatabase(name: string): Promise<void> {
  const blocked = Promise.withResolvers<never>();
  const deleted = deleteDB(name, {
    blocked: () => setTimeout(() => blocked.reject(new AttuneError('storage_blocked')), PATIENCE),
  });
  try {
    await Promise.race([deleted, blocked.promise]);
  } catch (error) {
    throw storageError(error);
  }
}

/** Resolves when all that `work` wrote lies on the disk; takes all of it back where `work` fails. */
async function whole<Result>(
  transaction: IDBPTransaction<AttuneDB, Name[], 'readwrite'>,
  work: (transaction: Writing) => Promise<Result>,
): Promise<Result> {
  const { done } = transaction;
  // Its failure is told by what failed, or below.
  done.catch(() => undefined);
  try {
    const result = await work(transaction);
    await done;
    return result;
  } catch (error) {
    try {
      transaction.abort();
    } catch {
      // It is over already: nothing of it is kept.
    }
    // What a request says of a transaction that was broken off is less than what the transaction says.
    const cause = await done.then(
      () => error,
      (reason: unknown) => reason,
    );
    throw isAbort(error) ? cause : error;
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** What browsers throw when a connection has gone away: InvalidStateError for a closed one, UnknownError on iOS. */
function isDropped(error: unknown): boolean {
  return error instanceof DOMException && ['InvalidStateError', 'UnknownError'].includes(error.name);
}

function storageError(error: unknown): AttuneError {
  if (error instanceof AttuneError) return error;
  const name = error instanceof DOMException ? error.name : 'Error';
  // Another tab runs a newer app, which has a newer database.
  if (name === 'VersionError') return new AttuneError('storage_outdated', {}, { cause: error });
  const code = name === 'QuotaExceededError' ? 'storage_full' : 'storage_failed';
  return new AttuneError(code, { name }, { cause: error });
}
