import { and, eq, like, lt, or, sql } from 'drizzle-orm';
import { budgets } from '../../drizzle/schema.ts';
import type { Database, Queries } from '../database/database.ts';
import { dayOf, Full, type Counts, type Share } from './counts.ts';

const DAY = 24 * 3600 * 1000;

/**
 * Counts that all servers on one database share. An amount is set aside by one statement a share, which asks and takes at
 * once under the row's lock: however many come together, no more get through than fit. What a server that died had set
 * aside stays so until the period is over.
 * @param unit the first word of the scopes.
 */
export function databaseCounts(database: Database, unit: string, clock = () => new Date()): Counts {
  let pruned = '';
  return {
    async reserve(shares, amount) {
      const now = clock();
      // First: where it failed after an amount was taken, nobody would give that back.
      if (dayOf(now) !== pruned) await database.transaction((queries) => prune(queries, unit, now));
      pruned = dayOf(now);
      await begin(database, shares);
      await database.transaction((queries) => take(queries, shares, amount));
      return { settle: (spent) => database.transaction((queries) => settle(queries, shares, amount, spent)) };
    },
  };
}

/** Makes the rows that are not there, each for itself: who holds one while waiting for another could wait for ever. */
export async function begin(database: Database, shares: readonly Share[]): Promise<void> {
  const rows = await database.use((queries) =>
    queries
      .select({ scope: budgets.scope, period: budgets.period })
      .from(budgets)
      .where(or(...shares.map(isOf))),
  );
  const isThere = ({ scope, period }: Share): boolean =>
    rows.some((row) => row.scope === scope && row.period === period);
  for (const share of shares.filter((one) => !isThere(one))) {
    const { scope, period } = share;
    await database.use((queries) => queries.insert(budgets).ignore().values({ scope, period }));
  }
}

/** Takes an amount from every share, whose rows are there. @throws Full, and the transaction is to be rolled back */
export async function take(queries: Queries, shares: readonly Share[], amount: number): Promise<void> {
  for (const share of shares) {
    const fits = sql`${budgets.reserved} + ${budgets.spent} + ${amount} <= ${share.limit}`;
    const [{ affectedRows }] = await queries
      .update(budgets)
      .set({ reserved: sql`${budgets.reserved} + ${amount}` })
      .where(and(isOf(share), fits));
    if (affectedRows === 0) throw new Full(share);
  }
}

/** Counts what was really used in the place of what was set aside. */
export async function settle(
  queries: Queries,
  shares: readonly Pick<Share, 'scope' | 'period'>[],
  reserved: number,
  spent: number,
): Promise<void> {
  for (const share of shares) {
    await queries
      .update(budgets)
      .set({ reserved: sql`${budgets.reserved} - ${reserved}`, spent: sql`${budgets.spent} + ${spent}` })
      .where(isOf(share));
  }
}

/** What was counted before yesterday is of no use. */
export async function prune(queries: Queries, unit: string, now: Date): Promise<void> {
  const yesterday = dayOf(new Date(now.getTime() - DAY));
  await queries.delete(budgets).where(and(like(budgets.scope, `${unit} %`), lt(budgets.period, yesterday)));
}

function isOf({ scope, period }: Pick<Share, 'scope' | 'period'>) {
  return and(eq(budgets.scope, scope), eq(budgets.period, period));
}
