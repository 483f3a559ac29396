import { and, count, eq, sql } from 'drizzle-orm';
import { cloudJobs } from '../../../drizzle/schema.ts';
import type { Statistics } from '../../../src/lib/core/wire/admin.ts';
import type { JobState } from '../../../src/lib/core/wire/cloud.ts';
import type { Queries } from '../../database/database.ts';
import { latencyOf, roughly } from './latency.ts';
import { within, type Window } from './window.ts';

/** What came of pieces in the cloud. One that was begun anew counts as its last attempt. */
export async function cloudStatistics(queries: Queries, window: Window): Promise<Statistics['cloud']> {
  const { state, createdAt, checkedAt } = cloudJobs;
  const inWindow = within(createdAt, window);
  const counted = await queries
    .select({ state, count: count() })
    .from(cloudJobs)
    .where(inWindow)
    .groupBy(state);
  // The server that has ended it may be another than the one that began it, and their clocks differ.
  const ms = sql<number>`greatest(0, timestampdiff(microsecond, ${createdAt}, ${checkedAt}) div 1000)`;
  const made = queries
    .select({ ms: ms.as('ms') })
    .from(cloudJobs)
    .where(and(inWindow, eq(state, 'succeeded')))
    .as('made');
  const rough = roughly(made.ms);
  const took = await queries.select({ rough, count: count() }).from(made).groupBy(rough);
  const total = (wanted: JobState): number => counted.find((row) => row.state === wanted)?.count ?? 0;
  return {
    done: total('succeeded'),
    failed: total('failed'),
    cancelled: total('canceled'),
    latency: took.length > 0 ? latencyOf(took) : null,
  };
}
