import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeCells } from './cells.ts';

const SIDE = 416;
const N = 13;

/** All cells empty but one. */
function cells(anchor: number, row: number, column: number, values: readonly number[]): Float32Array {
  const all = new Float32Array(25 * N * N).fill(-10);
  values.forEach((value, field) => (all[((anchor * 5 + field) * N + row) * N + column] = value));
  return all;
}

test('centres a box in its cell, whatever the aspect of the picture', () => {
  const position = fc.integer({ min: 0, max: N - 1 });
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4 }),
      position,
      position,
      fc.integer({ min: 50, max: 2000 }),
      fc.integer({ min: 50, max: 2000 }),
      (anchor, row, column, width, height) => {
        const found = decodeCells(cells(anchor, row, column, [0, 0, 0, 0, 3]), SIDE, width, height, 0.5);
        expect(found).toHaveLength(1);
        const [{ box, score }] = found as [(typeof found)[0]];
        // In pixels of the square: the picture was scaled by one factor and lies top left, to the rounding of its size.
        const scale = SIDE / Math.max(width, height);
        const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
        expect((box.x + box.width / 2) * size.width).toBeCloseTo((column + 0.5) * 32, 6);
        expect((box.y + box.height / 2) * size.height).toBeCloseTo((row + 0.5) * 32, 6);
        expect(score).toBeCloseTo(1 / (1 + Math.exp(-3)), 12);
      },
    ),
  );
});

test('grows a box by the exponential of its size', () => {
  const of = (tw: number) => decodeCells(cells(2, 5, 5, [0, 0, tw, 0, 3]), SIDE, 400, 400, 0.5)[0]!.box.width;
  expect(of(Math.log(2)) / of(0)).toBeCloseTo(2, 6);
  expect(of(0) * N).toBeCloseTo(2.882459, 6);
});

test('keeps only what scores more than the threshold', () => {
  expect(decodeCells(cells(0, 0, 0, [0, 0, 0, 0, 0]), SIDE, 400, 400, 0.5)).toEqual([]);
  expect(decodeCells(cells(0, 0, 0, [0, 0, 0, 0, 0.1]), SIDE, 400, 400, 0.5)).toHaveLength(1);
});
