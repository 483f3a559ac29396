import { eq } from 'drizzle-orm';
import { users } from '../../drizzle/schema.ts';
import { forgetUser } from '../assets/open.ts';
import type { Database } from '../database/database.ts';
import { confirmed } from './accounts.ts';
import { ownedTables } from './owned-tables.ts';

/**
 * Deletes an account with its sounds and every row that belongs to it; not all tables have a foreign key that would.
 * @throws Refusal `credentials_wrong`
 */
export async function deleteAccount(database: Database, userId: string, password: string): Promise<void> {
  await confirmed(database, userId, password);
  // Before the rows: where a file can't be deleted, the account is still there to try again.
  await forgetUser(database, userId);
  await database.transaction(async (queries) => {
    // A push that is under way holds the user, and is waited for; whoever begins another finds the user gone.
    await queries.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('update');
    for (const owned of ownedTables()) await queries.delete(owned.table).where(eq(owned.userId, userId));
    await queries.delete(users).where(eq(users.id, userId));
  });
}
