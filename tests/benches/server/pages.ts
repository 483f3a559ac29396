import { sql, type SQL } from 'drizzle-orm';
import { HistoryQuery } from '../../../src/lib/core/wire/history.ts';
import type { Database } from '../../../server/database/database.ts';
import { history } from '../../../server/sync/history.ts';
import { NOW, newUser, runItem } from '../../fixtures/sync-records.ts';
import { quantile } from './quantile.ts';

/** Records of the users whose history is asked for, all in the same tables. */
const SIZES = [1_000, 100_000, 1_000_000];
const ROUNDS = 400;
/** Rows that a statement inserts. */
const CHUNK = 20_000;

export interface Pages {
  records: number;
  /** Milliseconds of the newest page, and of one from anywhere. */
  p50_ms: number;
  p99_ms: number;
  anywhere_p50_ms: number;
}

/** Times the pages of histories of each size, in turns: what else the machine does is the same for all. */
export async function timePages(database: Database): Promise<Pages[]> {
  const body = runItem().body!;
  const owners: { records: number; user: string; newest: number[]; anywhere: number[] }[] = [];
  for (const records of SIZES) {
    const user = await newUser(database);
    for (let first = 0; first < records; first += CHUNK) {
      await fill(database, user, body, first, Math.min(records - first, CHUNK));
    }
    owners.push({ records, user, newest: [], anywhere: [] });
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const { user, newest, anywhere } of owners) {
      newest.push(await time(database, user, {}));
      const startedAt = NOW.getTime() - Math.floor(((round * 0.618) % 0.9) * PLACES) * 1000;
      anywhere.push(await time(database, user, { startedAt: `${startedAt}`, id: LAST }));
    }
  }
  return owners.map(({ records, newest, anywhere }) => ({
    records,
    p50_ms: quantile(newest, 0.5),
    p99_ms: quantile(newest, 0.99),
    anywhere_p50_ms: quantile(anywhere, 0.5),
  }));
}

const LAST = 'ffffffff-ffff-4fff-bfff-ffffffffffff';
/** Seconds over which a history is spread: a prime, so that multiples of a number come to each of them once. */
const PLACES = 1_000_003;

async function time(database: Database, user: string, query: object): Promise<number> {
  const start = performance.now();
  const { runs } = await history(database, user, HistoryQuery.parse(query));
  if (runs.length === 0) throw new Error('An empty page.');
  return performance.now() - start;
}

/** Whole runs, as a push leaves them. Their ids have nothing to do with their times. */
async function fill(
  database: Database,
  user: string,
  body: string,
  first: number,
  length: number,
): Promise<void> {
  const digits = sql`(select 0 as d union all select 1 union all select 2 union all select 3 union all select 4
    union all select 5 union all select 6 union all select 7 union all select 8 union all select 9)`;
  const numbers = sql`(select ${first} + a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d as n
    from ${digits} a, ${digits} b, ${digits} c, ${digits} e, ${digits} f) numbers
    where n < ${first + length} order by n`;
  const id = sql`concat(lpad(hex(n), 8, '0'), '-0000-4000-8000-000000000000')`;
  const place = sql`(n * 611953 mod ${PLACES})`;
  const at = sql`date_sub(${NOW}, interval ${place} second)`;
  const statements: SQL[] = [
    sql`insert into runs (user_id, id, source, started_at, intent, engine, status)
      select ${user}, ${id}, 'web', ${at}, 'soothe', 'composer', 'done' from ${numbers}`,
    sql`insert into emotions (user_id, run_id, started_at, emotion)
      select ${user}, ${id}, ${at}, 'sad' from ${numbers}`,
    sql`insert into sync_records (user_id, id, kind, seq, ver_t, ver_client, schema_v, body_hash, body)
      select ${user}, ${id}, 'run', n + 1, 1, ${LAST}, 1, unhex(sha2(${body}, 256)), ${body} from ${numbers}`,
  ];
  for (const statement of statements) await database.use((queries) => queries.execute(statement));
}
