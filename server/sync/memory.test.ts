import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, expect, test } from 'vitest';
import { migratedDatabase } from '../../tests/database.ts';
import { newUser, pushOf, runItem } from '../../tests/fixtures/sync-records.ts';
import { Database } from '../database/database.ts';
import { push } from './push.ts';

const database = new Database(await migratedDatabase(), { patience: 60_000 });
afterAll(() => database.close());

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** @returns bytes that this process uses once what is of no use has been collected. */
function memoryInUse(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

test('case 16: of pushes nothing stays in memory, however many', async () => {
  const users = await Promise.all(Array.from({ length: 10 }, () => newUser(database)));
  let bytes = 0;
  const round = async (): Promise<void> => {
    const pushes = users.map((user) => ({ user, request: pushOf(user, [runItem()]) }));
    bytes += JSON.stringify(pushes).length;
    await Promise.all(pushes.map(({ user, request }) => push(database, user, request)));
  };
  const rounds = async (count: number): Promise<number> => {
    for (let i = 0; i < count; i++) await round();
    return memoryInUse();
  };
  const before = await rounds(20);
  bytes = 0;
  const grown = (await rounds(60)) - before;
  // If each was kept it would have grown by all of this; code that is compiled meanwhile takes some.
  expect(grown / bytes).toBeLessThan(0.5);
});
