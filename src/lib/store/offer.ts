import { encodeFeedback, encodePreferences, encodeRun } from '../core/wire/records.ts';
import { Preferences } from '../core/preferences.ts';
import { SCHEMA_VERSION } from '../core/wire/sync.ts';
import { deleteFeedback } from './delete-feedback.ts';
import type { Known, Writing } from './schema.ts';
import { feedbackText, hide, shown, type Text } from './show.ts';

/** Offers a record once more, as it is, to a server that has lost it. */
export async function offer(transaction: Writing, known: Known): Promise<void> {
  const { kind, id, version, deleted } = known;
  // Feedback goes with its run.
  if (deleted && kind === 'feedback') return;
  const text = deleted ? { schemaVersion: SCHEMA_VERSION, body: null } : await textOf(transaction, known);
  if (text === null) return;
  await transaction.objectStore('outbox').put({ kind, id, version, ...text, isOfferedAgain: true });
}

/**
 * Comes to the end of pulling everything anew: what did not come is offered again to a server that has lost it, or was
 * deleted elsewhere. What waits, and what the server does not take, is neither.
 * @returns whether the page shows something else now.
 */
export async function endRepull(
  transaction: Writing,
  round: number,
  repull: 'lost' | 'deleted',
): Promise<boolean> {
  let isChanged = false;
  for await (const cursor of transaction.objectStore('records')) {
    const known = cursor.value;
    if (known.round >= round || (await isKept(transaction, known))) continue;
    if (repull === 'lost') await offer(transaction, known);
    else if (!known.deleted) {
      await forget(transaction, known);
      isChanged = true;
    }
  }
  return isChanged;
}

/** Deletes here what was deleted elsewhere. */
async function forget(transaction: Writing, { unread: _, ...known }: Known): Promise<void> {
  await hide(transaction, [known.kind, known.id]);
  await transaction.objectStore('records').put({ ...known, deleted: true });
  if (known.kind === 'run') await deleteFeedback(transaction, known.id);
}

async function isKept(transaction: Writing, { kind, id }: Known): Promise<boolean> {
  const waiting = await transaction.objectStore('outbox').getKey([kind, id]);
  const dead = await transaction.objectStore('deadLetters').getKey([kind, id]);
  return waiting !== undefined || dead !== undefined;
}

/** @returns a record as it is pushed; null where what the page shows of it is broken. */
async function textOf(transaction: Writing, { kind, id, unread }: Known): Promise<Text | null> {
  if (unread !== undefined) return unread;
  const body =
    kind === 'preferences' ? await preferencesText(transaction) : await sessionText(transaction, kind, id);
  return body === null ? null : { schemaVersion: SCHEMA_VERSION, body };
}

async function preferencesText(transaction: Writing): Promise<string | null> {
  const { data } = Preferences.safeParse(await transaction.objectStore('preferences').get('mine'));
  return data === undefined ? null : encodePreferences(data);
}

async function sessionText(
  transaction: Writing,
  kind: 'run' | 'feedback',
  id: string,
): Promise<string | null> {
  const session = await shown(transaction, id);
  if (session === null) return null;
  return kind === 'run' ? encodeRun(session) : encodeFeedback(feedbackText(session.feedback));
}
