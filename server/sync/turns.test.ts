import { afterAll, expect, test } from 'vitest';
import { migratedDatabase } from '../../tests/database.ts';
import { untilOneWaits } from '../../tests/lock-wait.ts';
import { newUser, pushOf, runItem } from '../../tests/fixtures/sync-records.ts';
import { Database } from '../database/database.ts';
import { Unavailable } from '../database/errors.ts';
import { push } from './push.ts';
import { inTurn } from './turns.ts';

const address = await migratedDatabase();
const database = new Database(address, { connections: 2, patience: 60_000 });
const elsewhere = new Database(address);
afterAll(() => Promise.all([database.close(), elsewhere.close()]));

test('case 15: pushes of one user that wait hold one connection: the others get theirs', async () => {
  const [held, other] = [await newUser(database), await newUser(database)];
  const one = (user: string) => push(database, user, pushOf(user, [runItem()]));
  await one(held);
  const waiting = await elsewhere.transaction(async (queries) => {
    await queries.execute('select * from sync_users for update');
    const waiting = Array.from({ length: 6 }, () => one(held));
    // The first has a connection, and waits with it for the row; without turns a second would, and others for a third.
    await untilOneWaits(elsewhere);
    expect(database.load).toEqual({ busy: 1, waiting: 0 });
    await database.use((queries) => queries.execute('select 1'));
    return { all: Promise.all(waiting) };
  });
  for (const answer of await waiting.all) expect(answer.type).toBe('pushed');
  expect(await one(other)).toMatchObject({ type: 'pushed' });
});

test('a line that is too long is not made longer', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const line = Array.from({ length: 17 }, () => inTurn(database, 'a', () => promise));
  await expect(inTurn(database, 'a', () => promise)).rejects.toBeInstanceOf(Unavailable);
  await inTurn(database, 'b', () => Promise.resolve());
  resolve();
  await Promise.all(line);
  await inTurn(database, 'a', () => promise);
});
