import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Warning } from '../../engine.ts';
import { createWatch } from './watch.ts';

const RATE = 1000;

/** Noise whose level, in dBFS, moves with time. */
function noise(duration: number, level: (time: number) => number): Float32Array<ArrayBuffer> {
  let state = 1;
  return Float32Array.from({ length: duration * RATE }, (_, n) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    // Evenly spread over [-1, 1] it would be at -4.8 dBFS.
    return (state / 2 ** 31) * 10 ** ((level(n / RATE) + 4.77) / 20);
  });
}

/** @returns when, in seconds, each warning came. */
function warnings(
  samples: Float32Array<ArrayBuffer>,
  duration: number,
  size = RATE / 2,
): [Warning, number][] {
  const watch = createWatch(RATE, duration);
  const found: [Warning, number][] = [];
  for (let start = 0; start < samples.length; start += size) {
    const channel = samples.slice(start, start + size);
    const warning = watch.add({ sampleRate: RATE, channels: [channel, channel], start });
    if (warning !== null) found.push([warning, (start + channel.length) / RATE]);
  }
  return found;
}

test('steady music, rests, and an ending pass', () => {
  expect(
    warnings(
      noise(120, () => -20),
      120,
    ),
  ).toEqual([]);
  expect(
    warnings(
      noise(60, (t) => (t % 10 < 1.9 ? -90 : -35)),
      60,
    ),
  ).toEqual([]);
  expect(
    warnings(
      noise(30, (t) => (t > 25 ? -90 : -20)),
      30,
    ),
  ).toEqual([]);
});

test('a collapse into silence is told once, two seconds after it', () => {
  expect(
    warnings(
      noise(60, (t) => (t > 20 ? -52 : -20)),
      60,
    ),
  ).toEqual([['silence', 22.5]]);
  expect(
    warnings(
      noise(60, (t) => (t % 20 > 10 ? -52 : -20)),
      60,
    ),
  ).toEqual([['silence', 12.5]]);
});

test('a slow rise of more than 6 dB over the first half minute is told once', () => {
  const creep = warnings(
    noise(120, (t) => -30 + t / 6),
    120,
  );
  expect(creep.map(([warning]) => warning)).toEqual(['creep']);
  // The last 12 s, 6 s back on average, are 6 dB over the first 30 s, 15 s on average: from about second 57.
  expect(creep[0]![1]).toBeGreaterThan(55);
  expect(creep[0]![1]).toBeLessThan(60);
});

test('a loud moment, a rise within 6 dB, or music after a silent start is no creep', () => {
  expect(
    warnings(
      noise(120, (t) => (t > 70 && t < 71 ? -8 : -20)),
      120,
    ),
  ).toEqual([]);
  expect(
    warnings(
      noise(120, (t) => -30 + (5 * t) / 120),
      120,
    ),
  ).toEqual([]);
  expect(
    warnings(
      noise(120, (t) => (t < 31 ? -60 : -20)),
      120,
    ).map(([warning]) => warning),
  ).toEqual(['silence']);
});

test('a piece that creeps and then collapses is told both', () => {
  const both = warnings(
    noise(120, (t) => (t > 80 ? -90 : t > 40 ? -15 : -30)),
    120,
  );
  expect(both.map(([warning]) => warning)).toEqual(['creep', 'silence']);
});

test('how the stream is cut does not matter', () => {
  const samples = noise(50, (t) => (t > 12 && t < 16 ? -70 : t > 30 ? -15 : -30));
  const whole = warnings(samples, 50).map(([warning]) => warning);
  expect(whole).toEqual(['silence', 'creep']);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3000 }), (size) => {
      expect(warnings(samples, 50, size).map(([warning]) => warning)).toEqual(whole);
    }),
    { numRuns: 30 },
  );
});
