import { expect, test } from 'vitest';
import { chanceAt, philox, type Words } from './random.ts';

// The known answers of the authors' Random123 1.14, tests/kat_vectors.
test.each<[Words, [number, number], string]>([
  [[0, 0, 0, 0], [0, 0], '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    '408f276d 41c83b0e a20bc7c6 6d5451fd',
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    'd16cfe09 94fdcceb 5001e420 24126ea1',
  ],
])('Philox4x32-10 gives its known answers', (counter, key, answer) => {
  const words = philox(counter, key).map((word) => word.toString(16).padStart(8, '0'));
  expect(words.join(' ')).toBe(answer);
});

test('chance lies in [0, 1), even and each one its own', () => {
  const drawn = new Set<number>();
  let sum = 0;
  for (const seed of [0, 1, 0x80000000, 0xffffffff]) {
    for (let frame = 0; frame < 1500; frame++) {
      for (let codebook = 0; codebook < 8; codebook++) {
        const chance = chanceAt(seed, frame, codebook);
        if (!(chance >= 0 && chance < 1)) throw new RangeError(`${chance}`);
        drawn.add(chance);
        sum += chance;
      }
    }
  }
  expect(drawn.size).toBe(48_000);
  // Five deviations of the mean of so many.
  expect(Math.abs(sum / 48_000 - 0.5)).toBeLessThan(5 / Math.sqrt(12 * 48_000));
});

test('every seed is its own', () => {
  const row = (seed: number) => Array.from({ length: 4 }, (_, k) => chanceAt(seed, 0, k));
  expect(row(1)).toEqual(row(1));
  expect(row(1)).not.toEqual(row(2));
});
