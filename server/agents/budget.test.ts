import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { budgets } from '../../drizzle/schema.ts';
import { migratedDatabase } from '../../tests/database.ts';
import type { Reservation } from '../budgets/counts.ts';
import { databaseCounts } from '../budgets/database-counts.ts';
import { memoryCounts } from '../budgets/memory-counts.ts';
import { Database } from '../database/database.ts';
import { sharesOf, tokenBudget, UNIT, type Budget, type Limits } from './budget.ts';
import { Failed } from './failed.ts';

const ANN = { user: 'ann', address: '192.0.2.1' };
const BOB = { user: 'bob', address: '192.0.2.2' };
const WIDE: Limits = { user: 1e9, network: 1e9, all: 1e9 };
const TOKENS = 100;
/** No test runs into the next minute. */
const noon = () => new Date('2026-11-21T12:00:00Z');

const address = await migratedDatabase();
/** Two servers on one database. */
const servers = [
  new Database(address, { patience: 60_000 }),
  new Database(address, { patience: 60_000 }),
] as const;
const inDatabase = (server: Database, limits: Limits): Budget =>
  tokenBudget(databaseCounts(server, UNIT, noon), limits, noon);
afterAll(() => Promise.all(servers.map((server) => server.close())));

describe.each<[string, (limits: Limits) => Budget[]]>([
  ['in memory', (limits) => [tokenBudget(memoryCounts(noon), limits, noon)]],
  ['in the database', (limits) => servers.map((server) => inDatabase(server, limits))],
])('%s', (_, open) => {
  beforeEach(async () => void (await servers[0].use((queries) => queries.delete(budgets))));

  test.each<[keyof Limits, string]>([
    ['user', 'spent'],
    ['network', 'busy'],
    ['all', 'spent'],
  ])(
    'case 22: 50 parallel at the last cent of %s: exactly as many get through as fit',
    async (limit, code) => {
      const opened = open({ ...WIDE, [limit]: 7 * TOKENS + 50 });
      const asked = Array.from({ length: 50 }, (_, i) => opened[i % opened.length]!.reserve(ANN, TOKENS));
      const outcomes = await Promise.allSettled(asked);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(7);
      for (const outcome of outcomes) {
        if (outcome.status === 'fulfilled') continue;
        expect(outcome.reason).toBeInstanceOf(Failed);
        expect(outcome.reason).toMatchObject({ code });
      }
    },
  );

  test('what was not used is there again, and what was used is gone', async () => {
    const [budget] = open({ ...WIDE, user: 250 });
    const first = await budget!.reserve(ANN, 100);
    await budget!.reserve(ANN, 100);
    await expect(budget!.reserve(ANN, 100)).rejects.toMatchObject({ code: 'spent' });
    await first.settle(50);
    const last = await budget!.reserve(ANN, 100);
    await last.settle(0);
    await expect(budget!.reserve(ANN, 101)).rejects.toMatchObject({ code: 'spent' });
    await budget!.reserve(ANN, 100);
  });

  test('what is refused takes nothing from any share', async () => {
    const [budget] = open({ user: 150, network: 150, all: 100 });
    await expect(budget!.reserve(ANN, 101)).rejects.toMatchObject({ code: 'spent' });
    await budget!.reserve(ANN, 100);
  });

  test('everyone has a share of their own, and guests one by their address', async () => {
    const [budget] = open({ ...WIDE, user: 100 });
    const guest = { user: null, address: ANN.address };
    await budget!.reserve(ANN, 100);
    await budget!.reserve(BOB, 100);
    await budget!.reserve(guest, 100);
    await expect(budget!.reserve(guest, 1)).rejects.toMatchObject({ code: 'spent' });
  });

  test('a network of IPv6 has one share, whichever of its addresses asks', async () => {
    const [budget] = open({ ...WIDE, user: 100, network: 100 });
    const from = (address: string) => budget!.reserve({ user: null, address }, 100);
    await from('2001:db8:1:2::1');
    await expect(from('2001:db8:1:2::2')).rejects.toBeInstanceOf(Failed);
    await from('2001:db8:1:3::1');
  });

  test('many that settle while others reserve leave an exact count', async () => {
    const opened = open({ ...WIDE, all: 30 * TOKENS });
    const rounds = Array.from({ length: 30 }, async (_, i) => {
      const reservation: Reservation = await opened[i % opened.length]!.reserve(i % 2 ? ANN : BOB, TOKENS);
      await reservation.settle(10);
    });
    await Promise.all(rounds);
    const left = 30 * TOKENS - 30 * 10;
    await expect(opened[0]!.reserve(ANN, left + 1)).rejects.toMatchObject({ code: 'spent' });
    await opened[0]!.reserve(ANN, left);
  });
});

test('the table tells nobody where it was asked from', async () => {
  await inDatabase(servers[0], WIDE).reserve({ user: null, address: '198.51.100.7' }, 1);
  const rows = await servers[0].use((queries) => queries.select().from(budgets));
  expect(JSON.stringify(rows)).not.toContain('198.51');
});

test('what was counted long ago is dropped, and other budgets are left alone', async () => {
  const old = { reserved: 1, spent: 1 };
  const rows = [
    { scope: 'tokens of all', period: '2020-01-01', ...old },
    { scope: 'tokens from 192.0.2.1', period: '2020-01-01T10:00', ...old },
    { scope: 'seconds', period: '2020-01-01', ...old },
  ];
  await servers[0].use((queries) => queries.insert(budgets).values(rows));
  await inDatabase(servers[0], WIDE).reserve(ANN, 1);
  const kept = await servers[0].use((queries) => queries.select().from(budgets));
  expect(kept.filter(({ period }) => period.startsWith('2020')).map(({ scope }) => scope)).toEqual([
    'seconds',
  ]);
});

test('a day and a minute are those of UTC', () => {
  const shares = sharesOf(ANN, WIDE, new Date('2026-11-21T23:59:59.999Z'));
  const periods = shares.map(({ period }) => period);
  expect(periods).toEqual(['2026-11-21', '2026-11-21T23:59', '2026-11-21']);
  const scopes = shares.map(({ scope }) => scope);
  expect(scopes).toEqual(scopes.toSorted());
});
