import { randomUUID } from 'node:crypto';
import { asc, eq } from 'drizzle-orm';
import { runs, syncRecords, syncUsers, users } from '../../drizzle/schema.ts';
import type { Database } from '../../server/database/database.ts';

/** What the server has of a user. */
export interface ServerCopy {
  counter: typeof syncUsers.$inferSelect | undefined;
  rows: (typeof syncRecords.$inferSelect)[];
}

export async function addUser(database: Database): Promise<string> {
  const id = randomUUID();
  const row = { id, email: `${id}@example.org`, passwordHash: '$', createdAt: new Date() };
  await database.use((queries) => queries.insert(users).values(row));
  return id;
}

export function copyOf(database: Database, userId: string): Promise<ServerCopy> {
  return database.use(async (queries) => ({
    counter: (await queries.select().from(syncUsers).where(eq(syncUsers.userId, userId)))[0],
    rows: await queries
      .select()
      .from(syncRecords)
      .where(eq(syncRecords.userId, userId))
      .orderBy(asc(syncRecords.seq)),
  }));
}

/** Goes back to a copy, as from a backup: it is another history from there on. */
export function restore(database: Database, userId: string, { counter, rows }: ServerCopy): Promise<void> {
  return database.transaction(async (queries) => {
    await queries.delete(syncUsers).where(eq(syncUsers.userId, userId));
    await queries.delete(syncRecords).where(eq(syncRecords.userId, userId));
    await queries.delete(runs).where(eq(runs.userId, userId));
    if (counter !== undefined) await queries.insert(syncUsers).values({ ...counter, epoch: randomUUID() });
    if (rows.length > 0) await queries.insert(syncRecords).values(rows);
  });
}
