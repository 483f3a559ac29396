import { createHash } from 'node:crypto';
import type { Session } from '../../src/lib/core/session.ts';
import type { Preferences } from '../../src/lib/core/preferences.ts';
import {
  bytesOf,
  decodeFeedback,
  decodePreferences,
  decodeRun,
  isBody,
} from '../../src/lib/core/wire/records.ts';
import { LONGEST_BODY, PREFERENCES_ID, PushItem, type REJECTIONS } from '../../src/lib/core/wire/sync.ts';

export type Rejection = (typeof REJECTIONS)[number];

/** What a record says, for the tables that people query. Feedback is read from its record when its run is there. */
export type Content = { session: Session } | { preferences: Preferences } | 'feedback' | 'deletion';

/** An item of a push that may be written. */
export interface Incoming extends PushItem {
  /** Null for a deletion. */
  hash: string | null;
  bytes: number;
  /** Null where it is of a schema that is not known here yet. */
  content: Content | null;
}

/**
 * Reads one item of a push, whatever the others are.
 * @param known the latest schema that is understood. Bodies of a later one are kept unread as long as they are JSON of
 * the size and depth of a body: while servers are being updated a new app meets an old server, and what that refused
 * would never reach the user's other devices.
 */
export function readItem(value: unknown, known: number): Incoming | Rejection {
  const { data: item } = PushItem.safeParse(value);
  if (item === undefined) return 'malformed';
  if ((item.kind === 'preferences') !== (item.id === PREFERENCES_ID)) return 'malformed';
  const { body } = item;
  if (body === null) {
    const isDeletion = item.kind !== 'preferences';
    return isDeletion ? { ...item, hash: null, bytes: 0, content: 'deletion' } : 'malformed';
  }
  const bytes = bytesOf(body);
  if (bytes > LONGEST_BODY) return 'too_large';
  if (!isBody(body)) return 'malformed';
  const content = item.schemaVersion > known ? null : contentOf(item.id, item.kind, body);
  if (content === undefined) return 'malformed';
  return { ...item, hash: createHash('sha256').update(body).digest('hex'), bytes, content };
}

/** @returns undefined where the body is not what its kind has. */
export function contentOf(id: string, kind: PushItem['kind'], body: string): Content | undefined {
  if (kind === 'feedback') return decodeFeedback(body) === null ? undefined : 'feedback';
  if (kind === 'preferences') {
    const preferences = decodePreferences(body);
    return preferences === null ? undefined : { preferences };
  }
  const session = decodeRun(body);
  return session === null || session.id !== id ? undefined : { session };
}
