import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Update } from '#lib/update.ts';
import { advanced, begun, type Busy } from './progress.ts';

type News = Parameters<typeof advanced>[1];

const progress = (fraction: number): News => ({ type: 'progress', stage: 'generate', fraction });

function download(done: number, total = 100, secondsLeft: number | null = 7): News {
  return {
    type: 'loading',
    stage: 'generate',
    fraction: (0.9 * done) / total,
    download: { done, total, secondsLeft },
  };
}

const opening = (fraction: number): News => ({
  type: 'loading',
  stage: 'generate',
  fraction,
  download: null,
});

/** One update a second. */
function after(...updates: readonly News[]): Busy {
  return updates.reduce((busy, update, i) => advanced(busy, update, i * 1000), begun('make', 'generate'));
}

describe('what is under way', () => {
  it('goes from a download to opening what came, and then to the work', () => {
    expect(after(download(40))).toMatchObject({ doing: 'download', download: { done: 40 }, secondsLeft: 7 });
    expect(after(download(40), download(100))).toMatchObject({ doing: 'prepare', download: null });
    expect(after(download(100), opening(0.95), opening(1)).doing).toBe('prepare');
    expect(after(download(100), opening(1), progress(0))).toMatchObject({ doing: 'work', fraction: 0 });
  });

  it('is told apart from the work, wherever that goes on: a resumed piece does not begin at 0', () => {
    expect(after(opening(0.2))).toMatchObject({ doing: 'prepare', fraction: 0.2, secondsLeft: null });
    expect(after(opening(0.2), progress(0.8))).toMatchObject({ doing: 'work', fraction: 0.8 });
    expect(after(progress(0.4), opening(0.6), progress(0.4)).doing).toBe('work');
  });

  it('waits in the queue, and then works', () => {
    const waiting: Update & News = { type: 'waiting', stage: 'generate', before: 2 };
    expect(after(opening(1), waiting)).toMatchObject({ doing: 'wait', before: 2, fraction: null });
    expect(after(opening(1), waiting, progress(0)).doing).toBe('work');
  });

  it('tells the time left by the pace of the work alone, however much was there before it', () => {
    const step = fc.double({ min: 0.001, max: 0.02, noNaN: true });
    const start = fc.double({ min: 0, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(start, step, fc.integer({ min: 4, max: 20 }), (from, by, count) => {
        const steps = Array.from({ length: count }, (_, i) => progress(from + i * by));
        const { secondsLeft } = after(download(100), opening(1), ...steps);
        expect(secondsLeft).toBeCloseTo((1 - from - (count - 1) * by) / by, 6);
      }),
    );
  });

  it('follows the pace of late: the step that works through what was there before does not count', () => {
    const busy = begun('make', 'generate');
    const slow = [progress(0.5), progress(0.51)].reduce(
      (now, step, i) => advanced(now, step, i * 60_000),
      busy,
    );
    const later = [0.52, 0.53, 0.54, 0.55].reduce(
      (now, fraction, i) => advanced(now, progress(fraction), 60_000 + (i + 1) * 1000),
      slow,
    );
    expect(later.secondsLeft).toBeCloseTo(45, 6);
  });

  it('says nothing of the time as long as it has seen too little', () => {
    expect(after(progress(0), progress(0.1)).secondsLeft).toBeNull();
    expect(after(progress(0), progress(0), progress(0)).secondsLeft).toBeNull();
  });
});
