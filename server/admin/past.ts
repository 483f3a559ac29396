import { and, asc, desc, eq, gt, gte, lt, lte, or, type SQL } from 'drizzle-orm';
import type { MySqlColumn } from 'drizzle-orm/mysql-core';

export type Direction = 'rising' | 'falling';

/** A value of a key, as drizzle takes it. */
export type KeyValue = string | number | Date;

/**
 * What comes after a key, in the order of `columns`, which together are unique. The database finds it by an index that
 * begins with these columns: it does so by the bound on the first one, and not by a comparison of tuples.
 */
export function past(columns: readonly MySqlColumn[], key: readonly KeyValue[], direction: Direction): SQL {
  const [beyond, from] = direction === 'rising' ? [gt, gte] : [lt, lte];
  const steps = columns.map((column, i) => {
    const same = columns.slice(0, i).map((before, j) => eq(before, key[j]));
    return and(...same, beyond(column, key[i]));
  });
  return and(from(columns[0]!, key[0]), or(...steps))!;
}

export function inOrder(columns: readonly MySqlColumn[], direction: Direction): SQL[] {
  return columns.map(direction === 'rising' ? asc : desc);
}
