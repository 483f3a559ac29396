import { AttuneError } from '../core/errors.ts';
import { NO_PREFERENCES, Preferences } from '../core/preferences.ts';
import { encodePreferences } from '../core/wire/records.ts';
import { show, hide } from './show.ts';
import { SHARED, type Key, type Waiting, type Writing } from './schema.ts';
import type { LocalStore } from './store.ts';
import { isOverruled, isSameVersion, type State } from './versions.ts';

/** Records that are moved at a time. */
const BATCH = 50;

/** @returns how many pieces, and statements of preferences, there are to move. */
export function countOwn({ connection: { read } }: LocalStore): Promise<number> {
  return read(['records', 'preferences'], async (transaction) => {
    const runs = (await transaction.objectStore('records').getAll()).filter(
      ({ kind, deleted }) => kind === 'run' && !deleted,
    );
    const stated = Preferences.safeParse(await transaction.objectStore('preferences').get('mine'));
    // What was taken back states nothing.
    const text = encodePreferences(stated.data ?? NO_PREFERENCES);
    return runs.length + (text === encodePreferences(NO_PREFERENCES) ? 0 : 1);
  });
}

/** @returns the user to whom a move was begun that has not come to its end; null for nobody. */
export function begunFor({ connection: { read } }: LocalStore): Promise<string | null> {
  return read(
    ['stand'],
    async (transaction) => (await transaction.objectStore('stand').get('mine'))!.claimedBy,
  );
}

/** Notes to whom everything is being moved; null for nobody, as after the end of a move. */
export function setClaim({ connection: { write } }: LocalStore, user: string | null): Promise<void> {
  return write(['stand'], async (transaction) => {
    const stand = transaction.objectStore('stand');
    await stand.put({ ...(await stand.get('mine'))!, claimedBy: user }, 'mine');
  });
}

/**
 * Moves everything that was made before signing in to a user, with the same ids. Where it is broken off, it is begun
 * again: what was moved is not moved twice, and what is written meanwhile follows.
 * @throws AttuneError as `Store` does; `storage_failed` where a move to somebody else has not come to its end.
 */
export async function claim(anonymous: LocalStore, own: LocalStore, user: string): Promise<void> {
  const begun = await begunFor(anonymous);
  if (begun !== null && begun !== user) throw new AttuneError('storage_failed', { name: 'Claimed' });
  await setClaim(anonymous, user);
  for (;;) {
    const batch = await anonymous.connection.read(['outbox'], (transaction) =>
      transaction.objectStore('outbox').getAll(undefined, BATCH),
    );
    if (batch.length === 0) break;
    // Runs first: what is said of them is shown with them.
    const entries = batch.sort((a, b) => b.kind.localeCompare(a.kind));
    await own.connection.write(SHARED, async (transaction) => {
      for (const entry of entries) await bring(transaction, entry);
    });
    await anonymous.connection.write(SHARED, async (transaction) => {
      for (const entry of entries) await drop(transaction, entry);
    });
  }
  for (const piece of await anonymous.unfinished()) {
    await own.saveUnfinished(piece);
    await anonymous.removeUnfinished(piece.id);
  }
  await setClaim(anonymous, null);
}

/**
 * Makes a record the user's, as written before they signed in. Deletions of what was never theirs are not; and they never
 * compared these preferences to their own, which are later whatever the time.
 */
async function bring(transaction: Writing, written: Waiting): Promise<void> {
  const { kind, id, schemaVersion, body } = written;
  const version = kind === 'preferences' ? { ...written.version, time: 0 } : written.version;
  const entry = { ...written, version };
  const key: Key = [kind, id];
  const records = transaction.objectStore('records');
  const known = await records.get(key);
  if (body === null || !isNews(known, entry)) return;
  const run = kind === 'feedback' ? await records.get(['run', id]) : undefined;
  if (run?.deleted) return;
  const isShown = await show(transaction, key, { schemaVersion, body });
  await records.put({
    ...(known ?? { round: -1 }),
    ...{ kind, id, version, deleted: false },
    ...(!isShown && { unread: { schemaVersion, body } }),
  });
  await transaction.objectStore('outbox').put(entry);
}

/** Whether a record takes the place of what the user has; the same one is no news. */
function isNews(known: State | undefined, { kind, version }: Waiting): boolean {
  return known === undefined || isOverruled(kind, known, { version, deleted: false });
}

/** Takes away what was moved, unless it was written again meanwhile. */
async function drop(transaction: Writing, { kind, id, version }: Waiting): Promise<void> {
  const key: Key = [kind, id];
  const waiting = await transaction.objectStore('outbox').get(key);
  if (waiting === undefined || !isSameVersion(waiting.version, version)) return;
  await transaction.objectStore('outbox').delete(key);
  await transaction.objectStore('records').delete(key);
  if (kind !== 'feedback') await hide(transaction, key);
}
