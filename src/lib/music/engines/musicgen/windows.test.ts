import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planWindows } from './windows.ts';

const frames = fc.integer({ min: 1, max: 6000 });

test('half a minute is one window', () => {
  expect(planWindows(1500)).toEqual([{ index: 0, start: 0, from: 0, end: 1500 }]);
  expect(planWindows(1501)[1]).toEqual({ index: 1, start: 900, from: 1500, end: 1501 });
});

test('two minutes are six windows, each carrying 12 s over', () => {
  const plan = planWindows(6000);
  expect(plan.map(({ start }) => start)).toEqual([0, 900, 1800, 2700, 3600, 4500]);
  expect(plan.map(({ end }) => end)).toEqual([1500, 2400, 3300, 4200, 5100, 6000]);
  expect(plan.slice(1).every(({ start, from }) => from - start === 600)).toBe(true);
});

test('every frame that is not given is made once, in a window that the model can hear', () => {
  fc.assert(
    fc.property(frames, frames, (total, other) => {
      const given = Math.min(other, total);
      const plan = planWindows(total, given);
      let next = given;
      for (const { start, from, end } of plan) {
        expect(Math.max(from, given)).toBe(next);
        expect(end).toBeGreaterThan(next);
        expect(end - start).toBeLessThanOrEqual(1500);
        next = end;
      }
      expect(next).toBe(total);
    }),
  );
});

test('a run resumed anywhere has the borders of an unbroken one', () => {
  fc.assert(
    fc.property(frames, frames, (total, other) => {
      const rest = planWindows(total, Math.min(other, total));
      expect(rest).toEqual(rest.length === 0 ? [] : planWindows(total).slice(-rest.length));
    }),
  );
});

test('a longer piece has the borders of a shorter one as far as that goes', () => {
  fc.assert(
    fc.property(frames, frames, (total, more) => {
      const short = planWindows(total);
      const long = planWindows(total + more).slice(0, short.length);
      expect(long.slice(0, -1)).toEqual(short.slice(0, -1));
      expect({ ...long.at(-1), end: total }).toEqual(short.at(-1));
    }),
  );
});

test('nothing is left to make where all is given, and more than all is a mistake', () => {
  expect(planWindows(6000, 6000)).toEqual([]);
  expect(() => planWindows(100, 101)).toThrow(RangeError);
  expect(() => planWindows(100, -1)).toThrow(RangeError);
});
