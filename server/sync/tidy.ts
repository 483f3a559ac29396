/** What is done about records besides writing and reading them, a user at a time and in bounded steps. */
import { and, eq, inArray, isNotNull, lt, lte, type SQL } from 'drizzle-orm';
import { syncRecords } from '../../drizzle/schema.ts';
import { SCHEMA_VERSION } from '../../src/lib/core/wire/sync.ts';
import type { Database, Queries } from '../database/database.ts';
import { causeOf } from '../log/cause.ts';
import { log } from '../log/log.ts';
import { withCounter, type Counter } from './counter.ts';
import { REMEMBERED } from './limits.ts';
import { project } from './project.ts';
import { contentOf } from './read-item.ts';

/** Records that a transaction deals with at most: it is over in a moment. */
const STEP = 500;

const { userId: owner, id, kind, seq, deletedAt, opaqueV } = syncRecords;

/**
 * Forgets deletions that are older than `REMEMBERED`: devices that have not heard of them begin anew.
 * @returns how many
 */
export function forgetDeletions(database: Database, now = new Date(), step = STEP): Promise<number> {
  const isDue = lt(deletedAt, new Date(now.getTime() - REMEMBERED));
  return ofEachUser(database, isDue, async (userId) => {
    const rows = await database.use((queries) =>
      queries
        .select({ seq })
        .from(syncRecords)
        .where(and(eq(owner, userId), isDue))
        .limit(step),
    );
    const numbers = rows.map((row) => row.seq);
    if (numbers.length > 0)
      await withCounter(database, userId, (queries, counter) => forget(queries, counter, numbers));
    return { done: numbers.length, isMore: numbers.length === step };
  });
}

async function forget(queries: Queries, counter: Counter, numbers: number[]): Promise<void> {
  const [{ affectedRows }] = await queries
    .delete(syncRecords)
    .where(and(eq(owner, counter.userId), inArray(seq, numbers), isNotNull(deletedAt)));
  counter.records -= affectedRows;
  counter.minSeq = Math.max(counter.minSeq, ...numbers);
}

/**
 * Brings records that came before this version of the server, and were kept unread, to the tables.
 * @returns how many
 */
export function catchUp(database: Database, known = SCHEMA_VERSION, step = STEP): Promise<number> {
  const isDue = lte(opaqueV, known);
  return ofEachUser(database, isDue, (userId) =>
    withCounter(database, userId, async (queries) => {
      const rows = await queries
        .select()
        .from(syncRecords)
        .where(and(eq(owner, userId), isDue))
        .limit(step);
      for (const row of rows) await read(queries, row);
      return { done: rows.length, isMore: rows.length === step };
    }),
  );
}

/** What it says may be nonsense by its own schema: devices have it as it is, and the tables have nothing of it. */
async function read(queries: Queries, kept: typeof syncRecords.$inferSelect): Promise<void> {
  const content = kept.body === null ? null : (contentOf(kept.id, kept.kind, kept.body) ?? null);
  await queries
    .update(syncRecords)
    .set({ opaqueV: null })
    .where(and(eq(owner, kept.userId), eq(id, kept.id), eq(kind, kept.kind)));
  await project(queries, kept.userId, [{ kept: { ...kept, bytes: 0 }, incoming: { content } }]);
}

/** Steps of one user until there are no more. What fails with one is told, and holds up no other. */
async function ofEachUser(
  database: Database,
  isDue: SQL,
  step: (userId: string) => Promise<{ done: number; isMore: boolean }>,
): Promise<number> {
  const users = await database.use((queries) =>
    queries.selectDistinct({ userId: owner }).from(syncRecords).where(isDue),
  );
  let all = 0;
  for (const { userId } of users) {
    try {
      for (let isMore = true; isMore;) {
        const taken = await step(userId);
        all += taken.done;
        isMore = taken.isMore;
      }
    } catch (error) {
      log.error({ operation: 'tidy sync', message: causeOf(error) });
    }
  }
  return all;
}
