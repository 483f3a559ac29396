import type { PulledRow } from '../core/wire/sync.ts';
import { deleteFeedback } from './delete-feedback.ts';
import { offer } from './offer.ts';
import type { Key, Known, Stand, Writing } from './schema.ts';
import { hide, show } from './show.ts';
import { isOverruled, isSameVersion, type State } from './versions.ts';

/**
 * Takes in a record as the server has it. What waits to be pushed stays, unless the server's takes its place; where
 * nothing waits, the server's is the truth.
 * @returns whether the page shows something else now.
 */
export async function merge(transaction: Writing, row: PulledRow, stand: Stand): Promise<boolean> {
  const key: Key = [row.kind, row.id];
  const known = await transaction.objectStore('records').get(key);
  const mine =
    (await transaction.objectStore('outbox').get(key)) ??
    (await transaction.objectStore('deadLetters').get(key));
  const theirs = stateOf(row);
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
  const isDeleted = body === null || (kind === 'feedback' && (await isRunDeleted(transaction, id)));
  const text = isDeleted ? null : { schemaVersion, body };
  if (text === null) await hide(transaction, key);
  const isShown = text === null || (await show(transaction, key, text));
  await transaction.objectStore('outbox').delete(key);
  await transaction.objectStore('deadLetters').delete(key);
  await transaction.objectStore('records').put({
    ...{ kind, id, version, round, deleted: isDeleted },
    ...(text !== null && !isShown && { unread: text }),
  });
  if (kind === 'run' && isDeleted) await deleteFeedback(transaction, id);
  return isShown && !(known !== undefined && isSameVersion(known.version, version));
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

async function isRunDeleted(transaction: Writing, run: string): Promise<boolean> {
  return (await transaction.objectStore('records').get(['run', run]))?.deleted ?? false;
}
