import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { syncRecords } from '../../drizzle/schema.ts';
import type { PushAnswer, PushItem } from '../../src/lib/core/wire/sync.ts';
import { migratedDatabase } from '../../tests/database.ts';
import { Database } from '../database/database.ts';
import { AHEAD } from './limits.ts';
import { push, type Terms } from './push.ts';
import {
  anotherSession,
  counterOf,
  deletionItem,
  feedbackItem,
  LAPTOP,
  newUser,
  NOW,
  PHONE,
  preferencesItem,
  pullAll,
  pushOf,
  runItem,
  tablesOf,
} from '../../tests/fixtures/sync-records.ts';

let database: Database;
let user: string;
beforeAll(async () => {
  database = new Database(await migratedDatabase());
  user = await newUser(database);
});
afterAll(() => database.close());

const YEARS = 10 * 365 * 24 * 3600 * 1000;
const MINUTE = 60_000;

const send = (items: unknown[], terms: Partial<Terms> = {}, to = user) =>
  push(database, to, pushOf(to, items), { now: NOW, ...terms });

function outcomes(answer: PushAnswer): string[] {
  if (answer.type === 'reset') throw new Error('reset');
  return answer.outcomes.map((one) => (one.outcome === 'rejected' ? one.reason : one.outcome));
}

const bodyOf = async (item: PushItem, of = user) =>
  (await pullAll(database, of)).find((row) => row.id === item.id && row.kind === item.kind)?.body;

test('what comes once is applied, again a duplicate, changed refused, and each has a number of its own', async () => {
  const owner = await newUser(database);
  const items = [runItem(), runItem(), preferencesItem('drums')];
  expect(await send(items, {}, owner)).toMatchObject({
    type: 'pushed',
    outcomes: [1, 2, 3].map((seq) => ({ outcome: 'applied', seq })),
  });
  expect(outcomes(await send(items, {}, owner))).toEqual(['duplicate', 'duplicate', 'duplicate']);
  const changed = runItem(anotherSession({ id: items[0]!.id }));
  expect(outcomes(await send([changed], {}, owner))).toEqual(['immutable']);
  expect(await bodyOf(items[0]!, owner)).toBe(items[0]!.body);
  expect(await counterOf(database, owner)).toMatchObject({ seq: 3, records: 3 });
});

const CLIENTS = [PHONE, LAPTOP];

test('case 3: duplicate and reordered pushes leave the same table, whatever the order', async () => {
  const ids = [randomUUID(), randomUUID()];
  const bodies = ids.map((id) => anotherSession({ id }));
  // The run of an id is one thing, whoever sends it: it is written once.
  const anyItem = fc.oneof(
    fc.nat(1).map((i) => runItem(bodies[i], { ago: 1000 })),
    fc.nat(1).map((i) => deletionItem(ids[i]!)),
    fc
      .tuple(fc.nat(1), fc.nat(3), fc.nat(2), fc.constantFrom(...CLIENTS))
      .map(([i, text, ago, client]) => feedbackItem(ids[i]!, `${text}`, { ago, client })),
    fc
      .tuple(fc.nat(3), fc.nat(2), fc.constantFrom(...CLIENTS))
      .map(([text, ago, client]) => preferencesItem(`${text}`, { ago, client })),
  );
  const orders = fc
    .array(anyItem, { minLength: 1, maxLength: 8 })
    .chain((items) =>
      fc.tuple(
        fc.constant(items),
        fc.shuffledSubarray([...items, ...items], { minLength: items.length }),
        fc.integer({ min: 1, max: 5 }),
      ),
    );
  await fc.assert(
    fc.asyncProperty(orders, async ([items, reordered, size]) => {
      const [straight, crooked] = [await newUser(database), await newUser(database)];
      await send(items, {}, straight);
      // Some were lost on the way: all are sent again, as a device does that has had no answer.
      for (const sent of [reordered, items]) {
        for (let i = 0; i < sent.length; i += size) {
          const now = new Date(NOW.getTime() + i);
          await send(sent.slice(i, i + size), { now }, crooked);
        }
      }
      expect(await tablesOf(database, crooked)).toEqual(await tablesOf(database, straight));
      const { records, bytes } = await counterOf(database, crooked);
      const [kept] = await database.use((queries) =>
        queries
          .select({
            records: sql`count(*)`.mapWith(Number),
            bytes: sql`coalesce(sum(octet_length(${syncRecords.body})), 0)`.mapWith(Number),
          })
          .from(syncRecords)
          .where(eq(syncRecords.userId, crooked)),
      );
      expect({ records, bytes }).toEqual(kept);
    }),
    { numRuns: 15 },
  );
});

