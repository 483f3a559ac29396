import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { rateLimits } from '../../drizzle/schema.ts';
import { migratedDatabase } from '../../tests/database.ts';
import type { Address } from '../database/address.ts';
import { Database } from '../database/database.ts';
import { Unavailable } from '../database/errors.ts';
import { count, type Limit } from './limits.ts';

let address: Address;
let database: Database;
beforeAll(async () => {
  address = await migratedDatabase();
  database = new Database(address);
});
afterAll(() => database.close());
afterEach(() => void vi.useRealTimers());

const limit = (by: Limit['by'] = 'account'): Limit => ({ name: randomUUID(), points: 10, seconds: 60, by });
const asker = (account: string | null = 'ann', from = '192.0.2.1') => ({ address: from, account });
const refusal = { status: 429, code: 'too_many' };

/** @returns how many of as many tries get through. */
async function through(tries: (() => Promise<void>)[]): Promise<number> {
  const results = await Promise.allSettled(tries.map((one) => one()));
  const reasons = results
    .filter((result) => result.status === 'rejected')
    .map(({ reason }) => reason as unknown);
  for (const reason of reasons) expect(reason).toMatchObject(refusal);
  return tries.length - reasons.length;
}

test('two servers count together, exactly, however many come at once', async () => {
  const other = new Database(address);
  const mine = limit();
  const tries = Array.from({ length: 120 }, (_, index) => async () => {
    await count(index % 2 ? database : other, [mine], asker());
  });
  expect(await through(tries)).toBe(10);
  await other.close();
});

test('who was refused may try again when the time is over, and is told when', async () => {
  const mine = limit();
  const again = () => count(database, [mine], asker());
  await through(Array.from({ length: 10 }, () => again));
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 20_000 });
  const error = await again().catch((refused: unknown) => refused);
  expect(error).toMatchObject({
    ...refusal,
    details: { seconds: expect.toSatisfy((n) => n > 35 && n <= 40) },
  });
  vi.setSystemTime(Date.now() + 41_000);
  await again();
});

test('it counts by account, by address, or by both', async () => {
  const ofOthers = async (by: Limit['by'], other: ReturnType<typeof asker>) => {
    const mine = limit(by);
    await through(Array.from({ length: 10 }, () => () => count(database, [mine], asker())));
    return (await through([() => count(database, [mine], other)])) === 1;
  };
  const [elsewhere, bob] = [asker('ann', '192.0.2.2'), asker('bob')];
  expect([await ofOthers('account', elsewhere), await ofOthers('account', bob)]).toEqual([false, true]);
  expect([await ofOthers('address', elsewhere), await ofOthers('address', bob)]).toEqual([true, false]);
  expect([await ofOthers('both', elsewhere), await ofOthers('both', bob)]).toEqual([true, true]);
});

test('what is refused by one limit does not count for the next', async () => {
  const [first, second] = [limit('both'), { ...limit(), points: 11 }];
  const attacker = Array.from({ length: 100 }, () => () => count(database, [first, second], asker()));
  expect(await through(attacker)).toBe(10);
  expect(await through([() => count(database, [first, second], asker('ann', '192.0.2.2'))])).toBe(1);
});

test('while the database is away all are told so, and none waits for those before', async () => {
  const away = new Database(address);
  const mine = limit();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  // The first four take their time to fail; nobody else may have to.
  const take = vi.spyOn(away.pool, 'take').mockImplementation(async () => {
    await released;
    throw new Unavailable('away');
  });
  const tries = Promise.allSettled(Array.from({ length: 40 }, () => count(away, [mine], asker())));
  await vi.waitFor(() => expect(take).toHaveBeenCalledTimes(4));
  release();
  for (const result of await tries)
    expect(result).toMatchObject({ reason: expect.any(Unavailable) as unknown });
  expect(take).toHaveBeenCalledTimes(4);
  take.mockRestore();
  expect(await through(Array.from({ length: 12 }, () => () => count(away, [mine], asker())))).toBe(10);
  await away.close();
});

test('the table tells nobody who it was', async () => {
  await count(database, [limit('both')], asker('ann@example.org', '198.51.100.7'));
  const keys = await database.use((queries) => queries.select({ key: rateLimits.key }).from(rateLimits));
  expect(JSON.stringify(keys)).not.toMatch(/ann|198\.51/);
});
