import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Audio } from '../../core/audio.ts';
import { delayed, times, tone, type Stretch } from '../../../../tests/fixtures/signals.ts';
import { noise } from '../../../../tests/fixtures/rhythms.ts';
import { hopPowers } from './hop-powers.ts';
import { integratedLoudness } from './integrated-loudness.ts';

const loudness = (audio: Audio): number | null => integratedLoudness(hopPowers(audio));

// EBU Tech 3341 (2016), table 1, cases 1 to 5; the tolerance there is 0.1 LU.
const CASES: [name: string, stretches: Stretch[], expected: number][] = [
  ['1: a steady tone', [[-23, 20]], -23],
  ['2: a quiet one', [[-33, 20]], -33],
  [
    '3: the relative gate',
    [
      [-36, 10],
      [-23, 60],
      [-36, 10],
    ],
    -23,
  ],
  [
    '4: the absolute gate',
    [
      [-72, 10],
      [-36, 10],
      [-23, 60],
      [-36, 10],
      [-72, 10],
    ],
    -23,
  ],
  [
    '5: no gating of near levels',
    [
      [-26, 20],
      [-20, 20.1],
      [-26, 20],
    ],
    -23,
  ],
];

describe.each(CASES)('EBU Tech 3341 case %s', (_, stretches, expected) => {
  test.each([48000, 44100, 32000])('at %i Hz', (sampleRate) => {
    expect(Math.abs(loudness(tone(stretches, { sampleRate }))! - expected)).toBeLessThan(0.1);
  });
});

test('a full-scale tone near 1 kHz in one channel reads -3.01 LUFS (ITU-R BS.1770-4, annex 1)', () => {
  expect(loudness(tone([[0, 5]], { hertz: 997, channels: 1 }))).toBeCloseTo(-3.01, 2);
});

/** Two seconds of unlike channels, so that order could matter. */
function music(): Audio {
  const hiss = noise(11);
  const channel = (hertz: number): Float32Array<ArrayBuffer> =>
    Float32Array.from(
      { length: 16000 },
      (_, n) => 0.3 * Math.sin((hertz * n) / 8000) * Math.exp(-(n % 2000) / 900) + 0.05 * hiss(),
    );
  return { sampleRate: 8000, channels: [channel(900), channel(2300)] };
}

test('gain moves loudness by the same decibels', () => {
  const before = loudness(music())!;
  fc.assert(
    fc.property(fc.double({ min: -30, max: 30, noNaN: true }), (decibels) => {
      expect(loudness(times(music(), 10 ** (decibels / 20)))).toBeCloseTo(before + decibels, 4);
    }),
    { numRuns: 20 },
  );
});

test('channels can be swapped, and two like ones are 3 dB louder than one', () => {
  const { sampleRate, channels } = music();
  expect(loudness({ sampleRate, channels: channels.toReversed() })).toBeCloseTo(loudness(music())!, 10);
  const mono = { sampleRate, channels: [channels[0]!] };
  const twice = { sampleRate, channels: [channels[0]!, channels[0]!] };
  expect(loudness(twice)).toBeCloseTo(loudness(mono)! + 10 * Math.log10(2), 6);
});

test('a shift in time changes nothing but where blocks begin', () => {
  const audio = tone([
    [-20, 4],
    [-26, 4],
  ]);
  const powers = hopPowers(audio);
  expect(Array.from(hopPowers(delayed(audio, 48000)).subarray(10))).toEqual(Array.from(powers));
  expect(Math.abs(loudness(delayed(audio, 12345))! - loudness(audio)!)).toBeLessThan(0.1);
});

test('silence has no loudness, nor has what lies below -70 LUFS', () => {
  expect(loudness({ sampleRate: 48000, channels: [new Float32Array(48000)] })).toBeNull();
  expect(loudness(tone([[-75, 2]]))).toBeNull();
});

test('a sound shorter than one block is measured as a block filled up with silence', () => {
  expect(loudness(tone([[-20, 0.2]]))!).toBeCloseTo(loudness(tone([[-20, 0.4]]))! - 10 * Math.log10(2), 1);
  expect(loudness({ sampleRate: 48000, channels: [Float32Array.of(0.5)] })).toBeLessThan(-40);
});
