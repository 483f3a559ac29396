import { sql, type SQL } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { emptyDatabase } from '../../tests/database.ts';
import { openWay } from '../../tests/database-way.ts';
import type { Address } from './address.ts';
import { Database, type Queries } from './database.ts';
import { Unavailable } from './errors.ts';

/** Looks on from outside of what is tested. */
let observer: Database;
const opened: Database[] = [];

const open = (...settings: ConstructorParameters<typeof Database>): Database => {
  const database = new Database(...settings);
  opened.push(database);
  return database;
};

beforeAll(async () => {
  observer = open(await emptyDatabase());
});
afterAll(() => Promise.all(opened.map((database) => database.close())));

const rows = async <T>(queries: Queries, query: SQL): Promise<T[]> =>
  (await queries.execute(query))[0] as unknown as T[];

const one = (queries: Queries) => rows(queries, sql`select 1 as one`);
const ONE = [{ one: 1 }];

/** Limits are short here and the machine may be slow: what should come in the end may come at a later try. */
const inTheEnd = <T>(use: () => Promise<T>) => vi.waitFor(use, { timeout: 60_000 });

/** The connections that the server has to a database. */
const connections = ({ database }: Address) =>
  observer.use((queries) =>
    rows<{ id: number }>(queries, sql`select id from information_schema.processlist where db = ${database}`),
  );

/** Takes connections. @returns how to let go of them, once all are held */
async function hold(database: Database, count: number): Promise<() => Promise<void>> {
  const end = Promise.withResolvers<void>();
  const started = Array.from({ length: count }, () => Promise.withResolvers<void>());
  const held = started.map(({ resolve }) =>
    inTheEnd(() =>
      database.use(() => {
        resolve();
        return end.promise;
      }),
    ),
  );
  await Promise.all(started.map(({ promise }) => promise));
  return async () => {
    end.resolve();
    await Promise.all(held);
  };
}

async function allUnavailable(uses: Promise<unknown>[]): Promise<void> {
  for (const use of await Promise.allSettled(uses)) {
    expect(use).toMatchObject({ status: 'rejected', reason: expect.any(Unavailable) as unknown });
  }
}

test('every connection is strict, in UTC, and reads what is committed', async () => {
  const database = open(await emptyDatabase(), { connections: 3 });
  const release = await hold(database, 2);
  for (let connection = 0; connection < 3; connection++) {
    const [session] = await database.use((queries) =>
      rows<Record<string, string>>(
        queries,
        sql`select @@sql_mode as mode, @@time_zone as zone, @@character_set_client as charset`,
      ),
    );
    expect(session).toMatchObject({ zone: '+00:00', charset: 'utf8mb4' });
    expect(session!.mode!.split(',')).toEqual(
      expect.arrayContaining(['STRICT_ALL_TABLES', 'NO_ZERO_DATE', 'ONLY_FULL_GROUP_BY']),
    );
    // MySQL and MariaDB have different names for it.
    const level = await database.use((queries) =>
      rows(
        queries,
        sql`show session variables where variable_name in ('tx_isolation', 'transaction_isolation')`,
      ),
    );
    expect(level).toMatchObject([{ Value: 'READ-COMMITTED' }]);
    if (connection === 0) await release();
  }
});

test('case 15: when all connections are taken, the next callers are told so, and no connection is lost over it', async () => {
  const address = await emptyDatabase();
  const database = open(address, { connections: 2, patience: 100 });
  for (let round = 0; round < 3; round++) {
    const release = await hold(database, 2);
    await allUnavailable(Array.from({ length: 20 }, () => database.use(one)));
    await release();
  }
  // Both can be had at the same time, and there never were more.
  await (
    await hold(database, 2)
  )();
  expect(await connections(address)).toHaveLength(2);
  const answers = Array.from({ length: 20 }, () => inTheEnd(() => database.use(one)));
  expect(await Promise.all(answers)).toEqual(Array(20).fill(ONE));
});

test('case 15: as it is set, whoever gets no connection is told after 2 s, by the clock of this process', async () => {
  const database = open(await emptyDatabase());
  const release = await hold(database, 10);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const told = vi.fn();
    const asked = database.use(one).catch(told);
    await vi.advanceTimersByTimeAsync(1999);
    expect(told).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await asked;
    expect(told).toHaveBeenCalledExactlyOnceWith(expect.any(Unavailable));
  } finally {
    vi.useRealTimers();
    await release();
  }
});

test('connections that died in the pool are passed over', async () => {
  const address = await emptyDatabase();
  const database = open(address, { connections: 3 });
  await (
    await hold(database, 3)
  )();
  for (const { id } of await connections(address)) {
    await observer.use((queries) => queries.execute(sql`kill ${id}`));
  }
  const answers = await Promise.all(Array.from({ length: 6 }, () => database.use(one)));
  expect(answers).toEqual(Array(6).fill(ONE));
});

test('case 14: a server that goes away and comes back needs no restart here', async () => {
  const way = await openWay(await emptyDatabase());
  const database = open(way.address, { connections: 2, patience: 200 });
  expect(await inTheEnd(() => database.use(one))).toEqual(ONE);
  await way.close();
  await allUnavailable([1, 2, 3].map(() => database.use(one)));
  await way.open();
  expect(await inTheEnd(() => database.use(one))).toEqual(ONE);

  // And where it is back within the limit, nobody notices.
  await way.close();
  const patient = open(way.address, { patience: 60_000 }).use(one);
  await way.open();
  expect(await patient).toEqual(ONE);
  await way.close();
});

test('a server that vanishes while it is asked is given up', async () => {
  const way = await openWay(await emptyDatabase());
  const database = open(way.address, { silence: 200 });
  const asked = database.use(async (queries) => {
    way.goSilent();
    await one(queries);
  });
  await allUnavailable([asked]);
  expect(await inTheEnd(() => database.use(one))).toEqual(ONE);
  await way.close();
});

test('connections to a server that vanished are replaced when they are needed', async () => {
  const way = await openWay(await emptyDatabase());
  const database = open(way.address, { connections: 2, patience: 200 });
  await (
    await hold(database, 2)
  )();
  way.goSilent();
  await allUnavailable([database.use(one), database.use(one)]);
  expect(await inTheEnd(() => Promise.all([database.use(one), database.use(one)]))).toEqual([ONE, ONE]);
  await way.close();
});

test('who may not come in is told why, at once', async () => {
  const address = await emptyDatabase();
  const stranger = open({ ...address, user: 'stranger' }).use(one);
  await expect(stranger).rejects.toThrow(/Access denied for user 'stranger'/);
});
