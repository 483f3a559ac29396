import { and, inArray, lt } from 'drizzle-orm';
import pLimit from 'p-limit';
import { cloudJobs, webhookIds } from '../../drizzle/schema.ts';
import { FINAL_STATES } from '../../src/lib/core/wire/cloud.ts';
import { prune } from '../budgets/database-counts.ts';
import { Unavailable } from '../database/errors.ts';
import { causeOf } from '../log/cause.ts';
import { log } from '../log/log.ts';
import { refresh } from './advance.ts';
import { UNIT } from './budget.ts';
import type { Cloud } from './cloud.ts';
import { isOpen, type Row } from './jobs.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A webhook that is older is stale anyway, ms. */
const HEARD = DAY;
/** The administrator's statistics look back as far, and begin with a whole day. */
const KEPT = 31 * DAY;
const BATCH = 100;
/** Each may wait for Replicate for a minute. */
const AT_ONCE = 8;

/** Looks after jobs whose server has died, and forgets what has ended, been counted and been heard long ago. */
export async function sweepJobs(cloud: Cloud): Promise<void> {
  const { database } = cloud.shelf;
  const now = cloud.clock();
  const ago = (ms: number): Date => new Date(now.getTime() - ms);
  // Who follows one looks every second.
  const left = await database.use((queries) =>
    queries
      .select()
      .from(cloudJobs)
      .where(and(isOpen, lt(cloudJobs.checkedAt, ago(MINUTE))))
      .limit(BATCH),
  );
  const turn = pLimit(AT_ONCE);
  await Promise.all(left.map((job) => turn(() => look(cloud, job))));
  await database.use((queries) =>
    queries
      .delete(cloudJobs)
      .where(and(inArray(cloudJobs.state, [...FINAL_STATES]), lt(cloudJobs.createdAt, ago(KEPT))))
      .limit(BATCH),
  );
  await database.use((queries) => queries.delete(webhookIds).where(lt(webhookIds.receivedAt, ago(HEARD))));
  await database.transaction((queries) => prune(queries, UNIT, now));
}

/** What fails with one holds up no other. */
async function look(cloud: Cloud, job: Row): Promise<void> {
  try {
    await refresh(cloud, job);
  } catch (error) {
    // This server ends, or the database is away: the next look is another's, or later.
    if (error instanceof Unavailable) return;
    log.error({ operation: 'look after a piece in the cloud', message: causeOf(error) });
  }
}
