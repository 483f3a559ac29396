import pLimit, { type LimitFunction } from 'p-limit';
import type { Database } from '../database/database.ts';
import { Unavailable } from '../database/errors.ts';

/** How many of one user wait at most; those of one device come one after another anyway. */
const MOST_WAITING = 16;

const turns = new WeakMap<Database, Map<string, LimitFunction>>();

/**
 * Has one user's transactions wait for one another here, where waiting holds no connection: in the database, on the row
 * of their counter, a few requests of one user would hold all that there are.
 * @throws Unavailable where too many wait already
 */
export async function inTurn<T>(database: Database, userId: string, work: () => Promise<T>): Promise<T> {
  const ofUsers = turns.get(database) ?? new Map<string, LimitFunction>();
  turns.set(database, ofUsers);
  const turn = ofUsers.get(userId) ?? pLimit(1);
  ofUsers.set(userId, turn);
  if (turn.pendingCount >= MOST_WAITING) throw new Unavailable('Too many requests of one user wait.');
  try {
    return await turn(work);
  } finally {
    if (turn.activeCount + turn.pendingCount === 0) ofUsers.delete(userId);
  }
}
