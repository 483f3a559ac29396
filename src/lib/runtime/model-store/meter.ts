import type { Progress } from './model-store.ts';

/** Milliseconds over which the speed is taken: long enough to be steady, short enough to follow the network. */
const WINDOW = 10_000;
/** Milliseconds of receiving before the time left is told at all. */
const WARM_UP = 1000;
/** Milliseconds between reports. */
const PAUSE = 100;

/**
 * Reports how far a download is, a few times a second.
 * @param total bytes.
 * @param now milliseconds of a clock that never goes back.
 * @returns to be told whenever the number of bytes that are there changes.
 */
export function createMeter(
  total: number,
  progress: Progress,
  now: () => number = () => performance.now(),
): (done: number) => void {
  let samples: { time: number; done: number }[] = [];
  let reported = -Infinity;

  return (done) => {
    const time = now();
    // Less than before: what was there was of no use, and it begins anew.
    if (done < (samples.at(-1)?.done ?? 0)) samples = [];
    if (time - reported < PAUSE && done < total) return;
    reported = time;
    samples.push({ time, done });
    while (time - samples[0]!.time > WINDOW && samples.length > 2) samples.shift();
    progress(done, total, secondsLeft(samples, total));
  };
}

function secondsLeft(samples: readonly { time: number; done: number }[], total: number): number | null {
  const first = samples[0]!;
  const last = samples.at(-1)!;
  if (last.done >= total) return 0;
  const spent = last.time - first.time;
  const came = last.done - first.done;
  return spent < WARM_UP || came <= 0 ? null : ((total - last.done) * spent) / came / 1000;
}
