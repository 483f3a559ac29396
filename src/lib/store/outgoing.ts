import type { Outgoing } from '../core/replica.ts';
import { LONGEST_PUSH, MOST_ITEMS, type PushItem } from '../core/wire/sync.ts';
import { bytesOf } from '../core/wire/records.ts';
import type { Reading, Waiting } from './schema.ts';

/** Bytes of a push that are left for what is not items. */
const ENVELOPE = 1024;

/** Gathers as much of what waits as one push takes: runs first, so that feedback finds them. */
export async function gather(transaction: Reading): Promise<Outgoing> {
  const stand = (await transaction.objectStore('stand').get('mine'))!;
  const { client, epoch, cursor, floor, round } = stand;
  const items: PushItem[] = [];
  let room = LONGEST_PUSH - ENVELOPE;
  for (const kind of ['run', 'preferences', 'feedback'] as const) {
    const range = IDBKeyRange.bound([kind, ''], [kind, '\uffff']);
    for await (const { value } of transaction.objectStore('outbox').iterate(range)) {
      const item = itemOf(value);
      room -= bytesOf(JSON.stringify(item)) + 1;
      if (items.length === MOST_ITEMS || (room < 0 && items.length > 0)) {
        return { client, items, from: { epoch, cursor, floor, round } };
      }
      items.push(item);
    }
  }
  return { client, items, from: { epoch, cursor, floor, round } };
}

function itemOf({ id, kind, version, schemaVersion, body }: Waiting): PushItem {
  return { id, kind, version, schemaVersion, body };
}
