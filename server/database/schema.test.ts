import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  assets,
  budgets,
  emotions,
  events,
  feedbacks,
  generations,
  runs,
  signIns,
  syncRecords,
  userPreferences,
  userProfiles,
  users,
} from '../../drizzle/schema.ts';
import { migratedDatabase } from '../../tests/database.ts';
import { AT, record, sha256, user, wholeUser } from '../../tests/whole-user.ts';
import { Database } from './database.ts';

let database: Database;
beforeAll(async () => {
  database = new Database(await migratedDatabase());
});
afterAll(() => database.close());

test('what is written comes back: instants, hashes, JSON, every script', async () => {
  const { owner } = await wholeUser(database);
  const [who] = await database.use((queries) => queries.select().from(users).where(eq(users.id, owner.id)));
  expect(who).toEqual({ ...owner, role: 'user', locale: 'en' });
  const [signIn] = await database.use((queries) =>
    queries
      .select()
      .from(signIns)
      .where(eq(signIns.id, sha256(owner.id))),
  );
  expect(signIn).toMatchObject({ id: sha256(owner.id), expiresAt: AT });
  const [wish] = await database.use((queries) =>
    queries.select().from(userPreferences).where(eq(userPreferences.userId, owner.id)),
  );
  expect(wish).toMatchObject({ genres: ['ambient'], instruments: [], tempoMin: null, avoid: ['鼓 🥁'] });
  const [profile] = await database.use((queries) =>
    queries.select().from(userProfiles).where(eq(userProfiles.userId, owner.id)),
  );
  expect(profile).toMatchObject({ taste: { tempo: [60.5, null] }, displayName: '' });
  const [made] = await database.use((queries) =>
    queries.select().from(generations).where(eq(generations.userId, owner.id)),
  );
  expect(made).toMatchObject({ prompt: '雨 🌧', seed: 0xffffffff, params: { duration: 30 } });
  const [event] = await database.use((queries) =>
    queries.select().from(events).where(eq(events.userId, owner.id)),
  );
  expect(event).toMatchObject({ payload: 'a text' });
});

test('half a character in JSON becomes one that every database takes', async () => {
  const { owner } = await wholeUser(database);
  const avoid = ['🥁'.slice(0, 1), 'a drum 🥁'];
  const mine = eq(userPreferences.userId, owner.id);
  await database.use((queries) => queries.update(userPreferences).set({ avoid }).where(mine));
  const [wish] = await database.use((queries) => queries.select().from(userPreferences).where(mine));
  expect(wish?.avoid).toEqual(['\ufffd', 'a drum 🥁']);
  const text = sql<string>`cast(${userPreferences.avoid} as char)`;
  const [raw] = await database.use((queries) => queries.select({ text }).from(userPreferences).where(mine));
  expect(raw?.text).not.toMatch(/\\ud83e/i);
});

test('with a user goes all that is theirs, and nothing of others', async () => {
  const [gone, stays] = [await wholeUser(database), await wholeUser(database)];
  await database.use((queries) => queries.delete(users).where(eq(users.id, gone.owner.id)));
  const tables = [
    signIns,
    userProfiles,
    userPreferences,
    runs,
    emotions,
    generations,
    feedbacks,
    assets,
    events,
  ];
  for (const table of tables) {
    const owners = await database.use((queries) => queries.select({ userId: table.userId }).from(table));
    expect(owners.map(({ userId }) => userId)).not.toContain(gone.owner.id);
    expect(owners.map(({ userId }) => userId)).toContain(stays.owner.id);
  }
});

test('two users may have a run of the same id', async () => {
  const { owner, ran } = await wholeUser(database);
  const other = user();
  await database.use((queries) => queries.insert(users).values(other));
  await database.use((queries) => queries.insert(runs).values({ ...ran, userId: other.id }));
  await expect(
    database.use((queries) => queries.insert(runs).values({ ...ran, userId: owner.id })),
  ).rejects.toMatchObject({ cause: { code: 'ER_DUP_ENTRY' } });
});

/** Out of range, no such enum value, not of this character set, too long; a check of MySQL, one of MariaDB. */
const REFUSALS = [1264, 1265, 1366, 1406, 3819, 4025];

test.each([
  ['stars above five', () => feedback({ stars: 6 })],
  ['stars below none', () => feedback({ stars: -1 })],
  ['an affect off the scale', () => feedback({ valenceAfter: 1.01 })],
  ['a comment that is too long', () => feedback({ comment: 'x'.repeat(2001) })],
  ['an unknown emotion', () => emotion({ emotion: 'joy' as never })],
  ['a confidence above one', () => emotion({ confidence: 1.5 })],
  ['half a range of tempo', () => preferences({ tempoMin: 60 })],
  ['a tempo range upside down', () => preferences({ tempoMin: 90, tempoMax: 60 })],
  ['a tempo nobody plays', () => preferences({ tempoMin: 20, tempoMax: 60 })],
  ['an id in another script', () => database.use((q) => q.insert(users).values({ ...user(), email: 'ä@x' }))],
  ['a deleted record with a body', () => insertRecord({ deleted: true, deletedAt: AT })],
  ['a deletion at no time', () => insertRecord({ deleted: true, body: null, bodyHash: null })],
  ['a record without a body', () => insertRecord({ body: null })],
  ['a record without a number', () => insertRecord({ seq: 0 })],
  ['a record of no known kind', () => insertRecord({ kind: 'picture' as never })],
  [
    'a budget below nothing',
    () => database.use((q) => q.insert(budgets).values({ scope: 'all', period: '2026', reserved: -1 })),
  ],
])('%s is refused', async (_, write) => {
  await expect(write()).rejects.toMatchObject({ cause: { errno: expect.toBeOneOf(REFUSALS) as unknown } });
});

async function feedback(change: Partial<typeof feedbacks.$inferInsert>) {
  const { owner, ran } = await wholeUser(database);
  await database.use((queries) => queries.delete(feedbacks).where(eq(feedbacks.runId, ran.id)));
  const row = { userId: owner.id, runId: ran.id, comment: '', updatedAt: AT };
  await database.use((queries) => queries.insert(feedbacks).values(row));
  await database.use((queries) => queries.update(feedbacks).set(change).where(eq(feedbacks.runId, ran.id)));
}

async function emotion(change: Partial<typeof emotions.$inferInsert>) {
  const { ran } = await wholeUser(database);
  await database.use((queries) => queries.update(emotions).set(change).where(eq(emotions.runId, ran.id)));
}

async function preferences(change: Partial<typeof userPreferences.$inferInsert>) {
  const { owner } = await wholeUser(database);
  await database.use((queries) =>
    queries.update(userPreferences).set(change).where(eq(userPreferences.userId, owner.id)),
  );
}

async function insertRecord(change: Partial<typeof syncRecords.$inferInsert>) {
  const userId = randomUUID();
  await database.use((queries) => queries.insert(syncRecords).values(record(userId)));
  await database.use((queries) =>
    queries.insert(syncRecords).values({ ...record(userId), seq: 2, ...change }),
  );
}
