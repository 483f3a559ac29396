import { sql } from 'drizzle-orm';
import type { MySqlColumn } from 'drizzle-orm/mysql-core';
import type { SQL } from 'drizzle-orm';
import type { Latency } from '../../../src/lib/core/wire/admin.ts';

/**
 * Milliseconds to their first two digits: so there are a few hundred groups of them, however many rows there are, and
 * none is off by more than a twentieth.
 */
export function roughly(column: MySqlColumn | SQL.Aliased<number>) {
  return sql<number>`round(${column}, 2 - char_length(${column}))`.mapWith(Number).as('rough');
}

/** How often something took so long. */
export interface Took {
  rough: number;
  count: number;
}

/** @param all in any order, not empty. @returns what half, nine tenths and all but a hundredth of them took at most. */
export function latencyOf(all: readonly Took[]): Latency {
  const rising = all.toSorted((a, b) => a.rough - b.rough);
  const total = rising.reduce((sum, { count }) => sum + count, 0);
  const within = (share: number): number => {
    let left = Math.ceil(total * share);
    return rising.find(({ count }) => (left -= count) <= 0)!.rough;
  };
  return { p50: within(0.5), p90: within(0.9), p99: within(0.99) };
}
