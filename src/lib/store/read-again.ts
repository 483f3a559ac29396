import type { IDBPDatabase } from 'idb';
import { SCHEMA_VERSION } from '../core/wire/sync.ts';
import { SHARED, type AttuneDB, type Writing } from './schema.ts';
import { show } from './show.ts';

/** After an update of the app: shows what came before it and could not be read then. */
export async function readAgain(db: IDBPDatabase<AttuneDB>): Promise<void> {
  const { reads } = (await db.get('stand', 'mine'))!;
  if (reads >= SCHEMA_VERSION) return;
  const transaction = db.transaction([...SHARED], 'readwrite');
  await showUnread(transaction);
  await transaction.done;
}

async function showUnread(transaction: Writing): Promise<void> {
  const records = transaction.objectStore('records');
  const unread = await records.index('unread').getAll(IDBKeyRange.upperBound(SCHEMA_VERSION));
  // Runs first: feedback is shown with its run.
  for (const { unread: text, ...known } of unread.sort((a, b) => b.kind.localeCompare(a.kind))) {
    if (text !== undefined && (await show(transaction, [known.kind, known.id], text))) {
      await records.put(known);
    }
  }
  const stand = transaction.objectStore('stand');
  await stand.put({ ...(await stand.get('mine'))!, reads: SCHEMA_VERSION }, 'mine');
}