test('case 7: same ids in two users are two records, and a push for another user is refused', async () => {
  const [one, other] = [await newUser(database), await newUser(database)];
  const session = anotherSession();
  const mine = [runItem(session), feedbackItem(session.id, 'mine'), preferencesItem('mine')];
  const theirs = [
    runItem(anotherSession({ id: session.id })),
    feedbackItem(session.id, 'theirs'),
    preferencesItem('theirs'),
  ];
  await send(mine, {}, one);
  const before = await tablesOf(database, one);
  expect(outcomes(await send(theirs, {}, other))).toEqual(['applied', 'applied', 'applied']);
  await send([deletionItem(session.id)], {}, other);
  await expect(
    push(database, other, pushOf(one, [deletionItem(session.id)]), { now: NOW }),
  ).rejects.toMatchObject({ status: 401, code: 'signed_out' });
  expect(await tablesOf(database, one)).toEqual(before);
  expect((await tablesOf(database, other)).runs).toEqual([]);
});

test('of an account that is gone nothing is taken', async () => {
  const nobody = randomUUID();
  await expect(send([preferencesItem('drums')], {}, nobody)).rejects.toMatchObject({ status: 401 });
  expect((await tablesOf(database, nobody)).records).toEqual([]);
});

test('case 8: a clock ten years ahead does not win for ever, and what it sends again changes nothing', async () => {
  const owner = await newUser(database);
  const at = (minutes: number) => ({ now: new Date(NOW.getTime() + minutes * MINUTE) });
  const ahead = (text: string, more: number) => preferencesItem(text, { ago: -YEARS - more, client: LAPTOP });
  const [first, second] = [ahead('first', 0), ahead('second', 1)];
  expect(outcomes(await send([first, second], at(0), owner))).toEqual(['applied', 'applied']);
  expect(outcomes(await send([second], at(0), owner))).toEqual(['duplicate']);
  expect(await bodyOf(second, owner)).toBe(second.body);
  // Another device, later by the server's clock and long before by the first one's.
  const later = preferencesItem('later', { ago: -AHEAD - MINUTE });
  expect(outcomes(await send([later], at(6), owner))).toEqual(['applied']);
  // Nobody has heard the answers: everything comes once more, in the wrong order.
  expect(outcomes(await send([second, first], at(7), owner))).toEqual(['superseded', 'superseded']);
  expect(await bodyOf(later, owner)).toBe(later.body);
  // What the first one writes then is news again, and so is what it writes once its clock is right.
  expect(outcomes(await send([ahead('third', 2)], at(8), owner))).toEqual(['applied']);
  const right = preferencesItem('right', { ago: -20 * MINUTE, client: LAPTOP });
  expect(outcomes(await send([right], at(20), owner))).toEqual(['applied']);
});

test('case 8: a clock ten years behind writes over what its device has seen', async () => {
  const owner = await newUser(database);
  const seen = preferencesItem('seen');
  await send([seen], {}, owner);
  const blind = preferencesItem('blind', { ago: YEARS, client: LAPTOP });
  expect(outcomes(await send([blind], {}, owner))).toEqual(['superseded']);
  const onward = preferencesItem('onward', { ago: -1, client: LAPTOP });
  expect(outcomes(await send([onward], {}, owner))).toEqual(['applied']);
});

