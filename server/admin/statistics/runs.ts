import { count } from 'drizzle-orm';
import { runs } from '../../../drizzle/schema.ts';
import type { Statistics } from '../../../src/lib/core/wire/admin.ts';
import type { Queries } from '../../database/database.ts';
import { seriesOf, stepOf, within, type Window } from './window.ts';

/** Runs that devices have synced, by engine. One index has all that is read here. */
export async function runStatistics(queries: Queries, window: Window): Promise<Statistics['runs']> {
  const step = stepOf(runs.startedAt, window);
  const counted = await queries
    .select({ step, engine: runs.engine, count: count() })
    .from(runs)
    .where(within(runs.startedAt, window))
    .groupBy(step, runs.engine);
  return runs.engine.enumValues.map((engine) => {
    const own = counted.filter((row) => row.engine === engine);
    return { engine, started: seriesOf(own, window) };
  });
}
