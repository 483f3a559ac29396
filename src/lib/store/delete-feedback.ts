import type { Key, Writing } from './schema.ts';

/** What was said of a run goes with it, on the server too: it has no deletion of its own. */
export async function deleteFeedback(transaction: Writing, id: string): Promise<void> {
  const key: Key = ['feedback', id];
  const known = await transaction.objectStore('records').get(key);
  if (known === undefined) return;
  const { unread: _, theirs: __, ...rest } = known;
  await transaction.objectStore('records').put({ ...rest, deleted: true });
  await transaction.objectStore('outbox').delete(key);
  await transaction.objectStore('deadLetters').delete(key);
}
