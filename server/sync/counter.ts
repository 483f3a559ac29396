import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { syncUsers, users } from '../../drizzle/schema.ts';
import type { Database, Queries } from '../database/database.ts';
import { Refusal } from '../http/refusal.ts';
import { inTurn } from './turns.ts';

/** Where a user's history is, and how much there is of it. */
export type Counter = typeof syncUsers.$inferSelect;

/**
 * Runs `work` in one transaction that holds the user's counter: no other writes records of that user until it has
 * committed, so that sequence numbers follow the order of commits. The counter is saved as `work` leaves it.
 * @throws Refusal 401 where there is no such user any more
 * @throws Unavailable where too many of this user wait already
 */
export async function withCounter<T>(
  database: Database,
  userId: string,
  work: (queries: Queries, counter: Counter) => Promise<T>,
): Promise<T> {
  const attempt = (): Promise<{ result: T } | null> =>
    database.transaction(async (queries) => {
      await holdUser(queries, userId);
      const [counter] = await queries
        .select()
        .from(syncUsers)
        .where(eq(syncUsers.userId, userId))
        .for('update');
      if (counter === undefined) return null;
      const result = await work(queries, counter);
      await queries.update(syncUsers).set(counter).where(eq(syncUsers.userId, userId));
      return { result };
    });
  return inTurn(database, userId, async () => {
    for (;;) {
      const done = await attempt();
      if (done !== null) return done.result;
      await createCounter(database, userId);
    }
  });
}

/**
 * Makes a user's counter, once. Not within the transaction that locks it: of two that insert at once, each would hold
 * what the other waits for.
 * @throws Refusal 401 where there is no such user any more
 */
export async function createCounter(database: Database, userId: string): Promise<void> {
  await database.transaction(async (queries) => {
    await holdUser(queries, userId);
    await queries
      .insert(syncUsers)
      .values({ userId, epoch: randomUUID() })
      .onDuplicateKeyUpdate({ set: { userId: sql`${syncUsers.userId}` } });
  });
}

/**
 * Keeps a user from being deleted until the transaction is over: these tables have no foreign key that would, and a
 * record written behind the back of a deletion would stay for ever. Others may hold the same user meanwhile.
 */
async function holdUser(queries: Queries, userId: string): Promise<void> {
  const [rows] = (await queries.execute(
    sql`select 1 from ${users} where ${users.id} = ${userId} lock in share mode`,
  )) as unknown as [unknown[]];
  if (rows.length === 0) throw new Refusal(401, 'signed_out');
}
