import type { Feedback } from '../core/feedback.ts';
import type { Session } from '../core/session.ts';
import { encodeFeedback, encodePreferences, encodeRun } from '../core/wire/records.ts';
import { NO_PREFERENCES } from '../core/preferences.ts';
import { PREFERENCES_ID } from '../core/wire/sync.ts';
import { deleteFeedback } from './delete-feedback.ts';
import type { Writing } from './schema.ts';
import { feedbackText, shown } from './show.ts';
import { write } from './write.ts';

/**
 * Adds a session. Of one that is there only what was said changes, since a run is immutable; one that was deleted, here
 * or elsewhere, stays deleted.
 * @returns whether it is there.
 */
export async function add(transaction: Writing, session: Session): Promise<boolean> {
  if (await update(transaction, session)) return true;
  const { id, feedback } = session;
  const known = await transaction.objectStore('records').get(['run', id]);
  if (known?.deleted) return false;
  await transaction.objectStore('sessions').put(session);
  await write(transaction, ['run', id], encodeRun(session));
  if (feedback !== null) await write(transaction, ['feedback', id], encodeFeedback(feedback));
  return true;
}

/** Keeps what was said of a session. @returns whether the session is there. */
export async function update(transaction: Writing, { id, feedback }: Session): Promise<boolean> {
  const before = await shown(transaction, id);
  if (before === null) return false;
  if (isSame(before.feedback, feedback)) return true;
  await transaction.objectStore('sessions').put({ ...before, feedback });
  await write(transaction, ['feedback', id], encodeFeedback(feedbackText(feedback)));
  return true;
}

/** Deletes a session and what was said of it, here and everywhere. */
export async function remove(transaction: Writing, id: string): Promise<void> {
  const known = await transaction.objectStore('records').get(['run', id]);
  await transaction.objectStore('sessions').delete(id);
  if (known !== undefined && !known.deleted) await write(transaction, ['run', id], null);
  await deleteFeedback(transaction, id);
}

/** Deletes every session and what was said of it, and takes the preferences back, here and everywhere. */
export async function clear(transaction: Writing): Promise<void> {
  const range = IDBKeyRange.bound(['run', ''], ['run', '\uffff']);
  for (const [, id] of await transaction.objectStore('records').getAllKeys(range)) {
    await remove(transaction, id);
  }
  await transaction.objectStore('sessions').clear();
  await transaction.objectStore('preferences').clear();
  // Deleted preferences could never be stated again.
  const stated = await transaction.objectStore('records').getKey(['preferences', PREFERENCES_ID]);
  if (stated === undefined) return;
  await write(transaction, ['preferences', PREFERENCES_ID], encodePreferences(NO_PREFERENCES));
}

function isSame(a: Feedback | null, b: Feedback | null): boolean {
  return encodeFeedback(feedbackText(a)) === encodeFeedback(feedbackText(b));
}
