import { lt, sql } from 'drizzle-orm';
import { events, systemLogs } from '../../drizzle/schema.ts';
import type { Database } from '../database/database.ts';

/** How long the log is kept, ms. */
export const KEPT = 90 * 24 * 3600 * 1000;
/** Rows that are deleted by one statement, and statements at a time: nobody waits long for their locks. */
const STEP = 1000;
const STEPS = 10;

/** Deletes rows of the log that are older than 90 days, up to ten thousand of each table, in small steps. */
export async function purge(database: Database, now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT);
  for (const table of [systemLogs, events]) {
    for (let step = 0; step < STEPS; step++) {
      const [{ affectedRows }] = await database.transaction((queries) =>
        queries
          .delete(table)
          .where(lt(table.at, before))
          .orderBy(sql`${table.at}`)
          .limit(STEP),
      );
      if (affectedRows < STEP) break;
    }
  }
}
