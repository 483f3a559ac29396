import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Emotion } from '../../src/lib/core/emotion.ts';

export interface Wanted {
  emotion: Emotion;
  seeds: readonly number[];
}

export interface Levels {
  seed: number;
  /** LU. */
  range: number;
  /** Share of clipped samples, 0 to 1. */
  clipped: number;
  /** The highest absolute sample. */
  peak: number;
}

/**
 * @returns the levels of the piece of each seed. They are rendered in a thread of plain Node: as the test runner
 * transforms modules, the inner loops of the renderer are several times slower.
 */
export async function levelsOf(wanted: Wanted): Promise<Levels[]> {
  const worker = new Worker(new URL('./levels.worker.ts', import.meta.url), { workerData: wanted });
  const [levels] = (await once(worker, 'message')) as [Levels[]];
  return levels;
}
