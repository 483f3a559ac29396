import { describe, expect, test } from 'vitest';
import type { Audio } from '../core/audio.ts';
import { Measures } from '../core/take.ts';
import { delayed, times, tone } from '../../../tests/fixtures/signals.ts';
import { rhythms } from '../../../tests/fixtures/rhythms.ts';
import { measure } from './measure.ts';

const rock = rhythms()[8]!.play();
const cut = (audio: Audio, most: number): Audio => ({
  ...audio,
  channels: audio.channels.map((channel) => channel.map((x) => Math.max(-most, Math.min(most, x)))),
});
const quiet = (seconds: number): Audio => ({
  sampleRate: 22050,
  channels: [new Float32Array(22050 * seconds)],
});

test('of silence nothing is measured but its length', () => {
  expect(measure(quiet(2))).toEqual({
    duration: 2,
    loudness: null,
    range: 0,
    truePeak: null,
    clipped: 0,
    silent: 1,
    tempo: null,
    onsetRate: 0,
    centroid: 0,
  });
});

test.each([1, 2, 100, 5000])('%i frames are enough', (count) => {
  const audio = {
    sampleRate: 48000,
    channels: [new Float32Array(count).fill(0.25), new Float32Array(count)],
  };
  expect(() => Measures.parse(measure(audio))).not.toThrow();
});

test('no frames are not', () => {
  expect(() => measure({ sampleRate: 48000, channels: [new Float32Array(0)] })).toThrow(RangeError);
});

test('gain moves the levels and nothing else', () => {
  const { loudness, truePeak, ...rest } = measure(rock);
  const louder = measure(times(rock, 0.25));
  expect(louder.loudness).toBeCloseTo(loudness! - 12.04, 2);
  expect(louder.truePeak).toBeCloseTo(truePeak! - 12.04, 2);
  expect(louder.tempo).toBeCloseTo(rest.tempo!, 2);
  expect(louder.onsetRate).toBe(rest.onsetRate);
  expect(louder.centroid).toBeCloseTo(rest.centroid, 0);
  expect(louder.clipped).toBe(rest.clipped);
});

test('the order of channels does not matter', () => {
  const other = rhythms()[0]!.play().channels[0]!;
  const { sampleRate, channels } = rock;
  const one = measure({ sampleRate, channels: [channels[0]!, other] });
  expect(measure({ sampleRate, channels: [other, channels[0]!] })).toEqual({
    ...one,
    loudness: expect.closeTo(one.loudness!, 9),
  });
});

describe('clipped', () => {
  test('is none for a sine, at any pitch and up to full scale', () => {
    for (const hertz of [30, 440, 997, 12000]) expect(measure(tone([[0, 0.5]], { hertz })).clipped).toBe(0);
  });

  test('is the share that was cut off, whatever became of the level', () => {
    const sine = tone([[0, 1]], { hertz: 997, channels: 1 });
    // A sine is beyond half its amplitude for two thirds of the time.
    expect(measure(cut(sine, 0.5)).clipped).toBeCloseTo(2 / 3, 2);
    expect(measure(times(cut(sine, 0.5), 0.3)).clipped).toBeCloseTo(2 / 3, 2);
  });

  test('is found though only one side was cut off', () => {
    const sine = tone([[0, 1]], { hertz: 997, channels: 1 });
    sine.channels[0] = sine.channels[0]!.map((x) => Math.min(x, 0.5));
    expect(measure(sine).clipped).toBeCloseTo(1 / 3, 2);
  });
});

test('silent is the share below -60 dBFS', () => {
  expect(measure(delayed(tone([[-20, 3]]), 48000)).silent).toBeCloseTo(0.25, 2);
  // Peaks at -58 dBFS are an RMS of -61.
  expect(measure(tone([[-58, 1]])).silent).toBe(1);
  expect(measure(tone([[-56, 1]])).silent).toBe(0);
});

test('the centroid of a tone is its frequency, of two equal ones the middle', () => {
  const low = tone([[-20, 1]], { hertz: 500 });
  const high = tone([[-20, 1]], { hertz: 3500 });
  const both = { ...low, channels: [low.channels[0]!, high.channels[0]!] };
  expect(measure(low).centroid).toBeCloseTo(500, -2);
  expect(measure(high).centroid).toBeCloseTo(3500, -2);
  expect(Math.abs(measure(both).centroid - 2000)).toBeLessThan(60);
});
