/**
 * Jobs in the database. A job moves on by single statements that say from which state: however many servers, webhooks and
 * pages press on at once, each step is taken once, and a final state is never left. A job that begins anew keeps its id:
 * steps are of one attempt at it, which is known by when it began, so that what is heard late of the one before is no
 * step of the next.
 */
import { and, count, eq, inArray, lt, notExists, or, sql } from 'drizzle-orm';
import { assets, cloudJobs } from '../../drizzle/schema.ts';
import type { Job, JobRequest } from '../../src/lib/core/wire/cloud.ts';
import { FINAL_STATES, JOB_STATES } from '../../src/lib/core/wire/cloud.ts';
import { requireRoom, type Shelf } from '../assets/assets.ts';
import { dayOf, Full } from '../budgets/counts.ts';
import { begin, settle, take } from '../budgets/database-counts.ts';
import type { Database, Queries } from '../database/database.ts';
import { Refusal } from '../http/refusal.ts';
import { countOfNetwork, countsOf, sharesOf, type Limits, type Payer } from './budget.ts';

export type Row = typeof cloudJobs.$inferSelect;
type Key = Pick<Row, 'userId' | 'id'>;
type Attempt = Pick<Row, 'userId' | 'id' | 'createdAt'>;

/** Jobs that a user may have under way. */
export const MOST_RUNNING = 3;

/** Bytes a second of the largest sound: stereo at 32 kHz in 16 bits. */
const BYTES_A_SECOND = 128_000;

const RUNNING: Row['state'][] = ['starting', 'processing'];

const isJob = ({ userId, id }: Key) => and(eq(cloudJobs.userId, userId), eq(cloudJobs.id, id));
const isAttempt = (attempt: Attempt) => and(isJob(attempt), eq(cloudJobs.createdAt, attempt.createdAt));
const OPEN = JOB_STATES.filter((state) => !FINAL_STATES.includes(state));
/** As states that it may have, which the index on them can find. */
export const isOpen = inArray(cloudJobs.state, OPEN);
/** Nobody copies its sound at `now`. */
const isLeft = (now: Date) =>
  or(inArray(cloudJobs.state, RUNNING), and(eq(cloudJobs.state, 'copying'), lt(cloudJobs.copyingUntil, now)));

/**
 * Enters a job and sets its seconds aside, both or neither. One that has failed or was stopped begins anew.
 * @returns the job, and whether it is to be begun.
 * @throws Refusal `cloud_spent`, `cloud_running`, `asset_quota`.
 */
export async function enterJob(
  { database, quota }: Shelf,
  payer: Payer,
  request: JobRequest,
  limits: Limits,
  now: Date,
): Promise<{ job: Row; isNew: boolean }> {
  const { user: userId } = payer;
  const day = dayOf(now);
  const shares = sharesOf(payer, day, limits);
  await begin(database, shares);
  const entering = database.transaction(async (queries) => {
    const { id, duration: seconds } = request;
    const isNew = await insert(queries, { userId, id, seconds, day, params: paramsOf(request) }, now);
    if (isNew) {
      await requireRoom(queries, quota, userId, seconds * BYTES_A_SECOND);
      await take(queries, shares, seconds);
      await requireFew(queries, userId);
    }
    return { job: (await select(queries, { userId, id }))!, isNew };
  });
  return entering.catch((error: unknown) => {
    throw error instanceof Full ? new Refusal(429, 'cloud_spent') : error;
  });
}

/** The prompt is told to the cloud, and kept by nobody; nor is the recording. */
function paramsOf({ prompt: _, recording, ...rest }: JobRequest): object {
  return { ...rest, recording: recording?.use ?? null };
}

async function insert(
  queries: Queries,
  job: Pick<Row, 'userId' | 'id' | 'seconds' | 'day' | 'params'>,
  now: Date,
): Promise<boolean> {
  const isFailed = inArray(cloudJobs.state, ['failed', 'canceled']);
  await queries.delete(cloudJobs).where(and(isJob(job), or(isFailed, isSweptAway(queries))));
  const row = { ...job, state: 'starting' as const, createdAt: now, checkedAt: now };
  const [{ affectedRows }] = await queries.insert(cloudJobs).ignore().values(row);
  return affectedRows === 1;
}

/** Made, and its sound deleted since: it is made anew. */
function isSweptAway(queries: Queries) {
  const sound = queries
    .select({ one: sql`1` })
    .from(assets)
    .where(
      and(
        eq(assets.userId, cloudJobs.userId),
        eq(assets.runId, cloudJobs.id),
        eq(assets.sha256, cloudJobs.assetSha256),
      ),
    );
  return and(eq(cloudJobs.state, 'succeeded'), notExists(sound));
}

/** Exact, because `take` holds the lock of the user's share. */
async function requireFew(queries: Queries, userId: string): Promise<void> {
  const [running] = await queries
    .select({ jobs: count() })
    .from(cloudJobs)
    .where(and(eq(cloudJobs.userId, userId), isOpen));
  if (running!.jobs > MOST_RUNNING) throw new Refusal(429, 'cloud_running', { count: MOST_RUNNING });
}

