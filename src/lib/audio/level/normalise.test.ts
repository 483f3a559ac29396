import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Audio } from '../../core/audio.ts';
import { NORMALISATIONS } from '../../core/params.ts';
import { delayed, times, tone } from '../../../../tests/fixtures/signals.ts';
import { noise } from '../../../../tests/fixtures/rhythms.ts';
import { toDecibels } from '../decibels.ts';
import { hopPowers } from '../loudness/hop-powers.ts';
import { integratedLoudness } from '../loudness/integrated-loudness.ts';
import { truePeak } from '../loudness/true-peak.ts';
import { normalise } from './normalise.ts';
import { rms } from './rms.ts';
import { samplePeak } from './sample-peak.ts';

const loudness = (audio: Audio): number => integratedLoudness(hopPowers(audio))!;
const dbtp = (audio: Audio): number => toDecibels(truePeak(audio));

/** Tones under decaying bursts of noise: the sharper they are, the higher the peaks over the loudness. */
function drums(sharpness: number, channels = 2): Audio {
  const sampleRate = 32000;
  const hiss = noise(21);
  const channel = (hertz: number): Float32Array<ArrayBuffer> =>
    Float32Array.from(
      { length: 6 * sampleRate },
      (_, n) =>
        0.1 * Math.sin((hertz * n) / sampleRate) + hiss() * Math.exp(-((n % 16000) * sharpness) / sampleRate),
    );
  return { sampleRate, channels: [channel(1500), channel(2100)].slice(0, channels) };
}

describe('loudness', () => {
  test.each([
    ['quiet', times(drums(10), 0.001)],
    ['loud beyond full scale', times(drums(10), 20)],
    ['sharp', drums(60)],
    ['very sharp', drums(150)],
    ['mono', drums(60, 1)],
    ['short', tone([[-3, 0.5]])],
    ['late', delayed(drums(60), 16000)],
  ])('%s sound comes to -16 LUFS under -1 dBTP', (_, audio) => {
    const result = normalise(audio, 'loudness');
    expect(Math.abs(loudness(result) + 16)).toBeLessThan(0.1);
    expect(dbtp(result)).toBeLessThanOrEqual(-1);
    expect(result.channels.map((channel) => channel.length)).toEqual(
      audio.channels.map((channel) => channel.length),
    );
  });

  test('where peaks stand too high for the level, the ceiling holds and the level gives way', () => {
    const samples = new Float32Array(10 * 8000);
    for (let n = 0; n < samples.length; n += 8000) samples[n] = 0.5;
    const result = normalise({ sampleRate: 8000, channels: [samples] }, 'loudness');
    expect(dbtp(result)).toBeLessThanOrEqual(-1);
    expect(loudness(result)).toBeLessThan(-20);
    expect(samplePeak(result)).toBeGreaterThan(0.5);
  });

  test('what needs no limiting is only made louder', () => {
    const audio = tone([[-30, 2]]);
    const result = normalise(audio, 'loudness');
    const factor = result.channels[0]![100]! / audio.channels[0]![100]!;
    for (let n = 0; n < 96000; n += 997) {
      expect(result.channels[0]![n]).toBeCloseTo(audio.channels[0]![n]! * factor, 5);
    }
  });

  test('limiting turns all channels down together', () => {
    const { sampleRate, channels } = drums(60);
    const quieter = channels[0]!.map((x) => x * 0.25);
    const [left, right] = normalise({ sampleRate, channels: [channels[0]!, quieter] }, 'loudness').channels;
    expect(right!.every((x, n) => Math.abs(x - left![n]! * 0.25) < 1e-6)).toBe(true);
  });
});

test('rms comes to -18 dBFS under -1 dBTP', () => {
  for (const audio of [drums(10), times(drums(60), 0.01), tone([[-3, 1]], { channels: 1 })]) {
    const result = normalise(audio, 'rms');
    expect(Math.abs(toDecibels(rms(result)) + 18)).toBeLessThan(0.1);
    expect(dbtp(result)).toBeLessThanOrEqual(-1);
  }
});

test('peak brings the largest sample to -1 dBFS and bends nothing', () => {
  const audio = times(drums(60), 0.01);
  const result = normalise(audio, 'peak');
  expect(toDecibels(samplePeak(result))).toBeCloseTo(-1, 4);
  expect(loudness(result) - loudness(audio)).toBeCloseTo(-1 - toDecibels(samplePeak(audio)), 4);
});

test('clip cuts off beyond -1 dBFS and leaves the rest', () => {
  const audio = times(drums(60), 2);
  const ceiling = 10 ** (-1 / 20);
  const result = normalise(audio, 'clip').channels[0]!;
  expect(result.some((x) => Math.abs(x) > ceiling - 1e-6)).toBe(true);
  audio.channels[0]!.forEach((x, n) => {
    expect(result[n]).toBe(Math.fround(Math.max(-ceiling, Math.min(ceiling, x))));
  });
});

describe.each(NORMALISATIONS)('%s', (normalisation) => {
  test('twice is once', () => {
    const once = normalise(drums(60), normalisation);
    const twice = normalise(once, normalisation);
    expect(once.channels[0]!.every((x, n) => Math.abs(x - twice.channels[0]![n]!) < 1e-6)).toBe(true);
  });

  test('silence stays silence', () => {
    for (const length of [1, 1000]) {
      const result = normalise({ sampleRate: 8000, channels: [new Float32Array(length)] }, normalisation);
      expect(Array.from(result.channels[0]!)).toEqual(Array(length).fill(0));
    }
  });

  test('any sound, from one frame on, stays finite, of its length and below full scale', () => {
    const sample = fc.float({ min: -4, max: 4, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(sample, { minLength: 1, maxLength: 300 }),
        fc.constantFrom(1, 2),
        (values, count) => {
          const channels = Array.from({ length: count }, () => Float32Array.from(values));
          const result = normalise({ sampleRate: 8000, channels }, normalisation);
          for (const channel of result.channels) {
            expect(channel).toHaveLength(values.length);
            expect(channel.every((x) => Number.isFinite(x) && Math.abs(x) < 1)).toBe(true);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});
