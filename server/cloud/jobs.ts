/**
 * Jobs in the database. A job moves on by single statements that say from which state: however many servers, webhooks and
 * pages press on at once, each step is taken once, and a final state is never left.
 */
import { and, count, eq, inArray, isNotNull, lt, notInArray, or, sql } from 'drizzle-orm';
import { cloudJobs } from '../../drizzle/schema.ts';
import type { Job, JobRequest } from '../../src/lib/core/wire/cloud.ts';
import { FINAL_STATES } from '../../src/lib/core/wire/cloud.ts';
import { dayOf, Full } from '../budgets/counts.ts';
import { begin, settle, take } from '../budgets/database-counts.ts';
import type { Database, Queries } from '../database/database.ts';
import { Refusal } from '../http/refusal.ts';
import { sharesOf, type Limits } from './budget.ts';

export type Row = typeof cloudJobs.$inferSelect;
type Key = Pick<Row, 'userId' | 'id'>;

/** Jobs that a user may have under way. */
export const MOST_RUNNING = 3;

const RUNNING: Row['state'][] = ['starting', 'processing'];

const isJob = ({ userId, id }: Key) => and(eq(cloudJobs.userId, userId), eq(cloudJobs.id, id));
const isOpen = notInArray(cloudJobs.state, [...FINAL_STATES]);

/**
 * Enters a job and sets its seconds aside, both or neither. One that has failed or was stopped begins anew.
 * @returns the job, and whether it is to be begun.
 * @throws Refusal `cloud_spent`, `cloud_running`.
 */
export async function enterJob(
  database: Database,
  userId: string,
  request: JobRequest,
  limits: Limits,
  now: Date,
): Promise<{ job: Row; isNew: boolean }> {
  const day = dayOf(now);
  const shares = sharesOf(userId, day, limits);
  await begin(database, shares);
  const entering = database.transaction(async (queries) => {
    const { id, duration: seconds } = request;
    const isNew = await insert(queries, { userId, id, seconds, day, params: paramsOf(request) }, now);
    if (isNew) {
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
  await queries.delete(cloudJobs).where(and(isJob(job), inArray(cloudJobs.state, ['failed', 'canceled'])));
  const row = { ...job, state: 'starting' as const, createdAt: now, checkedAt: now };
  const [{ affectedRows }] = await queries.insert(cloudJobs).ignore().values(row);
  return affectedRows === 1;
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
export function notePrediction(database: Database, key: Key, predictionId: string): Promise<boolean> {
  return changed(database, key, { predictionId }, isOpen);
}

/** Claims to be the one that asks Replicate. @returns false where another has asked since `before`. */
export function claimCheck(database: Database, key: Key, now: Date, before: Date): Promise<boolean> {
  return changed(database, key, { checkedAt: now }, and(isOpen, lt(cloudJobs.checkedAt, before)));
}

/** What is heard late tells nothing new: it neither goes back to waiting, nor to a smaller part. */
export async function noteProgress(
  database: Database,
  key: Key,
  isProcessing: boolean,
  fraction: number,
): Promise<void> {
  const further = sql`greatest(${cloudJobs.fraction}, ${fraction})`;
  const set = { fraction: further, ...(isProcessing && { state: 'processing' as const }) };
  await database.use((queries) =>
    queries
      .update(cloudJobs)
      .set(set)
      .where(and(isJob(key), inArray(cloudJobs.state, RUNNING))),
  );
}

/** Claims to be the one that copies the sound. @returns false where another does. */
export function claimCopy(database: Database, key: Key, now: Date, until: Date): Promise<boolean> {
  const isLeft = and(
    eq(cloudJobs.state, 'copying'),
    isNotNull(cloudJobs.copyingUntil),
    lt(cloudJobs.copyingUntil, now),
  );
  const set = { state: 'copying' as const, copyingUntil: until, fraction: 1 };
  return changed(database, key, set, or(inArray(cloudJobs.state, RUNNING), isLeft));
}

/** How a job ends. */
export type End =
  | { state: 'succeeded'; assetSha256: string }
  | { state: 'failed'; error: NonNullable<Row['error']> }
  | { state: 'canceled' };

/**
 * Ends a job and settles its seconds, both or neither.
 * @param spent whether they were used.
 * @returns false where it has ended already.
 */
export function endJob(database: Database, job: Row, end: End, spent: boolean): Promise<boolean> {
  return database.transaction(async (queries) => {
    const [{ affectedRows }] = await queries
      .update(cloudJobs)
      .set({ ...end, copyingUntil: null })
      .where(and(isJob(job), isOpen));
    if (affectedRows === 0) return false;
    const shares = sharesOf(job.userId, job.day, { user: 0, all: 0 });
    await settle(queries, shares, job.seconds, spent ? job.seconds : 0);
    return true;
  });
}

async function changed(
  database: Database,
  key: Key,
  set: Partial<typeof cloudJobs.$inferInsert>,
  from: ReturnType<typeof and>,
): Promise<boolean> {
  const [{ affectedRows }] = await database.use((queries) =>
    queries
      .update(cloudJobs)
      .set(set)
      .where(and(isJob(key), from)),
  );
  return affectedRows === 1;
}

/** @param asset of a job that has succeeded. */
export function toWire({ id, state, fraction, error }: Row, asset: Job['asset']): Job {
  return { id, state, fraction, asset, error: error as Job['error'] };
}
