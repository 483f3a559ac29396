import fc from 'fast-check';
import { expect, it } from 'vitest';
import { concat } from '../../../core/audio.ts';
import { chunksOf, fitted } from './fit.ts';

const RATE = 1000;
const constant = (length: number): Float32Array<ArrayBuffer> => new Float32Array(length).fill(1);

it('brings any sound to two channels and to its length, and tells what is missing', () => {
  fc.assert(
    fc.property(
      fc.nat(5000),
      fc.integer({ min: 1, max: 2 }),
      fc.integer({ min: 1, max: 4 }),
      (length, count, duration) => {
        const channels = Array.from({ length: count }, () => constant(length));
        const { audio, missing } = fitted({ sampleRate: RATE, channels }, duration);
        expect(audio.channels.map((samples) => samples.length)).toEqual([duration * RATE, duration * RATE]);
        expect(missing).toBeCloseTo(Math.max(0, duration - length / RATE), 6);
        expect(concat([...chunksOf(audio)])).toEqual(audio);
      },
    ),
  );
});

it('fades where it cuts off, and only there', () => {
  const { audio } = fitted({ sampleRate: RATE, channels: [constant(3000)] }, 2);
  const [left] = audio.channels;
  expect(left!.subarray(0, 1949)).toEqual(constant(1949));
  expect([...left!.subarray(1950)].every((sample, n, all) => n === 0 || sample < all[n - 1]!)).toBe(true);
  expect(left!.at(-1)).toBe(0);
  expect(fitted({ sampleRate: RATE, channels: [constant(2000)] }, 2).audio.channels[0]).toEqual(
    constant(2000),
  );
});
