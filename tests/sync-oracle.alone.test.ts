import { expect, test } from 'vitest';
import { migratedDatabase } from './database.ts';
import { runLane } from './sync/lane.ts';

/** `SYNC_SEED=7 npx vitest run tests/sync-oracle.alone.test.ts` runs one history alone. */
const alone = process.env.SYNC_SEED;
const SEEDS = alone === undefined ? Array.from({ length: 200 }, (_, i) => i + 1) : [Number(alone)];
/** Histories at a time: one waits for the database while another computes. */
const LANES = 4;

test(
  `${SEEDS.length} histories end as people made them: nothing lost, nothing twice, the same everywhere ` +
    '(case 1, 2, 3, 5, 6, 7, 8, 9, 10, 13)',
  async () => {
    const failures: string[] = [];
    const seeds = [...SEEDS];
    const lane = async (): Promise<void> =>
      runLane(
        await migratedDatabase(),
        () => seeds.shift() ?? null,
        (failure) => failures.push(failure),
      );
    await Promise.all(Array.from({ length: Math.min(LANES, seeds.length) }, lane));
    expect(failures.join('\n\n')).toBe('');
    expect(seeds).toEqual([]);
  },
  600_000,
);
