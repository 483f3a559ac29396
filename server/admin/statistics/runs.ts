import { and, count, eq, isNotNull } from 'drizzle-orm';
import { runs } from '../../../drizzle/schema.ts';
import type { Statistics } from '../../../src/lib/core/wire/admin.ts';
import type { Queries } from '../../database/database.ts';
import { latencyOf, roughly, type Took } from './latency.ts';
import { seriesOf, stepOf, within, type Window } from './window.ts';

/** Runs by engine. One index has all that is read here. */
export async function runStatistics(queries: Queries, window: Window): Promise<Statistics['runs']> {
  const inWindow = within(runs.startedAt, window);
  const step = stepOf(runs.startedAt, window);
  const counted = await queries
    .select({ step, engine: runs.engine, status: runs.status, count: count() })
    .from(runs)
    .where(inWindow)
    .groupBy(step, runs.engine, runs.status);
  const rough = roughly(runs.latencyMs);
  const took = await queries
    .select({ rough, engine: runs.engine, count: count() })
    .from(runs)
    .where(and(inWindow, eq(runs.status, 'done'), isNotNull(runs.latencyMs)))
    .groupBy(rough, runs.engine);

  return runs.engine.enumValues.map((engine) => {
    const own = counted.filter((row) => row.engine === engine);
    const total = (status: (typeof own)[number]['status']): number =>
      own.filter((row) => row.status === status).reduce((sum, row) => sum + row.count, 0);
    const measured: Took[] = took.filter((row) => row.engine === engine);
    return {
      engine,
      started: seriesOf(own, window),
      done: total('done'),
      failed: total('failed'),
      cancelled: total('cancelled'),
      latency: measured.length > 0 ? latencyOf(measured) : null,
    };
  });
}
