import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { syncUsers } from '../../drizzle/schema.ts';
import type { PullAnswer } from '../../src/lib/core/wire/sync.ts';
import { migratedDatabase } from '../../tests/database.ts';
import { Database } from '../database/database.ts';
import { pull } from './pull.ts';
import { push } from './push.ts';
import {
  anotherSession,
  counterOf,
  deletionItem,
  feedbackItem,
  newUser,
  preferencesItem,
  pullAll,
  pullOf,
  pushOf,
  runItem,
} from '../../tests/fixtures/sync-records.ts';

let database: Database;
/** Of eight servers, which know nothing of one another. */
let servers: Database[];
beforeAll(async () => {
  const address = await migratedDatabase();
  database = new Database(address);
  servers = Array.from({ length: 8 }, () => new Database(address, { connections: 2 }));
});
afterAll(() => Promise.all([database, ...servers].map((one) => one.close())));

test('who has written nothing has an epoch, and nothing else', async () => {
  const user = await newUser(database);
  const answer = await pull(database, user, pullOf(user));
  expect(answer).toMatchObject({ type: 'pulled', rows: [], cursor: 0, more: false });
  expect(await pull(database, user, pullOf(user, 0, { epoch: answer.epoch }))).toEqual(answer);
});

test('many first calls at once make one history', async () => {
  const user = await newUser(database);
  const calls = servers.map((server, i) =>
    i % 2 === 0
      ? pull(server, user, pullOf(user))
      : push(server, user, pushOf(user, [runItem(), preferencesItem(`${i}`)])),
  );
  const epochs = (await Promise.all(calls)).map(({ epoch }) => epoch);
  expect(new Set(epochs).size).toBe(1);
});

test('another user’s records are not given, and not asked for', async () => {
  const [user, other] = [await newUser(database), await newUser(database)];
  await push(database, user, pushOf(user, [runItem()]));
  expect(await pullAll(database, other)).toEqual([]);
  await expect(pull(database, other, pullOf(user))).rejects.toMatchObject({ status: 401 });
});

test('case 4: of what eight writers push at once, whoever pulls meanwhile loses nothing', async () => {
  const user = await newUser(database);
  const written: string[] = [];
  const write = async (server: Database) => {
    for (let round = 0; round < 12; round++) {
      const items = Array.from({ length: 1 + (round % 3) }, () => runItem());
      await push(server, user, pushOf(user, items));
      written.push(...items.map(({ id }) => id));
    }
  };
  let isWriting = true;
  const pulled: { id: string; seq: number }[] = [];
  const read = async () => {
    for (let cursor = 0, epoch: string | null = null; ;) {
      const wasWriting = isWriting;
      const page: PullAnswer = await pull(database, user, pullOf(user, cursor, { epoch, limit: 5 }));
      if (page.type === 'reset') throw new Error('reset');
      pulled.push(...page.rows);
      ({ cursor, epoch } = page);
      if (!wasWriting && !page.more) return;
    }
  };
  const writers = Promise.all(servers.map(write)).finally(() => (isWriting = false));
  await Promise.all([writers, read()]);
  expect(pulled.map(({ id }) => id).sort()).toEqual(written.sort());
  expect(pulled.map(({ seq }) => seq)).toEqual(written.map((_, i) => i + 1));
});

test('case 5: pages of 1 and of 5 give the same as one of all', async () => {
  const user = await newUser(database);
  const sessions = Array.from({ length: 12 }, () => anotherSession());
  await push(
    database,
    user,
    pushOf(
      user,
      sessions.map((session) => runItem(session)),
    ),
  );
  const [gone, rated] = [sessions[3]!.id, sessions[5]!.id];
  await push(
    database,
    user,
    pushOf(user, [deletionItem(gone), feedbackItem(rated, 'good'), preferencesItem('drums')]),
  );
  const all = await pullAll(database, user);
  expect(all).toHaveLength(14);
  expect(all.at(-3)).toMatchObject({ id: gone, body: null });
  for (const limit of [1, 5]) expect(await pullAll(database, user, limit)).toEqual(all);
});

test('a page has no more bytes than an answer has room for, and goes on', async () => {
  const user = await newUser(database);
  const body = JSON.stringify('x'.repeat(250_000));
  const items = Array.from({ length: 20 }, () => ({ ...runItem(), schemaVersion: 9, body }));
  for (const item of items) await push(database, user, pushOf(user, [item]));
  const page = await pull(database, user, pullOf(user, 0, { limit: 500 }));
  expect(page).toMatchObject({ type: 'pulled', more: true });
  expect(JSON.stringify(page).length).toBeLessThan(5e6);
  expect((await pullAll(database, user, 500)).map(({ id }) => id)).toEqual(items.map(({ id }) => id));
});

test('case 10: another epoch, or a cursor that the server has not come to, begins anew', async () => {
  const user = await newUser(database);
  const { epoch: before } = await push(database, user, pushOf(user, [runItem(), runItem()]));
  const late = pullOf(user, 2, { epoch: before });
  expect(await pull(database, user, late)).toMatchObject({ type: 'pulled', rows: [] });
  // Set back without a word: what is missing was not deleted, so that it is another history.
  const { type, epoch } = await pull(database, user, pullOf(user, 3, { epoch: before }));
  expect(type).toBe('reset');
  expect(epoch).not.toBe(before);
  expect(await pull(database, user, late)).toEqual({ type: 'reset', epoch });
  expect(await pull(database, user, pullOf(user, 1))).toEqual({ type: 'reset', epoch });

  const restored = randomUUID();
  await database.use((queries) =>
    queries.update(syncUsers).set({ epoch: restored }).where(eq(syncUsers.userId, user)),
  );
  const reset = { type: 'reset', epoch: restored };
  expect(await pull(database, user, pullOf(user, 2, { epoch }))).toEqual(reset);
  expect(await pull(database, user, pullOf(user, 0, { epoch }))).toEqual(reset);
  // Nothing is taken until the device has seen the new history; then the same push is.
  const item = runItem();
  expect(await push(database, user, pushOf(user, [item], epoch))).toEqual(reset);
  expect(await counterOf(database, user)).toMatchObject({ seq: 2 });
  expect(await push(database, user, pushOf(user, [item], restored))).toMatchObject({
    outcomes: [{ outcome: 'applied', seq: 3 }],
  });
});
