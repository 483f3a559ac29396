import type { Incoming, Place, Replica, Taken } from '../core/replica.ts';
import type { Connection } from './connection.ts';
import { merge } from './merge.ts';
import { endRepull } from './offer.ts';
import { gather } from './outgoing.ts';
import { SHARED, type Stand, type Writing } from './schema.ts';
import { cursorPast, settle } from './settle.ts';

const NOTHING: Taken = { isTaken: false, isChanged: false };

/** The records of a database as sync sees them. */
export function replicaOf({ read, write }: Connection): Replica {
  /** Does `work` where the device still stands where it stood. */
  function from(
    place: Place,
    isThere: (stand: Stand) => boolean,
    work: (transaction: Writing, stand: Stand) => Promise<boolean>,
  ): Promise<Taken> {
    return write(SHARED, async (transaction) => {
      const stand = (await transaction.objectStore('stand').get('mine'))!;
      const isHere = stand.epoch === place.epoch && stand.round === place.round && isThere(stand);
      return isHere ? { isTaken: true, isChanged: await work(transaction, stand) } : NOTHING;
    });
  }

  return {
    place: () =>
      read(['stand'], async (transaction) => (await transaction.objectStore('stand').get('mine'))!),
    outgoing: () => read(['stand', 'outbox'], gather),
    take: (place, page) =>
      from(
        place,
        ({ cursor }) => cursor === place.cursor,
        (transaction, stand) => takePage(transaction, stand, page),
      ),
    restart: (place, epoch) =>
      from(
        place,
        () => true,
        async (transaction, stand) => {
          const isLost = epoch !== stand.epoch || stand.repull === 'lost';
          const repull = isLost ? 'lost' : 'deleted';
          const round = stand.round + 1;
          await transaction
            .objectStore('stand')
            .put({ ...stand, epoch, cursor: 0, floor: 0, round, repull }, 'mine');
          return false;
        },
      ),
    settle: (pushed, outcomes) =>
      from(
        pushed.from,
        () => true,
        async (transaction, stand) => {
          let isChanged = false;
          for (const [i, outcome] of outcomes.entries()) {
            if (await settle(transaction, pushed.items[i]!, outcome, stand)) isChanged = true;
          }
          const cursor = cursorPast(stand.cursor, pushed.items, outcomes);
          await transaction.objectStore('stand').put({ ...stand, cursor }, 'mine');
          return isChanged;
        },
      ),
  };
}

async function takePage(transaction: Writing, stand: Stand, page: Incoming): Promise<boolean> {
  let isChanged = false;
  for (const row of page.rows) if (await merge(transaction, row, stand)) isChanged = true;
  const { repull, round } = stand;
  const isEnd = repull !== null && !page.more;
  if (isEnd && (await endRepull(transaction, round, repull))) isChanged = true;
  await transaction
    .objectStore('stand')
    .put(
      { ...stand, epoch: page.epoch, cursor: page.cursor, floor: page.floor, repull: isEnd ? null : repull },
      'mine',
    );
  return isChanged;
}
