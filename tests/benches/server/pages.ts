import { HistoryQuery } from '../../../src/lib/core/wire/history.ts';
import type { Database } from '../../../server/database/database.ts';
import { history } from '../../../server/sync/history.ts';
import { fillHistory, timeOf } from '../../fixtures/long-history.ts';
import { newUser } from '../../fixtures/sync-records.ts';
import { quantile } from './quantile.ts';

/** Records of the users whose history is asked for, all in the same tables. */
const SIZES = [1_000, 100_000, 1_000_000];
const ROUNDS = 400;
/** Rows that a statement inserts. */
const CHUNK = 20_000;

export interface Pages {
  records: number;
  /** Milliseconds of the newest page. */
  p50_ms: number;
  p99_ms: number;
  /** Of one from anywhere: what is seldom read comes from the disk. */
  anywhere_p50_ms: number;
  anywhere_p99_ms: number;
}

/** Times the pages of histories of each size, in turns: what else the machine does is the same for all. */
export async function timePages(database: Database): Promise<Pages[]> {
  const owners: { records: number; user: string; newest: number[]; anywhere: number[] }[] = [];
  for (const records of SIZES) {
    const user = await newUser(database);
    for (let first = 0; first < records; first += CHUNK) {
      await fillHistory(database, user, first, Math.min(records - first, CHUNK));
    }
    owners.push({ records, user, newest: [], anywhere: [] });
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const { user, newest, anywhere } of owners) {
      newest.push(await time(database, user, {}));
      const startedAt = `${timeOf((round * 0.618) % 0.95)}`;
      anywhere.push(await time(database, user, { startedAt, id: LAST }));
    }
  }
  return owners.map(({ records, newest, anywhere }) => ({
    records,
    p50_ms: quantile(newest, 0.5),
    p99_ms: quantile(newest, 0.99),
    anywhere_p50_ms: quantile(anywhere, 0.5),
    anywhere_p99_ms: quantile(anywhere, 0.99),
  }));
}

const LAST = 'ffffffff-ffff-4fff-bfff-ffffffffffff';

async function time(database: Database, user: string, query: object): Promise<number> {
  const start = performance.now();
  const { runs } = await history(database, user, HistoryQuery.parse(query));
  if (runs.length === 0) throw new Error('An empty page.');
  return performance.now() - start;
}
