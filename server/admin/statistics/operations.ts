import { and, count, desc, ne } from 'drizzle-orm';
import { systemLogs } from '../../../drizzle/schema.ts';
import { LOG_STATUSES, type LogStatus, type Statistics } from '../../../src/lib/core/wire/admin.ts';
import type { Queries } from '../../database/database.ts';
import { latencyOf, roughly } from './latency.ts';
import { seriesOf, stepOf, within, type Window } from './window.ts';

/** Lines that are counted at most, the newest ones: a busy server writes more in a day than can be counted in a second. */
const COUNTED = 100_000;
/** Reasons that are told. */
const REASONS = 20;

type Operations = Statistics['operations'];

/** What the log has, the newest lines where there are too many. */
export async function operationStatistics(
  queries: Queries,
  window: Window,
  counted = COUNTED,
): Promise<Operations> {
  const countedFrom = await beginning(queries, window, counted);
  const counting = countedFrom === null ? window : { ...window, from: countedFrom };
  return {
    series: await overTime(queries, window, counting),
    each: await byOperation(queries, counting),
    reasons: await reasons(queries, counting),
    countedFrom: countedFrom && countedFrom.getTime(),
  };
}

/** @returns where the newest lines begin; null where they are all. */
async function beginning(queries: Queries, window: Window, counted: number): Promise<Date | null> {
  const [first] = await queries
    .select({ at: systemLogs.at })
    .from(systemLogs)
    .where(within(systemLogs.at, window))
    .orderBy(desc(systemLogs.at))
    .limit(1)
    .offset(counted - 1);
  return first?.at ?? null;
}

async function overTime(queries: Queries, window: Window, counting: Window): Promise<Operations['series']> {
  const step = stepOf(systemLogs.at, window);
  const rows = await queries
    .select({ step, status: systemLogs.status, count: count() })
    .from(systemLogs)
    .where(within(systemLogs.at, counting))
    .groupBy(step, systemLogs.status);
  const of = (status: LogStatus): number[] =>
    seriesOf(
      rows.filter((row) => row.status === status),
      window,
    );
  return { ok: of('ok'), refused: of('refused'), failed: of('failed') };
}

async function byOperation(queries: Queries, counting: Window): Promise<Operations['each']> {
  const rough = roughly(systemLogs.durationMs);
  const rows = await queries
    .select({ rough, operation: systemLogs.operation, status: systemLogs.status, count: count() })
    .from(systemLogs)
    .where(within(systemLogs.at, counting))
    .groupBy(rough, systemLogs.operation, systemLogs.status);
  const each = Map.groupBy(rows, ({ operation }) => operation);
  return [...each]
    .map(([operation, own]) => {
      const [ok, refused, failed] = LOG_STATUSES.map((status) =>
        own.reduce((sum, row) => sum + (row.status === status ? row.count : 0), 0),
      );
      return { operation, ok: ok!, refused: refused!, failed: failed!, latency: latencyOf(own) };
    })
    .sort((a, b) => b.ok + b.refused + b.failed - (a.ok + a.refused + a.failed));
}

async function reasons(queries: Queries, counting: Window): Promise<Operations['reasons']> {
  const { operation, status, message, at } = systemLogs;
  const number = count();
  return queries
    .select({ operation, status, message, count: number })
    .from(systemLogs)
    .where(and(within(at, counting), ne(status, 'ok')))
    .groupBy(operation, status, message)
    .orderBy(desc(number), operation, message)
    .limit(REASONS);
}
