import { forgetRun, keepAsset } from '../assets/assets.ts';
import { Refusal } from '../http/refusal.ts';
import type { Cloud } from './cloud.ts';
import { claimCheck, claimCopy, endJob, noteProgress, type Row } from './jobs.ts';
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
    if (age > ASKING) await fail(cloud, job, new Refusal(503, 'cloud_away'), true);
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

async function giveUp(cloud: Cloud, job: Row): Promise<void> {
  const { replicate } = cloud;
  const isOpen = await fail(cloud, job, new Refusal(503, 'cloud_late'), true);
  if (isOpen && job.predictionId !== null) await replicate.cancel(job.predictionId).catch(() => null);
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
    await fail(cloud, job, new Refusal(502, 'cloud_failed', { reason: reasonOf(error) }), spent);
  } else {
    await endJob(database, job, { state: 'canceled' }, spent);
  }
}

/** Copies the sound at once: Replicate keeps it for an hour. */
async function copy(cloud: Cloud, job: Row, { output }: Prediction): Promise<void> {
  const { shelf, replicate, copying, clock } = cloud;
  const until = new Date(clock().getTime() + 2 * copying.overall);
  if (!(await claimCopy(shelf.database, job, clock(), until))) return;
  const owner = { user: job.userId, run: job.id };
  try {
    const { bytes, mediaType } = await fetchOutput(outputAddress(output, replicate.origin), copying);
    const { sha256 } = await keepAsset(shelf, owner, bytes, mediaType);
    const isKept = await endJob(shelf.database, job, { state: 'succeeded', assetSha256: sha256 }, true);
    // Stopped meanwhile: nobody will ask for it.
    if (!isKept) await forgetRun(shelf, owner);
  } catch (error) {
    // Anything else is ours, the database for one: another may copy it when the time is over.
    if (!(error instanceof Refusal)) throw error;
    await fail(cloud, job, error, true);
  }
}

function fail(cloud: Cloud, job: Row, { code, details }: Refusal, spent: boolean): Promise<boolean> {
  return endJob(cloud.shelf.database, job, { state: 'failed', error: { code, details } }, spent);
}
