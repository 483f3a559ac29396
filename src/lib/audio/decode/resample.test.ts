import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tone } from '../../../../tests/fixtures/signals.ts';
import { toDecibels } from '../decibels.ts';
import { resample } from './resample.ts';

const TO = 32_000;
/** Rates that sound files have. */
const rate = fc.constantFrom(8000, 11_025, 16_000, 22_050, 24_000, 44_100, 48_000, 96_000);
/** Samples at both ends that the filter sees beyond. */
const EDGE = 600;

const sine = (sampleRate: number, hertz: number): Float32Array =>
  tone([[-6, 0.25]], { sampleRate, hertz, channels: 1 }).channels[0]!;

function level(samples: Float32Array): number {
  const inner = samples.subarray(EDGE, samples.length - EDGE);
  return toDecibels(Math.sqrt(inner.reduce((sum, x) => sum + x * x, 0) / inner.length));
}

test('a sine that both rates can hold stays that sine, to 60 dB', () => {
  fc.assert(
    fc.property(rate, fc.double({ min: 0.002, max: 0.92, noNaN: true }), (from, share) => {
      const hertz = (share * Math.min(from, TO)) / 2;
      const expected = sine(TO, hertz);
      const error = resample(sine(from, hertz), from, TO).map((x, n) => x - expected[n]!);
      expect(level(expected) - level(error)).toBeGreaterThan(60);
    }),
    { numRuns: 50 },
  );
});

test('what the new rate can not hold does not come back as something else', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(44_100, 48_000, 96_000),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (from, share) => {
        const hertz = TO / 2 + share * (0.99 * (from / 2) - TO / 2);
        expect(level(resample(sine(from, hertz), from, TO))).toBeLessThan(-70);
      },
    ),
    { numRuns: 50 },
  );
});

test('it lasts as long, and a constant stays one', () => {
  fc.assert(
    fc.property(rate, fc.integer({ min: 1, max: 3000 }), (from, length) => {
      const out = resample(new Float32Array(length).fill(0.5), from, TO);
      expect(Math.abs(out.length / TO - length / from)).toBeLessThanOrEqual(0.5 / TO);
      const middle = out[Math.floor(out.length / 2)]!;
      if (length > EDGE) expect(middle).toBeCloseTo(0.5, 3);
    }),
    // The last has no divisor in common with the other rate.
    { numRuns: 20, examples: [[44_101, 3000]] },
  );
});

test('at the same rate it is the same, in a copy', () => {
  const samples = sine(TO, 440);
  const same = resample(samples, TO, TO);
  expect(same).toEqual(samples);
  expect(same).not.toBe(samples);
});
