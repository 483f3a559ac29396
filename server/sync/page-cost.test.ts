import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HistoryQuery } from '../../src/lib/core/wire/history.ts';
import { fillHistory, timeOf } from '../../tests/fixtures/long-history.ts';
import { newUser } from '../../tests/fixtures/sync-records.ts';
import { migratedDatabase } from '../../tests/database.ts';
import { Database } from '../database/database.ts';
import { history } from './history.ts';

/** One connection, whose counters are those of what is tested. */
let database: Database;
beforeAll(async () => {
  database = new Database(await migratedDatabase(), { connections: 1 });
});
afterAll(() => database.close());

/** Rows that this connection has read so far, by index or not. */
async function rowsRead(): Promise<number> {
  const [rows] = (await database.use((queries) =>
    queries.execute(sql`show session status like 'Handler_read%'`),
  )) as unknown as [{ Value: string }[]];
  return rows.reduce((sum, { Value }) => sum + Number(Value), 0);
}

test('a page costs as much as it holds, wherever it is in however long a history', async () => {
  const user = await newUser(database);
  const RUNS = 8000;
  await fillHistory(database, user, 0, RUNS);
  await database.use((queries) => queries.execute(sql`analyze table runs, emotions, sync_records`));
  for (const share of [0, 0.3, 0.6, 0.82, 0.88, 0.95]) {
    for (const emotion of [{}, { emotion: 'sad' }]) {
      const query = { startedAt: `${timeOf(share)}`, id: 'ffffffff-ffff-4fff-bfff-ffffffffffff', ...emotion };
      const before = await rowsRead();
      const { runs } = await history(database, user, HistoryQuery.parse(query));
      expect(runs).toHaveLength(20);
      // The keys, a record each and the feedback that is not there, and what asking for the counters reads.
      expect((await rowsRead()) - before, `at ${share} ${JSON.stringify(emotion)}`).toBeLessThan(200);
    }
  }
});
