import { sql } from 'drizzle-orm';
import { signIns, syncUsers } from '../../drizzle/schema.ts';
import type { Database } from '../database/database.ts';

/**
 * For a database that was set back to a backup. Devices have seen what came after it, and numbers that will be given
 * again to something else: with another epoch they begin anew, and keep what they have to push. Sign-ins that were ended
 * since are in the backup too, so that all of them end.
 * @returns how many users begin anew
 */
export function beginNewHistory(database: Database): Promise<number> {
  return database.transaction(async (queries) => {
    await queries.delete(signIns);
    const [{ affectedRows }] = await queries.update(syncUsers).set({ epoch: sql`uuid()` });
    return affectedRows;
  });
}
