import { keepAsset } from '../assets/assets.ts';
import { Refusal } from '../http/refusal.ts';
import type { Cloud } from './cloud.ts';
import {
  claimCheck,
  claimCopy,
  endJob,
  endLeftJob,
  endWithin,
  noteProgress,
  type End,
  type Row,
} from './jobs.ts';
import { fetchOutput, outputAddress } from './output.ts';
import { fractionOf, reasonOf, type Prediction } from './prediction.ts';

/** How long a job without a prediction may be one that is just being asked for, ms: longer than all attempts. */
const ASKING = 3 * 60_000;

/**
 * Asks Replicate how a job stands, unless somebody has just done so.
 * @returns whether anything may have changed.
 */
export async function refresh(cloud: Cloud, job: Row): Promise<boolean> {
  const { shelf, replicate, pace, deadline, clock } = cloud;
  const now = clock();
  const before = new Date(now.getTime() - pace);
  if (job.checkedAt >= before || !(await claimCheck(shelf.database, job, now, before))) return false;
  const age = now.getTime() - job.createdAt.getTime();
  if (job.predictionId === null) {
    if (age > ASKING) await endJob(shelf.database, job, failure(cloud, new Refusal(503, 'cloud_away')), true);
    return true;
  }
  const prediction = await replicate.get(job.predictionId).catch((error: unknown) => {
    // It may pass. If it does not, the deadline comes.
    if (error instanceof Refusal) return null;
    throw error;
  });
  if (prediction !== null) await advance(cloud, job, prediction);
  if (age > deadline) await giveUp(cloud, job);
  return true;
}

/** A sound that is made is paid for: it is not given up while somebody copies it. */
async function giveUp(cloud: Cloud, job: Row): Promise<void> {
  const { replicate, shelf } = cloud;
  const end = failure(cloud, new Refusal(503, 'cloud_late'));
  const isGivenUp = await endLeftJob(shelf.database, job, end, true);
  if (isGivenUp && job.predictionId !== null) await replicate.cancel(job.predictionId).catch(() => null);
}

/** Brings a job to where its prediction is. What is told twice, late or out of order changes nothing. */
export async function advance(cloud: Cloud, job: Row, prediction: Prediction): Promise<void> {
  const { database } = cloud.shelf;
  const { status, logs, error } = prediction;
  // What never ran costs nothing.
  const spent = prediction.started_at != null;
  if (status === 'starting' || status === 'processing') {
    await noteProgress(database, job, status === 'processing', fractionOf(logs ?? '') ?? 0);
  } else if (status === 'succeeded') {
    await copy(cloud, job, prediction);
  } else if (status === 'failed') {
    const refusal = new Refusal(502, 'cloud_failed', { reason: reasonOf(error) });
    await endJob(database, job, failure(cloud, refusal), spent);
  } else {
    await endJob(database, job, { state: 'canceled', at: cloud.clock() }, spent);
  }
}

/** Copies the sound at once: Replicate keeps it for an hour. Of a job that is stopped meanwhile nothing is kept. */
async function copy(cloud: Cloud, job: Row, { output }: Prediction): Promise<void> {
  const { shelf, replicate, copying, clock } = cloud;
  const until = new Date(clock().getTime() + 2 * copying.overall);
  if (!(await claimCopy(shelf.database, job, clock(), until))) return;
  const owner = { user: job.userId, run: job.id };
  try {
    const { bytes, mediaType } = await fetchOutput(outputAddress(output, replicate.origin), copying);
    await keepAsset(shelf, owner, bytes, mediaType, (queries, assetSha256) =>
      endWithin(queries, job, { state: 'succeeded', assetSha256, at: clock() }, true),
    );
  } catch (error) {
    // Anything else is ours, the database or the bucket: another may copy it when the time is over.
    if (!(error instanceof Refusal)) throw error;
    await endJob(shelf.database, job, failure(cloud, error), true);
  }
}

function failure({ clock }: Cloud, { code, details }: Refusal): End {
  return { state: 'failed', error: { code, details }, at: clock() };
}
