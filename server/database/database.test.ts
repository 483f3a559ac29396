import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { settings } from '../../drizzle/schema.ts';
import { migratedDatabase } from '../../tests/database.ts';
import { Database, type Queries } from './database.ts';
import { Unavailable } from './errors.ts';

let database: Database;

beforeAll(async () => {
  database = new Database(await migratedDatabase());
});
beforeEach(() => database.use((queries) => queries.delete(settings)));
afterAll(() => database.close());

const put = (queries: Queries, name: string, value: string) =>
  queries
    .insert(settings)
    .values({ name, value, updatedAt: new Date(0) })
    .onDuplicateKeyUpdate({ set: { value } });

const value = async (name: string) =>
  (await database.use((queries) => queries.select().from(settings))).find((row) => row.name === name)?.value;

test('what is thrown rolls the transaction back and comes out as it was', async () => {
  const error = new Error('no');
  const failing = database.transaction(async (queries) => {
    await put(queries, 'a', 'written');
    throw error;
  });
  await expect(failing).rejects.toBe(error);
  expect(await value('a')).toBeUndefined();
});

test('case 14: of two transactions in a deadlock both commit in the end', async () => {
  await database.use((queries) => put(queries, 'a', ''));
  await database.use((queries) => put(queries, 'b', ''));
  let attempts = 0;
  const bothHaveOne = Promise.withResolvers<void>();
  const cross = (first: string, second: string, by: string) =>
    database.transaction(async (queries) => {
      const lock = (name: string) =>
        queries.execute(sql`update settings set value = concat(value, ${by}) where name = ${name}`);
      await lock(first);
      if (++attempts === 2) bothHaveOne.resolve();
      await bothHaveOne.promise;
      await lock(second);
    });
  await Promise.all([cross('a', 'b', 'x'), cross('b', 'a', 'y')]);
  expect(attempts).toBe(3);
  expect([await value('a'), await value('b')].map((text) => [...text!].sort().join(''))).toEqual([
    'xy',
    'xy',
  ]);
});

test('case 14: a lock that others hold is tried three times more, and then told of', async () => {
  await database.use((queries) => put(queries, 'a', 'before'));
  let attempts = 0;
  const take = (failures: number, held: () => Promise<void>) =>
    database.transaction(async (queries) => {
      if (attempts++ === failures) await held();
      await queries.execute(sql`set session innodb_lock_wait_timeout = 1`);
      await queries.execute(sql`select * from settings where name = 'a' for update`);
      await put(queries, 'a', 'after');
    });
  const holding = async () => {
    const gate = Promise.withResolvers<void>();
    const isHeld = Promise.withResolvers<void>();
    const holder = database.transaction(async (queries) => {
      await queries.execute(sql`select * from settings where name = 'a' for update`);
      isHeld.resolve();
      await gate.promise;
    });
    await isHeld.promise;
    return async () => {
      gate.resolve();
      await holder;
    };
  };

  const free = await holding();
  await expect(take(Infinity, free)).rejects.toMatchObject({
    name: 'Unavailable',
    cause: { cause: { errno: 1205 } },
  });
  expect(attempts).toBe(4);
  await free();
  expect(await value('a')).toBe('before');

  attempts = 0;
  await take(2, await holding());
  expect(attempts).toBe(3);
  expect(await value('a')).toBe('after');
});

test('a connection that dies at work makes the database unavailable to that work alone', async () => {
  const dying = database.transaction(async (queries) => {
    await put(queries, 'a', 'never');
    const [[row]] = (await queries.execute(sql`select connection_id() as id`)) as unknown as [
      [{ id: number }],
    ];
    await database.use((others) => others.execute(sql`kill ${row.id}`));
    await put(queries, 'a', 'never again');
  });
  await expect(dying).rejects.toBeInstanceOf(Unavailable);
  expect(await value('a')).toBeUndefined();
});
