import type { Provider } from './onnx.ts';

/** Something that was started on a provider, and how long its work takes there. */
export interface Trial<T> {
  provider: Provider;
  started: T;
  /** Median milliseconds. */
  milliseconds: number;
}

/** A provider that did not start, and why. */
export interface Failure {
  provider: Provider;
  error: unknown;
}

/** How often to time, and for how long at most; a slow device is known after one run. */
const RUNS = 5;
const BUDGET = 300;

/** What is tried: how to start it, what to time, how to free it. */
export interface Work<T> {
  start(): Promise<T>;
  run(started: T): Promise<void>;
  stop(started: T): Promise<void>;
}

/**
 * Starts some work on a provider and times it, warmed: the first run, which compiles, does not count. What was started
 * is freed again where it fails.
 */
export async function tryProvider<T>(provider: Provider, work: Work<T>): Promise<Trial<T> | Failure> {
  try {
    const started = await work.start();
    try {
      await work.run(started);
      return { provider, started, milliseconds: await time(() => work.run(started)) };
    } catch (error) {
      await work.stop(started);
      throw error;
    }
  } catch (error) {
    return { provider, error };
  }
}

async function time(work: () => Promise<void>): Promise<number> {
  const runs: number[] = [];
  for (let spent = 0; runs.length < RUNS && spent < BUDGET; spent += runs.at(-1)!) {
    const begun = performance.now();
    await work();
    runs.push(performance.now() - begun);
  }
  return runs.sort((a, b) => a - b)[Math.floor(runs.length / 2)]!;
}
