import { afterAll, beforeAll, expect, test } from 'vitest';
import { signIns } from '../../drizzle/schema.ts';
import { migratedDatabase } from '../../tests/database.ts';
import { newUser, pullOf, pushOf, runItem } from '../../tests/fixtures/sync-records.ts';
import { beginSignIn } from '../auth/sign-ins.ts';
import { Database } from '../database/database.ts';
import { beginNewHistory } from './new-history.ts';
import { pull } from './pull.ts';
import { push } from './push.ts';

let database: Database;
beforeAll(async () => void (database = new Database(await migratedDatabase())));
afterAll(() => database.close());

async function epochOf(user: string): Promise<string> {
  return (await pull(database, user, pullOf(user))).epoch;
}

test('case 10: after a backup was restored devices begin anew, and what they have to push is taken', async () => {
  const users = [await newUser(database), await newUser(database)];
  const epochs: string[] = [];
  for (const user of users) {
    await push(database, user, pushOf(user, [runItem()]));
    await database.use((queries) => beginSignIn(queries, user, 'Firefox on Linux'));
    epochs.push(await epochOf(user));
  }

  expect(await beginNewHistory(database)).toBe(2);
  const [user] = users as [string];
  const now = await Promise.all(users.map(epochOf));
  expect(new Set([...epochs, ...now]).size).toBe(4);
  const stale = { epoch: epochs[0]! };
  expect(await pull(database, user, pullOf(user, 1, stale))).toEqual({ type: 'reset', epoch: now[0] });
  const item = runItem();
  expect(await push(database, user, pushOf(user, [item], epochs[0]))).toEqual({
    type: 'reset',
    epoch: now[0],
  });
  expect(await push(database, user, pushOf(user, [item], now[0]))).toMatchObject({
    type: 'pushed',
    outcomes: [{ outcome: 'applied' }],
  });
  expect(await database.use((queries) => queries.select().from(signIns))).toEqual([]);
});
