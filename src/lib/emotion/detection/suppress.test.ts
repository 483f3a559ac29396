import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agree } from './agree.ts';
import type { Detection } from './cells.ts';
import { overlap } from './overlap.ts';
import { suppress } from './suppress.ts';

const place = fc.double({ min: 0, max: 1, noNaN: true });
const size = fc.double({ min: 0.05, max: 0.6, noNaN: true });
const detections = fc.array(
  fc.record<Detection>({
    box: fc.record({ x: place, y: place, width: size, height: size }),
    score: fc.double({ min: 0.3, max: 1, noNaN: true }),
  }),
  { maxLength: 20 },
);

test('overlap is symmetric, 1 with itself and within [0, 1]', () => {
  fc.assert(
    fc.property(detections, (all) => {
      for (const { box: a } of all) {
        expect(overlap(a, a)).toBeCloseTo(1, 9);
        for (const { box: b } of all) {
          expect(overlap(a, b)).toBeCloseTo(overlap(b, a), 12);
          expect(overlap(a, b)).toBeGreaterThanOrEqual(0);
        }
      }
    }),
  );
});

test('keeps no two that are of one face, and drops only what a better one covers', () => {
  fc.assert(
    fc.property(detections, (all) => {
      const kept = suppress(all);
      kept.forEach((a, i) => {
        for (const b of kept.slice(i + 1)) {
          expect(overlap(a.box, b.box)).toBeLessThanOrEqual(0.4);
          expect(a.score).toBeGreaterThanOrEqual(b.score);
        }
      });
      for (const dropped of all.filter((d) => !kept.includes(d))) {
        const covers = kept.some((k) => k.score >= dropped.score && overlap(k.box, dropped.box) > 0.4);
        expect(covers).toBe(true);
      }
      expect(suppress(kept)).toEqual(kept);
    }),
  );
});

const here = { x: 0.1, y: 0.1, width: 0.2, height: 0.2 };
const there = { x: 0.6, y: 0.6, width: 0.2, height: 0.2 };

test('a face that two scales see needs less than one that a single scale sees', () => {
  const faint = { box: here, score: 0.55 };
  expect(agree([[faint], []])).toEqual([]);
  expect(agree([[faint], [{ box: there, score: 0.4 }]])).toEqual([]);
  expect(agree([[faint], [{ box: here, score: 0.4 }]])).toEqual([faint]);
  expect(agree([[{ box: here, score: 0.8 }], []])).toHaveLength(1);
});

test('a face takes its box from the first scale that sees it well, and is listed once', () => {
  const early = { box: here, score: 0.6 };
  const late = { box: { ...here, x: 0.12 }, score: 0.9 };
  expect(agree([[early], [late]])).toEqual([early]);
  expect(agree([[{ ...early, score: 0.45 }], [late]])).toEqual([late]);
});

test('lists nothing that no scale scored above one half', () => {
  fc.assert(
    fc.property(fc.array(detections, { maxLength: 4 }), (scales) => {
      const faces = agree(scales.map(suppress));
      expect(faces.every((face) => face.score > 0.5)).toBe(true);
    }),
  );
});
