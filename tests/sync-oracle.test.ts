import pLimit from 'p-limit';
import { afterAll, expect, test } from 'vitest';
import { Database } from '../server/database/database.ts';
import { migratedDatabase } from './database.ts';
import { failureOf } from './sync/history.ts';

/** `SYNC_SEED=7 npx vitest run tests/sync-oracle.test.ts` runs one history alone. */
const alone = process.env.SYNC_SEED;
const SEEDS = alone === undefined ? Array.from({ length: 200 }, (_, i) => i + 1) : [Number(alone)];
/** Histories at a time: each of these has a database of its own, where deletions can be forgotten. */
const LANES = 4;

/** However busy the machine is. */
const PATIENT = { patience: 60_000 };

const databases = await Promise.all(
  Array.from(
    { length: Math.min(LANES, SEEDS.length) },
    async () => new Database(await migratedDatabase(), PATIENT),
  ),
);
afterAll(() => Promise.all(databases.map((database) => database.close())));

test(
  `${SEEDS.length} histories end as people made them: nothing lost, nothing twice, the same everywhere ` +
    '(case 1, 2, 3, 5, 6, 7, 8, 9, 10, 13)',
  async () => {
    const free = [...databases];
    const limit = pLimit(free.length);
    const failures = await limit.map(SEEDS, async (seed) => {
      const database = free.pop()!;
      const failure = await failureOf(database, seed);
      free.push(database);
      return failure;
    });
    expect(failures.filter((failure) => failure !== null).join('\n\n')).toBe('');
  },
  600_000,
);
