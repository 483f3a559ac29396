/** Music that is made in the cloud: what users may do with it. Every server can do all of it for every job. */
import type { Job, JobRequest } from '../../src/lib/core/wire/cloud.ts';
import { FINAL_STATES } from '../../src/lib/core/wire/cloud.ts';
import { findAsset, type Shelf } from '../assets/assets.ts';
import { sniff } from '../assets/sniff.ts';
import { Unavailable } from '../database/errors.ts';
import { Refusal } from '../http/refusal.ts';
import { advance, refresh } from './advance.ts';
import type { Patience } from './attempts.ts';
import type { Limits, Payer } from './budget.ts';
import { inputOf } from './input.ts';
import { endJob, enterJob, findJob, notePrediction, settleNetwork, toWire, type Row } from './jobs.ts';
import type { Prediction } from './prediction.ts';
import type { Replicate } from './replicate.ts';

/** What it takes to make music in the cloud. */
export interface Cloud {
  replicate: Replicate;
  shelf: Shelf;
  limits: Limits;
  /** Where Replicate tells of the end; null where it can't reach this server. */
  webhook: string | null;
  copying: Patience;
  /** Milliseconds between two looks at a job, however many ask. */
  pace: number;
  /** Milliseconds after which a job is given up. */
  deadline: number;
  clock: () => Date;
}

/**
 * Begins a piece, once however often it is asked for.
 * @throws Refusal where it may not be made, or can't: then its seconds are not spent
 * @throws Unavailable where this server ends meanwhile: whether it was begun is found out later, and it counts as begun
 */
export async function startJob(cloud: Cloud, payer: Payer, request: JobRequest): Promise<Job> {
  const { shelf, limits, clock } = cloud;
  const recording = request.recording && recordingIn(request.recording.audio);
  const { job, isNew } = await enterJob(shelf, payer, request, limits, clock());
  if (isNew) await begin(cloud, payer.address, job, request, recording);
  return seeJob(cloud, payer.user, request.id);
}

interface Recording {
  bytes: Uint8Array<ArrayBuffer>;
  mediaType: string;
}

function recordingIn(base64: string): Recording {
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
  const mediaType = sniff(bytes);
  if (mediaType === null) throw new Refusal(400, 'recording_unreadable');
  return { bytes, mediaType };
}

async function begin(
  cloud: Cloud,
  address: string,
  job: Row,
  request: JobRequest,
  recording: Recording | null,
): Promise<void> {
  const { replicate, shelf, webhook, deadline, clock } = cloud;
  let prediction: Prediction;
  try {
    const uploaded = recording && (await replicate.upload(recording.bytes, recording.mediaType));
    const input = inputOf(request, uploaded);
    prediction = await replicate.create({ input, webhook, cancelAfter: Math.ceil(deadline / 1000) });
  } catch (error) {
    // This server ends, and whether it was begun there nobody knows: whoever looks later settles it.
    if (error instanceof Unavailable) throw error;
    const { code, details } = error instanceof Refusal ? error : new Refusal(500, 'cloud_away');
    const end = { state: 'failed' as const, error: { code, details }, at: clock() };
    await endJob(shelf.database, job, end, false);
    await settleNetwork(shelf.database, address, job, false);
    throw error;
  }
  // Stopped while it was being asked for.
  const isStopped = !(await notePrediction(shelf.database, job, prediction.id));
  if (isStopped) await replicate.cancel(prediction.id).catch(ignoreRefusal);
  await settleNetwork(shelf.database, address, job, !isStopped);
  if (!isStopped) await advance(cloud, { ...job, predictionId: prediction.id }, prediction);
}

/** @returns how a job stands, after a look where the last one is some time ago. @throws Refusal `not_found` */
export async function seeJob(cloud: Cloud, user: string, id: string): Promise<Job> {
  const key = { userId: user, id };
  const { database } = cloud.shelf;
  let job = await findJob(database, key);
  if (job !== null && !isOver(job) && (await refresh(cloud, job))) job = await findJob(database, key);
  if (job === null) throw new Refusal(404, 'not_found');
  const sha256 = job.assetSha256;
  return toWire(job, sha256 === null ? null : await findAsset(database, { user, run: id, sha256 }));
}

/** Stops a job, here and there. One that has ended stays as it is. @throws Refusal `not_found` */
export async function cancelJob(cloud: Cloud, user: string, id: string): Promise<Job> {
  const { database } = cloud.shelf;
  const job = await findJob(database, { userId: user, id });
  if (job === null) throw new Refusal(404, 'not_found');
  if (!isOver(job)) {
    const { predictionId } = job;
    const stopped = predictionId && (await cloud.replicate.cancel(predictionId).catch(ignoreRefusal));
    // What has run may cost, and so may what could not be stopped: Replicate stops it after the deadline.
    const spent = predictionId !== null && (!stopped || stopped.started_at != null);
    await endJob(database, job, { state: 'canceled', at: cloud.clock() }, spent);
  }
  return seeJob(cloud, user, id);
}

export function isOver({ state }: Pick<Row, 'state'>): boolean {
  return FINAL_STATES.includes(state);
}

function ignoreRefusal(error: unknown): null {
  if (error instanceof Refusal) return null;
  throw error;
}
