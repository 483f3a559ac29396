import { eq } from 'drizzle-orm';
import { syncRecords, syncUsers } from '../../drizzle/schema.ts';
import type { Queries } from '../database/database.ts';

/**
 * Deletes all records of a user, in the transaction that deletes the user: these tables know no users, and what is not
 * deleted here stays. The counter goes first, so that a push that is under way is waited for.
 */
export async function forgetRecords(queries: Queries, userId: string): Promise<void> {
  await queries.delete(syncUsers).where(eq(syncUsers.userId, userId));
  await queries.delete(syncRecords).where(eq(syncRecords.userId, userId));
}