test('case 9: a deletion wins over the edit that races it, whoever is first, and takes the feedback along', async () => {
  for (let round = 0; round < 5; round++) {
    const owner = await newUser(database);
    const session = anotherSession();
    await send([runItem(session), feedbackItem(session.id, 'before', { ago: 9 })], {}, owner);
    await Promise.all([
      send([deletionItem(session.id, { ago: YEARS })], {}, owner),
      send([feedbackItem(session.id, 'after', { ago: -1, client: LAPTOP })], {}, owner),
      send([runItem(session, { client: LAPTOP })], {}, owner),
    ]);
    const { records, ...tables } = await tablesOf(database, owner);
    expect(records).toMatchObject([{ id: session.id, kind: 'run', deleted: true, body: null }]);
    expect(Object.values(tables).flat()).toEqual([]);
  }
});

test('case 11: a body of an older app is kept as it is, and one of a newer app too', async () => {
  const owner = await newUser(database);
  const session = anotherSession({ take: { ...anotherSession().take, tokens: null } });
  // Before there was MusicGen, takes had no tokens.
  const { take, ...run } = JSON.parse(runItem(session).body!) as { take: Record<string, unknown> };
  const { tokens: _, ...older } = take;
  const old = { ...runItem(session), body: JSON.stringify({ ...run, take: older }) };
  const newer = { ...runItem(), schemaVersion: 9, body: '{"mood":"a word that nobody knows yet"}' };
  const broken = { ...runItem(), schemaVersion: 9, body: '{"mood":' };
  expect(outcomes(await send([old, newer, broken], {}, owner))).toEqual(['applied', 'applied', 'malformed']);
  const rows = await pullAll(database, owner);
  expect(rows.map(({ body, schemaVersion }) => ({ body, schemaVersion }))).toEqual([
    { body: old.body, schemaVersion: 1 },
    { body: newer.body, schemaVersion: 9 },
  ]);
  const { runs } = await tablesOf(database, owner);
  expect(runs.map(({ id }) => id)).toEqual([session.id]);
});

test('case 13: one poison record among 99 good ones is refused, and holds up none', async () => {
  const owner = await newUser(database);
  const good = Array.from({ length: 99 }, () => runItem());
  const poison = { ...runItem(), body: '{"take":' };
  expect(outcomes(await send(good.toSpliced(50, 0, poison), {}, owner))).toEqual(
    Array.from({ length: 100 }, (_, i) => (i === 50 ? 'malformed' : 'applied')),
  );
  expect((await pullAll(database, owner)).map(({ id }) => id)).toEqual(good.map(({ id }) => id));
});

test('what is no feedback of its own is refused: the deletion of feedback whose run is there', async () => {
  const session = anotherSession();
  const gone = { ...feedbackItem(session.id, ''), body: null };
  expect(outcomes(await send([runItem(session), gone]))).toEqual(['applied', 'malformed']);
  expect(outcomes(await send([deletionItem(session.id), gone]))).toEqual(['applied', 'superseded']);
});

test('a full quota refuses what is more, and takes what makes less', async () => {
  const owner = await newUser(database);
  const session = anotherSession();
  const quota = { records: 2, bytes: 1e9 };
  const told = feedbackItem(session.id, 'a longer comment', { ago: 2 });
  expect(outcomes(await send([runItem(session), told, runItem()], { quota }, owner))).toEqual([
    'applied',
    'applied',
    'quota',
  ]);
  const { bytes } = await counterOf(database, owner);
  const full = { records: 9, bytes };
  const longer = feedbackItem(session.id, 'a comment that is longer still', { ago: 1 });
  expect(outcomes(await send([longer], { quota: full }, owner))).toEqual(['quota']);
  expect(outcomes(await send([feedbackItem(session.id, 'short')], { quota: full }, owner))).toEqual([
    'applied',
  ]);
  expect(
    outcomes(await send([deletionItem(session.id)], { quota: { records: 0, bytes: 0 } }, owner)),
  ).toEqual(['applied']);
  expect(await counterOf(database, owner)).toMatchObject({ records: 1, bytes: 0 });
});
