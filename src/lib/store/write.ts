import { SCHEMA_VERSION } from '../core/wire/sync.ts';
import type { Key, Writing } from './schema.ts';

/**
 * Notes that a record was written on this device: its version, and what waits to be pushed. Whoever calls it changes what
 * the page shows in the same transaction.
 *
 * A version is later than every one of the same record that this device has seen, whatever its clock says: who changes
 * what they have seen means to.
 * @param body null for the deletion of a run.
 */
export async function write(
  transaction: Writing,
  [kind, id]: Key,
  body: string | null,
  now = Date.now(),
): Promise<void> {
  const records = transaction.objectStore('records');
  const known = await records.get([kind, id]);
  const { client } = (await transaction.objectStore('stand').get('mine'))!;
  const { unread: _, ...before } = known ?? { round: -1 };
  const seen = Math.max(known?.version.time ?? -1, known?.theirs?.version.time ?? -1);
  const version = { time: Math.max(0, Math.floor(now), seen + 1), client };
  await records.put({ ...before, kind, id, version, deleted: body === null });
  await transaction.objectStore('outbox').put({ kind, id, version, schemaVersion: SCHEMA_VERSION, body });
  await transaction.objectStore('deadLetters').delete([kind, id]);
}
