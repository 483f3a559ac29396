import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPeaks } from './peaks.ts';

it('gives the same outline however the stream is cut', () => {
  const samples = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 40, maxLength: 400 });
  fc.assert(
    fc.property(samples, fc.integer({ min: 1, max: 50 }), (values, size) => {
      const wave = Float32Array.from(values);
      const sampleRate = 100;
      const whole = createPeaks(20, wave.length / sampleRate);
      whole.add({ sampleRate, start: 0, channels: [wave] });
      const cut = createPeaks(20, wave.length / sampleRate);
      for (let start = 0; start < wave.length; start += size) {
        cut.add({ sampleRate, start, channels: [wave.slice(start, start + size)] });
      }
      expect(cut.bins).toEqual(whole.bins);
      const loudest = wave.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
      expect(whole.bins.reduce((most, x) => Math.max(most, x), 0)).toBe(loudest);
    }),
  );
});
