import { describe, expect, test } from 'vitest';
import { kWeighting, type Biquad } from './k-weighting.ts';

/** Gain in dB of both filters in a row. */
function response(filters: readonly Biquad[], hertz: number, sampleRate: number): number {
  const w = (2 * Math.PI * hertz) / sampleRate;
  const square = (c0: number, c1: number, c2: number): number =>
    (c0 + c1 * Math.cos(w) + c2 * Math.cos(2 * w)) ** 2 + (c1 * Math.sin(w) + c2 * Math.sin(2 * w)) ** 2;
  return filters.reduce(
    (sum, { b0, b1, b2, a1, a2 }) => sum + 10 * Math.log10(square(b0, b1, b2) / square(1, a1, a2)),
    0,
  );
}

// ITU-R BS.1770-4, annex 1, tables 1 and 2.
const LISTED: Biquad[] = [
  {
    b0: 1.53512485958697,
    b1: -2.69169618940638,
    b2: 1.19839281085285,
    a1: -1.69065929318241,
    a2: 0.73248077421585,
  },
  { b0: 1, b1: -2, b2: 1, a1: -1.99004745483398, a2: 0.99007225036621 },
];

test('at 48 kHz the coefficients are those that the standard lists', () => {
  const ours = kWeighting(48000);
  LISTED.forEach((listed, i) => {
    for (const name of ['b0', 'b1', 'b2', 'a1', 'a2'] as const)
      expect(ours[i]![name]).toBeCloseTo(listed[name], 12);
  });
});

describe.each([32000, 44100, 96000])('at %i Hz', (sampleRate) => {
  // The bilinear transform bends the shelf's upper end, where the rates have to differ.
  test.each([40, 100, 500, 1000, 2000, 4000, 8000])('%i Hz is weighted as at 48 kHz', (hertz) => {
    const here = response(kWeighting(sampleRate), hertz, sampleRate);
    expect(Math.abs(here - response(LISTED, hertz, 48000))).toBeLessThan(0.05);
  });
});
