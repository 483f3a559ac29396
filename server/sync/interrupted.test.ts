/** Pushes that something comes in between of: a killed process, a broken connection, the locks of others. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { runs } from '../../drizzle/schema.ts';
import type { PushAnswer } from '../../src/lib/core/wire/sync.ts';
import { migratedDatabase } from '../../tests/database.ts';
import { databaseUrl } from '../../tests/database-url.ts';
import { openWay, type Way } from '../../tests/database-way.ts';
import {
  anotherSession,
  feedbackItem,
  newUser,
  pullAll,
  pushOf,
  runItem,
  tablesOf,
} from '../../tests/fixtures/sync-records.ts';
import type { Address } from '../database/address.ts';
import { Database, type Queries } from '../database/database.ts';
import { Unavailable } from '../database/errors.ts';
import { push } from './push.ts';
import { runRow } from './rows.ts';

let address: Address;
let database: Database;
let way: Way;
beforeAll(async () => {
  address = await migratedDatabase();
  database = new Database(address);
  way = await openWay(address);
});
afterAll(async () => {
  await database.close();
  await way.close();
});

const NODE = 'node_modules/node/bin/node';

/** A process that pushes. */
function pushingProcess(url: string, request: object) {
  const child = spawn(NODE, ['tests/fixtures/push-process.ts', url], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(request));
  const exit = once(child, 'exit');
  return {
    said: text(child.stdout),
    async kill() {
      child.kill('SIGKILL');
      await exit;
    },
  };
}

const url = ({ port, ...rest }: Address) =>
  port === undefined ? databaseUrl(rest) : `mysql://${rest.user}@127.0.0.1:${port}/${rest.database}`;

/**
 * Writes a run of the same id, and takes that back in the end: a push of it writes its records, and then waits.
 * @returns how to let go
 */
async function holdRun(userId: string, id: string, then = async (_: Queries): Promise<unknown> => undefined) {
  const gate = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const done = database.transaction(async (queries) => {
    await queries.insert(runs).values(runRow(userId, anotherSession({ id }), 'web'));
    held.resolve();
    await gate.promise;
    await then(queries);
    throw new Error('taken back');
  });
  await held.promise;
  return async () => {
    gate.resolve();
    await expect(done).rejects.toThrow();
  };
}

/** Until a push has written its records, and waits. */
const untilWaiting = () =>
  vi.waitFor(
    async () => {
      const [rows] = (await database.use((queries) =>
        queries.execute(
          sql`select trx_id from information_schema.innodb_trx
              where trx_state = 'LOCK WAIT' and trx_rows_modified > 0`,
        ),
      )) as unknown as [unknown[]];
      expect(rows).toHaveLength(1);
    },
    // The server looks anew only where nobody has asked for a tenth of a second.
    { timeout: 60_000, interval: 200 },
  );

/** A user who has a counter already, and what is pushed for them. */
async function begun() {
  const user = await newUser(database);
  const before = runItem();
  await push(database, user, pushOf(user, [before]));
  const session = anotherSession();
  const request = pushOf(user, [runItem(session), feedbackItem(session.id, 'good')]);
  return { user, before, session, request };
}

const outcomes = (answer: PushAnswer) =>
  answer.type === 'pushed' ? answer.outcomes.map(({ outcome }) => outcome) : [];

test('case 1: of a push whose server is killed before the commit nothing is there, and it is taken again', async () => {
  const { user, before, session, request } = await begun();
  const letGo = await holdRun(user, session.id);
  const server = pushingProcess(url(address), request);
  await untilWaiting();
  await server.kill();
  await letGo();
  expect(await server.said).toBe('');
  expect((await pullAll(database, user)).map(({ id }) => id)).toEqual([before.id]);
  expect((await tablesOf(database, user)).runs).toHaveLength(1);
  expect(outcomes(await push(database, user, request))).toEqual(['applied', 'applied']);
  expect((await pullAll(database, user)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

test('case 2: a push whose server is killed after the commit is there once, and again a duplicate', async () => {
  const { user, request } = await begun();
  const cut = way.cutAnswerTo('commit');
  const server = pushingProcess(url(way.address), request);
  await cut;
  await server.kill();
  const taken = await tablesOf(database, user);
  expect(taken.runs).toHaveLength(2);
  expect(taken.feedbacks).toHaveLength(1);
  expect(outcomes(await push(database, user, request))).toEqual(['duplicate', 'duplicate']);
  expect(await tablesOf(database, user)).toEqual(taken);
});

test('case 2: who never hears of the commit is not told that it was taken', async () => {
  const { user, request } = await begun();
  const far = new Database(way.address);
  const cut = way.cutAnswerTo('commit');
  await expect(push(far, user, request)).rejects.toBeInstanceOf(Unavailable);
  await cut;
  expect(outcomes(await push(far, user, request))).toEqual(['duplicate', 'duplicate']);
  await far.close();
});

test('case 14: a push in a deadlock is taken once', async () => {
  const { user, session, request } = await begun();
  const letGo = await holdRun(user, session.id, (queries) =>
    queries.execute(sql`select 1 from sync_users where user_id = ${user} for update`),
  );
  const pushing = push(database, user, request);
  await untilWaiting();
  await letGo();
  expect(outcomes(await pushing)).toEqual(['applied', 'applied']);
  expect((await pullAll(database, user)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

test('case 14: while the database is away nothing is taken, and then it is, without a restart', async () => {
  const { user, request } = await begun();
  const far = new Database(way.address, { patience: 200 });
  await way.close();
  await expect(push(far, user, request)).rejects.toBeInstanceOf(Unavailable);
  await way.open();
  const answer = await vi.waitFor(() => push(far, user, request), { timeout: 60_000 });
  expect(outcomes(answer)).toEqual(['applied', 'applied']);
  await far.close();
});

test('case 16: pushes of many users at once, faster than they are answered, are each taken once', async () => {
  const members = await Promise.all(Array.from({ length: 5 }, () => newUser(database)));
  const items = Array.from({ length: 100 }, () => runItem());
  const answers = await Promise.all(
    items.map((item, i) => {
      const user = members[i % members.length]!;
      return vi.waitFor(() => push(database, user, pushOf(user, [item])), { timeout: 60_000 });
    }),
  );
  expect(answers.flatMap(outcomes)).toHaveLength(100);
  const rows = await Promise.all(members.map((user) => pullAll(database, user)));
  expect(
    rows
      .flat()
      .map(({ id }) => id)
      .sort(),
  ).toEqual(items.map(({ id }) => id).sort());
  for (const { length } of rows) expect(length).toBe(20);
});
