import { randomUUID } from 'node:crypto';
import { desc } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { systemLogs } from '../../drizzle/schema.ts';
import { LOG_STATUSES, LogQuery, type LogLine } from '../../src/lib/core/wire/admin.ts';
import { migratedDatabase } from '../../tests/database.ts';
import { Database } from '../database/database.ts';
import { readLogs, readOperations } from './logs.ts';

let database: Database;
beforeAll(async () => void (database = new Database(await migratedDatabase())));
afterAll(() => database.close());
beforeEach(() => database.use((queries) => queries.delete(systemLogs)));

const START = Date.parse('2026-11-21T12:00:00.000Z');
const OPERATIONS = ['GET /api/account', 'POST /api/sync/push', 'POST /api/agents/draft'];
const MESSAGES = ['', 'credentials_wrong', '100%_sure', 'Error (TypeError)', 'Fehler ÄRGER'];

type Row = Omit<typeof systemLogs.$inferSelect, 'id'>;

/** Lines whose instants are often the same. */
const row: fc.Arbitrary<Row> = fc.record({
  at: fc.nat(5).map((second) => new Date(START + second * 1000)),
  requestId: fc.uuid(),
  operation: fc.constantFrom(...OPERATIONS),
  status: fc.constantFrom(...LOG_STATUSES),
  durationMs: fc.nat(5000),
  message: fc.constantFrom(...MESSAGES),
});

const insert = (rows: Row[]) => database.use((queries) => queries.insert(systemLogs).values(rows));
const read = (asked: Record<string, unknown>, searched?: number) =>
  database.use((queries) => readLogs(queries, LogQuery.parse(asked), searched));

async function readAll(asked: Record<string, unknown>, searched?: number): Promise<LogLine[]> {
  const all: LogLine[] = [];
  for (let before: string | null | undefined; before !== null;) {
    const page = await read({ ...asked, ...(before && { before }) }, searched);
    all.push(...page.lines);
    before = page.next;
  }
  return all;
}

/** What the filters mean, said once more, over all lines. */
async function expected({ operation, status, from, until, word }: Record<string, string | undefined>) {
  const rows = await database.use((queries) =>
    queries.select().from(systemLogs).orderBy(desc(systemLogs.at), desc(systemLogs.id)),
  );
  const has = (text: string) => text.toLowerCase().includes(word!.toLowerCase());
  return rows
    .filter((line) => operation === undefined || line.operation === operation)
    .filter((line) => status === undefined || line.status === status)
    .filter(({ at }) => from === undefined || at >= new Date(from))
    .filter(({ at }) => until === undefined || at < new Date(until))
    .filter((line) => word === undefined || has(line.message) || has(line.operation))
    .map(({ id }) => id);
}

const instant = fc.nat(6).map((second) => new Date(START + second * 1000).toISOString());
const filters = fc.record(
  {
    operation: fc.constantFrom(...OPERATIONS, 'GET /', '情绪'),
    status: fc.constantFrom(...LOG_STATUSES),
    from: instant,
    until: instant,
    word: fc.constantFrom('%', '_', 'error', 'POST', 'sync', '情绪', '\\', 'ärger', "' or 1=1"),
  },
  { requiredKeys: [] },
);

test('page by page, each line that the filters let through comes once, the newest first', async () => {
  const property = fc.asyncProperty(
    fc.array(row, { minLength: 1, maxLength: 30 }),
    filters,
    fc.integer({ min: 1, max: 7 }),
    fc.integer({ min: 1, max: 9 }),
    async (rows, asked, limit, searched) => {
      await database.use((queries) => queries.delete(systemLogs));
      await insert(rows);
      const lines = await readAll({ ...asked, limit }, searched);
      expect(lines.map(({ id }) => id)).toEqual(await expected(asked));
    },
  );
  await fc.assert(property, { numRuns: 60 });
});

test('while lines are written, each that was there comes once and none twice', async () => {
  await insert(fc.sample(row, { numRuns: 200, seed: 7 }));
  const there = await expected({});
  const late = fc.sample(row, { numRuns: 200, seed: 8 });
  const seen: number[] = [];
  for (let before: string | null | undefined; before !== null;) {
    const page = await read({ limit: 9, ...(before && { before }) });
    seen.push(...page.lines.map(({ id }) => id));
    before = page.next;
    if (late.length > 0) await insert(late.splice(0, 7));
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(there.filter((id) => !seen.includes(id))).toEqual([]);
});

test('the id that a user was told finds its lines', async () => {
  const requestId = randomUUID();
  const rows = fc.sample(row, { numRuns: 50, seed: 1 });
  await insert([...rows, { ...rows[0]!, requestId, status: 'failed' }]);
  const { lines, next } = await read({ request: requestId.toUpperCase() });
  expect(lines).toMatchObject([{ requestId, status: 'failed' }]);
  expect(next).toBeNull();
});

test('each operation is named once', async () => {
  await insert(fc.sample(row, { numRuns: 100, seed: 1 }));
  expect(await database.use(readOperations)).toEqual([...OPERATIONS].sort());
});

test.each([
  { status: 'broken' },
  { limit: '0' },
  { limit: '201' },
  { limit: '1e1' },
  { before: '1-' },
  { before: '1-2; drop table users' },
  { from: 'yesterday' },
  { from: '0000-01-01T00:00:00Z' },
  { word: 'a\0' },
  { word: '\ud800' },
  { request: '1' },
  { role: 'admin' },
])('%o is no question to the log', (asked) => {
  expect(LogQuery.safeParse(asked).success).toBe(asked.limit === '1e1');
});
