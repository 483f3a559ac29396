import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EMOTIONS } from './emotion.ts';
import { layout } from './layout.ts';

test.each([
  [30, [0, 8, 22, 30], ['match', 'theme', 'settle']],
  [120, [0, 20, 50, 80, 105, 120], ['match', 'theme', 'variation', 'target', 'settle']],
  [15, [0, 4, 15], ['match', 'theme']],
  [5, [0, 5], ['theme']],
])('%d s', (duration, edges, names) => {
  const spans = layout(duration, 'angry');
  expect([0, ...spans.map(({ end }) => end)]).toEqual(edges);
  expect(spans.map(({ name }) => name)).toEqual(names);
});

test('sections touch, fill the piece, and last two seconds or more', () => {
  const durations = fc.double({ min: 5, max: 120, noNaN: true });
  fc.assert(
    fc.property(durations, fc.constantFrom(...EMOTIONS), (duration, emotion) => {
      const spans = layout(duration, emotion);
      expect(spans[0]?.start).toBe(0);
      expect(spans.at(-1)?.end).toBe(duration);
      spans.forEach(({ start, end }, i) => {
        expect(end - start).toBeGreaterThanOrEqual(2);
        if (i > 0) expect(start).toBe(spans[i - 1]?.end);
      });
      expect(new Set(spans.map(({ name }) => name)).size).toBe(spans.length);
    }),
    { numRuns: 200 },
  );
});

test('a sad opening takes at most a quarter of 30 s', () => {
  expect(layout(30, 'sad')[0]?.end).toBe(7.5);
});
