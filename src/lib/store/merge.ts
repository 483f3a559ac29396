import type { PulledRow } from '../core/wire/sync.ts';
import { offer } from './offer.ts';
import type { Key, Known, Stand, Writing } from './schema.ts';
import { hide, show } from './show.ts';
import { isOverruled, isSameVersion, type State } from './versions.ts';
import { write } from './write.ts';

/**
 * Takes in a record as the server has it. What waits to be pushed stays, unless the server's takes its place; where
 * nothing waits, the server's is the truth.
 * @returns whether the page shows something else now.
 */
export async function merge(transaction: Writing, row: PulledRow, stand: Stand): Promise<boolean> {
  const key: Key = [row.kind, row.id];
  const [known, waiting, dead] = await Promise.all([
    transaction.objectStore('records').get(key),
    transaction.objectStore('outbox').get(key),
    transaction.objectStore('deadLetters').get(key),
  ]);
  const theirs = stateOf(row);
  const mine = waiting ?? dead;
  if (known === undefined) return adopt(transaction, row, stand.round);
  const kept = { ...known, round: stand.round, ...(row.kind !== 'run' && { theirs: row }) };
  if (mine !== undefined && !isOverruled(row.kind, stateOf(mine), theirs)) {
    await transaction.objectStore('records').put(kept);
    return false;
  }
  if (mine === undefined && isLost(known, theirs, stand)) {
    await transaction.objectStore('records').put(kept);
    await offer(transaction, known);
    return false;
  }
  return adopt(transaction, row, stand.round, known);
}

/**
 * Makes the server's record the device's own, whatever waits.
 * @returns whether the page shows something else now.
 */
export async function adopt(
  transaction: Writing,
  row: PulledRow,
  round: number,
  known?: Known,
): Promise<boolean> {
  const { kind, id, version, schemaVersion, body } = row;
  const key: Key = [kind, id];
  // Feedback is deleted with its run, even where it was given at the same time.
  const isOrphaned = kind === 'feedback' && (await isDeleted(transaction, id));
  const text = body === null || isOrphaned ? null : { schemaVersion, body };
  if (text === null) await hide(transaction, key);
  const isShown = text === null || (await show(transaction, key, text));
  await Promise.all([
    transaction.objectStore('outbox').delete(key),
    transaction.objectStore('deadLetters').delete(key),
    transaction.objectStore('records').put({
      ...{ kind, id, version, round, deleted: body === null },
      ...(text !== null && !isShown && { unread: text }),
    }),
  ]);
  if (isOrphaned && body !== null) await write(transaction, key, null);
  if (kind === 'run' && body === null) await deleteFeedback(transaction, id);
  return isShown && !(known !== undefined && isSameVersion(known.version, version));
}

/** Deletes what was said of a run, here and everywhere. */
export async function deleteFeedback(transaction: Writing, id: string): Promise<void> {
  const feedback = await transaction.objectStore('records').get(['feedback', id]);
  if (feedback !== undefined && !feedback.deleted) await write(transaction, ['feedback', id], null);
}

function stateOf({ version, body }: { version: State['version']; body: string | null }): State {
  return { version, deleted: body === null };
}

/** Whether the server, which has another history now, has gone back to something older than it had before. */
function isLost(known: Known, theirs: State, { repull, round }: Stand): boolean {
  return (
    repull === 'lost' && known.round < round && !theirs.deleted && isOverruled(known.kind, theirs, known)
  );
}

async function isDeleted(transaction: Writing, run: string): Promise<boolean> {
  return (await transaction.objectStore('records').get(['run', run]))?.deleted ?? false;
}
