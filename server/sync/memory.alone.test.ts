import { afterAll, expect, test } from 'vitest';
import { migratedDatabase } from '../../tests/database.ts';
import { memoryInUse } from '../../tests/garbage.ts';
import { newUser, pushOf, runItem } from '../../tests/fixtures/sync-records.ts';
import { Database } from '../database/database.ts';
import { push } from './push.ts';

const database = new Database(await migratedDatabase(), { patience: 60_000 });
afterAll(() => database.close());

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
  let before = await rounds(20);
  const shares: number[] = [];
  for (let stretch = 0; stretch < 3; stretch++) {
    bytes = 0;
    const after = await rounds(30);
    shares.push((after - before) / bytes);
    before = after;
  }
  // If each was kept it would grow by all of this in every stretch; code that is compiled meanwhile takes some in one.
  expect(shares.toSorted((a, b) => a - b)[1]).toBeLessThan(0.5);
});
