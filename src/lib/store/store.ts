import type { Emotion } from '../core/emotion.ts';
import { NO_PREFERENCES, Preferences } from '../core/preferences.ts';
import type { Replica } from '../core/replica.ts';
import { Session } from '../core/session.ts';
import { encodePreferences } from '../core/wire/records.ts';
import { PREFERENCES_ID } from '../core/wire/sync.ts';
import { connect, type Connection } from './connection.ts';
import { deadLettersOf, type DeadLetters } from './letters.ts';
import { matches } from './matches.ts';
import { replicaOf } from './replica.ts';
import { SHARED, type Writing } from './schema.ts';
import { add, clear, remove, update } from './sessions.ts';
import { Unfinished } from './unfinished.ts';
import { write as note } from './write.ts';

export const PAGE_SIZE = 20;

/** Where a page begins: just after this session, going back in time. */
export interface PageKey {
  createdAt: number;
  id: string;
}

/** Which sessions a page lists. */
export interface Filter {
  /** Null for every emotion. */
  emotion: Emotion | null;
  /** What the words, the genre, the moods or the comment must contain, whatever the case; empty for anything. */
  text: string;
}

export interface Page {
  /** Newest first. */
  sessions: Session[];
  /** Where the next page begins; null where this is the last. */
  next: PageKey | null;
  /** Records that no longer parse and were left out. */
  skipped: number;
}

/** What this device remembers. Every method throws AttuneError `storage_full` or `storage_failed`. */
export interface Store {
  /** Adds a session, or keeps what was said of the one with its id. One that was deleted stays deleted. */
  save(session: Session): Promise<void>;
  /** Keeps what was said of a session. @returns false where there is none: what was deleted stays deleted. */
  update(session: Session): Promise<boolean>;
  /** @returns null where there is none, or where it no longer parses. */
  get(id: string): Promise<Session | null>;
  page(filter: Filter, after: PageKey | null, limit?: number): Promise<Page>;
  remove(id: string): Promise<void>;
  /** Forgets everything: sessions, preferences and what is unfinished, in one transaction. */
  clear(): Promise<void>;
  preferences(): Promise<Preferences>;
  savePreferences(preferences: Preferences): Promise<void>;
  /** Adds what is unfinished, or replaces the one with its id. */
  saveUnfinished(record: Unfinished): Promise<void>;
  /** @returns all that is unfinished and still parses, the latest first. */
  unfinished(): Promise<Unfinished[]>;
  removeUnfinished(id: string): Promise<void>;
  close(): void;
}

/** The records of one user on this device, or of nobody who is signed in. */
export interface LocalStore extends Store {
  /** As sync sees them. */
  replica: Replica;
  deadLetters: DeadLetters;
  /** @returns how many records wait to be pushed. */
  waiting(): Promise<number>;
  /** @returns how many changes no other device will ever have: those that wait, and all that the server refused. */
  onlyHere(): Promise<number>;
  connection: Connection;
}

/**
 * Opens a database on first use.
 * @param onWritten is told after each change that devices share.
 */
export function createStore(name = 'attune', onWritten: () => void = () => {}): LocalStore {
  const connection = connect(name);
  const { read, write } = connection;

  /** Does what changes records: what the page shows, and what waits to be pushed, together. */
  async function change<Result>(work: (transaction: Writing) => Promise<Result>): Promise<Result> {
    const result = await write(SHARED, work);
    onWritten();
    return result;
  }

  function page(filter: Filter, after: PageKey | null, limit = PAGE_SIZE): Promise<Page> {
    const range = after && IDBKeyRange.upperBound([after.createdAt, after.id], true);
    return read(['sessions'], async (transaction) => {
      const index = transaction.objectStore('sessions').index('newest');
      const sessions: Session[] = [];
      let skipped = 0;
      // One more than the page holds is looked for, to know whether there is a next page.
      for await (const cursor of index.iterate(range, 'prev')) {
        const session = Session.safeParse(cursor.value).data;
        if (session === undefined) skipped += 1;
        else if (matches(session, filter)) sessions.push(session);
        if (sessions.length > limit) break;
      }
      const last = sessions.length > limit ? sessions[limit - 1] : undefined;
      const next = last ? { createdAt: last.createdAt, id: last.id } : null;
      return { sessions: sessions.slice(0, limit), next, skipped };
    });
  }

  return {
    page,
    connection,
    replica: replicaOf(connection),
    deadLetters: deadLettersOf(connection),
    waiting: () => read(['outbox'], (transaction) => transaction.objectStore('outbox').count()),
    onlyHere: () =>
      read(['outbox', 'deadLetters'], async (transaction) => {
        const counts = (['outbox', 'deadLetters'] as const).map((name) =>
          transaction.objectStore(name).count(),
        );
        return (await Promise.all(counts)).reduce((sum, count) => sum + count);
      }),
    get: async (id) => {
      const record = await read(['sessions'], (transaction) => transaction.objectStore('sessions').get(id));
      return Session.safeParse(record).data ?? null;
    },
    save: (session) => change(async (transaction) => void (await add(transaction, Session.parse(session)))),
    update: (session) => change((transaction) => update(transaction, Session.parse(session))),
    remove: (id) => change((transaction) => remove(transaction, id)),
    clear: async () => {
      await write([...SHARED, 'unfinished'], async (transaction) => {
        await clear(transaction);
        await transaction.objectStore('unfinished').clear();
      });
      onWritten();
    },
    preferences: async () => {
      const record = await read(['preferences'], (transaction) =>
        transaction.objectStore('preferences').get('mine'),
      );
      return Preferences.safeParse(record).data ?? NO_PREFERENCES;
    },
    savePreferences: (preferences) =>
      change(async (transaction) => {
        const record = Preferences.parse(preferences);
        await transaction.objectStore('preferences').put(record, 'mine');
        await note(transaction, ['preferences', PREFERENCES_ID], encodePreferences(record));
      }),
    saveUnfinished: (record) =>
      write(['unfinished'], async (transaction) => {
        await transaction.objectStore('unfinished').put(Unfinished.parse(record));
      }),
    unfinished: async () => {
      const records = await read(['unfinished'], (transaction) =>
        transaction.objectStore('unfinished').getAll(),
      );
      return records
        .flatMap((record) => Unfinished.safeParse(record).data ?? [])
        .sort((a, b) => b.savedAt - a.savedAt);
    },
    removeUnfinished: (id) =>
      write(['unfinished'], (transaction) => transaction.objectStore('unfinished').delete(id)),
    close: connection.close,
  };
}
