import { expect, test } from 'vitest';
import { noise } from '../../../tests/fixtures/rhythms.ts';
import { realFft } from './fft.ts';

test.each([4, 8, 64, 256])('a transform of %i samples equals the defining sum', (size) => {
  const next = noise(size);
  const samples = Float64Array.from({ length: size }, next);
  const real = new Float64Array(size / 2 + 1);
  const imaginary = new Float64Array(size / 2 + 1);
  realFft(size)(samples, real, imaginary);
  for (let k = 0; k <= size / 2; k++) {
    const sum = (turn: (angle: number) => number): number =>
      samples.reduce((total, x, n) => total + x * turn((-2 * Math.PI * k * n) / size), 0);
    expect(real[k]).toBeCloseTo(sum(Math.cos), 10);
    expect(imaginary[k]).toBeCloseTo(sum(Math.sin), 10);
  }
});

test('energy is kept (Parseval)', () => {
  const size = 2048;
  const samples = Float64Array.from({ length: size }, noise(5));
  const real = new Float64Array(size / 2 + 1);
  const imaginary = new Float64Array(size / 2 + 1);
  realFft(size)(samples, real, imaginary);
  const weight = (k: number): number => (k === 0 || k === size / 2 ? 1 : 2);
  const spectral = real.reduce((sum, re, k) => sum + weight(k) * (re ** 2 + imaginary[k]! ** 2), 0);
  expect(spectral / size).toBeCloseTo(
    samples.reduce((sum, x) => sum + x * x, 0),
    8,
  );
});
