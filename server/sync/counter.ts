import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { syncUsers, users } from '../../drizzle/schema.ts';
import type { Database, Queries } from '../database/database.ts';
import { Refusal } from '../http/refusal.ts';

/** Where a user's history is, and how much there is of it. */
export type Counter = typeof syncUsers.$inferSelect;

/**
 * Runs `work` in one transaction that holds the user's counter: no other writes records of that user until it has
 * committed, so that sequence numbers follow the order of commits. The counter is saved as `work` leaves it.
 * @throws Refusal 401 where there is no such user any more
 */
export async function withCounter<T>(
  database: Database,
  userId: string,
  work: (queries: Queries, counter: Counter) => Promise<T>,
): Promise<T> {
  for (;;) {
    const done = await database.transaction(async (queries) => {
      const [counter] = await queries
        .select()
        .from(syncUsers)
        .where(eq(syncUsers.userId, userId))
        .for('update');
      if (counter === undefined) return null;
      const before = { ...counter };
      const result = await work(queries, counter);
      if (isChanged(before, counter)) await save(queries, counter);
      return { result };
    });
    if (done !== null) return done.result;
    await createCounter(database, userId);
  }
}

/**
 * Makes a user's counter, once. Not within the transaction that locks it: of two that insert at once, each would hold
 * what the other waits for.
 * @throws Refusal 401 where there is no such user any more: then nothing is left of a deleted account
 */
export async function createCounter(database: Database, userId: string): Promise<void> {
  const isThere = await database.transaction(async (queries) => {
    // Shared, as the rows of runs lock their user too: a push that holds the counter can go on.
    const [[user]] = (await queries.execute(
      sql`select 1 from ${users} where ${users.id} = ${userId} lock in share mode`,
    )) as unknown as [unknown[]];
    if (user === undefined) return false;
    await queries
      .insert(syncUsers)
      .values({ userId, epoch: randomUUID() })
      .onDuplicateKeyUpdate({ set: { userId: sql`${syncUsers.userId}` } });
    return true;
  });
  if (!isThere) throw new Refusal(401, 'signed_out');
}

async function save(queries: Queries, { userId, ...counter }: Counter): Promise<void> {
  await queries.update(syncUsers).set(counter).where(eq(syncUsers.userId, userId));
}

function isChanged(before: Counter, after: Counter): boolean {
  return (Object.keys(before) as (keyof Counter)[]).some((key) => before[key] !== after[key]);
}
