import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Pixels } from '../picture/pixels.ts';
import { letterbox, type Placement } from './letterbox.ts';

const MEAN = [120, 110, 100] as const;

function noise(width: number, height: number, seed: number): Pixels {
  const data = Uint8Array.from({ length: width * height * 4 }, (_, i) => ((i + seed) * 2654435761) >>> 24);
  return { width, height, data, original: { width, height } };
}

/** The definition: pad to a square, then interpolate bilinearly from its top left corner. */
function reference(picture: Pixels, side: number, placement: Placement, channel: number): Float32Array {
  const { width, height, data } = picture;
  const longer = Math.max(width, height);
  const offset = (length: number) => (placement === 'centre' ? Math.floor((longer - length) / 2) : 0);
  const [left, top] = [offset(width), offset(height)];
  const pixel = (x: number, y: number) =>
    x >= left && x < left + width && y >= top && y < top + height
      ? data[((y - top) * width + x - left) * 4 + channel]!
      : 0;
  return Float32Array.from({ length: side * side }, (_, i) => {
    const x = ((i % side) * longer) / side;
    const y = (Math.floor(i / side) * longer) / side;
    const [x0, y0] = [Math.floor(x), Math.floor(y)];
    const [x1, y1] = [Math.min(x0 + 1, longer - 1), Math.min(y0 + 1, longer - 1)];
    const upper = pixel(x0, y0) * (1 - (x - x0)) + pixel(x1, y0) * (x - x0);
    const lower = pixel(x0, y1) * (1 - (x - x0)) + pixel(x1, y1) * (x - x0);
    return (upper * (1 - (y - y0)) + lower * (y - y0) - MEAN[channel]!) / 255;
  });
}

test('is the padded square, interpolated and normalised', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 24 }),
      fc.constantFrom<Placement>('top-left', 'centre'),
      fc.nat(),
      (width, height, side, placement, seed) => {
        const picture = noise(width, height, seed);
        const out = new Float32Array(3 * side * side);
        letterbox(picture, { x: 0, y: 0, width, height }, side, placement, MEAN, out);
        for (const channel of [0, 1, 2]) {
          const plane = out.subarray(channel * side * side, (channel + 1) * side * side);
          const expected = reference(picture, side, placement, channel);
          plane.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('sees of a region what it sees of the region cut out', () => {
  const picture = noise(30, 20, 7);
  const region = { x: 4, y: 5, width: 13, height: 9 };
  const cut = new Uint8Array(region.width * region.height * 4);
  for (let y = 0; y < region.height; y++) {
    const from = ((y + region.y) * picture.width + region.x) * 4;
    cut.set(picture.data.subarray(from, from + region.width * 4), y * region.width * 4);
  }
  const size = { width: region.width, height: region.height };
  const [inside, apart] = [new Float32Array(3 * 64), new Float32Array(3 * 64)];
  letterbox(picture, region, 8, 'centre', MEAN, inside);
  letterbox({ ...size, data: cut, original: size }, { x: 0, y: 0, ...size }, 8, 'centre', MEAN, apart);
  expect(inside).toEqual(apart);
});
