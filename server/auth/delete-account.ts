import { eq, inArray } from 'drizzle-orm';
import { budgets, cloudJobs, signIns, users } from '../../drizzle/schema.ts';
import { UNIT as TOKENS } from '../agents/budget.ts';
import { removeFiles } from '../assets/open.ts';
import { scopeOfUser } from '../budgets/counts.ts';
import { UNIT as SECONDS } from '../cloud/budget.ts';
import { endJobsOf } from '../cloud/jobs.ts';
import { stopPredictions } from '../cloud/open.ts';
import type { Database } from '../database/database.ts';
import { confirmed } from './accounts.ts';
import { ownedTables, type OwnedTable } from './owned-tables.ts';

/** Rows that a statement deletes at most: it is over in a moment, however long a history is. */
const STEP = 500;

/**
 * Deletes an account with its sounds and every row that belongs to it; not all tables have a foreign key that would. What
 * it has under way in the cloud is stopped.
 * @throws Refusal `password_wrong`
 */
export async function deleteAccount(database: Database, userId: string, password: string): Promise<void> {
  await confirmed(database, userId, password);
  const tables = ownedTables();
  // Jobs and sign-ins are few: those that are open are needed below, and who is signed in may try again.
  for (const owned of tables.filter(({ table }) => table !== cloudJobs && table !== signIns)) {
    await deleteInSteps(database, owned, userId);
  }
  const predictions = await database.transaction(async (queries) => {
    // A push that is under way holds the user, and is waited for; whoever begins another finds the user gone.
    await queries.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('update');
    const ended = await endJobsOf(queries, userId, new Date());
    for (const owned of tables) await queries.delete(owned.table).where(eq(owned.userId, userId));
    const scopes = [TOKENS, SECONDS].map((unit) => scopeOfUser(unit, userId));
    await queries.delete(budgets).where(inArray(budgets.scope, scopes));
    await queries.delete(users).where(eq(users.id, userId));
    return ended;
  });
  stopPredictions(database, predictions);
  await removeFiles(userId);
}

/** Deletes the rows of a user, each step a transaction for itself. */
export async function deleteInSteps(
  database: Database,
  { table, userId: owner }: OwnedTable,
  userId: string,
  step = STEP,
): Promise<void> {
  let deleted: number;
  do {
    [{ affectedRows: deleted }] = await database.transaction((queries) =>
      queries.delete(table).where(eq(owner, userId)).limit(step),
    );
  } while (deleted === step);
}
