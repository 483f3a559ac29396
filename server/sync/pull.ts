import { randomUUID } from 'node:crypto';
import { and, asc, eq, gt, lte, sql } from 'drizzle-orm';
import { syncRecords, syncUsers } from '../../drizzle/schema.ts';
import type { Pull, PulledRow, PullAnswer } from '../../src/lib/core/wire/sync.ts';
import type { Database, Queries } from '../database/database.ts';
import { createCounter, withCounter, type Counter } from './counter.ts';
import { ofTheirOwn } from './owner.ts';

/** Bytes of bodies that an answer has at most, unless its first row alone has more. */
const LONGEST_ANSWER = 4 * 1024 * 1024;

/**
 * Gives what was written after a cursor, in the order of the commits.
 * @param userId of the session
 * @throws Refusal 401 where the device takes itself for somebody else's, or the account is gone
 */
export async function pull(database: Database, userId: string, request: Pull): Promise<PullAnswer> {
  ofTheirOwn(userId, request);
  const answer = await database.use((queries) => answerTo(queries, userId, request));
  if (answer === 'set back') return beginAnew(database, userId, request);
  if (answer !== null) return answer;
  await createCounter(database, userId);
  return pull(database, userId, request);
}

/**
 * The server was set back to a copy of before, and nobody has said so: it has another history from here on. In the same
 * one a device would take what is missing for deleted.
 */
async function beginAnew(database: Database, userId: string, { epoch, cursor }: Pull): Promise<PullAnswer> {
  const renewed = await withCounter(database, userId, async (_, counter) => {
    if (epoch === counter.epoch && cursor > counter.seq) counter.epoch = randomUUID();
    return counter.epoch;
  });
  return { type: 'reset', epoch: renewed };
}

/** @returns null where there is no counter yet. */
async function answerTo(
  queries: Queries,
  userId: string,
  request: Pull,
): Promise<PullAnswer | 'set back' | null> {
  const { rows, last, more } = await rowsAfter(queries, userId, request);
  // After the rows: what is forgotten while they are read shows here, and is not taken for having been told.
  const [counter] = await queries.select().from(syncUsers).where(eq(syncUsers.userId, userId));
  if (counter === undefined) return null;
  const { epoch, minSeq } = counter;
  if (request.epoch === epoch && request.cursor > counter.seq) return 'set back';
  if (isStale(request, counter)) return { type: 'reset', epoch };
  const { cursor, floor } = request;
  return {
    type: 'pulled',
    epoch,
    rows,
    cursor: last,
    floor: cursor === 0 ? minSeq : floor,
    more,
  };
}

/** Whether the device's history is another one than the server's, or lacks deletions that are forgotten. */
function isStale({ epoch, cursor, floor }: Pull, counter: Counter): boolean {
  if (epoch !== null && epoch !== counter.epoch) return true;
  if (cursor === 0) return false;
  return epoch === null || Math.max(cursor, floor) < counter.minSeq;
}

/** @returns the rows up to `last`, or fewer where they were written anew meanwhile: then they come later. */
async function rowsAfter(
  queries: Queries,
  userId: string,
  { cursor, limit }: Pull,
): Promise<{ rows: PulledRow[]; last: number; more: boolean }> {
  const { userId: owner, seq, body } = syncRecords;
  const found = await queries
    .select({ seq, bytes: sql<number>`coalesce(octet_length(${body}), 0)`.mapWith(Number) })
    .from(syncRecords)
    .where(and(eq(owner, userId), gt(seq, cursor)))
    .orderBy(asc(seq))
    .limit(limit + 1);
  const numbers = within(found.slice(0, limit));
  const last = numbers.at(-1);
  if (last === undefined) return { rows: [], last: cursor, more: false };
  const rows = await queries
    .select()
    .from(syncRecords)
    .where(and(eq(owner, userId), gt(seq, cursor), lte(seq, last)))
    .orderBy(asc(seq));
  return { rows: rows.map(pulledRow), last, more: numbers.length < found.length };
}

/** The first numbers whose bodies are no more than an answer has room for. */
function within(found: { seq: number; bytes: number }[]): number[] {
  let bytes = 0;
  const end = found.findIndex((row, i) => (bytes += row.bytes) > LONGEST_ANSWER && i > 0);
  return found.slice(0, end === -1 ? undefined : end).map(({ seq }) => seq);
}

function pulledRow(row: typeof syncRecords.$inferSelect): PulledRow {
  const { id, kind, seq, verT, verClient, schemaV, body } = row;
  return { id, kind, seq, version: { time: verT, client: verClient }, schemaVersion: schemaV, body };
}
