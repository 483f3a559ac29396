import { getTableColumns } from 'drizzle-orm';
import type { MySqlColumn } from 'drizzle-orm/mysql-core';
import * as z from 'zod';
import type { Table, TablePage, TableQuery } from '../../../src/lib/core/wire/admin.ts';
import { LAST_INSTANT } from '../../../src/lib/core/wire/last-instant.ts';
import type { Queries } from '../../database/database.ts';
import { Refusal } from '../../http/refusal.ts';
import { inOrder, past, type KeyValue } from '../past.ts';
import { cellOf, viewOf } from './view.ts';
import { WHITELIST, type Browsable } from './whitelist.ts';

/** @returns what tables there are to browse, and how their columns are shown. */
export function browsableTables(): Table[] {
  return Object.entries(WHITELIST).map(([name, { table, views, orders }]) => ({
    name,
    columns: Object.entries(views).map(([key, view]) => {
      const { name: column, dataType } = columnOf(table, key);
      return { name: column, view, isInstant: view === 'shown' && dataType === 'date' };
    }),
    orders: orders.map(([first]) => first!.name),
  }));
}

/**
 * Reads a page of a table. Rows that were there when the first page was read are read once each.
 * @throws Refusal `not_found` for a table that nobody may browse, `bad_request` for an order or a key that it has not
 */
export async function readTable(queries: Queries, name: string, query: TableQuery): Promise<TablePage> {
  const browsed = Object.hasOwn(WHITELIST, name) ? WHITELIST[name]! : null;
  if (browsed === null) throw new Refusal(404, 'not_found');
  const { direction, after, limit } = query;
  const order = orderOf(browsed, query.order);
  const { table, views } = browsed;
  const cells = Object.entries(views).map(([key, view]) => [key, viewOf(columnOf(table, key), view)]);
  const key = order.map((column, i) => [`key ${i}`, column]);
  const found = await queries
    .select(Object.fromEntries([...cells, ...key]) as Record<string, MySqlColumn>)
    .from(table)
    .where(after === undefined ? undefined : past(order, keyIn(after, order), direction))
    .orderBy(...inOrder(order, direction))
    .limit(limit + 1);
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1)! : null;
  return {
    rows: rows.map((row) => Object.keys(views).map((name) => cellOf(row[name]))),
    next: last && JSON.stringify(order.map((_, i) => cellOf(last[`key ${i}`]))),
  };
}

function orderOf({ orders }: Browsable, name: string | undefined): readonly MySqlColumn[] {
  const order = name === undefined ? orders[0] : orders.find(([first]) => first!.name === name);
  if (!order) throw new Refusal(400, 'bad_request', { field: 'order' });
  return order;
}

/** Reads where a page ended, so strictly that only values of the columns' own types get to the database. */
function keyIn(text: string, order: readonly MySqlColumn[]): KeyValue[] {
  const schema = z.tuple(order.map(keyValue) as unknown as [z.ZodType<KeyValue>]);
  const { data } = schema.safeParse(parsed(text));
  if (data === undefined) throw new Refusal(400, 'bad_request', { field: 'after' });
  return data;
}

/** @returns undefined where it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function keyValue({ dataType }: MySqlColumn): z.ZodType<KeyValue> {
  if (dataType === 'date')
    return z
      .int()
      .nonnegative()
      .max(LAST_INSTANT)
      .transform((ms) => new Date(ms));
  if (dataType === 'number') return z.int().nonnegative();
  // Ids, hashes and names: of ASCII, as `drizzle/columns.ts` has them.
  return z.string().regex(/^[\x20-\x7e]{1,255}$/);
}

function columnOf(table: Browsable['table'], key: string): MySqlColumn {
  return getTableColumns(table)[key]!;
}
