import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { events, systemLogs } from '../../drizzle/schema.ts';
import { migratedDatabase } from '../../tests/database.ts';
import { Database } from '../database/database.ts';
import { Unavailable } from '../database/errors.ts';
import { recordEvent } from './events.ts';
import { Ledger, openLedger } from './ledger.ts';
import { log } from './log.ts';
import { recordOperation } from './operations.ts';
import { KEPT, purge } from './purge.ts';

let database: Database;
beforeAll(async () => void (database = new Database(await migratedDatabase())));
afterAll(() => database.close());
beforeEach(async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(log, level).mockReturnValue();
  for (const table of [systemLogs, events]) await database.use((queries) => queries.delete(table));
});
afterEach(() => vi.restoreAllMocks());

const rowsOf = (table: typeof systemLogs | typeof events) =>
  database.use((queries) => queries.select().from(table));
const logRow = (at: Date) => ({
  at,
  requestId: randomUUID(),
  operation: 'GET /api/account',
  status: 'ok' as const,
  durationMs: 1,
  message: '',
});

test('what is recorded can be found by its id, however long its words are', async () => {
  const ledger = openLedger(() => Promise.resolve(database));
  const requestId = randomUUID();
  const operation = `POST /api/${'x'.repeat(100)}`;
  const message = `${'y'.repeat(999)}🥁 and \ud800`;
  recordOperation({ requestId, operation, status: 'failed', durationMs: 1e12, message });
  recordEvent({ userId: null, agent: 'draft', type: 'written', payload: { tokens: 7 } });
  await ledger.logs.flush();
  await ledger.events.flush();
  expect(await rowsOf(systemLogs)).toMatchObject([
    {
      requestId,
      operation: operation.slice(0, 64),
      status: 'failed',
      durationMs: 0xffff_ffff,
      message: `${'y'.repeat(999)}\ufffd`,
    },
  ]);
  expect(await rowsOf(events)).toMatchObject([{ agent: 'draft', payload: { tokens: 7 }, userId: null }]);
  expect(log.error).toHaveBeenCalledOnce();
});

test('an event of a user who has gone is lost, and no other with it', async () => {
  const ledger = new Ledger(() => Promise.resolve(database));
  for (const userId of [null, randomUUID(), null]) {
    ledger.events.push({ at: new Date(), userId, agent: 'draft', type: 'written', payload: {} });
  }
  await ledger.close();
  expect(await rowsOf(events)).toHaveLength(2);
  expect(log.warn).toHaveBeenCalledExactlyOnceWith({
    operation: 'keep the log',
    message: '1 rows of events were not kept',
  });
});

test('without a database nothing is kept; while it is away rows wait for it', async () => {
  await new Ledger(() => Promise.resolve(null)).close();
  let isAway = true;
  const ledger = new Ledger(() =>
    isAway ? Promise.reject(new Unavailable('away')) : Promise.resolve(database),
  );
  ledger.logs.push(logRow(new Date()));
  await ledger.logs.flush();
  expect(await rowsOf(systemLogs)).toEqual([]);
  isAway = false;
  await ledger.close();
  expect(await rowsOf(systemLogs)).toHaveLength(1);
  expect(log.warn).not.toHaveBeenCalled();
});

test('what is older than 90 days goes, in small steps; what is younger stays', async () => {
  const now = new Date('2026-11-21T12:00:00Z');
  const old = Array.from({ length: 2500 }, (_, i) => logRow(new Date(now.getTime() - KEPT - 1 - i)));
  const young = [0, 1, KEPT].map((age) => logRow(new Date(now.getTime() - age)));
  await database.use((queries) => queries.insert(systemLogs).values([...old, ...young]));
  const transaction = vi.spyOn(database, 'transaction');
  await purge(database, now);
  expect(await rowsOf(systemLogs)).toHaveLength(3);
  expect(transaction.mock.calls.length).toBe(3 + 1);
});

test('looking for old rows costs one short statement a minute', async () => {
  const ledger = new Ledger(() => Promise.resolve(database));
  const transaction = vi.spyOn(database, 'transaction');
  for (let flush = 0; flush < 5; flush++) {
    ledger.logs.push(logRow(new Date()));
    await ledger.logs.flush();
  }
  expect(transaction).toHaveBeenCalledTimes(2); // one a table
});
