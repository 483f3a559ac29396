import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  clamp,
  cosTurns,
  decibelsOf,
  exp,
  exp2,
  frequencyOf,
  gainOf,
  log2,
  mix,
  power,
  sinTurns,
  tanh,
  tanPi,
} from './maths.ts';

const within = (low: number, high: number) => fc.double({ min: low, max: high, noNaN: true });

function holds(low: number, high: number, error: (x: number) => number, bound: number): void {
  fc.assert(
    fc.property(within(low, high), (x) => error(x) <= bound),
    { numRuns: 5000 },
  );
}

const relative = (got: number, want: number): number => Math.abs(got / want - 1);

test('sine and cosine are within 1e-10', () => {
  holds(-1000, 1000, (x) => Math.abs(sinTurns(x) - Math.sin(2 * Math.PI * (x - Math.floor(x)))), 1e-10);
  holds(-1000, 1000, (x) => Math.abs(cosTurns(x) - Math.cos(2 * Math.PI * (x - Math.floor(x)))), 1e-10);
});

test('the tangent is within a relative 1e-8', () => {
  holds(1e-6, 0.49, (x) => relative(tanPi(x), Math.tan(Math.PI * x)), 1e-8);
});

test('powers are within a relative 1e-11, and clamped', () => {
  holds(-255, 255, (x) => relative(exp2(x), 2 ** x), 1e-11);
  holds(-100, 100, (x) => relative(exp(x), Math.exp(x)), 1e-11);
  expect(exp2(300)).toBe(exp2(256));
  expect(exp2(-300)).toBe(exp2(-256));
});

test('the logarithm is within 1e-10, and clamped', () => {
  holds(1e-60, 1e60, (x) => Math.abs(log2(x) - Math.log2(x)), 1e-10);
  expect(log2(0)).toBeLessThan(-250);
  expect(log2(1e300)).toBeLessThan(260);
});

test('any power of any base is within a relative 1e-8', () => {
  fc.assert(
    fc.property(
      within(1e-4, 1e4),
      within(-7, 7),
      (base, exponent) => relative(power(base, exponent), base ** exponent) <= 1e-8,
    ),
    { numRuns: 5000 },
  );
});

test('tanh is within 1e-4 everywhere', () => {
  holds(-20, 20, (x) => Math.abs(tanh(x) - Math.tanh(x)), 1e-4);
});

test('decibels and pitches convert both ways', () => {
  holds(-120, 60, (x) => Math.abs(decibelsOf(gainOf(x)) - x), 1e-8);
  holds(0, 127, (x) => relative(frequencyOf(x), 440 * 2 ** ((x - 69) / 12)), 1e-11);
});

test('clamp and mix stay inside', () => {
  expect([clamp(2, 0, 1), clamp(-2, 0, 1), clamp(0.3, 0, 1)]).toEqual([1, 0, 0.3]);
  expect([mix(2, 4, 0.5), mix(2, 4, 7), mix(2, 4, -7)]).toEqual([3, 4, 2]);
});
