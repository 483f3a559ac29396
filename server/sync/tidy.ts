/** What is done about records besides writing and reading them, a bounded step at a time. */
import { and, asc, eq, inArray, isNotNull, lt, lte } from 'drizzle-orm';
import { syncRecords } from '../../drizzle/schema.ts';
import { SCHEMA_VERSION } from '../../src/lib/core/wire/sync.ts';
import type { Database } from '../database/database.ts';
import { log } from '../log/log.ts';
import { withCounter } from './counter.ts';
import { REMEMBERED } from './limits.ts';
import { project } from './project.ts';
import { contentOf } from './read-item.ts';

/** Records that a step deals with at most: a transaction of that many is over in a moment. */
const STEP = 500;
const HOUR = 3600 * 1000;

const { userId: owner, id, kind, seq, deletedAt, opaqueV } = syncRecords;

/**
 * Forgets deletions that are older than `REMEMBERED`: devices that have not heard of them begin anew.
 * @returns how many: fewer than `step` once there are no more
 */
export async function forgetDeletions(database: Database, now = new Date(), step = STEP): Promise<number> {
  const due = await database.use((queries) =>
    queries
      .select({ userId: owner, seq })
      .from(syncRecords)
      .where(lt(deletedAt, new Date(now.getTime() - REMEMBERED)))
      .orderBy(asc(deletedAt))
      .limit(step),
  );
  for (const [userId, rows] of Map.groupBy(due, (row) => row.userId)) {
    await withCounter(database, userId, async (queries, counter) => {
      const numbers = rows.map((row) => row.seq);
      const [{ affectedRows }] = await queries
        .delete(syncRecords)
        .where(and(eq(owner, userId), inArray(seq, numbers), isNotNull(deletedAt)));
      counter.records -= affectedRows;
      counter.minSeq = Math.max(counter.minSeq, ...numbers);
    });
  }
  return due.length;
}

/**
 * Brings records that came before this version of the server, and were kept unread, to the tables.
 * @returns how many: fewer than `step` once there are no more
 */
export async function catchUp(database: Database, known = SCHEMA_VERSION, step = STEP): Promise<number> {
  const due = await database.use((queries) =>
    queries.select({ userId: owner, id, kind }).from(syncRecords).where(lte(opaqueV, known)).limit(step),
  );
  for (const [userId, rows] of Map.groupBy(due, (row) => row.userId)) {
    await withCounter(database, userId, async (queries) => {
      for (const row of rows) {
        const isIt = and(eq(owner, userId), eq(id, row.id), eq(kind, row.kind), lte(opaqueV, known));
        const [kept] = await queries.select().from(syncRecords).where(isIt);
        if (kept?.body == null) continue;
        // What it says may be nonsense by its own schema: devices have it as it is, and the tables have nothing of it.
        const content = contentOf(kept.id, kept.kind, kept.body) ?? null;
        await queries.update(syncRecords).set({ opaqueV: null }).where(isIt);
        await project(queries, userId, [{ kept: { ...kept, bytes: 0 }, incoming: { content } }]);
      }
    });
  }
  return due.length;
}

let tidied = 0;

/** Does a step of both, once an hour; called where there is work at hand, as no server has a clock that ticks by itself. */
export function tidyOnceAnHour(database: Database, now = new Date()): void {
  if (now.getTime() - tidied < HOUR) return;
  tidied = now.getTime();
  Promise.all([forgetDeletions(database, now), catchUp(database)]).catch((error: Error) =>
    log.error({ operation: 'tidy sync', message: error.name }),
  );
}
