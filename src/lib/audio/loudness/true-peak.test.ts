import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Audio } from '../../core/audio.ts';
import { tone } from '../../../../tests/fixtures/signals.ts';
import { noise } from '../../../../tests/fixtures/rhythms.ts';
import { truePeak, visitPeaks } from './true-peak.ts';

const dbtp = (audio: Audio): number => 20 * Math.log10(truePeak(audio));

// EBU Tech 3341 (2016), table 1, cases 15 to 19: sines of a share of the sample rate, and a phase that hides their peaks
// between the samples. The tolerance there is +0.2 and -0.4 dB.
const CASES: [number, share: number, phase: number, amplitude: number, expected: number][] = [
  [15, 1 / 4, 0, 0.5, -6],
  [16, 1 / 4, 45, 0.5, -6],
  [17, 1 / 6, 60, 0.5, -6],
  [18, 1 / 8, 67.5, 0.5, -6],
  [19, 1 / 4, 45, 1.41, 3],
];

test.each(CASES)('EBU Tech 3341 case %i', (_, share, phase, amplitude, expected) => {
  // The level falls away at both ends, where a sine that starts at once would overshoot.
  const audio = tone([[20 * Math.log10(amplitude), 1]], { hertz: share * 48000, phase });
  for (const channel of audio.channels) {
    for (let n = 0; n < 4800; n++) {
      channel[n]! *= n / 4800;
      channel[channel.length - 1 - n]! *= n / 4800;
    }
  }
  expect(dbtp(audio)).toBeLessThan(expected + 0.2);
  expect(dbtp(audio)).toBeGreaterThan(expected - 0.4);
});

// In the manner of cases 20 to 23: one peak of 0 dBTP that lies 0, 1, 2 or 3 quarters of a sample after a sample.
test.each([0, 1, 2, 3])('a single peak %i quarters between two samples reads 0 dBTP', (quarters) => {
  const bump = (t: number): number =>
    t === 0 ? 1 : (Math.sin(0.6 * t) / (0.6 * t)) * Math.exp(-((t / 40) ** 2));
  const samples = Float32Array.from({ length: 1000 }, (_, n) => bump(n - 500 - quarters / 4));
  expect(dbtp({ sampleRate: 48000, channels: [samples, samples.map((x) => -x)] })).toBeGreaterThan(-0.4);
  expect(dbtp({ sampleRate: 48000, channels: [samples] })).toBeLessThan(0.2);
});

test('never below the largest sample, wherever it lies', () => {
  fc.assert(
    fc.property(
      fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 100 }),
      (values) => {
        const largest = Math.max(...values.map(Math.abs));
        expect(truePeak({ sampleRate: 48000, channels: [Float32Array.from(values)] })).toBeGreaterThanOrEqual(
          largest,
        );
      },
    ),
  );
});

test('skipping what can not pass the floor never skips a peak', () => {
  const hiss = noise(4);
  const samples = Float32Array.from({ length: 5000 }, () => hiss() ** 5);
  const audio = { sampleRate: 48000, channels: [samples] };
  const above = (floor: number): number[] => {
    const found: number[] = [];
    visitPeaks(audio, floor, (frame, peak) => (peak > 0.7 && found.push(frame), floor));
    return found;
  };
  expect(above(0.7)).toEqual(above(0));
  expect(above(0).length).toBeGreaterThan(100);
});

test('silence has no peak', () => {
  expect(truePeak({ sampleRate: 48000, channels: [new Float32Array(100)] })).toBe(0);
});
