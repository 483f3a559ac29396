import type { DBSchema, IDBPDatabase } from 'idb';
import type { Preferences } from '../core/preferences.ts';
import type { Session } from '../core/session.ts';
import type { Unfinished } from './unfinished.ts';

export const VERSION = 2;

/** What lies in IndexedDB. Records are written by this schema but parsed again on reading: an older app may have left them. */
export interface AttuneDB extends DBSchema {
  sessions: {
    key: string;
    value: Session;
    /** Ties of `createdAt` are broken by `id`, so that a page ends at one record exactly. */
    indexes: { newest: [createdAt: number, id: string] };
  };
  preferences: { key: 'mine'; value: Preferences };
  /** Since version 2. */
  unfinished: { key: string; value: Unfinished };
}

/** Brings a database of any older version to `VERSION`, one step a version. */
export function migrate(db: IDBPDatabase<AttuneDB>, from: number): void {
  if (from < 1) {
    db.createObjectStore('sessions', { keyPath: 'id' }).createIndex('newest', ['createdAt', 'id']);
    db.createObjectStore('preferences');
  }
  if (from < 2) db.createObjectStore('unfinished', { keyPath: 'id' });
}
