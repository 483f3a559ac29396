import { and, eq, inArray, sql } from 'drizzle-orm';
import { syncRecords } from '../../drizzle/schema.ts';
import { SCHEMA_VERSION, type Push, type PushAnswer } from '../../src/lib/core/wire/sync.ts';
import type { Database, Queries } from '../database/database.ts';
import { Batch, type Fresh } from './batch.ts';
import { withCounter } from './counter.ts';
import type { Kept } from './decide.ts';
import { excluded } from './excluded.ts';
import { QUOTA, type Quota } from './limits.ts';
import { ofTheirOwn } from './owner.ts';
import { project } from './project.ts';
import { readItem, type Incoming } from './read-item.ts';

/** Under which a push is taken. */
export interface Terms {
  now: Date;
  quota: Quota;
  /** The latest schema that is understood. */
  known: number;
}

/**
 * Takes what a device has written. It is answered only when it is committed: whoever gets no answer sends the same again.
 * @param userId of the session
 * @throws Refusal 401 where the device takes itself for somebody else's, or the account is gone
 * @throws Unavailable where nobody knows whether it was taken
 */
export async function push(
  database: Database,
  userId: string,
  request: Push,
  { now = new Date(), quota = QUOTA, known = SCHEMA_VERSION }: Partial<Terms> = {},
): Promise<PushAnswer> {
  ofTheirOwn(userId, request);
  const items = request.items.map((item) => readItem(item, known));
  const incoming = items.filter((item) => typeof item !== 'string');
  return withCounter(database, userId, async (queries, counter) => {
    const { epoch } = counter;
    if (request.epoch !== null && request.epoch !== epoch) return { type: 'reset', epoch };
    const stored = await lookUp(queries, userId, incoming);
    const batch = new Batch(counter, stored, quota, now);
    const outcomes = items.map((item) =>
      typeof item === 'string' ? ({ outcome: 'rejected', reason: item } as const) : batch.put(item),
    );
    await write(queries, userId, batch.fresh);
    await project(queries, userId, batch.fresh);
    return { type: 'pushed', epoch, outcomes };
  });
}

/** What is kept under the ids of a push, of every kind: a feedback asks for its run, a run for its feedback. */
async function lookUp(queries: Queries, userId: string, incoming: Incoming[]): Promise<Kept[]> {
  if (incoming.length === 0) return [];
  const { userId: owner, id } = syncRecords;
  const ids = [...new Set(incoming.map((item) => item.id))];
  return queries
    .select(KEPT)
    .from(syncRecords)
    .where(and(eq(owner, userId), inArray(id, ids)));
}

const KEPT = {
  id: syncRecords.id,
  kind: syncRecords.kind,
  deleted: syncRecords.deleted,
  deletedAt: syncRecords.deletedAt,
  verT: syncRecords.verT,
  verClient: syncRecords.verClient,
  ahead: syncRecords.ahead,
  schemaV: syncRecords.schemaV,
  opaqueV: syncRecords.opaqueV,
  bodyHash: syncRecords.bodyHash,
  bytes: sql<number>`coalesce(octet_length(${syncRecords.body}), 0)`.mapWith(Number),
};

async function write(queries: Queries, userId: string, fresh: Fresh[]): Promise<void> {
  const gone = fresh.filter(({ kept }) => kept.deleted).map(({ kept }) => kept.id);
  if (gone.length > 0) {
    const { userId: owner, kind, id } = syncRecords;
    await queries.delete(syncRecords).where(and(eq(owner, userId), inArray(id, gone), eq(kind, 'feedback')));
  }
  if (fresh.length === 0) return;
  const rows = fresh.map(({ kept: { bytes: _, ...kept }, seq, incoming }) => ({
    ...kept,
    userId,
    seq,
    body: incoming.body,
  }));
  await queries
    .insert(syncRecords)
    .values(rows)
    .onDuplicateKeyUpdate({ set: excluded(syncRecords, ['userId', 'id', 'kind']) });
}