/** @returns null where the user has no such job. */
export function findJob(database: Database, key: Key): Promise<Row | null> {
  return database.use((queries) => select(queries, key));
}

async function select(queries: Queries, key: Key): Promise<Row | null> {
  const [row] = await queries.select().from(cloudJobs).where(isJob(key));
  return row ?? null;
}

/** @returns null where Replicate tells of something that is not ours, or not yet. */
export async function jobOfPrediction(database: Database, predictionId: string): Promise<Row | null> {
  const [row] = await database.use((queries) =>
    queries.select().from(cloudJobs).where(eq(cloudJobs.predictionId, predictionId)),
  );
  return row ?? null;
}

/** @returns false where the job has ended meanwhile. */
export function notePrediction(database: Database, attempt: Attempt, predictionId: string): Promise<boolean> {
  return changed(database, attempt, { predictionId }, isOpen);
}

/** Claims to be the one that asks Replicate. @returns false where another has asked since `before`. */
export function claimCheck(database: Database, attempt: Attempt, now: Date, before: Date): Promise<boolean> {
  return changed(database, attempt, { checkedAt: now }, and(isOpen, lt(cloudJobs.checkedAt, before)));
}

/** What is heard late tells nothing new: it neither goes back to waiting, nor to a smaller part. */
export async function noteProgress(
  database: Database,
  attempt: Attempt,
  isProcessing: boolean,
  fraction: number,
): Promise<void> {
  const further = sql`greatest(${cloudJobs.fraction}, ${fraction})`;
  const set = { fraction: further, ...(isProcessing && { state: 'processing' as const }) };
  await database.use((queries) =>
    queries
      .update(cloudJobs)
      .set(set)
      .where(and(isAttempt(attempt), inArray(cloudJobs.state, RUNNING))),
  );
}

/** Claims to be the one that copies the sound. @returns false where another does. */
export function claimCopy(database: Database, attempt: Attempt, now: Date, until: Date): Promise<boolean> {
  const set = { state: 'copying' as const, copyingUntil: until, fraction: 1 };
  return changed(database, attempt, set, isLeft(now));
}

/** How a job ends, and when. */
export type End = { at: Date } & (
  | { state: 'succeeded'; assetSha256: string }
  | { state: 'failed'; error: NonNullable<Row['error']> }
  | { state: 'canceled' }
);

/**
 * Ends a job and settles its seconds, both or neither.
 * @param spent whether they were used.
 * @returns false where it has ended already.
 */
export function endJob(database: Database, job: Row, end: End, spent: boolean): Promise<boolean> {
  return database.transaction((queries) => endWithin(queries, job, end, spent));
}

/** As `endJob`, unless its sound is being copied. */
export function endLeftJob(database: Database, job: Row, end: End, spent: boolean): Promise<boolean> {
  return database.transaction((queries) => endWithin(queries, job, end, spent, isLeft(end.at)));
}

/** As `endJob`, within a transaction. @param from in which state it is ended. */
export async function endWithin(
  queries: Queries,
  job: Row,
  { at, ...end }: End,
  spent: boolean,
  from = isOpen,
): Promise<boolean> {
  const [{ affectedRows }] = await queries
    .update(cloudJobs)
    .set({ ...end, copyingUntil: null, checkedAt: at })
    .where(and(isAttempt(job), from));
  if (affectedRows === 0) return false;
  await settle(queries, countsOf(job.userId, job.day), job.seconds, spent ? job.seconds : 0);
  return true;
}

/**
 * Ends all jobs of a user, who is about to be deleted. What was begun may have run, and counts as used.
 * @returns Replicate's names of them.
 */
export async function endJobsOf(queries: Queries, userId: string, at: Date): Promise<string[]> {
  const jobs = await queries
    .select()
    .from(cloudJobs)
    .where(and(eq(cloudJobs.userId, userId), isOpen))
    .for('update');
  for (const job of jobs) {
    await endWithin(queries, job, { state: 'canceled', at }, job.predictionId !== null);
  }
  return jobs.flatMap(({ predictionId }) => predictionId ?? []);
}

/**
 * Settles the seconds of the network once a job is begun, or can't be: which one it came from is kept nowhere.
 * @param spent as of `endJob`.
 */
export function settleNetwork(database: Database, address: string, job: Row, spent: boolean): Promise<void> {
  const counts = [countOfNetwork(address, job.day)];
  return database.transaction((queries) => settle(queries, counts, job.seconds, spent ? job.seconds : 0));
}

async function changed(
  database: Database,
  attempt: Attempt,
  set: Partial<typeof cloudJobs.$inferInsert>,
  from: ReturnType<typeof and>,
): Promise<boolean> {
  const [{ affectedRows }] = await database.use((queries) =>
    queries
      .update(cloudJobs)
      .set(set)
      .where(and(isAttempt(attempt), from)),
  );
  return affectedRows === 1;
}

/** @param asset of a job that has succeeded. */
export function toWire({ id, state, fraction, error }: Row, asset: Job['asset']): Job {
  return { id, state, fraction, asset, error: error as Job['error'] };
}
