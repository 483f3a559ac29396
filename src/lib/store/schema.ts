import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { Place } from '../core/replica.ts';
import type { Preferences } from '../core/preferences.ts';
import type { Session } from '../core/session.ts';
import type { PulledRow, PushItem, RecordKind, REJECTIONS, Version } from '../core/wire/sync.ts';
import { noteAll } from './note-all.ts';
import type { Unfinished } from './unfinished.ts';

export const VERSION = 3;

export type Key = [kind: RecordKind, id: string];

/** What is known of a record that the devices of a user share, whether it is there or was deleted. */
export interface Known {
  kind: RecordKind;
  id: string;
  version: Version;
  deleted: boolean;
  /** The round of pulling in which the server was last seen to have it; before the first, -1. */
  round: number;
  /**
   * What this app can't show: of a later version of the app, broken, or feedback whose run has not come. It lies here as
   * it came, and is read again when that may have changed.
   */
  unread?: { schemaVersion: number; body: string };
  /**
   * What the server has, as far as the cursor goes, where the device has something later that waits. It comes back where
   * the server, which takes no time from the future, thinks otherwise. A run has none: there are no two of it.
   */
  theirs?: PulledRow;
}

/** A record that waits to be pushed, in the words of the push: a run has one text for good. */
export interface Waiting extends PushItem {
  /** It is offered to a server that has lost it: where the server has it after all, that is the one. */
  isOfferedAgain?: true;
}

/** A record that the server does not take as it is. */
export interface DeadLetter extends Waiting {
  reason: (typeof REJECTIONS)[number];
  /** When it was refused, milliseconds since the epoch. */
  at: number;
  /** The user leaves it at that: it stays on this device alone. */
  isDiscarded?: true;
}

/** Where this device stands. There is one. */
export interface Stand extends Place {
  /** Names the device to the server, and breaks ties of versions. */
  client: string;
  /**
   * Everything is being pulled anew: what does not come was lost by the server, which has another history, or deleted
   * elsewhere, so long ago that the deletion is forgotten.
   */
  repull: 'lost' | 'deleted' | null;
  /** The user to whom what lies here is being moved; null for nobody. */
  claimedBy: string | null;
  /** The version of bodies that the app knew when it last read all it could. */
  reads: number;
}

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
  /** Since version 3, as all that follows. */
  records: { key: Key; value: Known; indexes: { unread: number } };
  outbox: { key: Key; value: Waiting };
  deadLetters: { key: Key; value: DeadLetter };
  stand: { key: 'mine'; value: Stand };
}

export type Name = StoreNames<AttuneDB>;

/** What a change of records takes: all that must be written together. */
export const SHARED = ['sessions', 'preferences', 'records', 'outbox', 'deadLetters', 'stand'] as const;
export type Reading = IDBPTransaction<AttuneDB, Name[], 'readonly'>;
export type Writing = IDBPTransaction<AttuneDB, Name[], 'readwrite' | 'versionchange'>;

/** Brings a database of any older version to `VERSION`, one step a version. */
export async function migrate(
  db: IDBPDatabase<AttuneDB>,
  from: number,
  transaction: IDBPTransaction<AttuneDB, Name[], 'versionchange'>,
): Promise<void> {
  if (from < 1) {
    db.createObjectStore('sessions', { keyPath: 'id' }).createIndex('newest', ['createdAt', 'id']);
    db.createObjectStore('preferences');
  }
  if (from < 2) db.createObjectStore('unfinished', { keyPath: 'id' });
  if (from < 3) {
    const records = db.createObjectStore('records', { keyPath: ['kind', 'id'] });
    records.createIndex('unread', 'unread.schemaVersion');
    db.createObjectStore('outbox', { keyPath: ['kind', 'id'] });
    db.createObjectStore('deadLetters', { keyPath: ['kind', 'id'] });
    db.createObjectStore('stand');
    await noteAll(transaction);
  }
}
