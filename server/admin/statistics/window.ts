import { and, gte, lt, sql, type SQL } from 'drizzle-orm';
import type { MySqlColumn } from 'drizzle-orm/mysql-core';
import type { Span } from '../../../src/lib/core/wire/admin.ts';

const HOUR = 3600 * 1000;
const DAY = 24 * HOUR;

const LENGTHS: Record<Span, { length: number; step: number }> = {
  '24h': { length: DAY, step: HOUR },
  '7d': { length: 7 * DAY, step: 6 * HOUR },
  '30d': { length: 30 * DAY, step: DAY },
};

/** A stretch of time, in steps of the same length. */
export interface Window {
  from: Date;
  /** The instant after the last. */
  until: Date;
  /** Milliseconds. */
  step: number;
}

/** The stretch that ends with the step that `now` is in: its steps begin on the hour, or at midnight of UTC. */
export function windowOf(span: Span, now: Date): Window {
  const { length, step } = LENGTHS[span];
  const until = (Math.floor(now.getTime() / step) + 1) * step;
  return { from: new Date(until - length), until: new Date(until), step };
}

export function within(column: MySqlColumn, { from, until }: Window): SQL {
  return and(gte(column, from), lt(column, until))!;
}

/** The number of the step that an instant is in, from 0. */
export function stepOf(column: MySqlColumn | SQL.Aliased<Date>, { from, step }: Window) {
  return sql<number>`timestampdiff(second, ${from.toISOString().slice(0, 19).replace('T', ' ')}, ${column}) div ${step / 1000}`
    .mapWith(Number)
    .as('step');
}

/** @returns the counts of steps that have one, as a count for every step. */
export function seriesOf(counted: readonly { step: number; count: number }[], window: Window): number[] {
  const series = new Array<number>((window.until.getTime() - window.from.getTime()) / window.step).fill(0);
  for (const { step, count } of counted) series[step]! += count;
  return series;
}
