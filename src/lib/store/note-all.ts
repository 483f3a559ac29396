import { Preferences } from '../core/preferences.ts';
import { Session } from '../core/session.ts';
import { encodeFeedback, encodePreferences, encodeRun } from '../core/wire/records.ts';
import { PREFERENCES_ID, SCHEMA_VERSION } from '../core/wire/sync.ts';
import type { Writing } from './schema.ts';
import { write } from './write.ts';

/**
 * Puts everything that a database of an older version holds into the outbox, and gives the device its name. What does
 * not parse stays where it is. Nobody knows when preferences were stated: any others are later.
 */
export async function noteAll(transaction: Writing): Promise<void> {
  const nowhere = { epoch: null, cursor: 0, floor: 0, round: 0, repull: null };
  const stand = { ...nowhere, client: crypto.randomUUID(), claimedBy: null, reads: SCHEMA_VERSION };
  await transaction.objectStore('stand').put(stand, 'mine');
  // One by one: a history may be longer than memory.
  for await (const { value } of transaction.objectStore('sessions')) {
    const { data } = Session.safeParse(value);
    if (data === undefined) continue;
    const written = Math.min(data.createdAt, Date.now());
    await write(transaction, ['run', data.id], encodeRun(data), written);
    if (data.feedback === null) continue;
    await write(transaction, ['feedback', data.id], encodeFeedback(data.feedback), written);
  }
  const { data } = Preferences.safeParse(await transaction.objectStore('preferences').get('mine'));
  if (data !== undefined) {
    await write(transaction, ['preferences', PREFERENCES_ID], encodePreferences(data), 0);
  }
}
