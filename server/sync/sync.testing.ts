/** What tests of sync have in common: users, items, and what is in the tables. */
import { randomUUID } from 'node:crypto';
import { asc, eq } from 'drizzle-orm';
import fc from 'fast-check';
import {
  emotions,
  feedbacks,
  generations,
  runs,
  syncRecords,
  syncUsers,
  userPreferences,
  users,
} from '../../drizzle/schema.ts';
import type { Emotion } from '../../src/lib/core/emotion.ts';
import { NO_PREFERENCES } from '../../src/lib/core/preferences.ts';
import type { Session } from '../../src/lib/core/session.ts';
import { encodeFeedback, encodePreferences, encodeRun } from '../../src/lib/core/wire/records.ts';
import {
  PREFERENCES_ID,
  PROTOCOL,
  Pull,
  type PulledRow,
  type PullAnswer,
  type Push,
  type PushItem,
} from '../../src/lib/core/wire/sync.ts';
import { anySession } from '../../tests/fixtures/any-session.ts';
import type { Database } from '../database/database.ts';
import { pull } from './pull.ts';

/** Two devices; the second is the greater. */
export const PHONE = '11111111-1111-4111-8111-111111111111';
export const LAPTOP = '22222222-2222-4222-8222-222222222222';

/** The server's now, where a test gives it one. */
export const NOW = new Date('2026-11-30T12:00:00.000Z');

const SESSIONS = fc.sample(anySession, { numRuns: 20, seed: 7 });
let sessions = 0;

/** A session of an id of its own. */
export function anotherSession(change: Partial<Session> = {}): Session {
  const session = SESSIONS[sessions++ % SESSIONS.length]!;
  return { ...session, id: randomUUID(), createdAt: NOW.getTime(), feedback: null, ...change };
}

export async function newUser(database: Database): Promise<string> {
  const id = randomUUID();
  const row = { id, email: `${id}@example.org`, passwordHash: '$', createdAt: NOW };
  await database.use((queries) => queries.insert(users).values(row));
  return id;
}

interface Written {
  /** Milliseconds before the server's now. */
  ago?: number;
  client?: string;
}

const versioned = ({ ago = 0, client = PHONE }: Written) => ({
  version: { time: NOW.getTime() - ago, client },
  schemaVersion: 1,
});

export const runItem = (session = anotherSession(), written: Written = {}): PushItem => ({
  id: session.id,
  kind: 'run',
  ...versioned(written),
  body: encodeRun(session),
});

export const emotional = (emotion: Emotion, createdAt: number): PushItem =>
  runItem(anotherSession({ emotion, createdAt }));

export const deletionItem = (id: string, written: Written = {}): PushItem => ({
  id,
  kind: 'run',
  ...versioned(written),
  body: null,
});

export const feedbackItem = (id: string, comment: string, written: Written = {}): PushItem => ({
  id,
  kind: 'feedback',
  ...versioned(written),
  body: encodeFeedback({ stars: 4, thumb: null, comment, before: null, after: null }),
});

export const preferencesItem = (avoid: string, written: Written = {}): PushItem => ({
  id: PREFERENCES_ID,
  kind: 'preferences',
  ...versioned(written),
  body: encodePreferences({ ...NO_PREFERENCES, avoid: [avoid] }),
});

export const pushOf = (user: string, items: unknown[], epoch: string | null = null): Push => ({
  protocol: PROTOCOL,
  user,
  epoch,
  client: PHONE,
  items,
});

export const pullOf = (user: string, cursor = 0, more: Partial<Pull> = {}): Pull =>
  Pull.parse({ protocol: PROTOCOL, user, epoch: null, cursor, ...more });

/** Every row that a device gets that pulls from 0 with pages of `limit`. @throws where it is told to begin anew */
export async function pullAll(database: Database, user: string, limit = 200): Promise<PulledRow[]> {
  const rows: PulledRow[] = [];
  let page: PullAnswer = await pull(database, user, pullOf(user, 0, { limit }));
  for (;;) {
    if (page.type === 'reset') throw new Error('reset');
    rows.push(...page.rows);
    if (!page.more) return rows;
    const { cursor, floor, epoch }: Extract<PullAnswer, { type: 'pulled' }> = page;
    page = await pull(database, user, pullOf(user, cursor, { floor, epoch, limit }));
  }
}

/** All that the tables have of a user, but for the numbers, which depend on the order, and the times of deletions. */
export async function tablesOf(database: Database, userId: string) {
  return database.use(async (queries) => ({
    records: (
      await queries
        .select()
        .from(syncRecords)
        .where(eq(syncRecords.userId, userId))
        .orderBy(asc(syncRecords.id), asc(syncRecords.kind))
    ).map((row) => ({ ...row, userId: '', seq: 0, deletedAt: null })),
    runs: anonymous(await queries.select().from(runs).where(eq(runs.userId, userId)).orderBy(asc(runs.id))),
    emotions: anonymous(
      await queries.select().from(emotions).where(eq(emotions.userId, userId)).orderBy(asc(emotions.runId)),
    ),
    generations: anonymous(
      await queries
        .select()
        .from(generations)
        .where(eq(generations.userId, userId))
        .orderBy(asc(generations.runId)),
    ),
    feedbacks: anonymous(
      await queries
        .select()
        .from(feedbacks)
        .where(eq(feedbacks.userId, userId))
        .orderBy(asc(feedbacks.runId)),
    ),
    preferences: anonymous(
      await queries.select().from(userPreferences).where(eq(userPreferences.userId, userId)),
    ),
  }));
}

const anonymous = <T extends object>(rows: T[]) => rows.map((row) => ({ ...row, userId: '' }));

export async function counterOf(database: Database, userId: string) {
  const [counter] = await database.use((queries) =>
    queries.select().from(syncUsers).where(eq(syncUsers.userId, userId)),
  );
  return counter!;
}
