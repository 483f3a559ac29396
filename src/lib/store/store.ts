import type { Emotion } from '../core/emotion.ts';
import { NO_PREFERENCES, Preferences } from '../core/preferences.ts';
import { Session } from '../core/session.ts';
import { connect } from './connection.ts';
import { matches } from './matches.ts';
import { Unfinished } from './unfinished.ts';

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
  /** Adds a session, or replaces the one with its id. */
  save(session: Session): Promise<void>;
  /** Replaces the session with its id. @returns false where there is none: what was deleted stays deleted. */
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

const EVERYTHING = ['sessions', 'preferences', 'unfinished'] as const;

/** Opens the store on first use. */
export function createStore(name = 'attune'): Store {
  const { use, close } = connect(name);

  async function get(id: string): Promise<Session | null> {
    const record = await use((db) => db.get('sessions', id));
    return Session.safeParse(record).data ?? null;
  }

  function page(filter: Filter, after: PageKey | null, limit = PAGE_SIZE): Promise<Page> {
    const range = after && IDBKeyRange.upperBound([after.createdAt, after.id], true);
    return use(async (db) => {
      const index = db.transaction('sessions').store.index('newest');
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
    get,
    page,
    save: (session) => use(async (db) => void (await db.put('sessions', Session.parse(session)))),
    update: (session) =>
      use(async (db) => {
        const record = Session.parse(session);
        const { store, done } = db.transaction('sessions', 'readwrite');
        const exists = (await store.getKey(record.id)) !== undefined;
        await Promise.all([exists && store.put(record), done]);
        return exists;
      }),
    remove: (id) => use((db) => db.delete('sessions', id)),
    clear: () =>
      use(async (db) => {
        const transaction = db.transaction(EVERYTHING, 'readwrite');
        await Promise.all([
          ...EVERYTHING.map((name) => transaction.objectStore(name).clear()),
          transaction.done,
        ]);
      }),
    preferences: async () => {
      const record = await use((db) => db.get('preferences', 'mine'));
      return Preferences.safeParse(record).data ?? NO_PREFERENCES;
    },
    savePreferences: (preferences) =>
      use(async (db) => void (await db.put('preferences', Preferences.parse(preferences), 'mine'))),
    saveUnfinished: (record) =>
      use(async (db) => void (await db.put('unfinished', Unfinished.parse(record)))),
    unfinished: async () => {
      const records = await use((db) => db.getAll('unfinished'));
      return records
        .flatMap((record) => Unfinished.safeParse(record).data ?? [])
        .sort((a, b) => b.savedAt - a.savedAt);
    },
    removeUnfinished: (id) => use((db) => db.delete('unfinished', id)),
    close,
  };
}
