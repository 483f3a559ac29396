/** Records, as the tables have them that people and administrators query. */
import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm';
import {
  emotions,
  feedbacks,
  generations,
  runs,
  syncRecords,
  userPreferences,
} from '../../drizzle/schema.ts';
import { decodeFeedback } from '../../src/lib/core/wire/records.ts';
import type { Queries } from '../database/database.ts';
import type { Fresh } from './batch.ts';
import { excluded } from './excluded.ts';
import type { Content } from './read-item.ts';
import { emotionRow, feedbackRow, generationRow, preferencesRow, runRow, type Source } from './rows.ts';

/** What has been written of a record. */
type Written = Pick<Fresh, 'kept'> & { incoming: { content: Content | null } };

/**
 * Writes what these records say to the tables, in the transaction that wrote them. What is of a later schema is left for
 * `catchUp`. Writing the same again changes nothing.
 * @param source where the runs were made
 */
export async function project(
  queries: Queries,
  userId: string,
  written: Written[],
  source: Source = 'web',
): Promise<void> {
  const contents = written.map(({ incoming }) => incoming.content);
  const gone = written.filter(({ kept }) => kept.deleted).map(({ kept }) => kept.id);
  // All else of a run goes with it.
  if (gone.length > 0) await queries.delete(runs).where(and(eq(runs.userId, userId), inArray(runs.id, gone)));
  await projectRuns(queries, userId, contents.filter(isRun), source);
  const told = written.filter(({ kept }) => !kept.deleted && kept.kind !== 'preferences');
  await projectFeedback(
    queries,
    userId,
    told.map(({ kept }) => kept.id),
  );
  for (const { kept, incoming } of written) {
    if (isPreferences(incoming.content)) {
      const row = preferencesRow(userId, incoming.content.preferences, kept.verT);
      const set = excluded(userPreferences, ['userId']);
      await queries.insert(userPreferences).values(row).onDuplicateKeyUpdate({ set });
    }
  }
}

type OfRun = Extract<Content, { session: unknown }>;
type OfPreferences = Extract<Content, { preferences: unknown }>;
const isObject = (content: Content | null) => typeof content === 'object' && content !== null;
const isRun = (content: Content | null): content is OfRun => isObject(content) && 'session' in content;
const isPreferences = (content: Content | null): content is OfPreferences =>
  isObject(content) && 'preferences' in content;

async function projectRuns(queries: Queries, userId: string, all: OfRun[], source: Source): Promise<void> {
  if (all.length === 0) return;
  const sessions = all.map(({ session }) => session);
  await queries
    .insert(runs)
    .values(sessions.map((session) => runRow(userId, session, source)))
    .onDuplicateKeyUpdate({ set: excluded(runs, ['userId', 'id']) });
  await queries
    .insert(emotions)
    .values(sessions.map((session) => emotionRow(userId, session)))
    .onDuplicateKeyUpdate({ set: excluded(emotions, ['userId', 'runId']) });
  await queries
    .insert(generations)
    .values(sessions.map((session) => generationRow(userId, session)))
    .onDuplicateKeyUpdate({ set: excluded(generations, ['userId', 'runId']) });
}

/** Feedback may have come before its run: it is written as soon as there are both. */
async function projectFeedback(queries: Queries, userId: string, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  const { userId: owner, id, kind, body, verT, opaqueV } = syncRecords;
  const found = await queries
    .select({ id, body, verT })
    .from(syncRecords)
    .innerJoin(runs, and(eq(runs.userId, owner), eq(runs.id, id)))
    .where(and(eq(owner, userId), inArray(id, ids), eq(kind, 'feedback'), isNotNull(body), isNull(opaqueV)));
  const rows = found.flatMap(({ id, body, verT }) => {
    const feedback = decodeFeedback(body!);
    return feedback === null ? [] : [feedbackRow(userId, id, feedback, verT)];
  });
  if (rows.length === 0) return;
  const set = excluded(feedbacks, ['userId', 'runId']);
  await queries.insert(feedbacks).values(rows).onDuplicateKeyUpdate({ set });
}
