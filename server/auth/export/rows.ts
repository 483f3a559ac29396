import { and, eq, gt, or, type SQL } from 'drizzle-orm';
import type { Database } from '../../database/database.ts';
import type { OwnedTable } from '../owned-tables.ts';

/** Rows that are read at a time, of 256 KB at most: each page has a connection of its own, so that a slow download holds none. */
const PAGE = 50;

export type Row = Record<string, unknown>;

/** @returns the rows of a user, in the order of their keys. */
export async function* rowsOf(
  database: Database,
  { table, userId, order }: OwnedTable,
  user: string,
): AsyncGenerator<Row, void, void> {
  for (let last: Row | null = null; ;) {
    const after: SQL | undefined = last ? past(order, last) : undefined;
    const page: Row[] = await database.use((queries) =>
      queries
        .select()
        .from(table)
        .where(and(eq(userId, user), after))
        .orderBy(...order.map(({ column }) => column))
        .limit(PAGE),
    );
    yield* page;
    if (page.length < PAGE) return;
    last = page.at(-1)!;
  }
}

/** What comes after a row. */
function past([first, ...rest]: OwnedTable['order'], row: Row): SQL | undefined {
  if (!first) return undefined;
  const { column, key } = first;
  return or(gt(column, row[key]), rest.length > 0 ? and(eq(column, row[key]), past(rest, row)) : undefined);
}
