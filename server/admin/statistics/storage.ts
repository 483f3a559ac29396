import { count, inArray, sql, sum } from 'drizzle-orm';
import type { MySqlColumn } from 'drizzle-orm/mysql-core';
import { assets, budgets, syncUsers } from '../../../drizzle/schema.ts';
import type { Statistics } from '../../../src/lib/core/wire/admin.ts';
import type { Queries } from '../../database/database.ts';
import { COMMON_SCOPES } from '../../log/common-scopes.ts';

const total = (column: MySqlColumn) => sql<number>`coalesce(${sum(column)}, 0)`.mapWith(Number);

/** What is kept for users, as it is counted for each of them. */
export async function storageStatistics(queries: Queries): Promise<Statistics['storage']> {
  const [sounds] = await queries.select({ count: count(), bytes: total(assets.bytes) }).from(assets);
  const [synced] = await queries
    .select({ records: total(syncUsers.records), bytes: total(syncUsers.bytes) })
    .from(syncUsers);
  return {
    assets: sounds!.count,
    assetBytes: sounds!.bytes,
    records: synced!.records,
    recordBytes: synced!.bytes,
  };
}

/** What all users together have used of what they may in a day. @param limits by scope, as far as they are known */
export async function budgetStatistics(
  queries: Queries,
  now: Date,
  limits: Readonly<Record<string, number>>,
): Promise<Statistics['budgets']> {
  const today = now.toISOString().slice(0, 10);
  const rows = await queries
    .select()
    .from(budgets)
    .where(inArray(budgets.scope, Object.values(COMMON_SCOPES)));
  return rows
    .filter(({ period }) => period >= today)
    .map((row) => ({ ...row, limit: limits[row.scope] ?? null }));
}
