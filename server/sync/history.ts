import { and, desc, eq, gte, inArray, lt, lte, or } from 'drizzle-orm';
import { emotions, runs, syncRecords } from '../../drizzle/schema.ts';
import type { HistoryKey, HistoryPage, HistoryQuery, HistoryRun } from '../../src/lib/core/wire/history.ts';
import type { Database, Queries } from '../database/database.ts';

/**
 * A page of a user's runs, newest first. Keys first and bodies then: each is one walk along an index, however many runs
 * there are.
 */
export function history(database: Database, userId: string, query: HistoryQuery): Promise<HistoryPage> {
  return database.use(async (queries) => {
    const keys = await keysOf(queries, userId, query);
    const page = keys.slice(0, query.limit);
    const last = page.at(-1);
    return {
      runs: await bodiesOf(
        queries,
        userId,
        page.map(({ id }) => id),
      ),
      next: keys.length > page.length && last ? { ...last, startedAt: last.startedAt.getTime() } : null,
    };
  });
}

type Key = Omit<HistoryKey, 'startedAt'> & { startedAt: Date };

/**
 * One more than the page has, to know whether there is a next one. MariaDB is not left to choose: where a page is far
 * back it takes another index and sorts, or of this one the user alone, and reads all that is newer, seconds for a
 * million. So the index is named, and the user is asked for as a range of one.
 */
async function keysOf(
  queries: Queries,
  userId: string,
  { after, emotion, limit }: HistoryQuery,
): Promise<Key[]> {
  const { owner, id, startedAt, ...of } = emotion === undefined ? ALL : OF_EMOTION;
  const order = emotion === undefined ? [owner, startedAt, id] : [owner, emotions.emotion, startedAt, id];
  const since = after && new Date(after.startedAt);
  return queries
    .select({ id, startedAt })
    .from(of.table, { forceIndex: of.index })
    .where(
      and(
        gte(owner, userId),
        lte(owner, userId),
        emotion && eq(emotions.emotion, emotion),
        // The first half bounds the walk along the index; a row comparison would not, in MariaDB.
        since ? lte(startedAt, since) : undefined,
        since ? or(lt(startedAt, since), lt(id, after.id)) : undefined,
      ),
    )
    .orderBy(...order.map(desc))
    .limit(limit + 1);
}

const ALL = {
  table: runs,
  index: 'runs_history',
  owner: runs.userId,
  id: runs.id,
  startedAt: runs.startedAt,
};
const OF_EMOTION = {
  table: emotions,
  index: 'emotions_history',
  owner: emotions.userId,
  id: emotions.runId,
  startedAt: emotions.startedAt,
};

/** Runs without a record, and those that were deleted meanwhile, are left out. */
async function bodiesOf(queries: Queries, userId: string, ids: string[]): Promise<HistoryRun[]> {
  if (ids.length === 0) return [];
  const { userId: owner, id, kind, body } = syncRecords;
  const records = await queries
    .select({ id, kind, body })
    .from(syncRecords)
    .where(and(eq(owner, userId), inArray(id, ids), inArray(kind, ['run', 'feedback'])));
  const bodyOf = (id: string, kind: 'run' | 'feedback') =>
    records.find((record) => record.id === id && record.kind === kind)?.body ?? null;
  return ids.flatMap((id) => {
    const run = bodyOf(id, 'run');
    return run === null ? [] : [{ id, run, feedback: bodyOf(id, 'feedback') }];
  });
}
