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
  await transaction.objectStore('records').put({ ...known, round: stand.round });
  return false;
}

/**
 * Moves on past runs that the server has just taken from here, where no other record comes between: they need not be
 * pulled. What has versions is, since the server may have given it another one.
 */
export function cursorPast(
  cursor: number,
  items: readonly PushItem[],
  outcomes: readonly PushOutcome[],
): number {
  const given = outcomes.flatMap((one, i) =>
    one.outcome === 'applied' && items[i]!.kind === 'run' ? [one.seq] : [],
  );
  return given.sort((a, b) => a - b).reduce((last, seq) => (seq === last + 1 ? seq : last), cursor);
}

/** Puts what the server does not take out of the way, with the reason. */
async function bury(transaction: Writing, waiting: Waiting, reason: DeadLetter['reason']): Promise<void> {
  await transaction.objectStore('outbox').delete([waiting.kind, waiting.id]);
  // A run that the server has after all, in words of another version of the app.
  if (waiting.isOfferedAgain && reason === 'immutable') return;
  await transaction.objectStore('deadLetters').put({ ...waiting, reason, at: Date.now() });
}
