import type { PushItem, PushOutcome } from '../core/wire/sync.ts';
import { adopt } from './merge.ts';
import type { DeadLetter, Key, Stand, Waiting, Writing } from './schema.ts';
import { isSameVersion } from './versions.ts';

/**
 * Takes note of what became of one record that was pushed.
 * @returns whether the page shows something else now.
 */
export async function settle(
  transaction: Writing,
  item: PushItem,
  outcome: PushOutcome,
  stand: Stand,
): Promise<boolean> {
  const key: Key = [item.kind, item.id];
  const waiting = await transaction.objectStore('outbox').get(key);
  // What was written while the push was under way goes on waiting.
  const isIt = waiting !== undefined && isSameVersion(waiting.version, item.version);
  if (outcome.outcome === 'rejected') {
    if (isIt) await bury(transaction, waiting, outcome.reason);
    return false;
  }
  if (isIt) await transaction.objectStore('outbox').delete(key);
  const known = await transaction.objectStore('records').get(key);
  if (known === undefined) return false;
  if (isIt && outcome.outcome === 'superseded' && known.theirs !== undefined) {
    return adopt(transaction, known.theirs, stand.round, known);
  }
  // The server is known to have it: when everything is pulled anew, it need not come for that.
  const isTheirs =
    outcome.outcome === 'applied' && item.kind !== 'run' && (known.theirs?.seq ?? 0) < outcome.seq;
  await transaction.objectStore('records').put({
    ...known,
    round: stand.round,
    ...(isTheirs && { theirs: { ...item, seq: outcome.seq } }),
  });
  return false;
}

/**
 * @returns the last of the sequence numbers that a push was given, where they go on from the cursor without a gap: then
 * these rows need not be pulled. Otherwise the cursor.
 */
export function cursorPast(cursor: number, outcomes: readonly PushOutcome[]): number {
  const given = outcomes.flatMap((one) => (one.outcome === 'applied' ? [one.seq] : [])).sort((a, b) => a - b);
  const isNext = given.every((seq, i) => seq === cursor + 1 + i);
  return isNext ? cursor + given.length : cursor;
}

/** Puts what the server does not take out of the way, with the reason. */
async function bury(transaction: Writing, waiting: Waiting, reason: DeadLetter['reason']): Promise<void> {
  await transaction.objectStore('outbox').delete([waiting.kind, waiting.id]);
  // A run that the server has after all, in words of another version of the app.
  if (waiting.isOfferedAgain && reason === 'immutable') return;
  await transaction.objectStore('deadLetters').put({ ...waiting, reason, at: Date.now() });
}
