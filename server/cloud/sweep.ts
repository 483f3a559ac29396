import { and, lt, notInArray } from 'drizzle-orm';
import { cloudJobs, webhookIds } from '../../drizzle/schema.ts';
import { FINAL_STATES } from '../../src/lib/core/wire/cloud.ts';
import { prune } from '../budgets/database-counts.ts';
import { refresh } from './advance.ts';
import { UNIT } from './budget.ts';
import type { Cloud } from './cloud.ts';

/** A webhook that is older is stale anyway, ms. */
const HEARD = 24 * 3600 * 1000;
const BATCH = 100;

/** Looks after jobs whose server has died, and forgets what has been counted and heard long ago. */
export async function sweepJobs(cloud: Cloud): Promise<void> {
  const { database } = cloud.shelf;
  const now = cloud.clock();
  const since = new Date(now.getTime() - cloud.deadline);
  const left = await database.use((queries) =>
    queries
      .select()
      .from(cloudJobs)
      .where(and(notInArray(cloudJobs.state, [...FINAL_STATES]), lt(cloudJobs.checkedAt, since)))
      .limit(BATCH),
  );
  for (const job of left) await refresh(cloud, job);
  const before = new Date(now.getTime() - HEARD);
  await database.use((queries) => queries.delete(webhookIds).where(lt(webhookIds.receivedAt, before)));
  await database.transaction((queries) => prune(queries, UNIT, now));
}
