import { createHash, randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import {
  assets,
  cloudJobs,
  emotions,
  events,
  feedbacks,
  generations,
  runs,
  signIns,
  syncRecords,
  syncUsers,
  userPreferences,
  userProfiles,
  users,
} from '../drizzle/schema.ts';
import { ownedTables } from '../server/auth/owned-tables.ts';
import type { Database } from '../server/database/database.ts';

export const AT = new Date('2026-11-21T23:59:59.987Z');
export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

export const user = () => ({
  id: randomUUID(),
  email: `${randomUUID()}@example.org`,
  passwordHash: '$',
  createdAt: AT,
});
const run = (userId: string) => ({
  userId,
  id: randomUUID(),
  source: 'web' as const,
  startedAt: AT,
  intent: 'soothe' as const,
  engine: 'composer' as const,
  status: 'done' as const,
});
export const record = (userId: string) => ({
  userId,
  id: randomUUID(),
  kind: 'run' as const,
  seq: 1,
  verT: AT.getTime(),
  verClient: randomUUID(),
  schemaV: 1,
  bodyHash: sha256('{}'),
  body: '{}',
});

/** Somebody with a row in every table that belongs to users. */
export async function wholeUser(database: Database) {
  const owner = user();
  await database.use((queries) => queries.insert(users).values(owner));
  return { owner, ran: await fillTables(database, owner.id) };
}

/** Gives a user a row in every table that belongs to users. @returns that of `runs`. */
export async function fillTables(database: Database, userId: string) {
  const ran = run(userId);
  const ofRun = { userId, runId: ran.id };
  await database.transaction(async (queries) => {
    await queries.insert(signIns).values({
      id: sha256(userId),
      userId,
      createdAt: AT,
      expiresAt: AT,
      absoluteExpiresAt: AT,
      lastSeenAt: AT,
      userAgent: 'Firefox on Linux',
    });
    await queries.insert(userProfiles).values({ userId, taste: { tempo: [60.5, null] }, updatedAt: AT });
    await queries
      .insert(userPreferences)
      .values({ userId, genres: ['ambient'], instruments: [], avoid: ['鼓 🥁'], updatedAt: AT });
    await queries.insert(runs).values(ran);
    await queries
      .insert(emotions)
      .values({ ...ofRun, startedAt: AT, emotion: 'sad', confidence: 0.1, valence: -1, arousal: 1 });
    await queries.insert(generations).values({
      ...ofRun,
      engine: 'composer',
      author: 'rules',
      genre: 'ambient',
      prompt: '雨 🌧',
      duration: 30,
      seed: 0xffffffff,
      params: { duration: 30 } as never,
      measures: {} as never,
      score: 1,
      createdAt: AT,
    });
    await queries.insert(feedbacks).values({ ...ofRun, stars: 0, comment: '', updatedAt: AT });
    await queries
      .insert(assets)
      .values({ ...ofRun, sha256: sha256('audio'), bytes: 5, mediaType: 'audio/wav', createdAt: AT });
    await queries.insert(cloudJobs).values({
      userId,
      id: randomUUID(),
      state: 'starting',
      params: {},
      seconds: 30,
      day: '2026-11-21',
      createdAt: AT,
      checkedAt: AT,
    });
    await queries.insert(syncUsers).values({ userId, epoch: randomUUID(), seq: 1 });
    await queries.insert(syncRecords).values(record(userId));
    await queries.insert(events).values({ userId, at: AT, agent: 'draft', type: 'done', payload: 'a text' });
  });
  return ran;
}

/** @returns all rows of a user, by their tables. */
export async function rowsOf(database: Database, userId: string): Promise<Record<string, unknown[]>> {
  const tables = ownedTables().map(async ({ name, table, userId: owner }) => {
    const rows = await database.use((queries) => queries.select().from(table).where(eq(owner, userId)));
    return [name, rows] as const;
  });
  return Object.fromEntries(await Promise.all(tables));
}
