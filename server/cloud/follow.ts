import { setTimeout as sleep } from 'node:timers/promises';
import { Unavailable } from '../database/errors.ts';
import { causeOf } from '../log/cause.ts';
import { log } from '../log/log.ts';
import { refresh } from './advance.ts';
import { isOver, type Cloud } from './cloud.ts';
import { findJob } from './jobs.ts';

/**
 * Follows a job to its end, whether or not a page still asks for it: what is made is copied before Replicate drops it.
 * @param signal ends it.
 */
export async function follow(cloud: Cloud, user: string, id: string, signal: AbortSignal): Promise<void> {
  const key = { userId: user, id };
  while (!signal.aborted) {
    try {
      const job = await findJob(cloud.shelf.database, key);
      if (job === null || isOver(job)) return;
      await refresh(cloud, job);
    } catch (error) {
      if (!(error instanceof Unavailable)) {
        log.error({ operation: 'follow a piece in the cloud', message: causeOf(error) });
        return;
      }
    }
    await sleep(cloud.pace, null, { signal, ref: false }).catch(() => {});
  }
}
