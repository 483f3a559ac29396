import { sql } from 'drizzle-orm';
import { expect, vi } from 'vitest';
import type { Database } from '../server/database/database.ts';

const WAITING = sql`select count(*) as waiting from information_schema.innodb_trx
  join information_schema.processlist on trx_mysql_thread_id = id
  where db = database() and trx_state = 'LOCK WAIT'`;

/** ms between looks: InnoDB shows what it showed before to whoever looks again within 100 ms of anybody's last look. */
const INTERVAL = 250;

/** @returns once one transaction of this database waits for the lock of another. */
export async function untilOneWaits(database: Database): Promise<void> {
  const look = async () => {
    const rows = await database.use((queries) => queries.execute(WAITING));
    expect(rows[0]).toMatchObject([{ waiting: 1 }]);
  };
  await vi.waitFor(look, { timeout: 30_000, interval: INTERVAL });
}
