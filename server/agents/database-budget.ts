import { and, eq, like, lt, or, sql } from 'drizzle-orm';
import { budgets } from '../../drizzle/schema.ts';
import type { Database, Queries } from '../database/database.ts';
import { sharesOf, type Budget, type Limits, type Share } from './budget.ts';
import { Failed } from './failed.ts';

const DAY = 24 * 3600 * 1000;

/**
 * A budget that all servers on one database share. Tokens are set aside by one statement a share, which asks and takes at
 * once under the row's lock: however many come together, no more get through than fit. What a server that died had set
 * aside stays so until the period is over.
 */
export function databaseBudget(database: Database, limits: Limits, clock = () => new Date()): Budget {
  let pruned = '';
  return {
    async reserve(payer, tokens) {
      const now = clock();
      const shares = sharesOf(payer, limits, now);
      await begin(database, shares);
      await database.transaction(async (queries) => {
        for (const share of shares) await take(queries, share, tokens);
      });
      const today = now.toISOString().slice(0, 10);
      if (today !== pruned) await database.transaction((queries) => prune(queries, now));
      pruned = today;
      return { settle: (spent) => database.transaction((queries) => settle(queries, shares, tokens, spent)) };
    },
  };
}

/** Makes the rows that are not there, each for itself: who holds one while waiting for another could wait for ever. */
async function begin(database: Database, shares: readonly Share[]): Promise<void> {
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

async function take(queries: Queries, share: Share, tokens: number): Promise<void> {
  const fits = sql`${budgets.reserved} + ${budgets.spent} + ${tokens} <= ${share.limit}`;
  const [{ affectedRows }] = await queries
    .update(budgets)
    .set({ reserved: sql`${budgets.reserved} + ${tokens}` })
    .where(and(isOf(share), fits));
  if (affectedRows === 0) throw new Failed(share.failure, `no tokens left: ${share.name}`);
}

async function settle(
  queries: Queries,
  shares: readonly Share[],
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
async function prune(queries: Queries, now: Date): Promise<void> {
  const yesterday = new Date(now.getTime() - DAY).toISOString().slice(0, 10);
  await queries.delete(budgets).where(and(like(budgets.scope, 'tokens %'), lt(budgets.period, yesterday)));
}

function isOf({ scope, period }: Share) {
  return and(eq(budgets.scope, scope), eq(budgets.period, period));
}
