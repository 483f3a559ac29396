import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { syncUsers, users } from '../../drizzle/schema.ts';
import type { PullAnswer } from '../../src/lib/core/wire/sync.ts';
import { migratedDatabase } from '../../tests/database.ts';
import { Database } from '../database/database.ts';
import { log } from '../log/log.ts';
import { REMEMBERED } from './limits.ts';
import { pull } from './pull.ts';
import { push } from './push.ts';
import {
  anotherSession,
  counterOf,
  deletionItem,
  feedbackItem,
  newUser,
  NOW,
  preferencesItem,
  pullAll,
  pullOf,
  pushOf,
  runItem,
  tablesOf,
} from '../../tests/fixtures/sync-records.ts';
import { catchUp, forgetDeletions } from './tidy.ts';

let database: Database;
beforeAll(async () => {
  database = new Database(await migratedDatabase());
});
afterAll(() => database.close());

const LATER = new Date(NOW.getTime() + REMEMBERED + 1);

function cursorOf(answer: PullAnswer) {
  if (answer.type === 'reset') throw new Error('reset');
  const { cursor, floor, epoch } = answer;
  return { cursor, floor, epoch };
}

test('case 10: who has missed a deletion that is forgotten begins anew, and a slow first pull goes on', async () => {
  const user = await newUser(database);
  const other = await newUser(database);
  const send = (items: unknown[], now = NOW) => push(database, user, pushOf(user, items), { now });
  const runs = Array.from({ length: 6 }, () => runItem());
  await send(runs);
  await push(database, other, pushOf(other, [deletionItem(runs[0]!.id)]), { now: NOW });
  const early = cursorOf(await pull(database, user, pullOf(user, 0, { limit: 2 })));
  await send([deletionItem(runs[0]!.id), deletionItem(runs[1]!.id), deletionItem(runs[2]!.id)]);
  const heard = cursorOf(await pull(database, user, pullOf(user, 6, { epoch: early.epoch })));
  await send([deletionItem(runs[3]!.id)], LATER);

  expect(await forgetDeletions(database, new Date(NOW.getTime() + REMEMBERED), 2)).toBe(0);
  expect(await forgetDeletions(database, LATER, 2)).toBe(4);
  expect(await counterOf(database, user)).toMatchObject({ minSeq: 9, seq: 10, records: 3 });
  expect(await counterOf(database, other)).toMatchObject({ minSeq: 1, records: 0 });

  const { epoch } = early;
  expect(await pull(database, user, pullOf(user, early.cursor, early))).toEqual({ type: 'reset', epoch });
  expect(await pull(database, user, pullOf(user, 9, heard))).toMatchObject({
    type: 'pulled',
    rows: [{ id: runs[3]!.id, body: null }],
  });
  // Pages of one: every cursor but the last is below what is forgotten.
  expect((await pullAll(database, user, 1)).map(({ id }) => id)).toEqual(
    [runs[4], runs[5], runs[3]].map((item) => item!.id),
  );
  // What was forgotten during a pull is missed by it, too.
  const slow = cursorOf(await pull(database, user, pullOf(user, 0, { limit: 1 })));
  await forgetDeletions(database, new Date(LATER.getTime() + REMEMBERED + 1), 2);
  expect(await pull(database, user, pullOf(user, slow.cursor, slow))).toEqual({ type: 'reset', epoch });
});

test('case 11: what came before its time is in the tables once the server knows it', async () => {
  const user = await newUser(database);
  const session = anotherSession();
  const later = (item: object) => ({ ...item, schemaVersion: 2 });
  const nonsense = { ...runItem(), schemaVersion: 2, body: '{"run":"no"}' };
  const items = [
    feedbackItem(session.id, 'good'),
    later(runItem(session)),
    later(preferencesItem('drums')),
    nonsense,
  ];
  await push(database, user, pushOf(user, items), { now: NOW, known: 1 });
  const before = await pullAll(database, user);
  expect(await tablesOf(database, user)).toMatchObject({ runs: [], feedbacks: [], preferences: [] });
  expect(await catchUp(database, 1)).toBe(0);
  expect(await catchUp(database, 2, 2)).toBe(3);
  expect(await catchUp(database, 2, 2)).toBe(0);
  expect(await tablesOf(database, user)).toMatchObject({
    runs: [{ id: session.id }],
    emotions: [{ runId: session.id }],
    feedbacks: [{ comment: 'good' }],
    preferences: [{ avoid: ['drums'] }],
  });
  expect(await pullAll(database, user)).toEqual(before);
});

test('what can not be brought to the tables of one user holds up nobody else', async () => {
  const [stuck, other] = [await newUser(database), await newUser(database)];
  const later = { ...preferencesItem('drums'), schemaVersion: 2 };
  for (const user of [stuck, other]) {
    await push(database, user, pushOf(user, [later]), { now: NOW, known: 1 });
  }
  const told = vi.spyOn(log, 'error').mockReturnValue(undefined);
  await database.use((queries) => queries.delete(syncUsers).where(eq(syncUsers.userId, stuck)));
  await database.use((queries) => queries.delete(users).where(eq(users.id, stuck)));
  expect(await catchUp(database, 2)).toBe(1);
  expect(told).toHaveBeenCalledOnce();
  expect(await tablesOf(database, other)).toMatchObject({ preferences: [{ avoid: ['drums'] }] });
});
