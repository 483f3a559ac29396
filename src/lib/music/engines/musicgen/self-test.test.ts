import { expect, test } from 'vitest';
import { philox } from './random.ts';
import { requireAlike, type Trial } from './self-test.ts';

const noise = (seed: number) =>
  Float32Array.from({ length: 16_000 }, (_, i) => philox([i, 0, 0, 0], [seed, 0])[0] / 2 ** 32 - 0.5);

const good: Trial = {
  tokens: { codebooks: 4, frames: 12, codes: Uint16Array.from({ length: 48 }, (_, i) => 31 * i) },
  sound: noise(1),
};

const withSound = (change: (x: number, i: number) => number): Trial => ({
  ...good,
  sound: good.sound.map(change),
});

test('the same within rounding is alike', () => {
  const rounded = withSound((x, i) => x + 1e-4 * Math.sin(i));
  const codes = good.tokens.codes.map((code, i) => (i === 40 ? code + 1 : code));
  expect(() => requireAlike({ ...rounded, tokens: { ...good.tokens, codes } }, good)).not.toThrow();
});

let slow = 0;

test.each<[string, Trial, string]>([
  ['numbers that are none', withSound((x, i) => (i === 9000 ? NaN : x)), 'not finite'],
  ['silence', withSound(() => 0), 'level'],
  ['half the level', withSound((x) => x / 2), 'level'],
  ['a muffled sound', withSound((x) => (slow += 0.2 * (x - slow)) * 3), 'Hz'],
  [
    'other tokens',
    { ...good, tokens: { ...good.tokens, codes: good.tokens.codes.map((code) => code ^ 1) } },
    'tokens are right',
  ],
])('%s fails, and it is said what failed', (_, trial, reason) => {
  const run = () => requireAlike(trial, good);
  expect(run).toThrow(expect.objectContaining({ code: 'device_failed' }));
  expect(run).toThrow(reason);
});
