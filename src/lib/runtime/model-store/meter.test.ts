import { expect, test } from 'vitest';
import { createMeter } from './meter.ts';

/** A clock that is set by hand, and what was reported. */
function measure(total: number) {
  const clock = { time: 0 };
  const reports: [number, number, number | null][] = [];
  const meter = createMeter(
    total,
    (...report) => reports.push(report),
    () => clock.time,
  );
  return { reports, at: (time: number, done: number) => ((clock.time = time), meter(done)) };
}

test('the time left is told once the speed is known, and follows it', () => {
  const { reports, at } = measure(1000);
  at(0, 200);
  at(500, 250);
  at(1000, 300);
  at(2000, 400);
  at(30_000, 500);
  at(31_000, 900);
  at(31_001, 1000);
  expect(reports.map(([, , left]) => left)).toEqual([null, null, 7, 6, expect.closeTo(140, 0), 0.25, 0]);
  expect(reports.every(([, total]) => total === 1000)).toBe(true);
});

test('reports are few, but the last one comes', () => {
  const { reports, at } = measure(1000);
  for (let time = 0; time <= 1000; time++) at(time, time);
  expect(reports.length).toBeLessThanOrEqual(12);
  expect(reports.at(-1)).toEqual([1000, 1000, 0]);
});

test('a download that begins anew is not taken for one that goes backwards', () => {
  const { reports, at } = measure(1000);
  at(0, 800);
  at(2000, 0);
  at(4000, 100);
  expect(reports.map(([, , left]) => left)).toEqual([null, null, 18]);
});
